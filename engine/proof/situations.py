"""Every situation of a policy at once, in which things are proved.

The situations of each tier are laid out as one space, the same for all tiers, so that what a rule
or an outcome covers is a set of them and two tiers compare by an AND.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from ..model import CLAIM, NO_CLAIM, SCOPES
from ..rules.absences import possible_situations, with_absence
from ..rules.budget import OutOfSteps, share
from ..rules.compiled import CompiledGroup, facts_of
from ..rules.compiled_policy import CompiledPolicy
from ..rules.derivations import derived_sets
from ..rules.diagrams import space_of
from ..rules.hit_policy import TooManyOutcomes
from ..rules.outcomes import Outcome, outcomes
from ..rules.spaces import Sets, Space, constant, where
from .dependencies import deciding_facts, deciding_groups
from .occurring_receipts import Receipts
from .tier_situations import BY_TIER, TierSituations, occurring

_PART = 4
"""The part of the steps left that laying out one space may take, so that smaller ones can still be."""

_OUTCOMES = 256
"""Sets of outcomes that are reckoned with, for each tier."""


class StateSpace:
    """The situations of a policy, tier by tier, with its whole decisions or those of one group alone."""

    def __init__(
        self,
        compiled: CompiledPolicy,
        group: str | None = None,
        also: Collection[str] = (),
        receipts: Receipts | None = None,
    ) -> None:
        """Take what is to be decided, everything or one group, and facts that vary, whether or not it reads them.

        With facts `also` vary those on which it depends whether they can be absent. `receipts` are those that occur.
        """
        self.compiled = compiled
        self.receipts = receipts or Receipts.of(compiled)
        self._group = group
        relevant = compiled.relevant & deciding_facts(compiled, group) if group else compiled.relevant
        relevant |= compiled.receipts.keys() if group is None else set()
        varying = (relevant | with_absence(compiled, also)) - BY_TIER
        self.facts = [fact for fact in compiled.codes if fact in varying]
        # Where rules hold that read none of these is the same in every tier.
        self._alike = {
            name: [n for n, r in enumerate(rules.rules) if not compiled.base_facts(facts_of(r.when)) & BY_TIER]
            for name, rules in compiled.groups.items()
        }
        self._holding_alike: dict[str, dict[int, int]] = {name: {} for name in compiled.groups}

    @cached_property
    def space(self) -> Space:
        """The completions of all facts: where nothing is stated, each is a situation."""
        rules = sum(len(self.compiled.groups[name].rules) for name in self._groups)
        # Of each rule it is kept where it holds, and where it wins.
        sets = len(self.compiled.policy.tiers) * (2 * rules + _OUTCOMES)
        return space_of([self.compiled.codes[fact] for fact in self.facts], sets)

    @cached_property
    def by_tier(self) -> Mapping[str, TierSituations] | None:
        """The situations of each tier, decided; None where that takes too many steps."""
        try:
            with share(_PART):
                return {tier: self.decided(tier, self.space) for tier in self.compiled.policy.tiers}
        except (OutOfSteps, TooManyOutcomes):
            return None

    def proofs(self) -> Iterator[TierSituations]:
        """Yield the situations of every tier; none where they take too many steps."""
        yield from (self.by_tier or {}).values()

    @property
    def _groups(self) -> tuple[str, ...]:
        return deciding_groups(self.compiled, self._group) if self._group else tuple(self.compiled.groups)

    def decided(self, tier: str, space: Space) -> TierSituations:
        """Return the situations of one tier, laid out in a space of these facts, and what is decided in each."""
        compiled = self.compiled
        # The tier is none of the facts: whether or not a rule reads it, the proof is of this one.
        unread = {
            fact: _usual(compiled, fact) for fact in compiled.relevant if fact != "tier" and fact not in self.facts
        }
        known = constant({**unread, "tier": compiled.codes["tier"].code(tier)}, space.all)
        sets = known | {fact: space.choices(fact) for fact in space.facts}
        sets |= derived_sets(compiled.derivations, sets, space.all)
        read_sets: dict[str, Sets] = {}
        holding_rules: dict[str, list[int]] = {}

        def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
            if group.name == "channel" and self._group not in (None, "channel"):
                return [0] * len(group.rules)  # whatever it adds, it is not asked about
            read_sets[group.name] = dict(at)
            alike = self._holding_alike[group.name]
            bits = [alike[n] if n in alike else where(rule.when, at, space.all) for n, rule in enumerate(group.rules)]
            alike.update({n: bits[n] for n in self._alike[group.name]})
            holding_rules[group.name] = bits
            return bits

        parts = outcomes(compiled, tier, sets, space.all, evaluate)
        decided = {**sets, **_decided(compiled, parts)}
        return TierSituations(
            compiled=compiled,
            tier=tier,
            space=space,
            unread=unread,
            parts=parts,
            valid=possible_situations(compiled, sets, space) & self._occurring(sets, space),
            sets={**dict.fromkeys(compiled.groups, decided), **read_sets},
            receipts=self.receipts,
            _holding=holding_rules,
        )

    def _occurring(self, sets: Sets, space: Space) -> int:
        """Return the situations of which the hours are open together at some receipt, in their places."""
        receipts = self.receipts
        if not any(fact in space.facts for fact in receipts.facts):
            return space.all
        # Where it is not known what occurs, everything may.
        combinations = [receipts.codes_of(combination) for combination in receipts.first]
        return occurring(sets, space, combinations) if combinations else space.all


def _usual(compiled: CompiledPolicy, fact: str) -> int:
    """Return the code of some value of a fact, which any request can state; of a claim that there is none."""
    if fact == CLAIM:
        return compiled.codes[CLAIM].code(NO_CLAIM)
    return next(iter(compiled.codes[fact]))


def _decided(compiled: CompiledPolicy, parts: Mapping[Outcome, int]) -> Sets:
    """Return scope and priority as the groups read them that come after both."""
    levels: dict[int, int] = {}
    scopes: dict[int, int] = {}
    for outcome, bits in parts.items():
        code = compiled.codes["priority"].code(outcome.level if isinstance(outcome.level, str) else None)
        levels[code] = levels.get(code, 0) | bits
        if isinstance(outcome.scope, str):
            scope = SCOPES.index(outcome.scope)
            scopes[scope] = scopes.get(scope, 0) | bits
    return {"priority": levels, "scope": scopes}
