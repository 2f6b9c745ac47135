"""Completions of requests to the policies that remit ships, gone through one by one."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest

from remit.engine.rules.evaluator import Evaluator

from .answers import answer
from .brute import Brute
from .judging import judged, said
from .plain import values_of
from .verbs import SHIPPED, shipped

if TYPE_CHECKING:
    from remit.engine.model import Value

    from .brute import Values

MOST = 2_000
"""Completions that are gone through one by one."""
REQUESTS = 60


@cache
def evaluator(policy: str) -> Evaluator:
    """Return the judge of a shipped policy."""
    return Evaluator(shipped(policy), "auto")


@cache
def brute(policy: str) -> Brute:
    """Return a shipped policy as it is gone through slowly."""
    return Brute(shipped(policy).policy)


def a_request(policy: str, seed: int) -> tuple[str, Values, frozenset[str]]:
    """Return a request of which some facts are stated, some are not known, and not too many are left out."""
    dice = random.Random(f"{policy} {seed}")  # noqa: S311 - a sample, not a secret
    slow = brute(policy)
    tier = dice.choice(list(slow.policy.tiers))
    left = list(slow.policy.facts)
    dice.shuffle(left)
    blocked = frozenset(name for name in left if dice.random() < 0.15)
    stated: dict[str, Value | None] = {}
    for name in left:
        names, presumed, _ = slow.open(tier, stated, blocked)
        if slow.size([*names, *presumed]) <= MOST and dice.random() < 0.7:
            break
        if name not in blocked:
            values = [value for value in values_of(slow.facts[name], slow.conditions) if value is not None]
            stated[name] = dice.choice(values)
    return tier, stated, blocked


@pytest.mark.parametrize("seed", range(REQUESTS))
@pytest.mark.parametrize("policy", SHIPPED)
def test_partial_requests(policy: str, seed: int) -> None:
    tier, stated, blocked = a_request(policy, seed)
    assert answer(brute(policy), tier, stated, blocked) == said(judged(evaluator(policy), tier, stated, blocked))
