"""All situations of one tier as sets, and what is decided in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from ..model import Policy
from ..model.receipt_facts import is_receipt_fact
from ..rules.compiled import Compiled, facts_of
from ..rules.compiled_policy import CompiledPolicy
from ..rules.derivations import derived_sets
from ..rules.outcomes import Outcome
from ..rules.spaces import Sets, Space, constant, holding, union, where
from .occurring_receipts import Combination, Receipts, SomeReceipts

BY_TIER = {"tier", "scope", "priority"}
"""Facts by which rules can hold elsewhere in one tier than in another."""

_CHOSEN = 4096
"""Combinations of unread facts' codes that are tried."""


@dataclass(frozen=True, slots=True, eq=False)
class TierSituations:
    """All situations of one tier, and what the policy decides in each.

    `parts` has every situation in one outcome. `sets` are those that each group was evaluated
    on. `unread` are the codes of facts that are not part of the space; they stand for all others,
    because nothing that is asked about reads them. `valid` are the situations that some request can be in.
    """

    compiled: CompiledPolicy
    tier: str
    space: Space
    unread: Mapping[str, int]
    parts: Mapping[Outcome, int]
    valid: int
    sets: Mapping[str, Sets]
    receipts: Receipts
    _holding: dict[str, list[int]]

    def holding(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules hold."""
        if group not in self._holding:
            self._holding[group] = holding(self.compiled.groups[group], self.sets[group], self.space.all)
        return self._holding[group]

    def holding_where_it_applies(self, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules hold and its question arises."""
        applies = self.applies(group)
        return [bits & applies for bits in self.holding(group)]

    def where(self, condition: Compiled, group: str = "channel") -> int:
        """Return the situations in which a condition holds, as a group would read it."""
        return where(condition, self.sets[group], self.space.all) & self.valid

    def could_be(self, condition: Compiled, group: str) -> int:
        """Return the situations in which a condition holds for some values of the facts in it that are not laid out."""
        unread = sorted(self.compiled.base_facts(facts_of(condition)).difference(self.space.facts, BY_TIER))
        codes = [self.compiled.codes[fact] for fact in unread]
        if prod(len(axis) for axis in codes) > _CHOSEN:
            return self.valid
        situations = 0
        for chosen in product(*codes):
            sets = {**self.sets[group], **constant(dict(zip(unread, chosen, strict=True)), self.space.all)}
            situations |= where(condition, self.derived_anew(sets), self.space.all)
        return situations & self.valid

    def derived_anew(self, sets: Sets) -> Sets:
        """Return sets with those of derived facts as they follow from the others."""
        derivations = self.compiled.derivations
        stated = {fact: own for fact, own in sets.items() if fact not in derivations}
        return stated | derived_sets(derivations, stated, self.space.all)

    def applies(self, group: str) -> int:
        """Return the situations in which a group's outcome is part of the decision, or decides another's."""
        if group == "scope" or (group == "priority" and self.compiled.scope_reads_priority):
            return self.valid
        policy = self.compiled.policy
        return union(bits for outcome, bits in self.parts.items() if _arises(policy, group, outcome)) & self.valid

    def codes(self, bits: int) -> dict[str, int]:
        """Return the codes of one situation of a set that is not empty, presumed values where it has them."""
        for fact in self.space.facts:
            for _, code in self.compiled.presumptions.get(fact, ()):
                usual = self.sets["scope"][fact].get(code, 0) & bits
                if usual:
                    bits = usual
                    break
        # Of hours that nothing here reads, the receipt says whether they are open.
        unread = {fact: code for fact, code in self.unread.items() if not is_receipt_fact(fact)}
        return {**unread, **self.space.first(bits)}

    def received(self, bits: int) -> SomeReceipts | None:
        """Return the receipts at which a request can be in a situation of a set; None where it can at all of them."""
        facts = [fact for fact in self.receipts.facts if fact in self.space.facts]
        combinations = self.receipts.first if facts else {}
        possible = frozenset(combination for combination in combinations if bits & self._received_in(combination))
        return None if not facts or self.receipts.is_every(possible) else SomeReceipts(self.receipts, possible)

    def received_at(self, combinations: Iterable[Mapping[str, int]]) -> int:
        """Return the situations of a receipt at which facts of it, and of places, have some of these codes together."""
        return occurring(self.sets["scope"], self.space, combinations)

    def _received_in(self, combination: Combination) -> int:
        return self.received_at([self.receipts.codes_of(combination)])


def _arises(policy: Policy, group: str, outcome: Outcome) -> bool:
    if group == "priority":
        return outcome.scope == "support"
    if (promise := policy.group(group).promise) is not None:
        return outcome.scope == policy.promises[promise].scope
    return outcome.coverage is not None if group == "coverage" else outcome.ways is not None


def occurring(sets: Sets, space: Space, combinations: Iterable[Mapping[str, int]]) -> int:
    """Return the situations in which facts of the receipt, and of places, have one of some combinations of codes."""
    situations = 0
    for combination in combinations:
        bits = space.all
        for fact, code in combination.items():
            if fact in space.facts or not is_receipt_fact(fact):
                bits &= sets[fact].get(code, 0) if fact in sets else bits
        situations |= bits
    return situations
