"""Where a goal is reached: the situations of one tier, and in which of them each fact is as a request has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from ..model import CLAIM, NO_CLAIM
from ..proof.dependencies import deciding_groups
from ..rules.budget import spend
from ..rules.compiled import CompiledGroup, facts_of
from ..rules.compiled_policy import CompiledPolicy
from ..rules.derivations import derived_sets
from ..rules.diagrams import space_of
from ..rules.known import applied_presumptions
from ..rules.outcomes import scope_and_priority
from ..rules.spaces import Sets, Space, constant, union, where

_OPERATION = 2
"""Steps that an operation takes at least, also on a small diagram."""

_OUTCOMES = 16
"""Sets that are kept for each tier beside those of its facts and rules."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The scope or the level that a request should have, None for whichever; only support has a level."""

    scope: str | None = None
    level: str | None = None

    @property
    def group(self) -> str:
        """The group that decides whether it is reached."""
        return "priority" if self.level else "scope"

    def __str__(self) -> str:
        """Return the level, or the scope in words where no level is asked for."""
        return self.level or (self.scope or "").replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestState:
    """What a request and its contract state, as codes, and the facts of which they say that nobody knows them."""

    tier: str
    stated: Mapping[str, int]
    blocked: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoalSituations:
    """The situations of one tier by what a request states.

    The goal is reached in those of `goal`. `held` are, by fact, those in which it is as it is where nobody changes
    it, and `statable` those in which somebody can have stated it.
    """

    tier: str
    space: Space
    goal: int
    held: Mapping[str, int]
    statable: Mapping[str, int]
    leading: frozenset[str]
    """The facts on which it depends what is presumed of others."""

    def reached(self, changed: frozenset[str]) -> int:
        """Return the situations to which these facts lead for certain, whatever is still open beside them."""
        situations, goal = self._left_by(changed), self._stated_goal(changed)
        reached = situations & goal
        if not reached:
            return reached
        return reached & ~self.widened(situations & ~goal, changed)

    def can_be_reached(self, changed: frozenset[str]) -> bool:
        """Tell whether some values of these facts together reach the goal, or leave it possible."""
        return bool(self._left_by(changed) & self._stated_goal(changed))

    def needed_of(self, facts: Iterable[str], changed: frozenset[str]) -> frozenset[str]:
        """Return those of some facts without whose change no change within a set of facts reaches the goal."""
        fixed = (bits for fact, bits in self.held.items() if fact not in changed)
        goal = reduce(and_, fixed, self.goal)
        return frozenset(fact for fact in facts if not self._with_unchanged(fact, goal))

    def _with_unchanged(self, fact: str, goal: int) -> int:
        """Return the situations of a goal in which a fact is as nobody changes it, whatever it turns out to be."""
        reached = goal & self.held[fact]
        if not reached or fact in self.leading:  # with it, other facts would change
            return reached
        spend(_OPERATION, self.space.set_size)
        return reached & ~self.space.anywhere(self.held[fact] & ~self.goal, fact)

    def widened(self, bits: int, changed: frozenset[str]) -> int:
        """Return the situations that are like some of a set in these facts, whatever the others are."""
        for fact in self.space.facts:
            if fact not in changed and bits:
                spend(_OPERATION, self.space.set_size)
                bits = self.space.anywhere(bits, fact)
        return bits

    def _left_by(self, changed: frozenset[str]) -> int:
        """Return the situations that a request can be in of which these facts are whatever they are."""
        spend(_OPERATION * len(self.space.facts), self.space.set_size)
        return reduce(and_, (bits for fact, bits in self.held.items() if fact not in changed), self.space.all)

    def _stated_goal(self, changed: frozenset[str]) -> int:
        """Return the situations in which the goal is reached, and somebody can have stated these facts so."""
        return reduce(and_, (self.statable[fact] for fact in changed), self.goal)


