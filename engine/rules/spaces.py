"""Spaces: all completions of some open facts at once, one bit of an integer each.

A set of completions is an integer, a condition is a handful of ANDs and ORs over such integers,
and whatever is true of every completion is read off exactly, half a million of them in
milliseconds.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from .codes import members
from .compiled import Compiled, CompiledGroup, Either, Neither, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .codes import Codes

Sets = dict[str, dict[int, int]]
"""By fact and code, the completions in which the fact has that code."""


class Space:
    """The completions of open facts: each gives every one of them a code."""

    def __init__(self, axes: Sequence[Codes]) -> None:
        """Lay out the completions of the facts with these codes."""
        self.facts = tuple(axis.fact for axis in axes)
        self._codes = [tuple(axis) for axis in axes]
        # Codes that no condition tells apart are one choice.
        self._choices = [
            {code: choice for choice, first in enumerate(axis) for code in members(axis.alike(first))} for axis in axes
        ]
        self.size = prod(len(codes) for codes in self._codes)
        self.all = (1 << self.size) - 1
        self._strides: list[int] = []
        stride = 1
        for codes in self._codes:
            self._strides.append(stride)
            stride *= len(codes)

    def choices(self, fact: str) -> dict[int, int]:
        """Return, by code, the completions that choose it; codes that no condition tells apart share theirs."""
        axis = self.facts.index(fact)
        choosing = [self._choosing(axis, choice, choice + 1) for choice in range(len(self._codes[axis]))]
        return {code: choosing[choice] for code, choice in self._choices[axis].items()}

    def _choosing(self, axis: int, first: int, end: int) -> int:
        """Return the completions whose choice on an axis has a place from `first` up to `end`."""
        stride = self._strides[axis]
        bits = ((1 << stride * (end - first)) - 1) << stride * first
        length = stride * len(self._codes[axis])
        while length < self.size:
            bits |= bits << length
            length *= 2
        return bits & self.all

    def first(self, bits: int) -> dict[str, int]:
        """Return the choices of the first completion of a set that is not empty."""
        place = (bits & -bits).bit_length() - 1
        return {
            fact: codes[place // stride % len(codes)]
            for fact, codes, stride in zip(self.facts, self._codes, self._strides, strict=True)
        }

    def moved(self, bits: int, fact: str, start: int, end: int) -> int:
        """Return the completions that differ from some of a set, all of one code of a fact, in having another code."""
        axis = self.facts.index(fact)
        choices, stride = self._choices[axis], self._strides[axis]
        distance = (choices[end] - choices[start]) * stride
        return bits << distance if distance >= 0 else bits >> -distance

    def depends_on(self, fact: str, sets: Iterable[int]) -> bool:
        """Tell whether two completions that differ in this fact alone are on two sides of a set."""
        axis = self.facts.index(fact)
        stride = self._strides[axis]
        # Neighbours suffice: along a line of choices, some neighbours differ if any two do.
        has_next = self._choosing(axis, 0, len(self._codes[axis]) - 1)
        return any((bits ^ bits >> stride) & has_next for bits in sets)


def where(compiled: Compiled, sets: Sets, everything: int) -> int:
    """Return the completions in which a condition holds."""
    if isinstance(compiled, Test):
        chosen = sets[compiled.fact]
        found = 0
        for code in members(compiled.codes):
            found |= chosen.get(code, 0)
        return found
    if isinstance(compiled, Neither):
        return everything & ~where(compiled.part, sets, everything)
    if isinstance(compiled, Either):
        found = 0
        for part in compiled.parts:
            found |= where(part, sets, everything)
        return found
    found = everything
    for part in compiled.parts:
        found &= where(part, sets, everything)
    return found


def holding(group: CompiledGroup, sets: Sets, everything: int) -> list[int]:
    """Return, rule by rule, the completions in which a group's rules hold."""
    return [where(rule.when, sets, everything) for rule in group.rules]


def constant(codes: Mapping[str, int], everything: int) -> Sets:
    """Return the sets of facts that have one code in every completion."""
    return {fact: {code: everything} for fact, code in codes.items()}
