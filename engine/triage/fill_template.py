"""Fills the template of a situation with the instants and the identity of a request, and adds its warnings."""

from collections.abc import Collection, Mapping, Sequence

from ..findings import Findings
from ..model import Request, Span, SpanOf, Value
from ..model.policy import cited_readings
from ..text import did_you_mean
from ..worktime import WorktimeError, estimated_holidays, periods
from .contracts import check_contacts
from .decision import AlternativeValue, Deadline, Decision, Presumed
from .estimated_deadlines import estimate_notes
from .known_facts import NAMED_CONTACT
from .template import AlternativePart, DeadlinePart, Instant, PresumedPart, Template, span_in, start_of


def fill(template: Template, request: Request, stated: Mapping[str, Value], findings: Findings) -> Decision:
    """Return the decision of a request; raise WorktimeError where a deadline cannot be counted."""
    facts = {**stated, **template.presumed_values}
    if not template.is_exact:
        findings.warning(
            "bound-not-exact",
            "too many facts are open to decide every completion; what is possible, missing and presumed is a bound",
            request.mark,
        )
    instants = [count.due(request, facts) for count in template.counts]
    deadlines = {part.promise: _deadline(part, request, facts, instants) for part in template.deadlines}
    presumed = _presumed(template.presumed, instants) if template.presumed else ()
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
        hours_timezone=template.hours_timezone,
        not_owed=template.not_owed,
        missing=template.missing,
        presumed=presumed,
        confirmed=dict(template.confirmed),
        received_within=dict(template.received_within),
        facts=facts,
        services=template.services,
        intake=template.intake,
        escalation=template.escalation,
        readings=_readings(template, presumed),
        notes=(*template.notes, *estimate_notes(deadlines.values())) if deadlines else template.notes,
        findings=tuple(findings),
    )


def _deadline(
    part: DeadlinePart, request: Request, facts: Mapping[str, Value], instants: Sequence[Instant]
) -> Deadline:
    start = start_of(request, repeats=part.repeats)
    dues: list[int] = []
    for index in part.counts:
        if index is not None:
            instant = instants[index]
            if isinstance(instant, WorktimeError):
                raise instant
            dues.append(instant)
    is_bounded = len(dues) == len(part.counts)
    # Two ways can coincide at one receipt and not at another.
    due = dues[0] if is_bounded and part.certain and min(dues) == max(dues) else None
    estimated: dict[str, str] = {}
    for index, hours in part.estimates:
        instant = instants[index]
        estimated |= estimated_holidays(hours, start, instant) if isinstance(instant, int) else {}
    return Deadline(
        promise=part.promise,
        due_instant=due,
        earliest_instant=min(dues) if is_bounded else None,
        latest_instant=max(dues) if is_bounded else None,
        certain=part.certain,
        start_instant=start,
        within=_within(part.spans, facts),
        hours=part.hours,
        timezone=part.timezone,
        repeats=part.repeats,
        kind=part.kind,
        measure=part.measure,
        period_instants=() if due is None or part.periods_in is None else periods(part.periods_in, start, due),
        rules=part.why.rules,
        estimated=dict(sorted(estimated.items())) if estimated else estimated,
        cites=part.why.cites,
    )


def _within(spans: Sequence[Span | SpanOf | None], facts: Mapping[str, Value]) -> str | None:
    """Return the span in which something is owed as it is written; None where that is open or there are several."""
    first = spans[0]
    if first is None:
        return None
    span = span_in(facts, first)
    is_only = all(way is not None and span_in(facts, way) == span for way in spans[1:])
    return span.text if is_only else None


def _presumed(parts: Sequence[PresumedPart], instants: Sequence[Instant]) -> tuple[Presumed, ...]:
    """Return what is presumed, the unsafe ones first, by what is at stake."""
    entries = [(part.unsafe or _is_sooner(part, instants), part) for part in parts]
    entries.sort(key=lambda entry: (not entry[0], *entry[1].rank))
    return tuple(
        Presumed(
            fact=part.fact,
            value=part.value,
            unsafe=unsafe,
            scope=part.scope,
            level=part.level,
            cites=part.cites,
            alternatives=tuple(
                alternative for way in part.alternatives if (alternative := _alternative(way, instants)) is not None
            ),
        )
        for unsafe, part in entries
    )


def _is_sooner(part: PresumedPart, instants: Sequence[Instant]) -> bool:
    """Tell whether something could be owed sooner; what cannot be counted could be."""
    for before, after in part.sooner:
        presumed, owed = instants[before], instants[after]
        if isinstance(presumed, WorktimeError) or isinstance(owed, WorktimeError) or owed < presumed:
            return True
    return False


def _alternative(part: AlternativePart, instants: Sequence[Instant]) -> AlternativeValue | None:
    """Return what would differ with another value of a fact; None where nothing would."""
    earliest = {}
    for promise, now, then in part.earliest:
        instant = _earliest(then, instants)
        if instant != _earliest(now, instants):
            earliest[promise] = instant
    if not earliest and (part.scope, part.level, part.required, part.opens) == (None, None, None, ()):
        return None
    return AlternativeValue(part.value, part.scope, part.level, part.required, earliest, part.opens)


def _earliest(counts: Sequence[int] | None, instants: Sequence[Instant]) -> int | None:
    """Return the first instant of several ways; None without any, or where one has no bound or cannot be counted."""
    earliest: int | None = None
    for index in counts or ():
        instant = instants[index]
        if isinstance(instant, WorktimeError):
            return None
        earliest = instant if earliest is None or instant < earliest else earliest
    return earliest


def _readings(template: Template, presumed: Collection[Presumed]) -> tuple[str, ...]:
    """Return the readings that a decision cites."""
    if not presumed and not template.measure_readings:
        return template.readings
    of_presumed = cited_readings(cite for entry in presumed for cite in entry.cites)
    return tuple(dict.fromkeys((*template.readings, *of_presumed, *template.measure_readings)))


def _add_warnings(template: Template, request: Request, facts: Mapping[str, Value], findings: Findings) -> None:
    """Add what a situation warns of, and a warning for each thing that breaks the terms of the contract."""
    policy, channel, contract = template.policy, template.channel, template.contract
    for conflict in template.conflicts:
        findings.error("conflicting-ways", conflict, policy.channel.mark)
    if request.claimed_priority is not None:
        _check_claim(template, request, request.claimed_priority, findings)
    if channel.required and channel.arrived_by and channel.arrived_by != channel.required:
        findings.warning(
            "required-way-not-used",
            f"the request must come by {channel.required}, but came by {channel.arrived_by}",
            request.key_mark("channel"),
        )
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
