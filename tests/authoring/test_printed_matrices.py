"""Matrices of real vendors as their pages print them, row by row, against what the policies of the vendors decide."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import remit

if TYPE_CHECKING:
    from collections.abc import Mapping

VENDORS = Path(__file__).parents[2] / "examples/vendors"

CARDIFF = ("P1 P1 P1 P2 P3", "P1 P1 P2 P3 P4", "P1 P2 P3 P4 P5", "P2 P3 P4 P5 P5", "P3 P4 P5 P5 P5")
URGENCY = ("unavailable", "unacceptably_slow", "interferes", "more_difficult", "recreational")
IMPACT = ("university", "campus", "school", "team", "individual")

SAFEPOINT = ("P1 P2 P3", "P2 P3 P4", "P3 P4 P4")
FIRST_ANSWERS = {
    "P1": ("30 minutes", "1 hour"),
    "P2": ("1 hour", "2 hours"),
    "P3": ("2 hours", "end of the same day, or of the next business day"),
    "P4": ("24 hours", "end of the same day, or of the next business day"),
}
EFFECTS: Mapping[str, Mapping[str, object]] = {
    "high": {"effect": "stopped"},
    "medium": {"effect": "degraded", "workaround": True},
    "low": {"effect": "irritation"},
}
NOON, NIGHT = "2026-06-03T12:00:00-04:00", "2026-06-03T22:00:00-04:00"


def decided(policy: str, received: str, tier: str, facts: Mapping[str, object]) -> remit.Decision:
    """Return the decision of a request."""
    request = {"received": received, "tier": tier, "facts": facts}
    return remit.load(VENDORS / f"{policy}.yaml").decide(request)


def test_cardiff_decides_by_its_printed_matrix():
    """Urgency down, impact across."""
    for (n, urgency), (m, impact) in product(enumerate(URGENCY), enumerate(IMPACT)):
        facts = {"urgency": urgency, "impact": impact}
        decision = decided("cardiff", "2013-06-03T12:00:00+01:00", "everybody", facts)
        assert CARDIFF[n].split()[m] == decision.priority.level
        assert (f"matrix-{urgency}-{impact}",) == decision.priority.rules


@pytest.mark.parametrize(("received", "column"), [(NOON, 0), (NIGHT, 1)])
def test_safepoint_answers_by_its_level_and_when_a_request_came_in(received, column):
    """Impact down, urgency across; where patients are concerned, the most severe level whatever the matrix says."""
    for (n, impact), (m, urgency), clinical in product(
        enumerate(("company", "department", "few")), enumerate(("high", "medium", "low")), (False, True)
    ):
        facts = {
            "impact": impact,
            **EFFECTS[urgency],
            "clinical_environment": clinical,
            "care_interrupted": clinical,
        }
        decision = decided("safepoint", received, "managed", facts)
        level = "P1" if clinical else SAFEPOINT[n].split()[m]
        assert level == decision.priority.level
        within = decision.deadlines["initial_response"].within or ""
        assert FIRST_ANSWERS[level][column] == within or "day" in within
        # Where care is interrupted, no urgency changes anything.
        expected = [("urgency", urgency)] * (not clinical) + [("receipt", ("business_hours", "after_hours")[column])]
        assert expected == [(entry.fact, entry.value) for entry in decision.derived]
