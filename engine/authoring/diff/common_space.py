"""The situations of two aligned policies, laid out and cut alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...proof.situations import StateSpace
from ...proof.slices import TooManySituations, slices_of
from ...rules.compiled import facts_of
from ...rules.outcomes import TooManyOutcomes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...proof.slices import Slice as Cut
    from ...rules.compiled_policy import CompiledPolicy


class NotProved(Exception):
    """There are more situations, or more combinations of channel rules, than can be compared."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The proofs of both policies for the tiers that both have, over one space.

    `idle` are the facts of which all codes are alike in the slice, which lays out one of them.
    """

    old: Mapping[str, TierSituations]
    new: Mapping[str, TierSituations]
    idle: frozenset[str]


def common_ground(old: CompiledPolicy, new: CompiledPolicy) -> Iterator[Slice]:
    """Yield every situation of two policies that `aligned` returned, slice by slice.

    Raises NotProved where there are too many.
    """
    compared = facts_compared(old, new)
    halves = StateSpace(old, also=compared), StateSpace(new, also=compared)
    if halves[0].facts != halves[1].facts or any(old.codes[fact] != new.codes[fact] for fact in halves[0].facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    tiers = [tier for tier in old.policy.tiers if tier in new.policy.tiers]
    for fixed, idle in _cuts(halves):
        try:
            before, after = ({tier: half.proof(tier, fixed, idle) for tier in tiers} for half in halves)
        except TooManyOutcomes:
            raise NotProved from None
        yield Slice(before, after, idle)


def facts_compared(old: CompiledPolicy, new: CompiledPolicy) -> set[str]:
    """Return the facts that decisions of either policy depend on, and those by which one of them presumes these."""
    found = set(old.relevant | new.relevant)
    left = -1
    while left != len(found):
        left = len(found)
        for compiled in (old, new):
            for name in found & set(compiled.presumptions):
                found = found.union(*(facts_of(when) for when, _ in compiled.presumptions[name]))
    return found - {"tier"}


def _cuts(halves: tuple[StateSpace, StateSpace]) -> list[Cut]:
    """Return the codes that each slice fixes, and the facts that neither policy reads in it."""
    absent = _absent(halves[0].compiled) | _absent(halves[1].compiled)

    def read(fixed: Mapping[str, int]) -> dict[str, int]:
        counts = dict.fromkeys(absent, 1)
        for half in halves:
            for fact, count in half.read(fixed).items():
                counts[fact] = counts.get(fact, 0) + count
        return counts

    try:
        return slices_of(halves[0].facts, halves[0].compiled.codes, read)
    except TooManySituations:
        raise NotProved from None


def _absent(compiled: CompiledPolicy) -> set[str]:
    """Return the facts that settle which facts can be absent: where some value is presumed, none is."""
    found: set[str] = set()
    for name, cases in compiled.presumptions.items():
        if compiled.facts[name].optional and cases:
            found |= {name}.union(*(facts_of(when) for when, _ in cases))
    return found
