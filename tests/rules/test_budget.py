"""A budget of steps stops proofs at the same place everywhere, and no decision."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest

from remit.engine.rules import budget as budgets
from remit.engine.rules.budget import OutOfSteps, budget, share, spend, unlimited


def spent_before_it_ends(steps: int) -> int:
    """Return how many single steps can be taken of so many."""
    taken = 0
    with budget(steps), suppress(OutOfSteps):
        for taken in count():  # noqa: B007 - how far it came is what is asked
            spend(1)
    return taken


def test_as_many_steps_as_there_are_can_be_taken() -> None:
    assert [0, 1, 100] == [spent_before_it_ends(steps) for steps in (0, 1, 100)]


def test_work_on_large_sets_takes_more_steps() -> None:
    with budget(3):
        spend(1, size=1 << 16)
        spend(1, size=(1 << 16) - 1)
        with pytest.raises(OutOfSteps):
            spend(1)


def test_a_part_leaves_the_others_theirs() -> None:
    with budget(100):
        with pytest.raises(OutOfSteps), share(4):
            spend(26)
        spend(75)
        with pytest.raises(OutOfSteps):
            spend(1)


def test_what_a_part_does_not_take_is_left() -> None:
    with budget(100):
        with share(4):
            spend(5)
        spend(95)
        with pytest.raises(OutOfSteps):
            spend(1)


def test_without_a_budget_nothing_ends() -> None:
    spend(10**12)
    with share(4):
        spend(10**12)
    with budget(1), unlimited():
        spend(10**12)


def test_a_budget_of_its_own_ends_with_it() -> None:
    with budget(1):
        with budget(5):
            spend(5)
        spend(1)
    assert budgets.STEPS > 1_000_000
