"""Deadlines: what is owed over all completions, counted in the hours that apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Span
from ..rules.hit_policy import Gap
from ..worktime import WorktimeError, amount, due, periods
from .decision import Deadline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model import Policy, Promise, Request, Value
    from ..rules.outcomes import Outcome, Owed
    from .decision import Reasons


@dataclass(frozen=True, slots=True)
class _Count:
    """One way in which a promise can be owed; `due` is None where its span or hours are open."""

    owed: Owed
    span: Span | None
    due: int | None


def deadlines(
    policy: Policy,
    request: Request,
    possible: Sequence[Outcome],
    facts: Mapping[str, Value],
    coverage: Reasons,
) -> dict[str, Deadline]:
    """Return a deadline for each promise that some completion owes, in the order of the policy."""
    owed_deadlines = {}
    for promise in policy.promises.values():
        owed_by_outcome = [[owed for owed in outcome.owed if owed.promise == promise.name] for outcome in possible]
        distinct = list(dict.fromkeys(owed for owed_list in owed_by_outcome for owed in owed_list))
        if distinct:
            updated = request.last_update if promise.repeats else None
            start = request.received if updated is None else updated
            counts = [_count(owed, policy, start, facts) for owed in distinct]
            is_certain = all(owed_by_outcome)
            owed_deadlines[promise.name] = _deadline(promise, policy, start, counts, coverage, certain=is_certain)
    return owed_deadlines


def _count(owed: Owed, policy: Policy, start: int, facts: Mapping[str, Value]) -> _Count:
    span = owed.span if isinstance(owed.span, Span) else facts.get(owed.span.fact)
    if not isinstance(span, Span):
        return _Count(owed=owed, span=None, due=None)
    if isinstance(owed.hours, Gap):
        return _Count(owed=owed, span=span, due=None)
    hours = policy.hours[owed.hours]
    try:
        return _Count(owed=owed, span=span, due=due(hours, start, amount(hours, span)))
    except WorktimeError as problem:
        raise WorktimeError(f"promise `{owed.promise}` within `{span.text}`: {problem}") from None


def _deadline(  # noqa: PLR0913 - what a deadline consists of
    promise: Promise, policy: Policy, start: int, counts: list[_Count], coverage: Reasons, *, certain: bool
) -> Deadline:
    instants = [count.due for count in counts if count.due is not None]
    is_bounded = len(instants) == len(counts)
    stands = is_bounded and certain and len(set(instants)) == 1
    hours = {count.owed.hours for count in counts}
    spans = {count.span for count in counts}
    name = next(iter(hours)) if len(hours) == 1 else None
    chosen_hours = policy.hours[name] if isinstance(name, str) else None
    span = counts[0].span if len(spans) == 1 else None
    cites = [*promise.cite, *(coverage.cites if promise.hours is None else ())]
    for count in counts:
        cites += policy.hours[count.owed.hours].cite if isinstance(count.owed.hours, str) else ()
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
        period_instants=periods(chosen_hours, start, instants[0]) if stands and chosen_hours else (),
        rules=coverage.rules if promise.hours is None else (),
        cites=tuple(dict.fromkeys(cites)),
    )
