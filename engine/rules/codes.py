"""Codes: every value of a fact is a small integer, so that rules are sets of integers.

A choice is its place in the order written, a boolean is 0 or 1, a number is its region between
the thresholds that conditions name, a date its region between the dates or the ages that they
name, a text or span is its place among those that conditions name. One code more stands for any
other text or span, or way of arrival; one for *none*, where a fact can have no value.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ..model import Age, AgeUnit, All, Any, Compares, Condition, Fact, IsOneOf, Not, Span, Value
from ..model.facts import PLACES
from .regions import Boundary, date_cuts, example_date, example_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_LIKE_NUMBERS = {"before": "less_than", "from": "at_least", "older_than": "more_than", "at_most_old": "at_most"}
"""By the comparisons of dates, those of the numbers that stand for dates and ages."""

_DAY = timedelta(days=1)


class Layout(NamedTuple):
    """Codes as choices: the first of each that no condition tells apart, and by code the place of its choice.

    `live` has all of them, as bits.
    """

    codes: tuple[int, ...]
    places: Mapping[int, int]
    live: int


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one fact.

    `values` are what the codes below `other` and `none` stand for; a number has `boundaries`
    instead, and so has a date; with a `unit`, its regions are those of its age at receipt. `live` is
    the set of codes that can occur, as bits. `classes` are sets of codes that no condition tells
    apart; without any, each code is told from all others.
    """

    fact: str
    values: tuple[Value, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    other: int | None = None
    none: int | None = None
    live: int = 0
    classes: tuple[int, ...] = ()
    is_date: bool = False
    unit: AgeUnit | None = None
    unnamed: int = 0
    """As bits, codes beside `other` that stand for some of the values that are not named, as at one receipt."""
    _layout: Layout | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def layout(self) -> Layout:
        """How the codes are laid out as choices, which is worked out once."""
        if self._layout is None:
            codes = tuple(self)
            places = (
                {code: place for place, alike in enumerate(self.classes) for code in members(alike)}
                if self.classes
                else {code: place for place, code in enumerate(codes)}
            )
            live = sum(1 << code for code in places)
            object.__setattr__(self, "_layout", Layout(codes, places, live))
        assert self._layout is not None  # noqa: S101 - for the type checker
        return self._layout

    def is_unnamed(self, code: int) -> bool:
        """Tell whether a code stands for values that are not named."""
        return code == self.other or bool(self.unnamed >> code & 1)

    def code(self, value: Value | Age | None) -> int:
        """Return the code of a value, or of an age; None asks for that of *none*."""
        if value is None:
            if self.none is None:
                message = f"`{self.fact}` always has a value"
                raise ValueError(message)
            return self.none
        if self.boundaries:
            # The number itself lies between just before it and just after it.
            return bisect_left(self.boundaries, (self._number(value), 1))
        if value in self.values:
            return self.values.index(value)
        if self.other is None:
            message = f"`{self.fact}` has no code for `{value}`"
            raise ValueError(message)
        return self.other

    def _number(self, value: Value | Age) -> float:
        """Return the number that stands for a value between boundaries."""
        if isinstance(value, Age) and value.unit == self.unit:
            return value.count
        if isinstance(value, date) and self.is_date and self.unit is None:
            return value.toordinal()
        if isinstance(value, int | float) and not self.is_date:
            return value
        message = f"`{self.fact}` has no code for `{value}`, whose age depends on the receipt"
        raise ValueError(message)

    def code_at(self, value: Value, received: date) -> int:
        """Return the code of a value that a request received on a day states."""
        if self.unit is None or not isinstance(value, date):
            return self.code(value)
        limits = (Age(int(count), self.unit) for count, _ in self.boundaries)
        return next((n for n, limit in enumerate(limits) if received <= limit.last_day(value)), len(self.boundaries))

    def one_of(self, values: Iterable[Value]) -> int:
        """Return the set of codes of some values, as bits."""
        return self.live & sum({1 << self.code(value) for value in values})

    def compared(self, comparison: str, bound: Value | Age) -> int:
        """Return the set of codes that stand so to a bound, as bits; *none* stands to no bound."""
        ordered = self.live & ~(1 << self.none) if self.none is not None else self.live
        at = self.code(bound)
        below, up_to = (1 << at) - 1, (2 << at) - 1
        sets = {"at_least": ~below, "more_than": ~up_to, "at_most": up_to, "less_than": below}
        return ordered & sets[_LIKE_NUMBERS.get(comparison, comparison)]

    def example(self, code: int) -> Value | None:
        """Return a value that has a code; None for *none*, and for any text or span that none of the named ones is.

        Of an age there is none either: which dates have it depends on the receipt.
        """
        if code == self.none or self.is_unnamed(code) or self.unit is not None:
            return None
        if not self.boundaries:
            return self.values[code]
        return example_date(self.boundaries, code) if self.is_date else example_number(self.boundaries, code)

    def example_at(self, code: int, received: date) -> date:
        """Return the date nearest to its limit that has the code of an age when received on a day."""
        limits = [Age(int(count), self.unit) for count, _ in self.boundaries] if self.unit else []
        if not limits:
            return received
        if not code:
            return limits[0].oldest(received)
        return limits[code - 1].oldest(received) - _DAY

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


def codes_of(fact: Fact, named: Iterable[tuple[str | None, Value | Age]]) -> Codes:
    """Return the codes of a fact, given the (comparison or None, value) pairs that conditions name."""
    pairs = list(named)
    if fact.type == "number":
        return _number_codes(fact, pairs)
    if fact.type == "date":
        return _date_codes(fact, pairs)
    if fact.type == "boolean":
        values: tuple[Value, ...] = (False, True)
    elif fact.type == "choice":
        values = tuple(fact.choices)
    else:
        values = tuple(dict.fromkeys(value for _, value in pairs if not isinstance(value, Age)))
    count = len(values)
    any_other = none = None
    if (fact.type in ("text", "span", *PLACES) and not fact.derive) or fact.name == "arrived_by":
        any_other, count = count, count + 1
    if fact.optional or fact.name == "priority":
        none, count = count, count + 1
    return Codes(fact.name, values, (), any_other, none, (1 << count) - 1)


def _number_codes(fact: Fact, pairs: list[tuple[str | None, Value | Age]]) -> Codes:
    boundaries: set[Boundary] = set()
    for comparison, value in pairs:
        if not isinstance(value, int | float):
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
    live = sum(1 << region for region in range(first, last + 1) if example_number(cuts, region) is not None)
    none = len(cuts) + 1 if fact.optional else None
    return Codes(fact.name, (), cuts, None, none, live | (1 << none if none is not None else 0))


def _date_codes(fact: Fact, pairs: list[tuple[str | None, Value | Age]]) -> Codes:
    """Return the codes of a date by the ages that conditions name, or else by the dates."""
    ages = [value for _, value in pairs if isinstance(value, Age)]
    cuts = {(age.count, 1) for age in ages} if ages else {cut for pair in pairs for cut in date_cuts(*pair)}
    boundaries: tuple[Boundary, ...] = tuple(sorted(cuts)) or ((math.inf, 1),)
    regions = range(len(cuts) + 1)
    live = sum(1 << region for region in regions if ages or example_date(boundaries, region) is not None)
    none = len(boundaries) + 1 if fact.optional else None
    live |= 1 << none if none is not None else 0
    return Codes(fact.name, (), boundaries, None, none, live, (), is_date=True, unit=ages[0].unit if ages else None)


def named_values(conditions: Iterable[Condition]) -> Mapping[str, list[tuple[str | None, Value | Age]]]:
    """Return, by fact, the values that conditions compare with, each with its comparison (None: equals)."""
    named: dict[str, list[tuple[str | None, Value | Age]]] = {}
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
