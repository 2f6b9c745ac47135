"""Deadlines that cannot be counted: found for each promise, and said where they would have to be compared."""

from __future__ import annotations

import pytest

from .verbs import ACME, complaints, edited

HELP = "write a shorter span: deadlines lie within ten years, and in years of known holidays"
P2, GOLD_P1 = "basic: {P1: 8 business hours, P2: 2 business days}", "gold: {P1: 1 hour"
TEN_YEARS = "take more than ten years from `2025-12-31T23:00:00Z`"


def uncountable(*edits: tuple[str, str]) -> list[str]:
    """Return what is said of deadlines that cannot be counted, of which nothing follows in other findings."""
    found = complaints(edited(*edits))
    assert all((severity, help_) == ("error uncountable", HELP) for severity, _, help_, _ in found), found
    return [message for _, message, _, _ in found]


def basic(span: str) -> tuple[str, str]:
    """Return the edit that owes the basic tier a span at the milder level."""
    return P2, f"basic: {{P1: 8 business hours, P2: {span}}}"


def test_a_span_that_takes_more_than_ten_years_is_found():
    message = "promise `initial_response` within `999999999 business days` cannot be counted for tier `basic` at `P2`: "
    assert [f"{message}28799999971200 seconds in hours `office` {TEN_YEARS}"] == uncountable(
        basic("999999999 business days")
    )


def test_only_hours_that_can_be_chosen_for_the_cell_count():
    """30,000 hours are three years round the clock, and fourteen of office hours."""
    in_office = ("then: always, cite: readings.weekend", "then: office, cite: readings.weekend")
    longer = (GOLD_P1, "gold: {P1: 30000 hours")
    always = ("\naccept:", "\nchecks: {unused-hours: off, redundant: off}\naccept:")
    assert all(check != "error uncountable" for check, *_ in complaints(edited(longer)))
    message = "promise `initial_response` within `30000 hours` cannot be counted for tier `gold` at `P1`: "
    assert [f"{message}108000000 seconds in hours `office` {TEN_YEARS}"] == uncountable(longer, in_office, always)


def test_hours_that_a_promise_names_count_for_it():
    promise = "  follow_up: {within: {basic: 30000 hours, gold: none}, hours: HOURS, cite: terms.plans}\n\naccept:"
    in_office, always = (("\naccept:", promise.replace("HOURS", hours)) for hours in ("office", "always"))
    message = "promise `follow_up` within `30000 hours` cannot be counted for tier `basic` at `P1`: "
    # No hours are chosen for it, so that the higher tier, which is owed nothing, is a finding of its own.
    assert [(f"{message}108000000 seconds in hours `office` {TEN_YEARS}")] == [
        message for check, message, *_ in complaints(edited(in_office)) if check == "error uncountable"
    ]
    assert "error uncountable" not in {check for check, *_ in complaints(edited(always))}


def test_consulting_has_no_level():
    edit = (
        "\naccept:",
        "  offer: {scope: consulting, within: {basic: 4000 days, gold: 1 day}, cite: terms.plans}\n\naccept:",
    )
    message = "promise `offer` within `4000 days` cannot be counted for tier `basic`: "
    assert [f"{message}115200000 seconds in hours `office` {TEN_YEARS}"] == uncountable(edit)


@pytest.mark.parametrize("effective", ["{from: 2099-07-01, to: 2099-12-31}", "{from: 2026-01-01, to: 2099-12-31}"])
def test_the_last_receipt_counts_too_where_holidays_run_out_after_it(effective):
    """Those of Germany are known until 2100."""
    edits = (("effective: {from: 2026-01-01}", f"effective: {effective}"), basic("300 business days"))
    message = "promise `initial_response` within `300 business days` cannot be counted for tier `basic` at `P2`: "
    assert [f"{message}year 2101 is outside the holiday calendar of `DE-BE` (1991 to 2100)"] == uncountable(*edits)


def test_the_first_receipt_counts_too():
    """From then the only opening is more than ten years away, and from the last it is not."""
    promise = "  follow_up: {within: {basic: 4 hours, gold: 4 hours}, hours: fair, cite: terms.plans}\n\naccept:"
    hours = "  fair: {timezone: UTC, week: {mon: closed}, dates: {'2040-01-02': '09:00-17:00'}}\n  always:"
    effective = ("effective: {from: 2026-01-01}", "effective: {from: 2026-01-01, to: 2035-12-31}")
    message = "promise `follow_up` within `4 hours` cannot be counted for tier `basic` at `P1`: "
    assert [f"{message}14400 seconds in hours `fair` {TEN_YEARS}"] == uncountable(
        effective, ("\naccept:", promise), ("  always:", hours)
    )


@pytest.mark.parametrize("effective", ["{from: 2026-01-01, to: 2120-12-31}", "{from: 2101-01-01}", "{to: 1950-12-31}"])
def test_an_edition_beyond_the_known_holidays_is_found_as_that_alone(effective):
    found = complaints(edited(("effective: {from: 2026-01-01}", f"effective: {effective}")))
    assert {"warning holiday-horizon"} == {check for check, *_ in found} - {"warning expired-edition"}


def test_a_policy_that_turns_it_off_says_that_such_deadlines_are_not_compared():
    off = ("\naccept:", "\nchecks: {uncountable: off}\naccept:")
    found = complaints(edited(("gold:  {P1: 1 hour", "gold:  {P1: 30000 hours"), off, content=_gold()))
    said = [message for check, message, _, _ in found if check == "warning not-proved"]
    assert 1 == len(said)
    assert said[0].startswith("deadlines that cannot be counted are not compared: ")
    assert "take more than ten years" in said[0]


def _gold() -> str:
    """Return the good policy, in which an urgent request of gold counts office hours, too."""
    text = ACME.replace("then: always, cite: readings.weekend", "then: office, cite: readings.weekend")
    return text.replace("gold: {P1: 1 hour", "gold:  {P1: 1 hour")