class GoalSpace:
    """The situations in which a policy decides a request, tier by tier, in one space."""

    def __init__(self, compiled: CompiledPolicy, goal: Goal, state: RequestState) -> None:
        """Take a policy, a goal and what the request states."""
        self.compiled = compiled
        self._goal = goal
        self._state = state
        read = _deciding(compiled, goal.group)
        # When it was received nobody can change.
        self.facts = [fact for fact in compiled.codes if fact in read and fact not in compiled.receipts]
        self._groups = deciding_groups(compiled, goal.group)
        rules = sum(len(compiled.groups[name].rules) for name in self._groups)
        sets = len(compiled.policy.tiers) * (2 * rules + 3 * len(self.facts) + _OUTCOMES)
        self._space = space_of([compiled.codes[fact] for fact in self.facts], sets)
        self._by_tier: dict[str, GoalSituations] = {}

    def of(self, tier: str) -> GoalSituations:
        """Return the situations of a tier."""
        if tier not in self._by_tier:
            self._by_tier[tier] = self._situations(tier)
        return self._by_tier[tier]

    def holding(self, tier: str, group: str, outcome: str) -> tuple[int, int]:
        """Return where rules of a tier give an outcome, and where the request is support besides."""
        sets = self._sets(tier)
        scopes, _ = scope_and_priority(self.compiled, sets, self._space.all, self._evaluate)
        rules = zip(
            self.compiled.policy.group(group).rules, self._evaluate(self.compiled.groups[group], sets), strict=True
        )
        giving = union(bits for rule, bits in rules if rule.then == outcome)
        return giving, giving & scopes.get("support", 0)

    def _situations(self, tier: str) -> GoalSituations:
        space, state = self._space, self._state
        sets = self._sets(tier)
        choices = {fact: space.choices(fact) for fact in self.facts}
        stated = {fact: choices[fact][state.stated[fact]] for fact in self.facts if fact in state.stated}
        return GoalSituations(
            tier=tier,
            space=space,
            goal=self._reached(sets),
            held={fact: stated.get(fact) or self._as_unstated(fact, sets) for fact in self.facts},
            statable={fact: self._statable(fact, sets) for fact in self.facts},
            leading=self._leading(),
        )

    def _leading(self) -> frozenset[str]:
        presumptions = (cases for fact, cases in self.compiled.presumptions.items() if fact in self.facts)
        read = (facts_of(when) for cases in presumptions for when, _ in cases)
        return frozenset(self.compiled.base_facts(set().union(*read)))

    def _sets(self, tier: str) -> Sets:
        compiled, space = self.compiled, self._space
        receipts = {fact: code for fact, code in self._state.stated.items() if fact in compiled.receipts}
        sets = constant({**receipts, "tier": compiled.codes["tier"].code(tier)}, space.all)
        sets |= {fact: space.choices(fact) for fact in self.facts}
        return sets | derived_sets(compiled.derivations, sets, space.all)

    def _reached(self, sets: Sets) -> int:
        scopes, levels = scope_and_priority(self.compiled, dict(sets), self._space.all, self._evaluate)
        if self._goal.level:
            return levels.get(self._goal.level, 0) & scopes.get("support", 0)
        return scopes.get(str(self._goal.scope), 0)

    def _evaluate(self, group: CompiledGroup, sets: Sets) -> list[int]:
        if group.name not in self._groups:
            return [0] * len(group.rules)  # whatever it comes to, it is not asked about
        return [where(rule.when, sets, self._space.all) for rule in group.rules]

    def _as_unstated(self, fact: str, sets: Sets) -> int:
        """Return where a fact is as it can be while nobody states it: presumed, absent, or whatever it turns out."""
        compiled, choices, everything = self.compiled, sets[fact], self._space.all
        if fact in self._state.blocked:
            return everything
        if fact == CLAIM:
            return choices[compiled.codes[CLAIM].code(NO_CLAIM)]
        counting, remaining = applied_presumptions(compiled, fact, sets, everything)
        presumed = union(under & choices[code] for code, under in counting)
        is_optional = compiled.facts[fact].optional
        return presumed | (remaining & choices[compiled.codes[fact].code(None)] if is_optional else remaining)

    def _statable(self, fact: str, sets: Sets) -> int:
        """Return where a fact is as somebody can state it: it can be absent only where nothing is presumed of it."""
        compiled, everything = self.compiled, self._space.all
        if not compiled.facts[fact].optional:
            return everything
        absent = sets[fact].get(compiled.codes[fact].code(None), 0)
        presumed = reduce(or_, (where(when, sets, everything) for when, _ in compiled.presumptions.get(fact, ())), 0)
        return everything & ~(absent & presumed)


def _deciding(compiled: CompiledPolicy, group: str) -> set[str]:
    """Return the facts on which a group's outcome depends, those among them on which presumptions depend."""
    read = compiled.base_facts(
        set().union(*(compiled.groups[name].reads for name in deciding_groups(compiled, group)))
    ) - {"tier", "scope", "priority"}
    for name in reversed(list(compiled.presumptions)):
        if name in read:
            reads = set().union(*(facts_of(when) for when, _ in compiled.presumptions[name]))
            read |= compiled.base_facts(reads) - {"tier"}
    return read
