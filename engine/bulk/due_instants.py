"""When the promises of rows fall due, first and last in the ways that each can, by searches for many rows at once."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..model import Value
from ..triage.counts import Count
from .due_columns import NEVER, Instants, ValueColumn, due_column, facts_of_way
from .encoded_columns import NULL, Flags, Indices
from .value_codes import StatedColumn

_FAR = np.iinfo(np.int64).max


class DueInstants:
    """The instants of the ways in which promises of some rows fall due, each way counted when it is first asked for.

    `stated` has the values of the facts in which something is counted, as far as rows state them; where they do not,
    `presumed` has those of each class of rows, which `classes` has by row.
    """

    def __init__(
        self,
        ways: Sequence[Count],
        received: Instants,
        stated: Mapping[str, StatedColumn],
        classes: Indices,
        presumed: Sequence[Mapping[str, Value]],
    ) -> None:
        self._ways = ways
        self._received = received
        self._stated = stated
        self._classes = classes
        self._presumed = presumed
        self._instants: dict[int, Instants] = {}
        self._is_counted: dict[int, Flags] = {}

    def of(self, way: int, needed: Flags) -> Instants:
        """Return when a way falls due in the rows that need it; NEVER where that cannot be counted."""
        instants = self._instants.get(way)
        if instants is None:
            instants = self._instants[way] = np.full(len(self._received), NEVER, np.int64)
            self._is_counted[way] = np.zeros(len(self._received), np.bool_)
        rows = np.flatnonzero(needed & ~self._is_counted[way])
        if len(rows):
            instants[rows] = due_column(self._ways[way], self._received[rows], self._values(way, rows))
            self._is_counted[way][rows] = True
        return instants

    def bounds(self, indices: Indices, ways: Sequence[tuple[int, ...]]) -> tuple[Instants, Instants]:
        """Return when something falls due first and last, from the index of its ways in each row; NEVER for none.

        Both are NEVER where one of the ways cannot be counted.
        """
        first, last = np.full(len(indices), _FAR, np.int64), np.full(len(indices), NEVER, np.int64)
        present = np.flatnonzero(np.bincount(indices[indices != NULL], minlength=len(ways))).tolist()
        for way in sorted({way for place in present for way in ways[place]}):
            uses = np.array([*(way in together for together in ways), False], np.bool_)[indices]
            instants = self.of(way, uses)
            np.minimum(first, instants, out=first, where=uses)
            np.maximum(last, instants, out=last, where=uses)
        return _bounded(first, last)

    def _values(self, way: int, rows: npt.NDArray[np.int64]) -> dict[str, ValueColumn]:
        return {fact: self._value_column(fact, rows) for fact in facts_of_way(self._ways[way])}

    def _value_column(self, fact: str, rows: npt.NDArray[np.int64]) -> ValueColumn:
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


def _bounded(first: Instants, last: Instants) -> tuple[Instants, Instants]:
    is_never = (first == _FAR) | (first == NEVER)
    first[is_never] = NEVER
    last[is_never] = NEVER
    return first, last


def sooner_flags(instants: DueInstants, pairs: Iterable[tuple[int, int]], needed: Flags) -> Flags:
    """Return in which rows the second way of one of the pairs falls due before the first, or cannot be counted."""
    flags = np.zeros(len(needed), np.bool_)
    for before, after in pairs:
        presumed, owed = instants.of(before, needed), instants.of(after, needed)
        flags |= (presumed == NEVER) | (owed == NEVER) | (owed < presumed)
    return flags & needed
