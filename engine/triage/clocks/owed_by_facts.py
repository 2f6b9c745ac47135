"""What a promise owes by each set of facts that a request has had, in every way in which that can turn out."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from ...model import DueDate, Promise, Value
from ...worktime import WorktimeError
from ..counts import Count
from ..template import DeadlinePart, Template
from .clock_records import ClockTerms
from .owed_time import OwedDate, OwedSpan, OwedTime, UnknownTime

_MOST = 256
"""Combinations of what is open by the sets of facts; where there are more, it is not known what is owed."""
UNKNOWN = UnknownTime()

OwedByFacts = tuple[OwedTime | None, ...]
"""What is owed by each set of facts, None for nothing."""


class FactSet(NamedTuple):
    """What a request came to while its facts were these."""

    template: Template
    facts: Mapping[str, Value]

    def part(self, promise: str) -> DeadlinePart | None:
        """Return what is known of a promise, None where nothing of it is owed."""
        return next((part for part in self.template.deadlines if part.promise == promise), None)


def clock_terms(promise: Promise) -> ClockTerms:
    """Return what the clock of a promise does."""
    clock = promise.clock
    return ClockTerms(
        starts_at=None if clock.starts_at == "received" else clock.starts_at,
        ends_at=frozenset(promise.until),
        repeats=promise.repeats,
        pauses=clock.pauses,
        restarts_on_resume=clock.on_resume == "restart",
        restarts_on_change=clock.on_change == "restart",
    )


def combinations(fact_sets: Sequence[FactSet], promise: str) -> list[OwedByFacts]:
    """Return what a promise can owe by the sets of facts together, the first way of each first."""
    ways = [_ways(fact_set, promise) for fact_set in fact_sets]
    if prod(map(len, ways)) > _MOST:
        ways = [way if len(way) == 1 else [UNKNOWN] for way in ways]
    return list(product(*ways))


def _ways(fact_set: FactSet, promise: str) -> list[OwedTime | None]:
    part = fact_set.part(promise)
    if part is None:
        return [None]
    counts = fact_set.template.counts
    ways = [owed_time(counts[index], fact_set.facts) for index in part.counts]
    return [*ways, *([] if part.is_bounded else [UNKNOWN]), *([] if part.certain else [None])]


def owed_time(count: Count, facts: Mapping[str, Value]) -> OwedTime:
    """Return what a count counts; raise WorktimeError where its hours do not say how long a day is."""
    try:
        if isinstance(count.span, DueDate):
            return OwedDate(count.date_in(facts, count.span))
        return OwedSpan(hours=count.hours_in(facts), seconds=count.amount(facts), cutoff=count.cutoff)
    except WorktimeError as problem:
        raise count.named(problem, facts) from None
