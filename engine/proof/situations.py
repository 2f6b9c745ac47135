"""Every situation of a policy at once: the ground on which things are proved.

The situations of each tier are laid out as one space of bits, the same for all tiers, so that
what a rule or an outcome covers is an integer and two tiers compare by an AND. Where the space
of all facts is too large, it is cut into slices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ..model import SCOPES
from ..rules.budget import OutOfSteps, share
from ..rules.compiled import facts_of
from ..rules.compiled_policy import span_facts
from ..rules.hit_policy import TooManyOutcomes
from ..rules.outcomes import Outcome, outcomes
from ..rules.spaces import Space, constant, holding, where
from .dependencies import bearing_on, deciding, with_absence
from .slices import TooManySituations, slices_of, still_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ..rules.compiled import Compiled, CompiledGroup
    from ..rules.compiled_policy import CompiledPolicy
    from ..rules.spaces import Sets

_KEPT = 16_000_000_000
"""Bits of all proofs of a policy, 2 GB: a situation takes one for each rule and outcome, in every tier."""

_PART = 4
"""The part of the steps left that laying out one space may take, so that smaller ones can still be."""

_CHOSEN = 4096
"""Combinations of idle facts' codes that are tried."""


@dataclass(frozen=True, slots=True)
class TierSituations:
    """All situations of one tier, within one slice, and what the policy decides in each.

    `parts` has every situation in one outcome. `sets` are those that each group was evaluated
    on, `fixed` the codes of the facts that are not part of the space; those of `idle` facts stand
    for all others, because nothing reads them in this slice. `valid` are the situations that some
    request can be in.
    """

    compiled: CompiledPolicy
    tier: str
    space: Space
    fixed: Mapping[str, int]
    parts: Mapping[Outcome, int]
    valid: int
    sets: Mapping[str, Sets]
    _holding: dict[str, list[int]] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()

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
        """Return the situations in which a condition holds for some values of the idle facts that it reads."""
        idle = sorted(facts_of(condition) & self.idle)
        codes = [self.compiled.codes[fact] for fact in idle]
        if prod(len(axis) for axis in codes) > _CHOSEN:
            return self.valid
        situations = 0
        for chosen in product(*codes):
            sets = {**self.sets[group], **constant(dict(zip(idle, chosen, strict=True)), self.space.all)}
            situations |= where(condition, sets, self.space.all)
        return situations & self.valid

    def applies(self, group: str) -> int:
        """Return the situations in which a group's outcome is part of the decision, or decides another's."""
        if group == "scope" or (group == "priority" and self.compiled.scope_reads_priority):
            return self.valid
        return sum(bits for outcome, bits in self.parts.items() if _arises(group, outcome)) & self.valid

    def codes(self, bits: int) -> dict[str, int]:
        """Return the codes of one situation of a set that is not empty, presumed values where it has them."""
        for fact in self.space.facts:
            for _, code in self.compiled.presumptions.get(fact, ()):
                usual = self.sets["scope"][fact].get(code, 0) & bits
                if usual:
                    bits = usual
                    break
        return {**self.fixed, **self.space.first(bits)}


def _arises(group: str, outcome: Outcome) -> bool:
    if group == "priority":
        return outcome.scope == "support"
    return outcome.coverage is not None if group == "coverage" else outcome.ways is not None


