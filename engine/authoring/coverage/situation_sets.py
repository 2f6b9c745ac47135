"""Sets of situations: one proof, with what is asked of it again and again worked out once."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ...rules.compiled import facts_of
from ...rules.hit_policy import Ways, winning
from ...rules.spaces import constant, where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.compiled import Compiled
    from ...rules.outcomes import Outcome

_TRIED = 4096
"""Ways in which facts that no rule reads can turn out, up to which they are tried."""

_KEPT = 1 << 25
"""Bits of situations that are remembered of a proof."""

Extent = tuple[int, "Mapping[str, int]"]
"""A set of a proof's situations, and the codes that facts have in them which no rule reads."""


class SituationSets:
    """All situations of one tier, within one slice."""

    def __init__(self, proof: TierSituations) -> None:
        self.proof = proof
        self.decides = cache(self._decides)
        self._applies = cache(proof.applies)
        # What is offered is looked for among all that is not covered, so that each condition is asked many times over.
        self._holding = lru_cache(max(1, _KEPT // proof.space.size))(self._where)

    @cached_property
    def _parts(self) -> list[tuple[Outcome, int]]:
        """The outcomes with the situations that some request can be in."""
        parts = ((outcome, bits & self.proof.valid) for outcome, bits in self.proof.parts.items())
        return [(outcome, bits) for outcome, bits in parts if bits]

    def having(self, accepts: Callable[[Outcome], bool]) -> int:
        """Return the situations whose outcome is accepted."""
        return sum(bits for outcome, bits in self._parts if accepts(outcome))

    def _decides(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a decision lists it among those that decided."""
        if group == "channel":
            settled = self.having(lambda outcome: isinstance(outcome.ways, Ways))
            return [bits & settled for bits in self.proof.holding(group)]
        wins = winning(self.proof.compiled.policy, group, self.proof.holding_where_it_applies(group))
        if group == "priority":
            support = self.having(lambda outcome: outcome.scope == "support")
            return [bits & support for bits in wins]
        return wins

    def where(self, condition: Compiled, group: str, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield where a condition holds as a group reads it whose question arises; without a group, anywhere.

        It may read facts that no rule reads; where they do not have codes in `stated`, they take any.
        """
        codes = self.proof.compiled.codes
        unread = facts_of(condition).difference(self.proof.sets[group or "channel"], ("scope", "priority"))
        free = [fact for fact in codes if fact in unread]
        choices = [[stated[fact]] if fact in stated else list(codes[fact]) for fact in free]
        if prod(map(len, choices)) > _TRIED:
            return
        for chosen in product(*choices):
            added = tuple(zip(free, chosen, strict=True))
            bits = self._holding(condition, group, added)
            if bits:
                yield bits, {**stated, **dict(added)}

    def _where(self, condition: Compiled, group: str, added: tuple[tuple[str, int], ...]) -> int:
        everything = self.proof.space.all
        bits = where(condition, self.proof.sets[group or "channel"] | constant(dict(added), everything), everything)
        if group:
            return bits & self._applies(group)
        if "scope" in facts_of(condition):
            bits &= self.having(lambda outcome: isinstance(outcome.scope, str))
        return bits & self.proof.valid
