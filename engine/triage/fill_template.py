"""Fills the template of a situation with the instants and the identity of a request, and adds its warnings."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..findings import Findings
from ..model import Request, Value
from ..model.policy_citations import cited_readings
from ..text import did_you_mean
from ..worktime import WorktimeError, due_each, periods
from .contracts import check_contacts
from .counts import hours_in, start_of
from .decision import Decision, Presumed
from .estimated_deadlines import estimate_notes, estimates_of, receipt_notes
from .fill_presumed import fill_presumed
from .known_facts import NAMED_CONTACT
from .rulings import Deadline
from .template import DeadlinePart, Instants, Template

if TYPE_CHECKING:
    from .clocks.promise_clocks import PromiseClocks
    from .decision_parts import NotOwed

WAITING_IN_VAIN = "the customer is awaited, and waiting does not stop the clock under these terms"


def fill(
    template: Template,
    request: Request,
    stated: Mapping[str, Value],
    findings: Findings,
    clocks: "PromiseClocks | None" = None,
) -> Decision:
    """Return the decision of a request; raise WorktimeError where a deadline cannot be counted.

    `clocks` are those of its promises, where it is known as of when it is decided.
    """
    facts = {**stated, **template.presumed_values, **template.derived_values}
    if clocks is None and template.has_late_clocks:
        clocks = _clocks_at_receipt(template, request, facts)
    add_bound(template, request, findings)
    if clocks is None:
        instants = instants_of(template, request, facts)
        deadlines = {
            part.promise: filled_deadline(part, facts, deadline_instants(part, template, request, facts, instants))
            for part in template.deadlines
        }
    else:
        instants, deadlines = clocks.instants() if template.presumed else (), clocks.deadlines()
    presumed = fill_presumed(template, instants) if template.presumed else ()
    add_warnings(template, request, facts, findings)
    escalation = template.settled_escalation if clocks is None else clocks.escalation(deadlines)
    is_dated = clocks is not None and clocks.history.is_dated
    return Decision(
        request=request,
        template=template,
        deadlines=deadlines,
        not_owed=template.not_owed if clocks is None else _not_owed(template, deadlines),
        presumed=presumed if clocks is None else clocks.less_idle(presumed),
        facts=facts,
        escalation=escalation,
        readings=filled_readings(template, presumed),
        notes=_notes(template, request, facts, deadlines, clocks),
        findings=tuple(findings),
        now_instant=clocks.history.now if clocks and is_dated else None,
        is_closed=clocks.history.log.is_closed if clocks and is_dated else None,
    )


def _clocks_at_receipt(template: Template, request: Request, facts: Mapping[str, Value]) -> "PromiseClocks":
    """Return the clocks of a request to which nothing has happened, some of which have not started."""
    from .clocks.history import history_of  # noqa: PLC0415 - few policies have such clocks
    from .clocks.owed_by_facts import FactSet  # noqa: PLC0415 - the same
    from .clocks.promise_clocks import PromiseClocks  # noqa: PLC0415 - the same

    return PromiseClocks(template.policy, history_of(request, None), [FactSet(template, facts)])


def _not_owed(template: Template, deadlines: Mapping[str, Deadline]) -> "tuple[NotOwed, ...]":
    """Return the promises that owe nothing, less those that were met before."""
    return tuple(promise for promise in template.not_owed if promise.promise not in deadlines)


def filled_notes(
    template: Template, request: Request, facts: Mapping[str, Value], estimated: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """Return what else is to be known, by the receipt and by the estimated holidays of each promise."""
    if not (template.received_within and template.has_estimates) and not any(estimated.values()):
        return template.notes
    of_receipt = receipt_notes(template.policy, template.received_within, facts, request.received)
    return (*template.notes, *of_receipt, *estimate_notes(estimated))


def _notes(
    template: Template,
    request: Request,
    facts: Mapping[str, Value],
    deadlines: Mapping[str, Deadline],
    clocks: "PromiseClocks | None",
) -> tuple[str, ...]:
    estimated = {promise: entry.estimated for promise, entry in deadlines.items()}
    notes = filled_notes(template, request, facts, estimated)
    is_in_vain = clocks is not None and bool(deadlines) and clocks.stands_nowhere
    return (*notes, WAITING_IN_VAIN) if is_in_vain else notes


def instants_of(template: Template, request: Request, facts: Mapping[str, Value]) -> Instants:
    """Return when each count falls due of a request that has no events, None for what cannot be counted."""
    instants: list[int | None] = [None] * len(template.counts)
    for hours, amounts, indices in template.amounts:
        for index, instant in zip(indices, due_each(hours, request.received, amounts), strict=True):
            instants[index] = instant
    for index in template.further_counts:
        try:
            instants[index] = template.counts[index].due(request, facts)
        except WorktimeError:
            continue
    return instants


class DeadlineInstants(NamedTuple):
    """When a clock starts and its promise falls due, with the estimated holidays and open periods between."""

    start: int
    due: int | None
    earliest: int | None
    latest: int | None
    estimated: Mapping[str, str]
    periods: tuple[tuple[int, int], ...]


def deadline_instants(
    part: DeadlinePart, template: Template, request: Request, facts: Mapping[str, Value], instants: Instants
) -> DeadlineInstants:
    """Return the instants of a deadline; raise WorktimeError where it cannot be counted."""
    start = start_of(request, repeats=part.repeats)
    # What cannot be counted is counted once more, for the error that says why.
    dues = [template.counts[n].due(request, facts) if (due := instants[n]) is None else due for n in part.counts]
    earliest, latest = (min(dues), max(dues)) if part.is_bounded else (None, None)
    # Two ways can coincide at one receipt and not at another.
    due = earliest if part.certain and earliest == latest else None
    estimated: dict[str, str] = {}
    for index in part.estimates:
        if (instant := instants[index]) is not None:
            estimated |= estimates_of(template.counts[index].hours_in(facts), start, instant, is_date=part.is_date)
    return DeadlineInstants(
        start=start,
        due=due,
        earliest=earliest,
        latest=latest,
        estimated=dict(sorted(estimated.items())) if estimated else estimated,
        periods=() if due is None else _periods(part, facts, start, due),
    )


def filled_deadline(part: DeadlinePart, facts: Mapping[str, Value], instants: DeadlineInstants) -> Deadline:
    """Return the record of a deadline."""
    return Deadline(
        promise=part.promise,
        due_instant=instants.due,
        earliest_instant=instants.earliest,
        latest_instant=instants.latest,
        certain=part.certain,
        start_instant=instants.start,
        within=part.within_by(facts),
        hours=part.hours,
        timezone=part.timezone_by(facts),
        repeats=part.repeats,
        kind=part.kind,
        measure=part.measure,
        period_instants=instants.periods,
        rules=part.why.rules,
        rule=part.rule,
        estimated=instants.estimated,
        cites=part.why.cites,
        is_date=part.is_date,
        counts_every_day=part.counts_every_day,
    )


def _periods(part: DeadlinePart, facts: Mapping[str, Value], start: int, due: int) -> tuple[tuple[int, int], ...]:
    """Return the open stretches that a deadline counts, none where those of several hours would do, or of a date."""
    hours = part.periods_in
    if hours is not None and part.places:
        hours = hours_in(facts, hours, part.places)
    if hours is None:
        return ()
    if part.cutoff is not None:
        from ..worktime import start_after_cutoff  # noqa: PLC0415 - start-up is felt

        start = start_after_cutoff(hours, start, part.cutoff)
    return periods(hours, start, due)


def filled_readings(template: Template, presumed: Sequence[Presumed]) -> tuple[str, ...]:
    """Return the readings that a decision cites, those of presumptions in their order."""
    if template.readings is not None:
        return template.readings
    of_presumed = cited_readings(cite for entry in presumed for cite in entry.cites)
    return tuple(dict.fromkeys((*template.reason_readings, *of_presumed, *template.measure_readings)))


def add_bound(template: Template, request: Request, findings: Findings) -> None:
    """Add a warning where too much is open to say more than a bound."""
    if not template.is_exact:
        findings.warning(
            "bound-not-exact",
            "too many facts are open to decide every completion; what is possible, missing and presumed is a bound",
            request.mark,
        )


def add_warnings(template: Template, request: Request, facts: Mapping[str, Value], findings: Findings) -> None:
    """Add what a situation warns of, and a warning for each thing that breaks the terms of the contract."""
    policy, contract = template.policy, template.contract
    for conflict in template.conflicts:
        findings.error("conflicting-ways", conflict, policy.channel.mark)
    if request.claimed_priority is not None:
        _check_claim(template, request, request.claimed_priority, findings)
    if template.missed_ways:
        findings.warning("required-way-not-used", template.missed_ways, request.key_mark("channel"))
    if facts.get(NAMED_CONTACT) is False:
        sender = f"sender `{request.sender}`" if request.sender else "the sender"
        findings.warning("not-a-named-contact", f"{sender} is not a named contact", request.key_mark("from"))
    if contract:
        check_contacts(contract, policy.tiers[template.tier], contract.mark, findings)


def _check_claim(template: Template, request: Request, written: str, findings: Findings) -> None:
    """Add a warning where the requester claims another level than the rules give, or what is no level."""
    priority, levels = template.priority, template.policy.levels
    mark = request.key_mark("claimed_priority")
    if priority.claimed not in levels:
        findings.warning(
            "unknown-claimed-priority",
            f"claimed priority `{written}` is not a level of policy `{template.policy.id}`",
            mark,
            did_you_mean(written, levels),
        )
    elif priority.agrees is False:
        message = f"the customer claimed {priority.claimed}; the rules give {priority.level}"
        findings.warning("claimed-priority-differs", message, mark)
