"""What one promise owes, and when it falls due: of each entry, in hours, with a span that a fact may give."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..model import Cell, DueDate, Promise, Span, SpanOf, WallTime
from .hit_policy import UNDECIDED, Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..model.entries import Kind
    from .codes import Codes
    from .places import Place

_REMEMBERED = 4096
"""What is owed in the hours of coverage, and by the spans that facts give, that is made once."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that falls due: its hours and their places, its span or date, its cut-off, and how binding it is."""

    promise: str
    hours: str | Gap
    span: Span | SpanOf | DueDate
    kind: Kind | None = None
    places: tuple[Place, ...] = ()
    has_own_hours: bool = field(default=False, compare=False)
    """Whether the promise or its entry names the hours, so that coverage chooses none."""
    cutoff: WallTime | None = None

    def __hash__(self) -> int:
        return hash((self.promise, self.hours))  # which mostly tell apart what is owed, and are had at once

    @property
    def is_due_at_once(self) -> bool:
        """Whether no time is to pass, so that it is due on receipt whatever the hours."""
        return isinstance(self.span, Span) and not self.span.seconds and not self.span.days and self.cutoff is None

    @property
    def is_settled(self) -> bool:
        """Whether it follows from the policy alone, and from nothing that a request states of a span or place."""
        return not self.places and not isinstance(self.span, SpanOf)

    @property
    def counts_every_day(self) -> bool:
        """Whether it is a date that is counted in days, whether hours open or not."""
        return isinstance(self.span, DueDate) and not self.span.is_business

    @property
    def depends_on_days(self) -> bool:
        """Whether it matters which day it is in the zone of the hours."""
        return isinstance(self.span, DueDate) or self.cutoff is not None


class OwedTimes:
    """What the promises of a policy owe, made once: outcomes that owe alike share it."""

    def __init__(self) -> None:
        """Start with nothing."""
        # What a key names by its identity is held by what stands under the key.
        self._by_entry: dict[tuple[str, int], tuple[Cell, tuple[Owed, ...]]] = {}
        self._by_span: dict[tuple[int, int], tuple[Owed, tuple[Owed, ...]]] = {}
        self._by_hours: dict[tuple[tuple[int, ...], str | Gap], tuple[tuple[Owed, ...], tuple[Owed, ...]]] = {}

    def __reduce__(self) -> tuple[type[OwedTimes], tuple[()]]:
        return OwedTimes, ()  # identities are others elsewhere

    def of_entry(self, promise: Promise, entry: Cell) -> tuple[Owed, ...]:
        """Return what an entry of a promise owes, nothing where it owes none, as yet without the hours of coverage."""
        if entry is None:
            return ()
        key = (promise.name, id(entry))
        known = self._by_entry.get(key)
        if known is None:
            known = self._by_entry[key] = entry, owed_by_entry(promise, entry)
        return known[1]

    def with_span(self, codes: Mapping[str, Codes], owed: Owed, code: int) -> tuple[Owed, ...]:
        """Return what is owed where the fact that gives its span has a code; of none what is owed otherwise."""
        key = (id(owed), code)
        known = self._by_span.get(key)
        if known is None:
            known = owed, with_span(codes, owed, code)
            if len(self._by_span) < _REMEMBERED:
                self._by_span[key] = known
        return known[1]

    def counted_in(self, promises: tuple[Owed, ...], hours: str | Gap) -> tuple[Owed, ...]:
        """Return promises with the hours that coverage chose for those that have none of their own."""
        key = (tuple(map(id, promises)), hours)
        known = self._by_hours.get(key)
        if known is None:
            known = promises, counted_in(promises, hours)
            if len(self._by_hours) < _REMEMBERED:
                self._by_hours[key] = known
        return known[1]


def owed_by_entry(promise: Promise, entry: Cell) -> tuple[Owed, ...]:
    """Return what an entry of a promise owes, nothing where it owes none, as yet without the hours of coverage."""
    span = None if entry is None else entry.within or entry.by
    if entry is None or span is None:
        return ()
    hours = entry.hours or promise.hours
    owed = Owed(
        promise=promise.name,
        hours=hours or UNDECIDED,
        span=span,
        kind=entry.kind or promise.kind,
        has_own_hours=hours is not None,
        cutoff=entry.cutoff,
    )
    return (owed,)


def with_span(codes: Mapping[str, Codes], owed: Owed, code: int) -> tuple[Owed, ...]:
    """Return what is owed where the fact that gives its span has a code; of none what is owed otherwise."""
    if not isinstance(owed.span, SpanOf):
        return (owed,)
    own = codes[owed.span.fact]
    span = owed.span.otherwise if code == own.none else own.example(code) or SpanOf(owed.span.fact)
    return (replace(owed, span=span),) if isinstance(span, Span | SpanOf) else ()


def counted_in(promises: Iterable[Owed], hours: str | Gap) -> tuple[Owed, ...]:
    """Return promises with the hours that coverage chose for those that have none of their own."""
    return tuple(owed if owed.has_own_hours else _counted_in(owed, hours) for owed in promises)


def _counted_in(owed: Owed, hours: str | Gap) -> Owed:
    # Not by `replace`, which takes three times as long.
    return Owed(owed.promise, hours, owed.span, owed.kind, owed.places, owed.has_own_hours, owed.cutoff)
