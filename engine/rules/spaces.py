"""Spaces: all completions of some open facts at once, one bit of an integer each.

A set of completions is an integer, a condition is a handful of ANDs and ORs over such integers,
and whatever is true of every completion is read off exactly, half a million of them in
milliseconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate
from math import prod
from operator import mul

from .budget import spend
from .codes import Codes, members, runs
from .compiled import Compiled, CompiledGroup, Either, Neither, Test

ENUMERABLE = 5_000_000
"""Completions up to which each has its bit."""

Sets = dict[str, dict[int, int]]
"""By fact and code, the completions in which the fact has that code."""


class Choices(dict[int, int]):
    """By code of one open fact, the completions that choose it; those of a run of codes are had at once."""

    def __init__(self, choices: Mapping[int, int], live: int, choosing_any: Callable[[int], int]) -> None:
        """Take the sets by code, all codes, and what returns the union of those of some codes."""
        super().__init__(choices)
        self._choosing_any = choosing_any
        self._live = live
        self._unions: dict[int, int] = {}

    def union(self, codes: int) -> int:
        """Return the completions that choose one of a set of codes."""
        codes &= self._live
        if codes and not codes & codes - 1:
            return self[codes.bit_length() - 1]
        known = self._unions.get(codes)  # rules ask for the same ones
        if known is None:
            known = self._unions[codes] = self._choosing_any(codes)
        return known


class Space:
    """The completions of open facts: each gives every one of them a code.

    There are `size` of them, in sets that take `set_size` bits each.
    """

    def __init__(self, axes: Sequence[Codes]) -> None:
        """Lay out the completions of the facts with these codes."""
        self.facts = tuple(axis.fact for axis in axes)
        self._layouts = [axis.layout for axis in axes]
        self._codes = [layout.codes for layout in self._layouts]
        # Codes that no condition tells apart are one choice.
        self._choices = [layout.places for layout in self._layouts]
        self.size = prod(len(codes) for codes in self._codes)
        self.set_size = self.size
        self.all = self._lay_out()
        self._by_fact: dict[str, dict[int, int]] = {}
        self._with_next: dict[int, int] = {}
        """By axis, the completions that are followed by one of the next choice."""

    def _lay_out(self) -> int:
        """Give each completion its bit; return all of them."""
        self._strides: list[int] = [1, *accumulate(map(len, self._codes), mul)][: len(self._codes)]
        return (1 << self.size) - 1

    def extent(self, fact: str) -> int:
        """Return in how many ways a fact can be chosen."""
        return len(self._codes[self.facts.index(fact)])

    def choices(self, fact: str) -> dict[int, int]:
        """Return, by code, the completions that choose it; codes that no condition tells apart share theirs."""
        if fact not in self._by_fact:  # asked for again in every tier
            axis = self.facts.index(fact)
            choosing = self._choosing_each(axis)
            choices = {code: choosing[choice] for code, choice in self._choices[axis].items()}
            self._by_fact[fact] = Choices(choices, self._layouts[axis].live, partial(self._choosing_any, axis))
        return self._by_fact[fact]

    def _choosing_each(self, axis: int) -> list[int]:
        """Return the completions that choose each place on an axis."""
        stride, first = self._strides[axis], self._choosing(axis, 0, 1)
        return [first << stride * place for place in range(len(self._codes[axis]))]

    def _choosing_any(self, axis: int, codes: int) -> int:
        """Return the completions that choose one of some codes, all of which can occur."""
        places = self._choices[axis]
        if len(places) > len(self._codes[axis]):
            codes = sum({1 << places[code] for code in members(codes)})
            return self._choosing_runs(axis, runs(codes))
        return self._choosing_runs(axis, [(places[start], places[end - 1] + 1) for start, end in runs(codes)])

    def _choosing_runs(self, axis: int, places: Iterable[tuple[int, int]]) -> int:
        """Return the completions whose choice on an axis has a place in one of some runs, each up to its end."""
        stride = self._strides[axis]
        bits = 0
        for first, end in places:
            bits |= ((1 << stride * (end - first)) - 1) << stride * first
        length = stride * len(self._codes[axis])
        while length < self.size:
            bits |= bits << length
            length *= 2
        return bits & self.all

    def _choosing(self, axis: int, first: int, end: int) -> int:
        """Return the completions whose choice on an axis has a place from `first` up to `end`."""
        return self._choosing_runs(axis, ((first, end),))

    def first(self, bits: int) -> dict[str, int]:
        """Return the choices of the first completion of a set that is not empty."""
        place = (bits & -bits).bit_length() - 1
        return {
            fact: codes[place // stride % len(codes)]
            for fact, codes, stride in zip(self.facts, self._codes, self._strides, strict=True)
        }

    def first_choosing(self, codes: Mapping[str, int]) -> int:
        """Return the place of the first completion that chooses some codes."""
        return sum(
            choices[codes[fact]] * stride
            for fact, choices, stride in zip(self.facts, self._choices, self._strides, strict=True)
            if fact in codes
        )

    def moved(self, bits: int, fact: str, start: int, end: int) -> int:
        """Return the completions that differ from some of a set, all of one code of a fact, in having another code."""
        axis = self.facts.index(fact)
        choices, stride = self._choices[axis], self._strides[axis]
        distance = (choices[end] - choices[start]) * stride
        return bits << distance if distance >= 0 else bits >> -distance

    def spread(self, bits: int, fact: str, start: int) -> int:
        """Return the completions that differ from some of a set, all of one code of a fact, in that fact at most."""
        axis = self.facts.index(fact)
        stride = self._strides[axis]
        bits >>= self._choices[axis][start] * stride
        return union(bits << choice * stride for choice in range(len(self._codes[axis])))

    def anywhere(self, bits: int, fact: str) -> int:
        """Return the completions that differ from some of a set in one fact at most."""
        choices = self.choices(fact)
        parts = ((code, bits & choices[code]) for code in self._codes[self.facts.index(fact)])
        return union(self.spread(part, fact, code) for code, part in parts if part)

    def depends_on(self, fact: str, sets: Iterable[int]) -> bool:
        """Tell whether two completions that differ in this fact alone are on two sides of a set."""
        axis = self.facts.index(fact)
        stride = self._strides[axis]
        # Neighbours suffice: along a line of choices, some neighbours differ if any two do.
        has_next = self._with_next.get(axis)
        if has_next is None:
            has_next = self._with_next[axis] = self._choosing(axis, 0, len(self._codes[axis]) - 1)
        return any((bits ^ bits >> stride) & has_next for bits in sets)


def union(sets: Iterable[int]) -> int:
    """Return the completions that are in any of some sets."""
    joined = 0
    for bits in sets:
        joined |= bits
    return joined


def where(compiled: Compiled, sets: Sets, everything: int) -> int:
    """Return the completions in which a condition holds."""
    if isinstance(compiled, Test):
        spend(1, everything.bit_length())
        choices = sets[compiled.fact]
        if isinstance(choices, Choices):
            return choices.union(compiled.codes)
        bits = 0
        for code, having in choices.items():
            if compiled.codes >> code & 1:
                bits |= having
        return bits
    if isinstance(compiled, Neither):
        return everything & ~where(compiled.part, sets, everything)
    if isinstance(compiled, Either):
        bits = 0
        for part in compiled.parts:
            bits |= where(part, sets, everything)
        return bits
    bits = everything
    for part in compiled.parts:
        bits &= where(part, sets, everything)
        if not bits:
            break  # whatever the other parts say
    return bits


def holding(group: CompiledGroup, sets: Sets, everything: int) -> list[int]:
    """Return, rule by rule, the completions in which a group's rules hold."""
    return [where(rule.when, sets, everything) for rule in group.rules]


def constant(codes: Mapping[str, int], everything: int) -> Sets:
    """Return the sets of facts that have one code in every completion."""
    return {fact: {code: everything} for fact, code in codes.items()}
