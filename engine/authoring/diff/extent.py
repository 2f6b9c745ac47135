"""How many situations a change is in, and which, by the values that each fact has in them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import reduce
from operator import or_

from ...language.yaml_writer import written_value
from ...model import Age
from ...proof.tier_situations import TierSituations
from ...rules.codes import Codes, members
from ...rules.compiled_policy import CompiledPolicy
from ...rules.regions import Boundary
from ...rules.spaces import union
from .changes import FactValues
from .common_codes import ProofPair

Situations = tuple["ProofPair", int]
"""Situations of one tier, as bits."""

Box = dict[str, int]
"""By fact, the codes that it has in some situation of a set, as bits."""


class ExtentMeasure:
    """Measures sets of situations of two policies."""

    def __init__(self, compiled: CompiledPolicy, shared: Mapping[str, int]) -> None:
        """Take one of the aligned policies, and the codes that both policies can have."""
        self._codes = compiled.codes
        self._shared = shared

    def valid(self, proofs: ProofPair) -> int:
        """Return the situations of a tier that requests to both policies can be in."""
        return proofs.old.valid & proofs.new.valid & self._within(proofs.old, self._shared)

    def _multiplied(self, proof: TierSituations, bits: int) -> int:
        """Return how many situations a set has: each stands for all values that nothing tells from its own."""
        by_count = {1: bits}
        for fact in proof.space.facts:
            sizes: dict[int, int] = {}
            for code in self._codes[fact]:
                size = self._alike(fact, code)
                sizes[size] = sizes.get(size, 0) | proof.sets["scope"][fact][code]
            split: dict[int, int] = {}
            for count, situations in by_count.items():
                for size, having in sizes.items():
                    split[count * size] = split.get(count * size, 0) | situations & having
            by_count = split
        return sum(count * situations.bit_count() for count, situations in by_count.items())

    def _alike(self, fact: str, code: int) -> int:
        """Return how many codes that both policies have a code stands for."""
        return (self._codes[fact].alike(code) & self._shared.get(fact, -1)).bit_count()

    def box(self, sets: Iterable[Situations]) -> Box:
        """Return the codes that facts have in sets of situations."""
        box: Box = {}
        for proofs, bits in sets:
            for fact in proofs.old.space.facts:
                codes = proofs.old.sets["scope"][fact]
                alike = (self._codes[fact].alike(code) for code, situations in codes.items() if situations & bits)
                box[fact] = reduce(or_, alike, box.get(fact, 0))
        return box

    def count(self, sets: Iterable[Situations], box: Box | None = None) -> int:
        """Return how many situations sets have, or have within a box."""
        return sum(
            self._multiplied(proofs.old, bits if box is None else bits & self._within(proofs.old, box))
            for proofs, bits in sets
        )

    def values(self, box: Box, surroundings: Box) -> dict[str, FactValues]:
        """Return the values of the facts that have fewer of them in one box than in another."""
        return {
            fact: self._fact_values(fact, codes)
            for fact, codes in box.items()
            if surroundings.get(fact, codes) & ~codes
        }

    def _within(self, proof: TierSituations, box: Mapping[str, int]) -> int:
        within = proof.space.all
        for fact in proof.space.facts:
            sets = proof.sets["scope"][fact]
            allowed = box.get(fact, self._shared.get(fact, -1))
            if any(not allowed >> code & 1 for code in sets):
                within &= union(bits for code, bits in sets.items() if allowed >> code & 1)
        return within

    def _fact_values(self, fact: str, bits: int) -> FactValues:
        codes = self._codes[fact]
        if codes.boundaries:
            regions = [code for code in members(bits) if code != codes.none]
            return FactValues((*_ranges(codes, regions), *(["none"] if codes.none in [*members(bits)] else [])))
        absent = self._shared[fact] & ~bits
        is_except = absent.bit_count() < bits.bit_count() and codes.other not in [*members(absent)]
        return FactValues(
            tuple(_value_words(codes, code) for code in members(absent if is_except else bits)), is_except
        )


def _value_words(codes: Codes, code: int) -> str:
    if code == codes.none:
        return "none"
    if code == codes.other:
        return "another" if codes.values else "any"
    return written_value(codes.values[code])


def _ranges(codes: Codes, regions: list[int]) -> Iterator[str]:
    """Word the regions of a number, a date or its age, those side by side as one."""
    live = [code for code in codes if code != codes.none]
    starts = [code for code in regions if code - 1 not in regions]
    ends = [code for code in regions if code + 1 not in regions]
    for first, last in zip(starts, ends, strict=True):
        low = codes.boundaries[first - 1] if first != live[0] else None
        high = codes.boundaries[last] if last != live[-1] else None
        if codes.is_date:
            yield _dates(codes, low, high)
            continue
        words = [f"{'more than' if low[1] else 'at least'} {written_value(low[0])}"] if low else []
        words += [f"{'at most' if high[1] else 'less than'} {written_value(high[0])}"] if high else []
        yield written_value(low[0]) if low and high and low[0] == high[0] else " and ".join(words) or "any number"


def _dates(codes: Codes, low: Boundary | None, high: Boundary | None) -> str:
    """Word a range of dates, or of their ages."""
    if codes.unit is not None:
        young, old = (None if end is None else Age(count=int(end[0]), unit=codes.unit) for end in (low, high))
        words = [f"more than {young} old"] if young else []
        words += [f"at most {old} old"] if old else []
        return " and ".join(words) or "of any age"
    first, after = (None if end is None else date.fromordinal(int(end[0])) for end in (low, high))
    if first and after and after - first == timedelta(1):
        return first.isoformat()
    words = [f"{first} or later"] if first else []
    words += [f"before {after}"] if after else []
    return " and ".join(words) or "any date"
