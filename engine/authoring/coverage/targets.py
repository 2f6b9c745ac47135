"""Targets: what cases can show of a policy, and the situations that show it.

Each is one test, asked of a request as far as its answer is certain, and of all situations at once: a condition, read
as a group reads it, and what the outcome must be. A request shows what holds in every situation that it can be in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ...rules.compiled import Both, facts_of, kleene
from ...rules.derivations import applied, derived_sets
from ...rules.hit_policy import Ways, winning
from ...rules.listed_entries import listed_entries
from ...rules.outcomes import outcomes
from ...rules.spaces import constant, holding, union, where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...proof.tier_situations import TierSituations
    from ...rules.compiled import Compiled
    from ...rules.outcomes import Outcome
    from .hits import Hits, ReceiptSide

ALWAYS = Both(())

_TRIED = 4096
"""Ways in which facts that no rule reads can turn out, up to which they are tried."""

_KEPT = 1 << 25
"""Bits of situations that are remembered of a proof."""

Extent = tuple[int, "Mapping[str, int]"]
"""A set of a proof's situations, and the codes that facts have in them which no rule reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A condition holds where the question of a group arises (without a group, anywhere), for some tiers or all.

    Of a `rule`, by its index in the group, nothing is asked but that it is among those that decided; of an `entry` of a
    derived fact, by its index, that it gave the fact a value that decides something. What of a `clock` counts is shown
    where it moves due or state: that depends on events, so no situation shows it by itself. `level` is the
    scope and the level that a promise is about; `accepts` tells what the outcome must be. Of what is of no group, the
    proof of one can be enough: `proof_group`. With a `receipt`, it must come in, or its clock start, on that side.
    """

    group: str = ""
    condition: Compiled = ALWAYS
    tiers: tuple[str, ...] = ()
    rule: int | None = None
    entry: tuple[str, int] | None = None
    level: tuple[str, str | None] | None = None
    accepts: Callable[[Outcome], bool] | None = None
    proof_group: str = ""
    receipt: ReceiptSide | None = None
    clock: tuple[str, str] | None = None

    @property
    def without_clock(self) -> Target:
        """The target as far as situations show it, which say nothing of events."""
        return replace(self, clock=None) if self.clock else self

    def is_shown(self, hits: Hits) -> bool:
        """Tell whether a request shows it; where it is not known when that was received, whether some receipt does."""
        if self.receipt is not None and hits.received is not None and not self.receipt.is_received(hits):
            return False
        if self.rule is not None:
            return self.rule in hits.decides[self.group]
        if self.clock is not None:
            return self.clock in hits.clocks()
        if self.entry is not None:
            derived = hits.derived().get(self.entry[0])
            return derived is not None and derived.decides and derived.place == self.entry[1]
        return self.is_asked(hits) and kleene(self.condition, hits.codes[self.group]) is True

    def is_asked(self, hits: Hits) -> bool:
        """Tell whether its condition is asked of a request: one of the tier, outcome and group that it takes."""
        return (
            (not self.tiers or hits.tier in self.tiers)
            and self.group in hits.applies
            and (self.accepts is None or all(map(self.accepts, hits.known.outcomes)))
        )

    def extents(self, sets: SituationSets, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield the situations that show it, where facts that no rule reads have the codes `stated`."""
        if self.rule is not None:
            received = sets.having(self.receipt.can_be) if self.receipt else sets.proof.space.all
            yield sets.decides(self.group)[self.rule] & received, stated
        elif self.entry is not None:
            yield sets.derives(self.entry[0])[self.entry[1]], stated
        elif not self.tiers or sets.proof.tier in self.tiers:
            accepted = sets.having(self.accepts) if self.accepts else sets.proof.space.all
            if self.receipt:
                accepted &= sets.having(self.receipt.can_be)
            for bits, codes in sets.where(self.condition, self.group, stated):
                yield bits & accepted, codes


