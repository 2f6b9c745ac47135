"""The situations that an invariant is about, and the pairs of them that one with `between` compares."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ...model import Invariant
from ...proof.situations import StateSpace, TierSituations
from ...rules.compiled import Compiled, compile_condition


class Side(NamedTuple):
    """One of two situations that are compared: its proof, the fact that the two differ in, and the fact's code."""

    proof: TierSituations
    fact: str
    code: int

    def situations(self, when: Compiled) -> int:
        """Return the situations of this side in which a condition holds."""
        bits = self.proof.where(when)
        return bits if self.fact == "tier" else bits & self.proof.sets["scope"][self.fact].get(self.code, 0)

    def moved(self, bits: int, code: int) -> int:
        """Return situations of this side as they are where the fact has another code."""
        return bits if self.fact == "tier" else self.proof.space.moved(bits, self.fact, self.code, code)


def sides(space: StateSpace, invariant: Invariant) -> Iterator[tuple[Side, Side]]:
    """Yield what is compared: each tier, or two of them, with a value of the fact and the next one."""
    fact, values = invariant.between or ("", ())
    proofs = space.by_tier or {}
    for values_compared in pairwise(values) if proofs else ():
        codes = [space.compiled.codes[fact].code(value) for value in values_compared]
        tiers = [map(str, values_compared)] if fact == "tier" else [(tier, tier) for tier in proofs]
        for before, after in tiers:
            yield Side(proofs[before], fact, codes[0]), Side(proofs[after], fact, codes[1])


def is_about_nothing(space: StateSpace, invariant: Invariant) -> bool:
    """Tell whether an invariant, of a policy of which all is proved, speaks of no situation, or compares no two."""
    when = compile_condition(invariant.when, space.compiled.codes)
    if invariant.between is None:
        return not any(proof.where(when) for proof in space.proofs())
    return not any(
        before.situations(when) & after.moved(after.situations(when), before.code)
        for before, after in sides(space, invariant)
    )
