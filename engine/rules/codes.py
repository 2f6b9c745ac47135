"""Codes: every value of a fact is a small integer, so that rules are sets of integers.

A choice is its place in the order written, a boolean is 0 or 1, a number is its region between
the thresholds that conditions name, a text or span is its place among those that conditions
name. One code more stands for any other text or span, or way of arrival; one for *none*, where a fact
can have no value.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..language.number_notation import DIGITS
from ..model import All, Any, Compares, Condition, Fact, IsOneOf, Not, Span, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Boundary = tuple[float, int]
"""A cut through the numbers: (t, 0) lies just before t, (t, 1) just after it."""

_SHORT = 10**39
"""Numbers nearer to zero have no more digits than can be written."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one fact.

    `values` are what the codes below `other` and `none` stand for; a number has `boundaries`
    instead. `live` is the set of codes that can occur, as bits. `classes` are sets of codes that no
    condition tells apart; without any, each code is told from all others.
    """

    fact: str
    values: tuple[Value, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    other: int | None = None
    none: int | None = None
    live: int = 0
    classes: tuple[int, ...] = ()

    def code(self, value: Value | None) -> int:
        """Return the code of a value; None asks for that of *none*."""
        if value is None:
            if self.none is None:
                message = f"`{self.fact}` always has a value"
                raise ValueError(message)
            return self.none
        if self.boundaries:
            # The number itself lies between just before it and just after it.
            return bisect_left(self.boundaries, (value, 1))
        if value in self.values:
            return self.values.index(value)
        if self.other is None:
            message = f"`{self.fact}` has no code for `{value}`"
            raise ValueError(message)
        return self.other

    def one_of(self, values: Iterable[Value]) -> int:
        """Return the set of codes of some values, as bits."""
        return self.live & sum({1 << self.code(value) for value in values})

    def compared(self, comparison: str, bound: Value) -> int:
        """Return the set of codes that stand so to a bound, as bits; *none* stands to no bound."""
        ordered = self.live & ~(1 << self.none) if self.none is not None else self.live
        at = self.code(bound)
        below, up_to = (1 << at) - 1, (2 << at) - 1
        sets = {"at_least": ~below, "more_than": ~up_to, "at_most": up_to, "less_than": below}
        return ordered & sets[comparison]

    def example(self, code: int) -> Value | None:
        """Return a value that has a code; None for *none*, and for any text or span that none of the named ones is."""
        if code in (self.none, self.other):
            return None
        if not self.boundaries:
            return self.values[code]
        return _example(self.boundaries, code)

    def __len__(self) -> int:
        """Return how many codes can occur that some condition tells apart."""
        return len(self.classes) or self.live.bit_count()

    def __iter__(self) -> Iterator[int]:
        """Yield the codes that can occur, in order; of those that no condition tells apart, the first."""
        return (next(members(alike)) for alike in self.classes) if self.classes else members(self.live)

    def alike(self, code: int) -> int:
        """Return the codes that no condition tells from one, itself among them, as bits."""
        return next((alike for alike in self.classes if alike >> code & 1), 1 << code)

    def told_apart_by(self, tests: Iterable[int]) -> Codes:
        """Return these codes in classes, given the sets of codes that conditions test for.

        A number's regions and the spans that can be owed stay apart, and so does *none*.
        """
        if self.boundaries or any(isinstance(value, Span) for value in self.values):
            return self
        classes = [self.live & ~(1 << self.none), 1 << self.none] if self.none is not None else [self.live]
        for tested in tests:
            classes = [part for alike in classes for part in (alike & tested, alike & ~tested) if part]
        in_order = sorted(classes, key=lambda alike: alike & -alike)
        return self if len(in_order) == self.live.bit_count() else replace(self, classes=tuple(in_order))


def _example(cuts: Sequence[Boundary], region: int) -> float | None:
    """Return a number of a region, a whole one where there is one; None where no file can write one."""
    bottom = cuts[region - 1] if region else (-math.inf, 1)
    top = cuts[region] if region < len(cuts) else (math.inf, 0)
    candidates = _from(bottom, top[0]) if region else _up_to(top)
    return next((n for n in candidates if bottom < (n, 1) and (n, 0) < top and _can_be_written(n)), None)


def _up_to(top: Boundary) -> Iterator[float]:
    """Yield numbers that may lie just up to a boundary, the greatest of all that can be written among them."""
    bound, comes_after = top
    if bound == math.inf:
        yield 0
    elif comes_after:
        yield _whole(bound)
    else:
        yield _whole(bound - 1)
        yield math.nextafter(bound, -math.inf)


def _from(bottom: Boundary, end: float) -> Iterator[float]:
    """Yield numbers that may lie just above a boundary, the least of all that can be written among them."""
    bound, comes_after = bottom
    if not comes_after:
        yield _whole(bound)
        return
    yield math.floor(bound) + 1
    yield (bound + end) / 2
    # A number with a fraction has the precision of a float, which a whole number of many digits exceeds.
    yield float(bound)
    yield math.nextafter(bound, math.inf)


def _can_be_written(number: float) -> bool:
    return len(str(number)) <= DIGITS if isinstance(number, int) else math.isfinite(number)


def _whole(number: float) -> float:
    return int(number) if number == int(number) and abs(number) < _SHORT else number


def members(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def runs(bits: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of bits that are set, each from its first place up to the place after its last, lowest first."""
    start = 0
    while bits:
        zeros = (bits & -bits).bit_length() - 1
        bits >>= zeros
        ones = (bits & ~(bits >> 1)) & -(bits & ~(bits >> 1))
        length = ones.bit_length()
        yield start + zeros, start + zeros + length
        bits >>= length
        start += zeros + length


