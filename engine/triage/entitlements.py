"""What a request has a claim to over all completions: deadlines and services; and what it must bring."""

from collections.abc import Iterable, Mapping, Sequence

from ..model import Policy, Promise, Request, Rule, Service, Span, SpanOf, Value
from ..rules.compiled import kleene
from ..rules.compiled_policy import CompiledPolicy
from ..rules.hit_policy import Gap
from ..rules.outcomes import Outcome, Owed
from ..worktime import WorktimeError, amount, due, periods
from .decision import ApplicableService, Deadline, IntakeNeed, NotOwed, Reasons
from .estimated_deadlines import estimated_days

_TIMES = {1: "once a year", 2: "twice a year"}


def deadlines(  # noqa: PLR0913 - what deadlines follow from
    policy: Policy,
    request: Request,
    tier: str,
    possible: Sequence[Outcome],
    facts: Mapping[str, Value],
    coverage: Reasons,
    may_choose: Sequence[Rule],
) -> dict[str, Deadline]:
    """Return a deadline for each promise that some completion owes, in the order of the policy.

    `coverage` is the rule that chose the hours, `may_choose` each that may have, where facts are open.
    """
    owed_deadlines = {}
    for promise in policy.promises.values():
        owed_by_outcome = [[owed for owed in outcome.owed if owed.promise == promise.name] for outcome in possible]
        distinct = list(dict.fromkeys(owed for owed_list in owed_by_outcome for owed in owed_list))
        if distinct:
            start = start_of(promise, request)
            spans = {owed: span_of(owed, facts) for owed in distinct}
            levels = [o.level for o, owed in zip(possible, owed_by_outcome, strict=True) if owed]
            choosing = [rule for rule in may_choose if rule.then in {owed.hours for owed in distinct}]
            why = _reasons(promise, tier, levels, coverage, choosing)
            is_certain = all(owed_by_outcome)
            owed_deadlines[promise.name] = _deadline(promise, policy, start, spans, why, certain=is_certain)
    return owed_deadlines


def start_of(promise: Promise, request: Request) -> int:
    """Return the instant at which a promise's clock starts: the last update where it repeats, else the receipt."""
    return request.last_update if promise.repeats and request.last_update is not None else request.received


def span_of(owed: Owed, facts: Mapping[str, Value]) -> Span | None:
    """Return the span in which something is owed; None where the fact that gives it is open."""
    span = owed.span if isinstance(owed.span, Span) else facts.get(owed.span.fact)
    return span if isinstance(span, Span) else None


def due_of(owed: Owed, span: Span | None, policy: Policy, start: int) -> int | None:
    """Return the instant at which something falls due; None where its span or hours are open."""
    if span is None or isinstance(owed.hours, Gap):
        return None
    hours = policy.hours[owed.hours]
    try:
        return due(hours, start, amount(hours, span))
    except WorktimeError as problem:
        raise WorktimeError(f"promise `{owed.promise}` within `{span.text}`: {problem}") from None


def _reasons(
    promise: Promise, tier: str, levels: Iterable[str | Gap | None], coverage: Reasons, choosing: Iterable[Rule]
) -> Reasons:
    """Return the rule that chose a deadline's hours; its cells at possible levels, and rules that may choose, cite."""
    selected = {
        cite for level in levels for cite in promise.cell_cites(tier, level if isinstance(level, str) else None)
    }
    cites = tuple(cite for cite in promise.cite if cite in selected)
    if promise.hours is not None:
        return Reasons(cites=cites)
    return Reasons(rules=coverage.rules, cites=(*cites, *(cite for rule in choosing for cite in rule.cite)))


