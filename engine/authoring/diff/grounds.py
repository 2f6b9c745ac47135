"""The situations of two aligned policies, laid out and cut alike."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ...rules.compiled import facts_of
from ...rules.outcomes import TooManyOutcomes
from ...rules.rulebook import PROVABLE
from ..proofs import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...rules.rulebook import Rulebook
    from ..proofs import Proof

_SLICES = 4096
"""Slices up to which a space is cut."""

LARGEST = PROVABLE
"""The largest slice, in situations; all of them together are no more than can be proved."""


class NotProved(Exception):
    """There are more situations, or more combinations of channel rules, than can be compared."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The proofs of both policies for the tiers that both have, over one space.

    `idle` are the facts of which all codes are alike in the slice, which lays out one of them.
    """

    old: Mapping[str, Proof]
    new: Mapping[str, Proof]
    idle: frozenset[str]


def common_ground(old: Rulebook, new: Rulebook) -> Iterator[Slice]:
    """Yield every situation of two policies that `aligned` returned, slice by slice.

    Raises NotProved where there are too many.
    """
    halves = _Half(old, new), _Half(new, old)
    if halves[0].facts != halves[1].facts or any(old.codes[fact] != new.codes[fact] for fact in halves[0].facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    tiers = [tier for tier in old.policy.tiers if tier in new.policy.tiers]
    for fixed, idle in _cuts(halves):
        codes = {**{fact: next(iter(old.codes[fact])) for fact in idle}, **fixed}
        try:
            before, after = (half.at(codes, frozenset(idle), tiers) for half in halves)
        except TooManyOutcomes:
            raise NotProved from None
        yield Slice(before, after, frozenset(idle))


def facts_compared(old: Rulebook, new: Rulebook) -> set[str]:
    """Return the facts that decisions of either policy depend on, and those by which one of them presumes these."""
    found = set(old.relevant | new.relevant)
    left = -1
    while left != len(found):
        left = len(found)
        for book in (old, new):
            for name in found & set(book.presumptions):
                found = found.union(*(facts_of(when) for when, _ in book.presumptions[name]))
    return found - {"tier"}


class _Half(Ground):
    """The ground of one policy, over the facts that either of the two depends on."""

    def __init__(self, book: Rulebook, other: Rulebook) -> None:
        super().__init__(book, also=facts_compared(book, other))

    @property
    def facts(self) -> list[str]:
        return self._facts

    def read(self, fixed: Mapping[str, int]) -> dict[str, int]:
        return self._read(fixed)

    def at(self, codes: Mapping[str, int], idle: frozenset[str], tiers: Sequence[str]) -> dict[str, Proof]:
        return {tier: self._proof(tier, codes, idle) for tier in tiers}


def _cuts(halves: tuple[_Half, _Half]) -> Iterator[tuple[dict[str, int], list[str]]]:
    """Yield the codes that each slice fixes, and the facts that neither policy reads in it."""
    facts, codes = halves[0].facts, halves[0].book.codes
    if prod(len(codes[fact]) for fact in facts) <= LARGEST:
        yield {}, []
        return
    absent = _absent(halves[0].book) | _absent(halves[1].book)
    cuts: list[tuple[dict[str, int], list[str]]] = []
    ahead: list[dict[str, int]] = [{}]
    left = PROVABLE
    while ahead:
        fixed = ahead.pop()
        reads = [half.read(fixed) for half in halves]
        read = {fact: sum(one.get(fact, 0) for one in reads) + (fact in absent) for fact in facts if fact not in fixed}
        free = [fact for fact, count in read.items() if count]
        size = prod(len(codes[fact]) for fact in free)
        if size <= min(left, LARGEST):
            left -= size
            cuts.append((fixed, [fact for fact, count in read.items() if not count]))
            continue
        if not free or len(ahead) + len(cuts) > _SLICES:
            raise NotProved
        fact = max(free, key=lambda name: (read[name], len(codes[name])))
        ahead += [{**fixed, fact: code} for code in reversed(list(codes[fact]))]
    yield from cuts


def _absent(book: Rulebook) -> set[str]:
    """Return the facts that settle which facts can be absent: where some value is presumed, none is."""
    found: set[str] = set()
    for name, cases in book.presumptions.items():
        if book.facts[name].optional and cases:
            found |= {name}.union(*(facts_of(when) for when, _ in cases))
    return found
