"""The situations of two aligned policies, laid out alike."""

from typing import NamedTuple

from ...proof.situations import StateSpace, TierSituations
from ...rules.compiled import facts_of
from ...rules.compiled_policy import CompiledPolicy


class ProofPair(NamedTuple):
    """The situations of a tier that both policies have, over one space, as each policy decides them."""

    old: TierSituations
    new: TierSituations


def common_proofs(old: CompiledPolicy, new: CompiledPolicy) -> list[ProofPair]:
    """Return every situation of two policies that `compile_aligned` returned, in the tiers that both have.

    Raises OutOfSteps or TooManyOutcomes where there are more than can be compared.
    """
    compared = compared_facts(old, new)
    spaces = StateSpace(old, also=compared), StateSpace(new, also=compared)
    if spaces[0].facts != spaces[1].facts or any(old.codes[fact] != new.codes[fact] for fact in spaces[0].facts):
        message = "the two policies are not aligned"
        raise ValueError(message)
    tiers = (tier for tier in old.policy.tiers if tier in new.policy.tiers)
    return [ProofPair(*(own.decided(tier, spaces[0].space) for own in spaces)) for tier in tiers]


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
