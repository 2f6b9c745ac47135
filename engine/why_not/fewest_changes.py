"""The fewest facts whose change reaches a goal, all ties, what the message says apart from what the contract says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..rules.budget import OutOfSteps, budget
from ..rules.compiled_policy import CompiledPolicy
from ..rules.spaces import union
from .goal_space import Goal, GoalSituations, GoalSpace, RequestState

TIER = "tier"
STEPS = 400_000
"""Steps that one search may take, some seconds; those of a policy's proofs are more."""
MOST_ANSWERS = 5

Codes = Mapping[str, int]
"""By fact, the codes that do, as bits."""


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """Facts that change, each to any of some codes; with `tiers`, the tier becomes one of them."""

    codes: Codes
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was searched for: the answers, and whether there are more of as few facts.

    `can_be` tells whether any change at all does. Changes of up to `tried` facts were tried where it is not `proved`.
    """

    answers: tuple[CodeAnswer, ...] = ()
    has_more: bool = False
    can_be: bool = True
    is_proved: bool = True
    tried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FewestChanges:
    """The fewest changes of what the message says, and of what the contract says, perhaps beside the message."""

    is_reached: bool
    message: Search
    contract: Search


def fewest_changes(
    compiled: CompiledPolicy, goal: Goal, state: RequestState, steps: int = STEPS, most: int = MOST_ANSWERS
) -> tuple[FewestChanges, GoalSpace | None]:
    """Return the fewest changes that reach a goal, within a budget of steps, and the space in which that was solved.

    `most` answers are returned of each kind. There is no space where laying it out takes more than the budget.
    """
    none = Search(is_proved=False)
    with budget(steps):
        try:
            space = GoalSpace(compiled, goal, state)
            searcher = _Searcher(space, state, most)
            if searcher.current.reached(frozenset()):
                return FewestChanges(is_reached=True, message=Search(), contract=Search()), space
        except OutOfSteps:
            return FewestChanges(is_reached=False, message=none, contract=none), None
        message = searcher.by_message()
        contract = searcher.by_contract(len(_facts_of(message.answers)) or None)
        return FewestChanges(is_reached=False, message=message, contract=contract), space


def _facts_of(answers: Sequence[CodeAnswer]) -> Codes:
    return answers[0].codes if answers else {}


def _sets_of(facts: Sequence[str], count: int, needed: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield the sets of so many facts in which all that are needed are."""
    further = [fact for fact in facts if fact not in needed]
    if count >= len(needed):
        yield from (needed.union(part) for part in combinations(further, count - len(needed)))


class _Searcher:
    """Searches sets of facts by their number, the smallest first."""

    def __init__(self, space: GoalSpace, state: RequestState, most: int) -> None:
        self._most = most
        self._space = space
        self._state = state
        self._widened: dict[frozenset[str], int] = {}
        self.current = space.of(state.tier)
        facts = space.compiled.facts
        self._contract = [fact for fact in space.facts if facts[fact].from_contract]
        self._message = [fact for fact in space.facts if not facts[fact].from_contract]

    def by_message(self) -> Search:
        """Return the fewest changes of what the message says."""
        tried = 0
        try:
            if not self.current.can_be_reached(frozenset(self._message)):
                return Search(can_be=False)
            needed = self.current.needed_of(self._message, frozenset(self._message))
            tried = max(len(needed) - 1, 0)
            for count in range(tried + 1, len(self._message) + 1):
                answers: list[CodeAnswer] = []
                for changed in _sets_of(self._message, count, needed):
                    answers += self._answers(self.current, changed, self.current.reached(changed))
                    if len(answers) > self._most:
                        break
                if answers:
                    return self._search_with(answers)
                tried = count
        except OutOfSteps:
            return Search(is_proved=False, tried=tried)
        return Search(can_be=False)

    def by_contract(self, most: int | None) -> Search:
        """Return the fewest changes of which some are the contract's, of no more facts than `most` if that is given."""
        tried = 0
        try:
            others = [tier for tier in self._space.compiled.policy.tiers if tier != self._state.tier]
            if not any(
                self._space.of(t).can_be_reached(frozenset(self._space.facts)) for t in (self._state.tier, *others)
            ):
                return Search(can_be=False)
            for count in range(1, min(most or len(self._space.facts) + 1, len(self._space.facts) + 1) + 1):
                answers = self._of_contract(count, others)
                if answers:
                    return self._search_with(answers)
                tried = count
        except OutOfSteps:
            return Search(is_proved=False, tried=tried)
        return Search()

    def _search_with(self, answers: Sequence[CodeAnswer]) -> Search:
        return Search(answers=tuple(answers[: self._most]), has_more=len(answers) > self._most)

    def _of_contract(self, count: int, others: Sequence[str]) -> list[CodeAnswer]:
        """Return the answers of so many facts, at least one of them the contract's; one of them may be the tier."""
        answers: list[CodeAnswer] = []
        facts = self._space.facts
        for changed in _sets_of(facts, count, self.current.needed_of(facts, frozenset(facts))):
            if not changed.isdisjoint(self._contract):
                answers += self._answers(self.current, changed, self._by_contract_alone(self.current, changed))
        by_codes: dict[tuple[tuple[str, int], ...], list[str]] = {}
        for tier in others:
            situations = self._space.of(tier)
            for changed in _sets_of(facts, count - 1, situations.needed_of(facts, frozenset(facts))):
                for answer in self._answers(situations, changed, self._by_contract_alone(situations, changed)):
                    by_codes.setdefault(tuple(answer.codes.items()), []).append(tier)
        return answers + [CodeAnswer(dict(codes), tuple(tiers)) for codes, tiers in by_codes.items()]

    def _by_contract_alone(self, situations: GoalSituations, changed: frozenset[str]) -> int:
        """Return those to which these facts lead, but to which what the message says of them does not lead alone."""
        reached = situations.reached(changed)
        if not reached:
            return reached
        of_message = [fact for fact in changed if fact not in self._contract]
        subsets = (
            frozenset(part) for count in range(1, len(of_message) + 1) for part in combinations(of_message, count)
        )
        return reached & ~union(map(self._reached_by_message, subsets))

    def _reached_by_message(self, changed: frozenset[str]) -> int:
        """Return the situations that are, in these facts, like those to which they lead without the contract."""
        if changed not in self._widened:
            self._widened[changed] = self.current.widened(self.current.reached(changed), changed)
        return self._widened[changed]

    def _answers(self, situations: GoalSituations, changed: frozenset[str], reached: int) -> Iterator[CodeAnswer]:
        """Yield the values of some facts with which situations are reached, as few answers as are found greedily."""
        if not reached:
            return
        space = situations.space
        facts = [fact for fact in space.facts if fact in changed]
        values = situations.widened(reached, changed)
        while values:
            first = space.first(values)
            codes = {fact: self._alike(fact, first[fact]) for fact in facts}
            for fact in facts:
                for code in self._space.compiled.codes[fact]:
                    wider = {**codes, fact: codes[fact] | self._alike(fact, code)}
                    if not self._within(situations, wider) & ~values:
                        codes = wider
            yield CodeAnswer(codes)
            values &= ~self._within(situations, codes)

    def _alike(self, fact: str, code: int) -> int:
        return self._space.compiled.codes[fact].alike(code)

    def _within(self, situations: GoalSituations, codes: Codes) -> int:
        """Return the situations in which facts have some codes."""
        bits = situations.space.all
        for fact, alternatives in codes.items():
            choices = situations.space.choices(fact)
            bits &= union(own for code, own in choices.items() if alternatives >> code & 1)
        return bits
