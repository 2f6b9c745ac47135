"""Deadlines that cannot be counted: what is said where they would have to be compared."""

from __future__ import annotations

from .verbs import ACME, complaints, edited


def test_a_span_that_takes_more_than_ten_years_is_not_proved_to_be_no_later():
    found = complaints(edited(("gold:  {P1: 1 hour", "gold:  {P1: 30000 hours"), content=_gold()))
    said = [message for check, message, _, _ in found if check == "warning not-proved"]
    assert 1 == len(said)
    assert said[0].startswith("deadlines that cannot be counted are not compared: ")
    assert "take more than ten years" in said[0]


def _gold() -> str:
    """Return the good policy, in which an urgent request of gold counts office hours, too."""
    text = ACME.replace("then: always, cite: readings.weekend", "then: office, cite: readings.weekend")
    return text.replace("gold: {P1: 1 hour", "gold:  {P1: 1 hour")
