"""Spaces of many situations with the same open facts: a block of completions for each situation."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import prod

import numpy as np

from ..rules.codes import Codes
from ..rules.compiled_policy import CompiledPolicy
from ..rules.completions import completed_sets
from ..rules.spaces import Sets, Space
from .bit_sets import Flags, bits_of, flags_of


class SituationSpace(Space):
    """The completions of several situations that have the same open facts, situation by situation."""

    def __init__(self, axes: Sequence[Codes], count: int) -> None:
        """Lay out the completions of so many situations, whose open facts have these codes."""
        self.count = count
        self.block = prod(len(axis) for axis in axes)
        super().__init__(axes)

    def _lay_out(self) -> int:
        super()._lay_out()
        self.size = self.set_size = self.block * self.count
        return (1 << self.size) - 1

    def completions(self, situations: int) -> int:
        """Return the completions of a set of situations."""
        if self.block == 1:
            return situations
        return bits_of(np.repeat(flags_of(situations, self.count), self.block))

    def situations(self, completions: int) -> Flags:
        """Return which situations have a completion in a set."""
        if self.block == 1 or not completions:
            return flags_of(completions, self.count)
        flags: Flags = np.asarray(flags_of(completions, self.size).reshape(self.count, self.block).any(axis=1))
        return flags

    def depending(self, fact: str, sets: Iterable[int]) -> Flags:
        """Return which situations have two completions that differ in a fact alone, on two sides of a set."""
        axis = self.facts.index(fact)
        stride = self._strides[axis]
        has_next = self._choosing(axis, 0, len(self._codes[axis]) - 1)
        differing = 0
        for bits in sets:
            differing |= (bits ^ bits >> stride) & has_next
        return self.situations(differing)


def sets_of_completions(compiled: CompiledPolicy, space: SituationSpace, known: Sets, blocked: Collection[str]) -> Sets:
    """Return every fact's sets of completions, from what is known of situations."""
    sets = {fact: {code: space.completions(bits) for code, bits in own.items()} for fact, own in known.items() if own}
    return completed_sets(compiled, sets, space.facts, blocked, space)


def cut(sets: Mapping[str, Mapping[int, Flags]], chosen: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Sets:
    """Return sets of situations as those of chosen ones, numbered anew in their order."""
    return {
        fact: {code: bits_of(part) for code, flags in own.items() if (part := flags[chosen]).any()}
        for fact, own in sets.items()
    }
