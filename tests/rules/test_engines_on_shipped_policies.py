"""The engines and the tree of conditions say the same of every situation of the policies that remit ships."""

from __future__ import annotations

from itertools import islice
from math import prod

import pytest

from .verbs import GROUPS, SHIPPED, all_situations, disagreements, known_situations, shipped

SMALL = 10_000
EVERY = 197
"""Of a large group's partly known situations, one in so many; a prime, so that each fact takes each of its values."""


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("policy", SHIPPED)
def test_every_situation_in_which_all_facts_are_known(policy: str, name: str) -> None:
    group = shipped(policy).groups[name]
    assert disagreements(group, known_situations(group)) == []


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("policy", SHIPPED)
def test_situations_with_any_number_of_unknown_facts(policy: str, name: str) -> None:
    """All of them, except of the large groups."""
    group = shipped(policy).groups[name]
    count = prod(len(codes) + 1 for codes in group.codes)
    step = 1 if count <= SMALL else EVERY
    assert disagreements(group, islice(all_situations(group), 0, None, step)) == []


def test_the_large_groups_are_the_only_ones_that_are_sampled() -> None:
    counts = {
        (policy, name): prod(len(codes) + 1 for codes in shipped(policy).groups[name].codes)
        for policy in SHIPPED
        for name in GROUPS
    }
    large = [("jumpmind", "priority"), ("jams", "scope"), ("jams", "priority")]
    assert large == [group for group, count in counts.items() if count > SMALL]


def test_no_rule_of_a_shipped_policy_is_too_wide_for_durable_rules() -> None:
    groups = [shipped(policy).groups[name] for policy in SHIPPED for name in GROUPS]
    assert [] == [rule.id for group in groups for rule in group.rules if rule.is_wide]
