"""A step of escalation whose span counts in other hours opens at another instant, though it is written as before."""

from __future__ import annotations

import pytest

from ..verbs import edited
from .verbs import changed, kinds

OFFICE, OTHER = 'week: {mon-fri: "09:00-17:00"}', 'week: {mon-fri: "10:00-17:00"}'
LAST = "    - {id: office, then: office, cite: terms.plans}\n"


def steps(keys: str) -> str:
    """Return the good policy with a step of escalation."""
    return edited(("promises:", f"escalation:\n  - {{to: the boss, {keys}}}\n\npromises:"))


def about_the_boss(content: str, *edits: tuple[str, str]) -> list[tuple[str | None, str | None]]:
    """Return what becomes of the step."""
    listed = kinds(changed(*edits, content=content))
    return [(before, after) for _, name, before, after in listed if name == "escalation the boss"]


def test_hours_that_open_later_let_it_open_later():
    assert [("4 hours of office after receipt", "up to 1 h later")] == about_the_boss(
        steps("after: 4 hours, hours: office"), (OFFICE, OTHER)
    )


def test_other_hours_that_coverage_chooses_count():
    at_night = LAST, LAST.replace("then: office", "then: always")
    ((_, words),) = about_the_boss(steps("after: 4 hours"), at_night)
    assert words is not None
    assert words.startswith("4 hours of always after receipt, up to ")
    assert words.endswith(" earlier")


@pytest.mark.parametrize("keys", ["when_any: [asked]", "after: 4 hours, hours: office, when_any: [handling]"])
def test_what_opens_on_other_occasions_does_not_change(keys):
    assert [] == about_the_boss(steps(keys), (OFFICE, OTHER))


def test_a_step_that_is_written_otherwise_is_listed_once():
    content = steps("after: 4 hours, hours: office")
    assert 1 == len(about_the_boss(content, (OFFICE, OTHER), ("after: 4 hours", "after: 5 hours")))