def codes_of(fact: Fact, named: Iterable[tuple[str | None, Value]]) -> Codes:
    """Return the codes of a fact, given the (comparison or None, value) pairs that conditions name."""
    pairs = list(named)
    if fact.type == "number":
        return _number_codes(fact, pairs)
    if fact.type == "boolean":
        values: tuple[Value, ...] = (False, True)
    elif fact.type == "choice":
        values = tuple(fact.choices)
    else:
        values = tuple(dict.fromkeys(value for _, value in pairs))
    count = len(values)
    any_other = none = None
    if fact.type in ("text", "span") or fact.name == "arrived_by":
        any_other, count = count, count + 1
    if fact.optional or fact.name == "priority":
        none, count = count, count + 1
    return Codes(fact.name, values, (), any_other, none, (1 << count) - 1)


def _number_codes(fact: Fact, pairs: list[tuple[str | None, Value]]) -> Codes:
    boundaries: set[Boundary] = set()
    for comparison, value in pairs:
        if isinstance(value, Span | str):
            continue
        if comparison in ("at_least", "less_than", None):
            boundaries.add((value, 0))
        if comparison in ("more_than", "at_most", None):
            boundaries.add((value, 1))
    cuts = tuple(sorted(boundaries)) or ((float("inf"), 1),)
    first = 0 if fact.minimum is None else bisect_left(cuts, (fact.minimum, 1))
    last = len(cuts) if fact.maximum is None else bisect_left(cuts, (fact.maximum, 1))
    if cuts == ((float("inf"), 1),):
        last = 0
    live = sum(1 << region for region in range(first, last + 1) if _example(cuts, region) is not None)
    none = len(cuts) + 1 if fact.optional else None
    return Codes(fact.name, (), cuts, None, none, live | (1 << none if none is not None else 0))


def named_values(conditions: Iterable[Condition]) -> Mapping[str, list[tuple[str | None, Value]]]:
    """Return, by fact, the values that conditions compare with, each with its comparison (None: equals)."""
    named: dict[str, list[tuple[str | None, Value]]] = {}
    ahead = list(conditions)
    while ahead:
        condition = ahead.pop()
        if isinstance(condition, IsOneOf):
            named.setdefault(condition.fact, []).extend((None, value) for value in condition.values)
        elif isinstance(condition, Compares):
            named.setdefault(condition.fact, []).append((condition.comparison, condition.bound))
        elif isinstance(condition, Not):
            ahead.append(condition.part)
        elif isinstance(condition, All | Any):
            ahead.extend(reversed(condition.parts))
    return named
