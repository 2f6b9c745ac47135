"""Mutants of dates and cut-offs, and which of them a case can tell apart."""

from __future__ import annotations

import pytest

from .verbs import done, small, surviving, without_cases

START = "promise `response`, basic P1: "


def owing(entry: str) -> str:
    """Return the small policy with another entry of its first cell."""
    return small(("basic: {P1: 8 business hours,", f"basic: {{P1: {entry},"))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{by: {business_days: 1, at: close}}", ["a day more", "at another time", "nothing owed"]),
        ('{by: {days: 1, at: "12:00"}}', ["a day more", "at another time", "counted in business days", "nothing owed"]),
        (
            '{by: {business_days: 1, at: close}, cutoff: "15:00"}',
            ["a day more", "at another time", "a later cut-off", "no cut-off", "nothing owed"],
        ),
        (
            '{by: {business_days: 1, at: close}, cutoff: "24:00"}',
            ["a day more", "at another time", "no cut-off", "nothing owed"],
        ),
        (
            '{by: {business_days: 1, at: "12:00"}}',
            ["a day more", "at another time", "counted in days", "nothing owed"],
        ),
        ('{within: 4 hours, cutoff: "15:00"}', ["the span changed", "a later cut-off", "no cut-off", "nothing owed"]),
    ],
)
def test_one_thing_of_a_date_is_changed(entry, expected):
    assert expected == done(owing(entry), START)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        # The last opening of no day ends at noon, and of no day at midnight.
        ("{by: {business_days: 1, at: close}}", ["a day more", "at another time", "nothing owed"]),
        (
            '{by: {business_days: 1, at: close}, cutoff: "15:00"}',
            ["a day more", "at another time", "a later cut-off", "no cut-off", "nothing owed"],
        ),
        ('{within: 4 hours, cutoff: "15:00"}', ["the span changed", "a later cut-off", "no cut-off", "nothing owed"]),
        # After the last opening of a day nothing is counted on it any more, whatever the cut-off.
        ('{within: 4 hours, cutoff: "20:00"}', ["the span changed", "nothing owed"]),
        (
            '{by: {days: 1, at: "12:00"}, cutoff: "24:00"}',
            ["a day more", "at another time", "counted in business days", "nothing owed"],
        ),
    ],
)
def test_what_differs_at_some_receipt_survives_and_nothing_else(entry, expected):
    assert expected == surviving(owing(entry), START)


def test_a_survivor_is_shown_at_the_receipt_at_which_it_differs():
    content = owing('{by: {business_days: 1, at: close}, cutoff: "15:00"}')
    (survivor,) = (s for s in without_cases(content).survivors if s.mutant.what == f"{START}a later cut-off")
    assert str(survivor.witness["received"])[11:16] == "15:00"
    assert ('basic: {P1: {by: {business_days: 1, at: close}, cutoff: "15:00"}}',) == survivor.mutant.before
    assert ('basic: {P1: {by: {business_days: 1, at: close}, cutoff: "15:01"}}',) == survivor.mutant.after
