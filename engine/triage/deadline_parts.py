"""What is owed to a request over all completions, and in which hours, but for when it came; and what is not owed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..model import (
    RECEIVED,
    Cell,
    DueDate,
    Hours,
    Policy,
    Promise,
    Rule,
    Span,
    SpanOf,
    Value,
    cutoff_text,
)
from ..rules.outcomes import Outcome, Owed, entry_of, level_of, rule_of
from ..rules.places import Place, placed_hours_of
from .counts import Counts, CountsState
from .estimated_deadlines import are_estimated
from .rulings import Reasons
from .template import DeadlinePart

if TYPE_CHECKING:
    from .decision_parts import NotOwed


class OwingParts(NamedTuple):
    """What a situation owes and what it does not, with the ways in which its deadlines can fall due."""

    deadlines: tuple[DeadlinePart, ...]
    not_owed: "tuple[NotOwed, ...]"
    notes: tuple[str, ...]
    has_late_clocks: bool
    """Whether the clock of something that is owed starts with an event."""
    has_estimates: bool
    """Whether deadlines can depend on estimated holidays."""
    counts: CountsState


def owing_parts(
    policy: Policy, deadlines: tuple[DeadlinePart, ...], not_owed: "tuple[NotOwed, ...]", counts: Counts
) -> OwingParts:
    """Return deadlines and what is not owed with what follows from them."""
    return OwingParts(
        deadlines=deadlines,
        not_owed=not_owed,
        notes=tuple([promise.note for promise in not_owed]),
        has_late_clocks=any(policy.promises[part.promise].clock.starts_at != RECEIVED for part in deadlines),
        has_estimates=any(part.estimates for part in deadlines),
        counts=counts.state(),
    )


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
            owing = [outcome for outcome, owed in zip(possible, owed_by_outcome, strict=True) if owed]
            chosen = {owed.hours for owed in distinct if not owed.has_own_hours}
            choosing = [rule for rule in may_choose if rule.then in chosen]
            cites = _cites(promise, tier, owing)
            rule = _only_rule(promise, owing)
            rules = [*([rule] if rule else []), *(coverage.rules if chosen else ())]
            cites += [cite for rule in choosing for cite in rule.cite]
            why = Reasons(rules=tuple(rules), cites=tuple(cites))
            parts.append(_deadline(promise, policy, distinct, counts, facts, why, rule, certain=all(owed_by_outcome)))
    return tuple(parts)


def _cites(promise: Promise, tier: str, possible: Iterable[Outcome]) -> list[str]:
    """Return what is cited by the cells and rules by which possible outcomes owe a promise, in the order written."""
    ways = dict.fromkeys((level_of(outcome), rule_of(outcome, promise.name)) for outcome in possible)
    cites = [promise.cell_cites(tier, level, rule) for level, rule in ways]
    selected = dict.fromkeys(cite for listed in cites for cite in listed)
    of_rules = [cite for rule in promise.rules for cite in rule.cites]
    return [cite for cite in dict.fromkeys((*promise.cite, *of_rules)) if cite in selected]


def _only_rule(promise: Promise, possible: Iterable[Outcome]) -> str | None:
    """Return the rule by which each of some outcomes owes a promise, or nothing of it; None where it is open."""
    winners = {rule_of(outcome, promise.name) for outcome in possible}
    only = winners.pop() if len(winners) == 1 else None
    return None if only is None else promise.rules[only].id


def _deadline(  # noqa: PLR0913 - what a deadline consists of
    promise: Promise,
    policy: Policy,
    distinct: Sequence[Owed],
    counts: Counts,
    facts: Mapping[str, Value],
    why: Reasons,
    rule: str | None,
    *,
    certain: bool,
) -> DeadlinePart:
    indices = tuple(counts.index(owed) for owed in distinct)
    names = list(dict.fromkeys(owed.hours for owed in distinct))
    counted = [policy.hours[name] for name in names if isinstance(name, str)]
    chosen_hours = counted[0] if len(names) == 1 and counted else None
    never_close = len(counted) == len(names) and all(hours.never_close for hours in counted)
    is_in_one_place = len({owed.places for owed in distinct}) == 1
    # Of a date no open time is counted, and a cut-off is at another instant in each zone.
    dates, cutoffs = [isinstance(owed.span, DueDate) for owed in distinct], {owed.cutoff for owed in distinct}
    is_one_pattern = chosen_hours is not None and is_in_one_place and len(cutoffs) == 1
    is_counted = not any(dates) and (is_one_pattern or (never_close and cutoffs == {None}))
    periods_in, places = _placed(policy, distinct[0], counted[0]) if counted and is_counted else (None, ())
    cites = [*why.cites, *(cite for hours in counted for cite in hours.all_cites)]
    within, open_spans = _within(distinct, facts)
    return DeadlinePart(
        promise=promise.name,
        rule=rule,
        repeats=promise.repeats,
        kind=kinds.pop() if len(kinds := {owed.kind for owed in distinct}) == 1 else None,
        measure=promise.measure,
        counts=tuple(index for index in indices if index is not None),
        is_bounded=None not in indices,
        within=within,
        open_spans=open_spans,
        certain=certain,
        hours=chosen_hours.name if chosen_hours else None,
        timezone=chosen_hours.timezone if chosen_hours else None,
        zone_of=chosen_hours.zone_of if chosen_hours else None,
        periods_in=periods_in,
        places=places,
        is_date=all(dates),
        counts_every_day=all(owed.counts_every_day for owed in distinct),
        cutoff=next(iter(cutoffs)) if len(cutoffs) == 1 else None,
        estimates=tuple(
            index
            for index, owed in zip(indices, distinct, strict=True)
            if index is not None and isinstance(owed.hours, str) and not owed.counts_every_day
            if are_estimated(policy.hours[owed.hours])
        ),
        why=Reasons(rules=why.rules, cites=tuple(dict.fromkeys(cites))),
    )


def _placed(policy: Policy, owed: Owed, hours: Hours) -> tuple[Hours, tuple[Place, ...]]:
    """Return the hours in which something is owed, as far as it is known where, and else the places to be filled in."""
    is_known = all(place.is_known for place in owed.places)
    return (placed_hours_of(policy, owed), ()) if is_known else (hours, owed.places)


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


def not_owed(
    policy: Policy, tier: str, outcomes: Sequence[Outcome], facts: Mapping[str, Value]
) -> "tuple[NotOwed, ...]":
    """Return each promise that explicitly owes nothing, once it is known that it does."""
    if len({outcome._replace(promise_rules=()) for outcome in outcomes}) != 1:
        return ()
    owed = {entry.promise for entry in outcomes[0].owed}
    key = (tier, level_of(outcomes[0]))
    promises = []
    for promise in policy.promises.values():
        counts = key in promise.within or any(rule_of(outcome, promise.name) is not None for outcome in outcomes)
        if promise.scope == outcomes[0].scope and promise.name not in owed and counts:
            cites, rule = _cites(promise, tier, outcomes), _only_rule(promise, outcomes)
            entries = [entry_of(policy, tier, outcome, promise.name) for outcome in outcomes]
            note = f"no {promise.name.replace('_', ' ')} is owed{_why_nothing(entries, rule, facts)}"
            from .decision_parts import NotOwed  # noqa: PLC0415 - start-up is felt

            promises.append(NotOwed(promise=promise.name, note=note, cites=tuple(cites), rule=rule))
    return tuple(promises)


def _why_nothing(entries: Iterable[Cell], rule: str | None, facts: Mapping[str, Value]) -> str:
    """Return in words why the entries of a promise that may count owe nothing."""
    spans = [entry.within for entry in entries if entry]
    absent = [span.fact for span in spans if isinstance(span, SpanOf) and span.fact not in facts]
    return f": `{absent[0]}` is not agreed" if absent else f", by rule `{rule}`" if rule else " at this level"
