"""Why not by the policies that remit ships: what is answered does, and of two facts at most nothing is left out."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rules.brute import Brute
from rules.verbs import SHIPPED, shipped

from remit.engine.model import SCOPES, Group
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.why_not.fewest_changes import TIER, fewest_changes
from remit.engine.why_not.goal_space import Goal, RequestState

from .slow_changes import SlowChanges

if TYPE_CHECKING:
    from remit.engine.model import Value

TRIED = 2
"""Facts up to which every change is tried."""


@cache
def brute_of(name: str) -> Brute:
    """Return a shipped policy of which scope and level alone are decided."""
    policy = shipped(name).policy
    return Brute(replace(policy, promises={}, coverage=Group("coverage", ()), channel=Group("channel", ())))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_answered_does_and_nothing_smaller_is_left_out(name: str, seed: int) -> None:
    dice, brute = random.Random(f"{name} {seed}"), brute_of(name)  # noqa: S311 - a sample, not a secret
    compiled, tier = compile_policy(brute.policy), dice.choice(list(brute.policy.tiers))
    stated: dict[str, Value] = {}
    for fact in brute.read:
        values = [value for value in brute.choices[fact] if value is not None]
        # Few stay open, and of each of those all is tried; most often something is presumed instead.
        if brute.facts[fact].presume == () or dice.random() < 1 / 3:
            stated[fact] = dice.choice(values)
    goal = dice.choice([Goal(level=level) for level in brute.policy.levels] + [Goal(scope=scope) for scope in SCOPES])
    codes = {fact: compiled.codes[fact].code(value) for fact, value in stated.items()}
    state = RequestState(tier=tier, stated=codes, blocked=frozenset())
    changes, _ = fewest_changes(compiled, goal, state, most=10_000)
    slow = SlowChanges(brute, compiled, (tier, stated, frozenset()), goal)
    assert slow.is_reached({}) is changes.is_reached
    if changes.is_reached:
        return
    contract = {fact for fact in brute.read if compiled.facts[fact].from_contract}
    of_message = [fact for fact in brute.read if fact not in contract]
    fewest = slow.fewest(of_message, TRIED)
    answered = slow.expanded(changes.message.answers)
    if fewest or not answered or len(answered[0]) <= TRIED:
        assert sorted(fewest, key=sorted) == sorted(answered, key=sorted)
    of_contract = slow.expanded(changes.contract.answers)
    first_values = {
        fact: {compiled.codes[fact].code(value): value for value in brute.choices[fact]} for fact in brute.read
    }
    for change in dice.sample([*answered, *of_contract], min(40, len(answered) + len(of_contract))):
        assert slow.is_reached({f: code if f == TIER else first_values[f][int(code)] for f, code in change})
