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
    from ...proof.slices import Slice
    from ...rules.compiled_policy import CompiledPolicy


class NotProved(Exception):
    """There are more situations, or more combinations of channel rules, than can be compared."""


@dataclass(frozen=True, slots=True)
class CommonSlice:
    """The proofs of both policies for the tiers that both have, over one space.

    `idle` are the facts of which all codes are alike in the slice, which lays out one of them.
    """

    old: Mapping[str, TierSituations]
    new: Mapping[str, TierSituations]
    idle: frozenset[str]


def common_slices(old: CompiledPolicy, new: CompiledPolicy) -> Iterator[CommonSlice]:
    """Yield every situation of two policies that `compile_aligned` returned, slice by slice.

    Raises NotProved where there are too many.
    """
    compared = compared_facts(old, new)
    spaces = StateSpace(old, also=compared), StateSpace(new, also=compared)
    if spaces[0].facts != spaces[1].facts or any(old.codes[fact] != new.codes[fact] for fact in spaces[0].facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    tiers = [tier for tier in old.policy.tiers if tier in new.policy.tiers]
    for fixed, idle in _slices(spaces):
        try:
            before, after = ({tier: space.proof(tier, fixed, idle) for tier in tiers} for space in spaces)
        except TooManyOutcomes:
            raise NotProved from None
        yield CommonSlice(before, after, idle)


def compared_facts(old: CompiledPolicy, new: CompiledPolicy) -> set[str]:
    """Return the facts that decisions of either policy depend on, and those by which one of them presumes these."""
    facts = set(old.relevant | new.relevant)
    count = -1
    while count != len(facts):
        count = len(facts)
        for compiled in (old, new):
            for name in facts & set(compiled.presumptions):
                facts = facts.union(*(facts_of(when) for when, _ in compiled.presumptions[name]))
    return facts - {"tier"}


def _slices(spaces: tuple[StateSpace, StateSpace]) -> list[Slice]:
    """Return the codes that each slice fixes, and the facts that neither policy reads in it."""
    absent = _absence_facts(spaces[0].compiled) | _absence_facts(spaces[1].compiled)

    def read(fixed: Mapping[str, int]) -> dict[str, int]:
        counts = dict.fromkeys(absent, 1)
        for space in spaces:
            for fact, count in space.read(fixed).items():
                counts[fact] = counts.get(fact, 0) + count
        return counts

    try:
        return slices_of(spaces[0].facts, spaces[0].compiled.codes, read)
    except TooManySituations:
        raise NotProved from None


def _absence_facts(compiled: CompiledPolicy) -> set[str]:
    """Return the facts that settle which facts can be absent: where some value is presumed, none is."""
    facts: set[str] = set()
    for name, cases in compiled.presumptions.items():
        if compiled.facts[name].optional and cases:
            facts |= {name}.union(*(facts_of(when) for when, _ in cases))
    return facts
