"""Diffs compare dates and cut-offs as they compare spans: over every second of receipt."""

from __future__ import annotations

import pytest

from ..verbs import ACME, edited
from .verbs import changed, kinds, mirrored, said, shows

CELL = "basic: {P1: 8 business hours,"


def moved(old: str, new: str):
    """Return what changes where the answer in tier basic at P1 is owed otherwise."""
    before = edited((CELL, f"basic: {{P1: {old},"), content=ACME)
    return changed((f"basic: {{P1: {old},", f"basic: {{P1: {new},"), content=before)


CHANGES = [
    (
        "{by: {business_days: 1, at: close}}",
        "{by: {business_days: 2, at: close}}",
        [("looser", "end of the next business day", "end of the second business day")],
    ),
    (
        "8 business hours",
        "{by: {business_days: 0, at: close}}",
        [("tighter", "8 business hours", "end of the same or next business day")],
    ),
    (
        '{by: {business_days: 1, at: close}, cutoff: "15:00"}',
        '{by: {business_days: 1, at: close}, cutoff: "14:00"}',
        [("looser", "end of the next business day, cut-off 15:00", "end of the next business day, cut-off 14:00")],
    ),
    (
        "{by: {business_days: 0, at: close}}",
        '{by: {business_days: 1, at: "12:00"}}',
        # Received in the evening, both are due on the next business day.
        [
            ("looser", "end of the same or next business day", "12:00 on the next business day"),
            ("tighter", "end of the same or next business day", "12:00 on the next business day"),
        ],
    ),
    (
        "{by: {business_days: 1, at: close}}",
        "8 business hours",
        [("tighter", "end of the next business day", "8 business hours")],
    ),
    ("{by: {business_days: 1, at: close}}", '{by: {business_days: 1, at: "17:00"}}', []),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_a_date_that_moves_is_looser_or_tighter(old, new, expected):
    changes = moved(old, new)
    assert expected == [(kind, before, after) for kind, about, before, after in kinds(changes) if "initial" in about]
    for change in (*changes.changes, *mirrored(changes).changes):
        shows(changes if change in changes.changes else mirrored(changes), change)


def test_how_a_date_that_moves_is_put():
    text = " ".join(said(moved("{by: {business_days: 1, at: close}}", "{by: {business_days: 2, at: close}}")).split())
    assert "end of the next business day" in text
    assert "end of the second business day" in text
