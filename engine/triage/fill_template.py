"""Fills the template of a situation with the instants and the identity of a request, and adds its warnings."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from ..findings import Findings
from ..model import Request, Value
from ..model.policy import cited_readings
from ..text import both, did_you_mean
from ..worktime import WorktimeError, periods
from .contracts import check_contacts
from .decision import Channel, Deadline, Decision, Presumed
from .estimated_deadlines import estimate_notes, estimates_of, receipt_notes
from .fill_presumed import fill_presumed
from .known_facts import NAMED_CONTACT
from .template import Count, DeadlinePart, Instants, Template, hours_in, start_of

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
    if not template.is_exact:
        findings.warning(
            "bound-not-exact",
            "too many facts are open to decide every completion; what is possible, missing and presumed is a bound",
            request.mark,
        )
    if clocks is None:
        instants = _instants(template.counts, request, facts)
        deadlines = {part.promise: _deadline(part, template, request, facts, instants) for part in template.deadlines}
    else:
        instants, deadlines = clocks.instants() if template.presumed else (), clocks.deadlines()
    presumed = fill_presumed(template, instants) if template.presumed else ()
    _add_warnings(template, request, facts, findings)
    return Decision(
        request=request,
        status=template.status,
        policy=template.policy,
        tier=template.tier,
        contract=template.contract,
        scope=template.scope,
        channel=template.channel,
        made_by=dict(template.made_by),
        priority=template.priority,
        deadlines=deadlines,
        hours_timezone=template.hours_timezone_by(facts),
        not_owed=template.not_owed if clocks is None else _not_owed(template, deadlines),
        missing=template.missing,
        presumed=presumed if clocks is None else clocks.less_idle(presumed),
        confirmed=dict(template.confirmed),
        received_within=dict(template.received_within),
        derived=template.derived,
        facts=facts,
        services=template.services,
        intake=template.intake,
        escalation=(
            tuple(part.settled for part in template.escalation) if clocks is None else clocks.escalation(deadlines)
        ),
        readings=_readings(template, presumed) if template.readings is None else template.readings,
        notes=_notes(template, request, deadlines, clocks) if template.has_estimates or clocks else template.notes,
        findings=tuple(findings),
        now_instant=clocks.history.now if clocks and clocks.history.is_dated else None,
        is_closed=clocks.history.log.is_closed if clocks and clocks.history.is_dated else None,
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


def _notes(
    template: Template, request: Request, deadlines: Mapping[str, Deadline], clocks: "PromiseClocks | None"
) -> tuple[str, ...]:
    """Return what else is to be known of a situation and of the instants of a request."""
    standing = (WAITING_IN_VAIN,) if clocks and deadlines and clocks.stands_nowhere else ()
    of_receipt = receipt_notes(template.policy, template.received_within, request.received)
    return (*template.notes, *of_receipt, *estimate_notes(deadlines.values()), *standing)


def _instants(counts: Iterable[Count], request: Request, facts: Mapping[str, Value]) -> Instants:
    """Return when things fall due, None for what cannot be counted."""
    instants: list[int | None] = []
    for count in counts:
        try:
            instants.append(count.due(request, facts))
        except WorktimeError:
            instants.append(None)
    return instants


def _deadline(
    part: DeadlinePart, template: Template, request: Request, facts: Mapping[str, Value], instants: Instants
) -> Deadline:
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
    return Deadline(
        promise=part.promise,
        due_instant=due,
        earliest_instant=earliest,
        latest_instant=latest,
        certain=part.certain,
        start_instant=start,
        within=part.within_by(facts),
        hours=part.hours,
        timezone=part.timezone_by(facts),
        repeats=part.repeats,
        kind=part.kind,
        measure=part.measure,
        period_instants=() if due is None else _periods(part, facts, start, due),
        rules=part.why.rules,
        rule=part.rule,
        estimated=dict(sorted(estimated.items())) if estimated else estimated,
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


def _readings(template: Template, presumed: Collection[Presumed]) -> tuple[str, ...]:
    """Return the readings that a decision cites, those of presumptions in their order."""
    of_presumed = cited_readings(cite for entry in presumed for cite in entry.cites)
    return tuple(dict.fromkeys((*template.reason_readings, *of_presumed, *template.measure_readings)))


def _add_warnings(template: Template, request: Request, facts: Mapping[str, Value], findings: Findings) -> None:
    """Add what a situation warns of, and a warning for each thing that breaks the terms of the contract."""
    policy, channel, contract = template.policy, template.channel, template.contract
    for conflict in template.conflicts:
        findings.error("conflicting-ways", conflict, policy.channel.mark)
    if request.claimed_priority is not None:
        _check_claim(template, request, request.claimed_priority, findings)
    if missed := _missed_ways(channel):
        findings.warning("required-way-not-used", missed, request.key_mark("channel"))
    if facts.get(NAMED_CONTACT) is False:
        sender = f"sender `{request.sender}`" if request.sender else "the sender"
        findings.warning("not-a-named-contact", f"{sender} is not a named contact", request.key_mark("from"))
    if contract:
        check_contacts(contract, policy.tiers[template.tier], contract.mark, findings)


def _missed_ways(channel: Channel) -> str:
    """Return in which ways a request should have come and did not, in words; empty where it came in all of them."""
    arrivals = channel.arrivals
    lacks_first = channel.required is not None and channel.required not in arrivals
    lacking = [way for way in channel.follow_up if way not in arrivals]
    if not arrivals or not (lacks_first or lacking):
        return ""
    first = f"by {channel.required}" if lacks_first else ""
    following = f"{'and then' if first else 'also'} by {both(lacking)}" if lacking else ""
    return f"the request must come {' '.join(filter(None, (first, following)))}, but came by {both(arrivals)}"


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
