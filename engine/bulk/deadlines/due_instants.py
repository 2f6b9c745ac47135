"""When the promises of rows fall due, first and last in the ways that each can, by searches for many rows at once."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
import numpy.typing as npt

from ...model import Hours, SpanOf, Value
from ...triage.counts import Count
from ...worktime import WorktimeError
from ..columns_in.encoded_columns import NULL, Flags, Indices
from ..columns_in.value_codes import StatedColumn
from .due_columns import NEVER, Instants, ValueColumn, due_after, due_column, facts_of_way
from .open_tables import OpenTables, PassedTime

Rows = npt.NDArray[np.int64]

_FAR = np.iinfo(np.int64).max


class DueInstants:
    """The instants of the ways in which promises of some rows fall due, each way counted when it is first asked for.

    `stated` has the values of the facts in which something is counted, as far as rows state them; where they do not,
    `presumed` has those of each class of rows, which `classes` has by row.
    """

    def __init__(  # noqa: PLR0913 - what instants follow from
        self,
        ways: Sequence[Count],
        received: Instants,
        stated: Mapping[str, StatedColumn],
        classes: Indices,
        presumed: Sequence[Mapping[str, Value]],
        tables: OpenTables,
    ) -> None:
        self._ways = ways
        self._received = received
        self._stated = stated
        self._classes = classes
        self._presumed = presumed
        self._tables = tables
        self._passed: dict[int, PassedTime | None] = {}

    def of(self, way: int, rows: Rows) -> Instants:
        """Return when a way falls due at rows; NEVER where that cannot be counted."""
        count = self._ways[way]
        if count.is_amount and count.seconds is not None:
            return self._after(way, count.seconds, rows)
        if isinstance(count.span, SpanOf) and count.cutoff is None and not count.places:
            return self._after_spans(way, self._value_column(count.span.fact, rows), rows)
        return due_column(count, self._received[rows], self._values(way, rows))

    def _after(self, way: int, seconds: int, rows: Rows) -> Instants:
        """Return when so many seconds have passed in the hours of a way."""
        count = self._ways[way]
        passed = self._passed_in(count.hours) if seconds > 0 else None
        instants = passed.due_after(seconds, rows) if passed is not None else None
        return due_after(count.hours, self._received[rows], seconds) if instants is None else instants

    def _after_spans(self, way: int, spans: ValueColumn, rows: Rows) -> Instants:
        """Return when the spans have passed that a fact gives, each of them for all rows that have it."""
        count, instants = self._ways[way], np.full(len(rows), NEVER, np.int64)
        assert isinstance(count.span, SpanOf)  # noqa: S101 - for the type checker
        for place in np.flatnonzero(np.bincount(spans.indices - NULL)[1:]).tolist():
            chosen = np.flatnonzero(spans.indices == place)
            with suppress(WorktimeError):  # a single request says why
                seconds = count.amount({count.span.fact: spans.values[place]})
                instants[chosen] = self._after(way, seconds, rows[chosen])
        return instants

    def _passed_in(self, hours: Hours) -> PassedTime | None:
        if id(hours) not in self._passed:
            arrays = self._tables.of(hours, int(self._received.min()), int(self._received.max()))
            self._passed[id(hours)] = None if arrays is None else PassedTime(arrays, self._received)
        return self._passed[id(hours)]

    def bounds(self, indices: Indices, ways: Sequence[tuple[int, ...]]) -> tuple[Instants, Instants]:
        """Return when something falls due first and last, from the index of its ways in each row; NEVER for none.

        Both are NEVER where one of the ways cannot be counted. Where each row has one way, they are the same array.
        """
        present = np.flatnonzero(np.bincount(indices - NULL, minlength=len(ways) + 1)[1:]).tolist()
        first = np.full(len(indices), NEVER, np.int64)
        several = [place for place in present if len(ways[place]) > 1]
        for place in (place for place in present if len(ways[place]) == 1):
            rows = np.flatnonzero(indices == place)
            first[rows] = self.of(ways[place][0], rows)
        if not several:
            return first, first
        last = first.copy()
        together = _flags(several, len(ways))[indices]
        first[together] = _FAR
        for way in sorted({way for place in several for way in ways[place]}):
            rows = np.flatnonzero(_flags([place for place in several if way in ways[place]], len(ways))[indices])
            instants = self.of(way, rows)
            first[rows] = np.minimum(first[rows], instants)
            last[rows] = np.maximum(last[rows], instants)
        last[first == NEVER] = NEVER
        return first, last

    def _values(self, way: int, rows: Rows) -> dict[str, ValueColumn]:
        return {fact: self._value_column(fact, rows) for fact in facts_of_way(self._ways[way])}

    def _value_column(self, fact: str, rows: Rows) -> ValueColumn:
        """Return the values of a fact: what rows state, else what is presumed or derived of it."""
        listed: dict[Value, int] = {}
        presumed = [own.get(fact) for own in self._presumed]
        by_class = [NULL if value is None else listed.setdefault(value, len(listed)) for value in presumed]
        indices = np.array(by_class, np.int32)[self._classes[rows]]
        column = self._stated.get(fact)
        if column is not None:
            stated = [None if value is None else value.value for value in column.values]
            places = [NULL if value is None else listed.setdefault(value, len(listed)) for value in stated]
            own = np.array([*places, NULL], np.int32)[column.indices[rows]]
            indices = np.where(own == NULL, indices, own)
        return ValueColumn(indices, list(listed))


def _flags(places: Sequence[int], count: int) -> Flags:
    """Return which of so many are some; NULL is none of them."""
    flags = np.zeros(count + 1, np.bool_)
    flags[places] = True
    return flags


def is_sooner(instants: DueInstants, pair: tuple[int, int], rows: Rows) -> Flags:
    """Return at which of the rows the second way of a pair falls due before the first, or one cannot be counted."""
    presumed, owed = (instants.of(way, rows) for way in pair)
    flags: Flags = (presumed == NEVER) | (owed == NEVER) | (owed < presumed)
    return flags
