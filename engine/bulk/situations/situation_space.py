"""Spaces of many situations with the same open facts: each completion of these, for every situation."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import prod
from operator import mul

from ...rules.codes import Codes
from ...rules.spaces import Space, union


class SituationSpace(Space):
    """The completions of several situations that have the same open facts: by completion, one bit a situation."""

    def __init__(self, axes: Sequence[Codes], count: int) -> None:
        """Lay out the completions of so many situations, whose open facts have these codes."""
        self.count = count
        self.block = prod(len(axis) for axis in axes)
        self._runs: dict[tuple[int, int], int] = {}
        super().__init__(axes)

    def _lay_out(self) -> int:
        lengths = [len(codes) for codes in self._codes]
        self._strides = [*accumulate([self.count, *lengths], mul)][: len(lengths)]
        self.size = self.set_size = self.block * self.count
        return (1 << self.size) - 1

    def _choosing(self, axis: int, first: int, end: int) -> int:
        # Many rules test runs of the codes of numbers: each is one run from the first code less another.
        return self._up_to(axis, end) ^ self._up_to(axis, first)

    def _choosing_runs(self, axis: int, places: Iterable[tuple[int, int]]) -> int:
        return union(self._choosing(axis, first, end) for first, end in places)

    def _up_to(self, axis: int, end: int) -> int:
        """Return the completions whose choice on an axis has a place before one."""
        if not end:
            return 0
        if (axis, end) not in self._runs:
            self._runs[axis, end] = super()._choosing_runs(axis, ((0, end),))
        return self._runs[axis, end]

    def completions(self, situations: int) -> int:
        """Return the completions of a set of situations."""
        if self.block == 1 or not situations:
            return situations
        completions, length = situations, self.count
        while length < self.size:
            completions |= completions << length
            length *= 2
        return completions & self.all

    def situations(self, completions: int) -> int:
        """Return the situations that have a completion in a set."""
        blocks = self.block
        while blocks > 1 and completions:
            half = (blocks + 1) // 2
            completions = completions >> half * self.count | completions & (1 << half * self.count) - 1
            blocks = half
        return completions

    def depending(self, fact: str, sets: Iterable[int]) -> int:
        """Return the situations with two completions that differ in a fact alone, on two sides of a set."""
        axis = self.facts.index(fact)
        stride = self._strides[axis]
        has_next = self._choosing(axis, 0, len(self._codes[axis]) - 1)
        differing = 0
        for bits in sets:
            differing |= (bits ^ bits >> stride) & has_next
        return self.situations(differing)
