"""Whole numbers that stand for combinations of small ones, and stay the same from one table to the next."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ..columns_in.encoded_columns import Indices, distinct

MOST = 1 << 20
"""Numbers that are remembered."""
_LARGEST = 1 << 62

Keys = npt.NDArray[np.int64]


class StableIds:
    """The number of each key in the order in which keys were first met; there are few more than MOST of them."""

    def __init__(self) -> None:
        """Start with none."""
        self._ids: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def of(self, keys: Keys) -> tuple[Indices, Indices]:
        """Return of each key the index among the distinct ones, and the numbers of these."""
        indices, values = distinct(keys)
        ids, known = [], self._ids
        for value in values.tolist():
            number = known.get(value)
            if number is None:
                number = known[value] = len(known)
            ids.append(number)
        return indices, np.array(ids, np.int32)


class MixedKeys:
    """One whole number for what several columns hold together; where 63 bits are outgrown, half-way ones stand in."""

    def __init__(self) -> None:
        """Start with no number."""
        self._halves: list[StableIds] = []

    @property
    def is_full(self) -> bool:
        """Whether so many combinations are remembered that it is time to start anew."""
        return any(len(half) > MOST for half in self._halves)

    def of(self, columns: Iterable[tuple[npt.NDArray[np.integer] | int, int, int]], rows: int) -> Keys:
        """Return the number of each row.

        Each of the columns has numbers, or the one of all rows, how many there can be, and the lowest of them. The
        columns are the same every time.
        """
        keys, lowest, size, halves = np.zeros(rows, np.int64), 0, 1, 0
        for column, count, least in columns:
            if size * count >= _LARGEST:
                if halves == len(self._halves):
                    self._halves.append(StableIds())
                indices, ids = self._halves[halves].of(keys - lowest)
                keys, lowest, size, halves = ids[indices].astype(np.int64), 0, MOST << 1, halves + 1
            # The first of them is the highest, as in digits.
            keys *= count
            keys += column
            lowest = lowest * count + least
            size *= count
        keys -= lowest
        return keys