class SituationSets:
    """All situations of one tier, within one slice."""

    def __init__(self, proof: TierSituations) -> None:
        self.proof = proof
        self.decides = cache(self._decides)
        self.derives = cache(self._derives)
        self._applies = cache(proof.applies)
        # What is offered is looked for among all that is not covered, so that each condition is asked many times over.
        self._holding = lru_cache(max(1, _KEPT // max(1, proof.space.set_size)))(self._where)

    @cached_property
    def _parts(self) -> list[tuple[Outcome, int]]:
        """The outcomes with the situations that some request can be in."""
        parts = ((outcome, bits & self.proof.valid) for outcome, bits in self.proof.parts.items())
        return [(outcome, bits) for outcome, bits in parts if bits]

    def having(self, accepts: Callable[[Outcome], bool]) -> int:
        """Return the situations whose outcome is accepted."""
        return union(bits for outcome, bits in self._parts if accepts(outcome))

    def _decides(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a decision lists it among those that decided."""
        policy = self.proof.compiled.policy
        if group == "channel":
            settled = self.having(lambda outcome: isinstance(outcome.ways, Ways))
            return [bits & settled for bits in winning(policy, group, self.proof.holding(group))]
        wins = winning(policy, group, self.proof.holding_where_it_applies(group))
        if group == "priority":
            support = self.having(lambda outcome: outcome.scope == "support")
            return [bits & support for bits in wins]
        return wins

    def _derives(self, fact: str) -> list[int]:
        """Return, entry by entry, the situations in which it gives a derived fact its value, and another would matter.

        What is derived from the fact follows.
        """
        proof = self.proof
        compiled, everything = proof.compiled, proof.space.all
        sets = {name: own for name, own in proof.sets["scope"].items() if name not in ("scope", "priority")}
        if fact not in sets:
            return [0] * len(compiled.derivations[fact])
        stated = {name: own for name, own in sets.items() if name not in compiled.derivations}
        changing = 0
        for code in compiled.codes[fact]:
            assumed = {**stated, fact: {code: everything}}
            assumed |= derived_sets(compiled.derivations, assumed, everything)
            parts = outcomes(compiled, proof.tier, assumed, everything, partial(holding, everything=everything))
            changing |= everything & ~union(bits & proof.parts.get(outcome, 0) for outcome, bits in parts.items())
            changing |= self._listed_otherwise(assumed)
        counting, _ = applied(compiled.derivations[fact], sets, everything)
        return [bits & changing & proof.valid for _, bits in counting]

    def _listed_otherwise(self, assumed: Mapping[str, dict[int, int]]) -> int:
        """Return where services, needs or steps of escalation are listed otherwise, were facts as they are assumed."""
        proof, everything = self.proof, self.proof.space.all
        as_decided = {name: proof.sets["channel"][name] for name in ("scope", "priority")}
        changed = 0
        for entry in listed_entries(proof.compiled):
            if entry.is_for(proof.tier) and facts_of(entry.condition) <= assumed.keys() | as_decided.keys():
                before, after = (
                    entry.situations(proof.parts, sets, everything)
                    for sets in (proof.sets["channel"], {**assumed, **as_decided})
                )
                changed |= before ^ after
        return changed

    def where(self, condition: Compiled, group: str, stated: Mapping[str, int]) -> Iterator[Extent]:
        """Yield where a condition holds as a group reads it whose question arises; without a group, anywhere.

        It may read facts that no rule reads; where they do not have codes in `stated`, they take any.
        """
        codes = self.proof.compiled.codes
        read = self.proof.compiled.base_facts(facts_of(condition))
        unread = read.difference(self.proof.sets[group or "channel"], ("scope", "priority"))
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
        sets = self.proof.sets[group or "channel"]
        if added:
            sets = self.proof.derived_anew(sets | constant(dict(added), everything))
        bits = where(condition, sets, everything)
        if group:
            return bits & self._applies(group)
        if "scope" in facts_of(condition):
            bits &= self.having(lambda outcome: isinstance(outcome.scope, str))
        return bits & self.proof.valid
