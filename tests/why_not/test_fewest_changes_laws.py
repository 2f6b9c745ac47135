"""The fewest changes, solved on sets of situations, are those that trying every change finds."""

from __future__ import annotations

import random
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules.brute import Brute
from rules.drawn_requests import asked
from rules.policies import a_policy, written_policies
from rules.worlds import BUILT_IN, LEVELS, TIERS, laws

from remit.engine.model import ALWAYS, SCOPES, All, Compares, Fact, Group, IsOneOf, Not, Presumption, Rule
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.why_not.fewest_changes import TIER, fewest_changes
from remit.engine.why_not.goal_space import Goal, RequestState

from .slow_changes import SlowChanges

if TYPE_CHECKING:
    from remit.engine.model import Condition, FactType, Policy, Value
    from remit.engine.why_not.fewest_changes import Search

    from .slow_changes import Asked, Change

MOST_SITUATIONS = 400
GOALS = [Goal(level=level) for level in LEVELS] + [Goal(scope=scope) for scope in SCOPES]


@st.composite
def small_policies(draw: st.DrawFn) -> Policy:
    """Draw a policy that decides scope and level alone, of which contracts state some facts."""
    policy = draw(written_policies())
    of_contract = draw(st.sets(st.sampled_from(sorted(policy.facts)), max_size=2)) if policy.facts else set()
    facts = {name: replace(fact, from_contract=name in of_contract) for name, fact in policy.facts.items()}
    return replace(policy, facts=facts, coverage=Group("coverage", ()), channel=Group("channel", ()), promises={})


@laws(150)
@given(small_policies(), st.sampled_from(GOALS), st.data())
def test_the_fewest_changes_are_those_that_trying_each_finds(policy: Policy, goal: Goal, data: st.DataObject) -> None:
    brute = Brute(policy)
    assume(prod(len(values) for values in brute.choices.values()) <= MOST_SITUATIONS)
    check(brute, data.draw(asked(brute)), goal)


@pytest.mark.parametrize("seed", range(250))
def test_the_fewest_changes_where_every_goal_is_within_reach(seed: int) -> None:
    """Rules of every outcome hold somewhere, presumptions follow one another, and contracts state some facts."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    brute = Brute(a_policy_with_every_outcome(dice))
    stated: dict[str, Value] = {}
    blocked = set()
    for name in brute.policy.facts:
        values = [value for value in brute.choices.get(name, []) if value is not None]
        how = dice.random()
        if values and how < 1 / 2:
            stated[name] = dice.choice(values)
        elif how < 2 / 3:
            blocked.add(name)
    check(brute, (dice.choice(TIERS), stated, frozenset(blocked)), dice.choice(GOALS))


def a_policy_with_every_outcome(dice: random.Random) -> Policy:
    """Return a policy of five facts, whose most lenient outcomes hold everywhere and whose others hold somewhere."""
    facts: dict[str, Fact] = {}

    def test() -> Condition:
        fact = dice.choice([*facts.values(), BUILT_IN["tier"]])
        if fact.type == "number":
            return Compares(fact.name, dice.choice(["at_least", "at_most"]), dice.choice([1, 2]))
        values: list[Value] = [False, True] if fact.type == "boolean" else [*fact.choices]
        positive = IsOneOf(fact.name, (dice.choice(values),))
        return positive if dice.random() < 3 / 4 else Not(positive)

    def conditions(*counts: int) -> Condition:
        return All(tuple(test() for _ in range(dice.choice(counts))))

    kinds: list[FactType] = ["boolean", "boolean", "choice", "number", "boolean"]
    for n, kind in enumerate(kinds):
        fact = Fact(
            f"f{n}", "?", kind, dict.fromkeys("abc", "") if kind == "choice" else {}, optional=dice.random() < 1 / 5
        )
        values: list[Value] = [False, True] if kind == "boolean" else ["a", "b"] if kind == "choice" else [0, 3]
        whens = [ALWAYS, conditions(1, 1, 2)] if facts else [ALWAYS]
        presume = tuple(Presumption(dice.choice(whens), dice.choice(values)) for _ in range(dice.choice([0, 1, 1, 2])))
        facts[fact.name] = replace(fact, presume=presume, from_contract=dice.random() < 1 / 4)
    scopes = [Rule(f"s{n}", conditions(1, 2, 3), dice.choice(SCOPES), ()) for n in range(3)]
    levels = [Rule(f"p{n}", conditions(1, 2, 3), dice.choice(LEVELS), ()) for n in range(4)]
    return a_policy(
        facts=facts,
        scope=Group("scope", (*scopes, Rule("support", ALWAYS, "support", ()))),
        priority=Group("priority", (*levels, Rule("rest", ALWAYS, LEVELS[-1], ()))),
    )


def check(brute: Brute, request: Asked, goal: Goal) -> None:
    """Hold the answers, and what they leave, against trying every change."""
    compiled = compile_policy(brute.policy)
    tier, stated, blocked = request
    codes = {name: compiled.codes[name].code(value) for name, value in stated.items()}
    state = RequestState(tier=tier, stated=codes, blocked=blocked)
    changes, _ = fewest_changes(compiled, goal, state, most=10_000)
    slow = SlowChanges(brute, compiled, request, goal)
    assert slow.is_reached({}) is changes.is_reached
    if changes.is_reached:
        return
    contract = {name for name in brute.read if compiled.facts[name].from_contract}
    of_message = [name for name in brute.read if name not in contract]
    by_message = slow.fewest(of_message, len(of_message))
    assert (sorted(by_message, key=sorted), True) == (answered(slow, changes.message), changes.message.is_proved)
    most = len(next(iter(by_message))) if by_message else len(brute.read) + 1
    by_contract = slow.fewest_of_contract(brute.read, {*contract, TIER}, most)
    assert (sorted(by_contract, key=sorted), True) == (answered(slow, changes.contract), changes.contract.is_proved)


def answered(slow: SlowChanges, search: Search) -> list[Change]:
    """Return the changes that answers stand for, none of them twice."""
    return sorted(slow.expanded(search.answers), key=sorted)
