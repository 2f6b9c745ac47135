"""Telling a mutant from its policy: the situations that the two decide unlike, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...findings import Findings
from ...rules.outcomes import outcomes
from ...rules.rulebook import compile_policy
from ...rules.spaces import where
from ..lateness import owed_of
from ..proofs import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Condition, Policy
    from ...rules.compiled import CompiledGroup, CompiledRule
    from ...rules.outcomes import Outcome, Parts
    from ...rules.rulebook import Rulebook
    from ...rules.spaces import Sets
    from ..lateness import Lateness
    from ..proofs import Proof


class Apart(NamedTuple):
    """Situations of a proof that two policies decide unlike, their outcomes, and an instant that shows it."""

    proof: Proof
    bits: int
    before: Outcome
    after: Outcome
    received: str | None


class Original:
    """A policy to which mutants are compared."""

    def __init__(self, policy: Policy, lateness: Lateness) -> None:
        """Take the policy; it is laid out once for all mutants that name no values of their own."""
        self.policy = policy
        self.lateness = lateness
        self._conditions = [rule.when for group in policy.groups for rule in group.rules]
        self._book = compile_policy(policy, Findings())
        self._ground = Ground(self._book)

    def told_apart(self, mutant: Policy) -> Iterator[Apart] | None:
        """Yield the sets of situations in which a mutant decides unlike; None where there are too many situations."""
        book = compile_policy(mutant, Findings(), self._conditions)
        ground = self._ground if book.codes == self._book.codes else self._beside(mutant)
        return None if ground.slices is None else self._apart(ground, book)

    def _beside(self, mutant: Policy) -> Ground:
        conditions: list[Condition] = [rule.when for group in mutant.groups for rule in group.rules]
        return Ground(compile_policy(self.policy, Findings(), conditions))

    def _apart(self, ground: Ground, book: Rulebook) -> Iterator[Apart]:
        same: dict[tuple[Outcome, Outcome], tuple[bool, str | None]] = {}
        other_hours = book.policy.hours is not self.policy.hours
        for proof in ground.proofs():
            changed = _parts(proof, book)
            for after, bits in changed.items():
                for before, those in proof.parts.items():
                    both = those & bits & proof.valid if before != after or other_hours else 0
                    if both:
                        if (before, after) not in same:
                            same[before, after] = self._alike(book.policy, before, after)
                        is_alike, received = same[before, after]
                        if not is_alike:
                            yield Apart(proof, both, before, after, received)

    def _alike(self, mutant: Policy, before: Outcome, after: Outcome) -> tuple[bool, str | None]:
        """Tell whether two outcomes come to the same, and else an instant of receipt at which they do not."""
        if (before.scope, before.level, before.ways) != (after.scope, after.level, after.ways):
            return False, None
        for name in self.policy.promises:
            one, other = owed_of(before, name), owed_of(after, name)
            received = self.lateness.differs(self.policy, one, mutant, other)
            if received is not None:
                return False, received
        return True, None


def _parts(proof: Proof, book: Rulebook) -> Parts:
    """Decide the situations of a proof by another rulebook; rules that stand in both are not evaluated again."""
    known: dict[str, dict[str, tuple[CompiledRule, int]]] = {
        name: {rule.id: (rule, bits) for rule, bits in zip(group.rules, proof.holding(name), strict=True)}
        for name, group in proof.book.groups.items()
    }

    def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
        before = proof.sets[group.name]
        stands = all(at.get(fact) == before.get(fact) for fact in ("scope", "priority") if fact in group.reads)
        found = []
        for rule in group.rules:
            earlier = known[group.name].get(rule.id)
            unchanged = stands and earlier is not None and earlier[0].when == rule.when
            found.append(earlier[1] if unchanged and earlier else where(rule.when, at, proof.space.all))
        return found

    sets = {fact: codes for fact, codes in proof.sets["scope"].items() if fact not in ("scope", "priority")}
    return outcomes(book, proof.tier, sets, proof.space.all, evaluate)
