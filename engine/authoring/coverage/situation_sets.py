"""A plot: one proof, with what is asked of it again and again worked out once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ...rules.compiled import facts_of
from ...rules.outcomes import Ways
from ...rules.spaces import constant, where
from ..check.wins import wins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.compiled import Compiled, Test
    from ...rules.outcomes import Outcome

_TRIED = 4096
"""Ways in which facts that no rule reads can turn out, up to which they are tried."""

_KEPT = 1 << 25
"""Bits of situations that are remembered of a plot."""

Place = tuple[int, "Mapping[str, int]"]
"""A set of a plot's situations, and the codes that facts have in them which no rule reads."""


class SituationSets:
    """All situations of one tier, within one slice."""

    def __init__(self, proof: TierSituations) -> None:
        self.proof = proof
        self.policy = proof.compiled.policy
        self._applies: dict[str, int] = {"": proof.valid}
        self._decides: dict[str, list[int]] = {}
        # What is offered is looked for among all that is not covered, so that each test is asked many times over.
        self.holding = lru_cache(max(1, _KEPT // proof.space.size))(self._holding)

    @cached_property
    def parts(self) -> list[tuple[Outcome, int]]:
        """The outcomes with the situations that some request can be in."""
        found = ((outcome, bits & self.proof.valid) for outcome, bits in self.proof.parts.items())
        return [(outcome, bits) for outcome, bits in found if bits]

    def having(self, so: Callable[[Outcome], bool]) -> int:
        """Return the situations whose outcome is so."""
        return sum(bits for outcome, bits in self.parts if so(outcome))

    def applies(self, group: str) -> int:
        """Return the situations in which a group's question arises; without a group, all."""
        if group not in self._applies:
            self._applies[group] = self.proof.applies(group)
        return self._applies[group]

    def decides(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a decision lists it among those that decided."""
        if group not in self._decides:
            self._decides[group] = self._winning(group)
        return self._decides[group]

    def _holding(self, group: str, test: Test) -> int:
        """Return the situations in which a test holds as a group reads it."""
        return where(test, self.proof.sets[group], self.proof.space.all)

    def _winning(self, group: str) -> list[int]:
        if group == "channel":
            settled = self.having(lambda outcome: isinstance(outcome.ways, Ways))
            return [bits & settled for bits in self.proof.holding(group)]
        found = wins(self.policy, self.proof, group)
        if group == "priority":
            support = self.having(lambda outcome: outcome.scope == "support")
            return [bits & support for bits in found]
        return found

    def fulfilling(self, condition: Compiled, told: Mapping[str, int]) -> Iterator[Place]:
        """Yield where a condition holds that may read facts which no rule does; `told` are codes they have."""
        sets = self.proof.sets["channel"]
        codes = self.proof.compiled.codes
        reads = facts_of(condition)
        free = [fact for fact in codes if fact in reads and fact not in sets and fact not in ("scope", "priority")]
        choices = [[told[fact]] if fact in told else list(codes[fact]) for fact in free]
        if prod(map(len, choices)) > _TRIED:
            return
        decided = self.proof.valid
        if "scope" in reads:
            decided = self.having(lambda outcome: isinstance(outcome.scope, str))
        for chosen in product(*choices):
            one = dict(zip(free, chosen, strict=True))
            bits = where(condition, sets | constant(one, self.proof.space.all), self.proof.space.all) & decided
            if bits:
                yield bits, {**told, **one}
