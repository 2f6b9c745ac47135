"""Columns of whole numbers to which more are added."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class GrowingColumn:
    """Whole numbers by index, to which more are added at the end."""

    def __init__(self) -> None:
        """Start with none."""
        self._array = np.zeros(1_024, np.int32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, numbers: Sequence[int] | npt.NDArray[np.integer]) -> None:
        """Add numbers at the end."""
        count = self._count + len(numbers)
        if count > len(self._array):
            longer = np.zeros(max(count, 2 * len(self._array)), np.int32)
            longer[: self._count] = self._array[: self._count]
            self._array = longer
        self._array[self._count : count] = numbers
        self._count = count

    @property
    def numbers(self) -> npt.NDArray[np.int32]:
        """All numbers, by index."""
        return self._array[: self._count]
