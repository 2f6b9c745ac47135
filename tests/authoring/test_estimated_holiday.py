"""The check `estimated-holiday`: which hours it looks at, for how long, and how an author settles a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from .verbs import complaints, edited

NAIROBI = (Path(__file__).parents[1] / "policies/bad/estimated-holiday/lumen.yaml").read_text("utf-8")
OFFICE = "holidays: {country: AE}"
KENYA = "holidays: {country: KE}"
"""In two years from June 2026 it has two estimated days: Tuesday 9 March 2027 and Saturday 26 February 2028."""


def warnings(*edits: tuple[str, str], today: str = "2026-06-01") -> list[str]:
    """Return what the check says of the policy, with Kenya's holidays and further edits."""
    content = edited((OFFICE, KENYA), *edits, content=NAIROBI)
    findings = complaints(content, today=today)
    return [message for check, message, _, _ in findings if check == "warning estimated-holiday"]


def says(count: str, until: str, first: str) -> list[str]:
    return [f"deadlines in hours `office` depend on {count} until {until}, first on {first}, Eid al-Fitr (estimated)"]


def dated(days: str) -> tuple[str, str]:
    """Write the openings of days."""
    return KENYA, f"{KENYA}, dates: {{{days}}}"


def test_it_counts_the_days_of_two_years_and_names_the_first():
    assert says("2 estimated holidays", "2028-05-31", "2027-03-09") == warnings()


def test_it_points_at_the_country_and_says_what_to_do():
    (finding,) = complaints(edited((OFFICE, KENYA), content=NAIROBI))
    assert "write each day under `dates` as soon as it is announced, or accept that decisions name it" == finding[2]
    assert finding[3].startswith("country: KE")


def test_it_looks_on_from_the_day_of_the_check():
    """On the day itself and the day after it Eid still matters, and so it does not a day later."""
    assert says("3 estimated holidays", "2029-03-08", "2027-03-09") == warnings(today="2027-03-09")
    assert says("3 estimated holidays", "2029-03-09", "2027-03-09") == warnings(today="2027-03-10")
    assert "first on 2028-02-26" in warnings(today="2027-03-11")[0]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2027-03-07", []),
        ("2027-03-08", says("1 estimated holiday", "2027-03-08", "2027-03-09")),
        ("2026-05-31", []),
    ],
)
def test_it_looks_no_further_than_the_edition(end, expected):
    """A Monday before Eid could be Eid; an edition that is over says nothing."""
    assert expected == warnings(("{from: 2026-01-01}", f"{{from: 2026-01-01, to: {end}}}"))


def test_an_edition_that_is_yet_to_come():
    """Its two years begin with it."""
    expected = says("2 estimated holidays", "2030-03-01", "2029-02-14")
    assert expected == warnings(("{from: 2026-01-01}", "{from: 2028-03-01}"))


def test_days_that_dates_write_are_settled():
    assert says("1 estimated holiday", "2028-05-31", "2028-02-26") == warnings(dated("2027-03-09: closed"))
    assert [] == warnings(dated('2027-03-09: "09:00-17:00", 2028-02-26: closed'))


def test_hours_in_which_nothing_is_counted():
    """They are unused, which is said of them already."""
    spare = 'hours:\n  spare: {timezone: UTC, week: {mon-fri: "09:00-17:00"}, holidays: {country: AE}}'
    assert says("2 estimated holidays", "2028-05-31", "2027-03-09") == warnings(("hours:", spare))


def test_a_policy_can_accept_it_or_turn_it_off():
    accepted = "accept:\n  - {check: estimated-holiday, at: office, why: we look every month}\n\nhours:"
    assert [] == warnings(("hours:", accepted))
    assert [] == warnings(("hours:", "checks: {estimated-holiday: 'off'}\n\nhours:"))


@pytest.mark.parametrize("holidays", ["holidays: {country: DE}", "holidays: {country: XX}", "day: 8 hours"])
def test_calendars_without_estimates(holidays):
    assert [] == warnings((KENYA, holidays))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("1970-01-01", says("2 estimated holidays", "1972-01-01", "1970-11-30")),
        ("2100-12-31", []),
        ("2100-12-31T23:59:59+00:00", []),
    ],
)
def test_the_first_and_the_last_days_on_which_requests_are_received(today, expected):
    """Past days of sightings that nobody noted down are estimates, too; beyond the calendar there are none."""
    assert expected == warnings(("{from: 2026-01-01}", "{from: 0001-01-01}"), today=today)


def test_a_country_that_is_presumed_estimates_like_one_that_is_written():
    presumed = ("facts:\n", "facts:\n  land: {type: country, presume: KE}\n")
    assert says("2 estimated holidays", "2028-05-31", "2027-03-09") == warnings(
        presumed, (KENYA, "holidays: {fact: land}")
    )
