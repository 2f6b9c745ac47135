"""A deadline that cannot be reckoned makes the request invalid, with the reason; it is never guessed."""

from __future__ import annotations

import pytest

from remit.engine.model import HolidayCalendar
from remit.engine.worktime import holiday_years

from .verbs import SMALL, decision, policy, refusal, request, store

FAULT = {"activity": "fault", "outage": "none"}
HOLIDAYS = SMALL["hours"].replace('"08:00-16:00"}', '"08:00-16:00"}, holidays: {country: DE}')


def refused(within="1 hour", received=None, **sections):
    """Return why a promise of that span cannot be reckoned."""
    promises = f"{{initial_response: {{within: {{basic: {within}}}, cite: terms.all}}}}"
    asked = request(facts=FAULT, **({"received": received} if received else {}))
    return refusal(asked, store(policy(promises=promises, **sections)))


def test_more_than_ten_years():
    message = (
        "promise `initial_response` within `4000 business days`: "
        "115200000 seconds in hours `office` take more than ten years from `2026-03-10T08:00:00Z`"
    )
    assert [("worktime", message, "")] == refused("4000 business days")


def test_hours_that_open_on_one_day_only():
    hours = """
  office: {timezone: Europe/Berlin, week: {mon-sun: closed}, dates: {2020-01-02: "09:00-10:00"}}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""
    message = (
        "promise `initial_response` within `1 hour`: "
        "3600 seconds in hours `office` take more than ten years from `2026-03-10T08:00:00Z`"
    )
    assert [("worktime", message, "")] == refused(hours=hours)


@pytest.mark.parametrize("received", ["2100-12-31T23:59:59Z", "1970-01-01T00:00:00Z"])
def test_the_first_and_the_last_instant_can_be_reckoned_with(received):
    promises = "{initial_response: {within: {basic: 1 hour}, cite: terms.all}}"
    assert decision(request(facts=FAULT, received=received), store(policy(promises=promises))).deadlines


def test_a_year_outside_the_holiday_calendar():
    first = holiday_years(HolidayCalendar("DE"))[0]
    message = (
        f"promise `initial_response` within `1 hour`: "
        f"year {first - 1} is outside the holiday calendar of `DE` ({first} to 2100)"
    )
    assert [("worktime", message, "")] == refused(hours=HOLIDAYS, received=f"{first - 1}-12-31T12:00:00Z")


def test_a_deadline_that_falls_into_such_a_year():
    first = holiday_years(HolidayCalendar("DE"))[0]
    message = (
        f"promise `initial_response` within `8 hours`: "
        f"year 2101 is outside the holiday calendar of `DE` ({first} to 2100)"
    )
    assert [("worktime", message, "")] == refused("8 hours", hours=HOLIDAYS, received="2100-12-31T12:00:00Z")


def test_a_country_that_has_no_holidays_known():
    hours = HOLIDAYS.replace("DE", "XX")
    message = "promise `initial_response` within `1 hour`: no holidays are known for country `XX`"
    assert [("worktime", message, "")] == refused(hours=hours)
