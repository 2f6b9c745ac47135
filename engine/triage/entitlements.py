"""What a request has a claim to over all completions: deadlines and services; and what it must bring."""

from collections.abc import Iterable, Mapping, Sequence

from ..model import DueDate, Hours, Policy, Promise, Request, Rule, Service, Span, SpanOf, Value, cutoff_text
from ..rules.compiled import kleene
from ..rules.compiled_policy import CompiledPolicy
from ..rules.hit_policy import Gap
from ..rules.outcomes import Outcome, Owed
from ..rules.places import placed_hours_of
from ..worktime import may_be_estimated
from .decision import ApplicableService, IntakeNeed, NotOwed, Reasons
from .template import Counts, DeadlinePart

_TIMES = {1: "once a year", 2: "twice a year"}


def deadline_parts(  # noqa: PLR0913 - what deadlines follow from
    policy: Policy,
    tier: str,
    possible: Sequence[Outcome],
    counts: Counts,
    facts: Mapping[str, Value],
    coverage: Reasons,
    may_choose: Sequence[Rule],
) -> tuple[DeadlinePart, ...]:
    """Return what is known before the receipt of each promise that some completion owes, in the order of the policy.

    `coverage` is the rule that chose the hours, `may_choose` each that may have, where facts are open.
    """
    parts = []
    for promise in policy.promises.values():
        owed_by_outcome = [[owed for owed in outcome.owed if owed.promise == promise.name] for outcome in possible]
        distinct = list(dict.fromkeys(owed for owed_list in owed_by_outcome for owed in owed_list))
        if distinct:
            levels = [o.level for o, owed in zip(possible, owed_by_outcome, strict=True) if owed]
            chosen = {owed.hours for owed in distinct if not owed.has_own_hours}
            choosing = [rule for rule in may_choose if rule.then in chosen]
            why = _reasons(promise, tier, levels, coverage, choosing, has_own_hours=not chosen)
            parts.append(_deadline(promise, policy, distinct, counts, facts, why, certain=all(owed_by_outcome)))
    return tuple(parts)


def _reasons(  # noqa: PLR0913 - what reasons follow from
    promise: Promise,
    tier: str,
    levels: Iterable[str | Gap | None],
    coverage: Reasons,
    choosing: Iterable[Rule],
    *,
    has_own_hours: bool,
) -> Reasons:
    """Return the rule that chose a deadline's hours; its cells at possible levels, and rules that may choose, cite."""
    selected = {
        cite for level in levels for cite in promise.cell_cites(tier, level if isinstance(level, str) else None)
    }
    cites = tuple(cite for cite in promise.cite if cite in selected)
    if has_own_hours:
        return Reasons(cites=cites)
    return Reasons(rules=coverage.rules, cites=(*cites, *(cite for rule in choosing for cite in rule.cite)))


def _deadline(  # noqa: PLR0913 - what a deadline consists of
    promise: Promise,
    policy: Policy,
    distinct: Sequence[Owed],
    counts: Counts,
    facts: Mapping[str, Value],
    why: Reasons,
    *,
    certain: bool,
) -> DeadlinePart:
    indices = tuple(counts.index(owed) for owed in distinct)
    names = list(dict.fromkeys(owed.hours for owed in distinct))
    counted = [policy.hours[name] for name in names if isinstance(name, str)]
    chosen_hours = counted[0] if len(names) == 1 and counted else None
    never_close = len(counted) == len(names) and all(hours.never_close for hours in counted)
    places = {owed.places for owed in distinct}
    is_placed = len(places) == 1 and all(place.is_known for place in distinct[0].places)
    # Of a date no open time is counted, and a cut-off is at another instant in each zone.
    dates, cutoffs = [isinstance(owed.span, DueDate) for owed in distinct], {owed.cutoff for owed in distinct}
    is_one_pattern = chosen_hours is not None and len(places) == len(cutoffs) == 1
    is_counted = not any(dates) and (is_one_pattern or (never_close and cutoffs == {None}))
    periods_in = counted[0] if counted and is_counted else None
    cites = [*why.cites, *(cite for hours in counted for cite in hours.all_cites)]
    within, open_spans = _within(distinct, facts)
    return DeadlinePart(
        promise=promise.name,
        repeats=promise.repeats,
        kind=kinds.pop() if len(kinds := {owed.kind for owed in distinct}) == 1 else None,
        measure=promise.measure,
        counts=indices,
        within=within,
        open_spans=open_spans,
        certain=certain,
        hours=chosen_hours.name if chosen_hours else None,
        timezone=chosen_hours.timezone if chosen_hours else None,
        zone_of=chosen_hours.zone_of if chosen_hours else None,
        periods_in=placed_hours_of(policy, distinct[0]) if periods_in and is_placed else periods_in,
        places=() if is_placed or not periods_in else distinct[0].places,
        is_date=all(dates),
        counts_every_day=all(owed.counts_every_day for owed in distinct),
        cutoff=next(iter(cutoffs)) if len(cutoffs) == 1 else None,
        estimates=tuple(
            index
            for index, owed in zip(indices, distinct, strict=True)
            if index is not None and isinstance(owed.hours, str) and not owed.counts_every_day
            if _are_estimated(policy.hours[owed.hours])
        ),
        why=Reasons(rules=why.rules, cites=tuple(dict.fromkeys(cites))),
    )


def _are_estimated(hours: Hours) -> bool:
    """Tell whether a calendar may only estimate holidays of some hours."""
    calendars = [calendar.public for part in hours.parts for calendar in part.holidays]
    return any(part.holidays_of for part in hours.parts) or any(
        public is not None and may_be_estimated(public) for public in calendars
    )


def _within(distinct: Sequence[Owed], facts: Mapping[str, Value]) -> tuple[str | None, tuple[Span | SpanOf, ...]]:
    """Return the span as it is written, or the date in words, and the distinct spans where a fact gives one.

    None and none where one is open or several are written.
    """
    amounts, cutoffs = dict.fromkeys(owed.span for owed in distinct), {owed.cutoff for owed in distinct}
    spans = tuple(amount for amount in amounts if not isinstance(amount, DueDate))
    given = [span.fact for span in spans if isinstance(span, SpanOf)]
    if len(cutoffs) > 1 or not all(isinstance(facts.get(fact), Span) for fact in given):
        return None, ()
    if given:
        return None, spans if len(spans) == len(amounts) else ()
    texts = [amount.text for amount in amounts if not isinstance(amount, SpanOf)]
    return (f"{texts[0]}{cutoff_text(cutoffs.pop())}" if len(texts) == 1 else None), ()


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
            elif isinstance(cell.within, SpanOf) and cell.within.fact not in facts and promise.name not in owed:
                note = f"no {name} is owed: `{cell.within.fact}` is not agreed"
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
