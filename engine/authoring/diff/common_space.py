"""The situations of two aligned policies, laid out and cut alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...proof.situations import StateSpace
from ...proof.slices import slices_of
from ...rules.compiled import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.compiled_policy import CompiledPolicy


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

    Raises TooManySituations or TooManyOutcomes where there are more than can be compared.
    """
    compared = compared_facts(old, new)
    spaces = StateSpace(old, also=compared), StateSpace(new, also=compared)
    facts = spaces[0].facts
    if facts != spaces[1].facts or any(old.codes[fact] != new.codes[fact] for fact in facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    absence = Counter(_absence_facts(old) | _absence_facts(new))
    tiers = [tier for tier in old.policy.tiers if tier in new.policy.tiers]
    for fixed, idle in slices_of(
        facts, old.codes, lambda fixed: sum((Counter(space.read(fixed)) for space in spaces), absence)
    ):
        before, after = ({tier: space.proof(tier, fixed, idle) for tier in tiers} for space in spaces)
        yield CommonSlice(before, after, idle)


def compared_facts(old: CompiledPolicy, new: CompiledPolicy) -> set[str]:
    """Return the facts that decisions of either policy depend on, and those by which one of them presumes these."""
    facts: set[str] = set()
    ahead = [*old.relevant, *new.relevant]
    while ahead:
        name = ahead.pop()
        if name not in facts:
            facts.add(name)
            cases = (*old.presumptions.get(name, ()), *new.presumptions.get(name, ()))
            ahead += (fact for when, _ in cases for fact in facts_of(when))
    return facts - {"tier"}


def _absence_facts(compiled: CompiledPolicy) -> set[str]:
    """Return the facts that settle which facts can be absent: where some value is presumed, none is."""
    return {
        fact
        for name, cases in compiled.presumptions.items()
        for when, _ in cases
        for fact in (name, *facts_of(when))
        if compiled.facts[name].optional
    }