def _deadline(  # noqa: PLR0913 - what a deadline consists of
    promise: Promise, policy: Policy, start: int, spans: Mapping[Owed, Span | None], why: Reasons, *, certain: bool
) -> Deadline:
    dues = [due_of(owed, span, policy, start) for owed, span in spans.items()]
    instants = [instant for instant in dues if instant is not None]
    is_bounded = len(instants) == len(dues)
    stands = is_bounded and certain and len(set(instants)) == 1
    names = list(dict.fromkeys(owed.hours for owed in spans))
    counted = [policy.hours[name] for name in names if isinstance(name, str)]
    chosen_hours = counted[0] if len(names) == 1 and counted else None
    never_close = len(counted) == len(names) and all(hours.never_close for hours in counted)
    span = next(iter(spans.values())) if len(set(spans.values())) == 1 else None
    cites = [*why.cites, *(cite for hours in counted for cite in hours.cite)]
    return Deadline(
        promise=promise.name,
        due_instant=instants[0] if stands else None,
        earliest_instant=min(instants) if is_bounded else None,
        latest_instant=max(instants) if is_bounded else None,
        certain=certain,
        start_instant=start,
        within=span.text if span else None,
        hours=chosen_hours.name if chosen_hours else None,
        timezone=chosen_hours.timezone if chosen_hours else None,
        repeats=promise.repeats,
        kind=promise.kind,
        measure=promise.measure,
        period_instants=periods(counted[0], start, instants[0]) if stands and (chosen_hours or never_close) else (),
        rules=why.rules,
        estimated=estimated_days(policy, start, zip(spans, dues, strict=True)),
        cites=tuple(dict.fromkeys(cites)),
    )


def not_owed(policy: Policy, tier: str, outcomes: Sequence[Outcome], facts: Mapping[str, Value]) -> tuple[NotOwed, ...]:
    """Return each promise that explicitly owes nothing, once it is known that it does."""
    if len(outcomes) != 1:
        return ()
    outcome = outcomes[0]
    key = (tier, outcome.level if isinstance(outcome.level, str) else None)
    owed = {entry.promise for entry in outcome.owed}
    promises = []
    for promise in policy.promises.values():
        if promise.scope == outcome.scope and key in promise.within:
            cell, name, cites = promise.within[key], promise.name.replace("_", " "), promise.cell_cites(*key)
            if cell is None:
                promises.append(NotOwed(promise.name, f"no {name} is owed at this level", cites))
            elif isinstance(cell, SpanOf) and cell.fact not in facts and promise.name not in owed:
                note = f"no {name} is owed: `{cell.fact}` is not agreed"
                promises.append(NotOwed(promise.name, note, cites))
    return tuple(promises)


def services(
    compiled: CompiledPolicy, tier: str, possible: Sequence[Outcome], facts: Mapping[str, Value]
) -> tuple[ApplicableService, ...]:
    """Return the services that the tier has and that the request's activity and level do not rule out."""
    answers = ((service, _applies(service, tier, possible, facts)) for service in compiled.policy.services.values())
    return tuple(ApplicableService(service, bool(applies)) for service, applies in answers if applies is not False)


def limits(service: Service) -> tuple[str, ...]:
    """Return the limits of a service in words: how often in a year, how long, and whether it is paid for."""
    per_year = "" if service.per_year is None else _TIMES.get(service.per_year, f"{service.per_year} a year")
    span = service.span.text if service.span else ""
    return tuple(filter(None, (per_year, span, "billable" if service.billable else "")))


def _applies(service: Service, tier: str, possible: Sequence[Outcome], facts: Mapping[str, Value]) -> bool | None:
    """Tell whether a service applies; None where that is open."""
    if service.tiers and tier not in service.tiers:
        return False
    if all(outcome.scope == "not_covered" for outcome in possible):
        return False
    answers: list[bool | None] = [True]
    if service.activities:
        activity = facts.get("activity")
        answers.append(None if activity is None else activity in service.activities)
    if service.levels:
        within = {outcome.level in service.levels for outcome in possible}
        answers.append(within.pop() if len(within) == 1 else None)
    return False if False in answers else None if None in answers else True


def intake(
    compiled: CompiledPolicy, request: Request, known: Mapping[str, int], *, has_contract: bool
) -> tuple[IntakeNeed, ...]:
    """Return what the requester must bring, as far as it is not ruled out."""
    given = {
        "contract": has_contract,
        "from": bool(request.sender),
        "subject": bool(request.subject),
        "body": bool(request.body),
        "claimed_priority": bool(request.claimed_priority),
    }
    answers = ((item, kleene(when, known)) for item, when in zip(compiled.policy.intake, compiled.intake, strict=True))
    return tuple(
        IntakeNeed(item, bool(holds), any(given[key] for key in item.given_by) if item.given_by else None)
        for item, holds in answers
        if holds is not False
    )