class StateSpace:
    """The proofs of a policy, tier by tier, of its whole decisions or of one group alone."""

    def __init__(self, compiled: CompiledPolicy, group: str | None = None, also: Collection[str] = ()) -> None:
        """Take what is to be decided, everything or one group, and facts that vary in every slice, read or not.

        With facts `also` vary those on which it depends whether they can be absent.
        """
        self.compiled = compiled
        self._group = group
        self._also = frozenset(with_absence(compiled, also))
        self._alike = {
            name: [n for n, rule in enumerate(rules.rules) if not facts_of(rule.when) & {"tier", "scope", "priority"}]
            for name, rules in compiled.groups.items()
        }
        bearing = compiled.relevant & bearing_on(compiled, group) if group else compiled.relevant
        self.facts = [
            fact
            for fact in compiled.codes
            if fact not in ("tier", "scope", "priority") and (fact in self._also or fact in bearing)
        ]

    @cached_property
    def slices(self) -> tuple[Mapping[str, TierSituations], ...] | None:
        """The proofs by tier, slice by slice; None where there are too many situations."""
        try:
            with share(_PART):
                return tuple(self._laid_out())
        except (OutOfSteps, TooManyOutcomes, TooManySituations):
            return None

    def _laid_out(self) -> Iterator[Mapping[str, TierSituations]]:
        """Yield the proofs of each slice; raises TooManySituations once they would not fit into memory."""
        free_bits = _KEPT
        rules = sum(len(group.rules) for group in self._groups())
        for cut in slices_of(self.facts, self.compiled.codes, self.read, self._also):
            proofs, same = {}, dict[str, dict[int, int]]()
            for tier in self.compiled.policy.tiers:
                proofs[tier] = proof = self.proof(tier, *cut, same)
                # Of each rule it is kept where it holds, and where it wins.
                free_bits -= proof.space.size * (len(proof.parts) + 2 * rules)
                if free_bits < 0:
                    raise TooManySituations
            yield proofs

    def proofs(self) -> Iterator[TierSituations]:
        """Yield every proof of every slice."""
        for proofs in self.slices or ():
            yield from proofs.values()

    def read(self, fixed: Mapping[str, int]) -> dict[str, int]:
        """Return the facts that are read once some are fixed, with how often each is."""
        read = still_read(
            self.compiled, self._groups(), fixed, span_facts(self.compiled.policy) if self._group is None else ()
        )
        return {fact: count for fact, count in read.items() if fact in self.facts}

    def _groups(self) -> list[CompiledGroup]:
        names = deciding(self.compiled, self._group) if self._group else tuple(self.compiled.groups)
        return [self.compiled.groups[name] for name in names]

    def proof(
        self,
        tier: str,
        fixed: Mapping[str, int],
        idle: frozenset[str],
        same: dict[str, dict[int, int]] | None = None,
    ) -> TierSituations:
        """Return the proof of one tier in a slice that fixes codes; those of `idle` facts stand for all others.

        `same` keeps, by group and place, where rules hold that read the same in every tier of the slice.
        """
        compiled = self.compiled
        same = {} if same is None else same
        free = [fact for fact in self.facts if fact not in fixed]
        space = Space([compiled.codes[fact] for fact in free])
        # The tier is none of them: whether or not a rule reads it, the proof is of this one.
        known = {"tier", *free, *fixed}
        unread = {fact: _usual(compiled, fact) for fact in compiled.relevant if fact not in known}
        held = {**unread, **fixed, "tier": compiled.codes["tier"].code(tier)}
        sets = constant(held, space.all) | {fact: space.choices(fact) for fact in space.facts}
        read_sets: dict[str, Sets] = {}
        bits: dict[str, list[int]] = {}

        def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
            if group.name == "channel" and self._group not in (None, "channel"):
                return [0] * len(group.rules)  # whatever it adds, it is not asked about
            read_sets[group.name] = dict(at)
            known = same.setdefault(group.name, {})
            holding_rules = [
                known[n] if n in known else where(rule.when, at, space.all) for n, rule in enumerate(group.rules)
            ]
            known.update({n: holding_rules[n] for n in self._alike[group.name]})
            bits[group.name] = holding_rules
            return bits[group.name]

        parts = outcomes(compiled, tier, sets, space.all, evaluate)
        decided = {**sets, **_decided(compiled, parts)}
        read_sets = {**dict.fromkeys(compiled.groups, decided), **read_sets}
        held.pop("tier")
        valid = _valid(compiled, sets, space)
        return TierSituations(compiled, tier, space, held, parts, valid, read_sets, bits, idle | frozenset(unread))


def _usual(compiled: CompiledPolicy, fact: str) -> int:
    """Return the code of some value of a fact, which any request can state."""
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


def _valid(compiled: CompiledPolicy, sets: Sets, space: Space) -> int:
    """Return the situations that some request can be in: where a value is presumed, nobody can have none."""
    valid = space.all
    for fact, cases in compiled.presumptions.items():
        if compiled.facts[fact].optional and fact in sets:
            absent = sets[fact].get(compiled.codes[fact].code(None), 0)
            for when, _ in cases:
                valid &= ~(absent & where(when, sets, space.all))
    return valid
