"""Calendars, lists of them, unions of hours, and the facts that give hours their zones and countries, as they read."""

from __future__ import annotations

import pytest

from remit.engine.model import Calendar, HolidayCalendar, Hours, PlaceOf

from .verbs import policy, refuses

CALENDARS = (
    "calendars: {company: {country: DE, region: BE, except: 03-08, dates: [12-24, 12-27..12-30], cite: terms.all}}\n"
)
DESK = "hours: {desk: {timezone: UTC, week: {mon: '09:00-17:00'}, "
FACTS = "facts: {zone: {type: timezone}, land: {type: country, optional: true}, users: {type: number}}\n"


def desk(written: str, before: str = CALENDARS) -> Hours:
    return policy(f"{before}{DESK}{written}}}, office: {{timezone: UTC, week: {{mon: '09:00-17:00'}}}}}}").hours["desk"]


def test_a_calendar():
    read = policy(CALENDARS).calendars["company"]
    assert (
        Calendar(HolidayCalendar("DE", "BE"), ("03-08",), ("12-24", "12-27..12-30"), "company", ("terms.all",)) == read
    )


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("holidays: company", ["company"]),
        ("holidays: [company]", ["company"]),
        ("holidays: [{country: AT}, company, {dates: 05-02}]", ["", "company", ""]),
        ("holidays: [{country: AT}, {country: AT}]", [""]),
    ],
)
def test_holidays(written, names):
    assert names == [calendar.name for calendar in desk(written).holidays]


def test_days_that_are_listed_twice_in_a_calendar_do_no_harm():
    assert ("12-24", "12-24", "12-20..12-26") == desk("holidays: {dates: [12-24, 12-24, 12-20..12-26]}").holidays[
        0
    ].dates


def test_a_union():
    read = policy(
        "hours: {a: {timezone: UTC, week: 24x5}, b: {any_of: [office, a], timezone: Asia/Tokyo, day: 8 hours}, "
        "office: {timezone: UTC, week: 24x7}}"
    ).hours
    assert ["a", "b", "office"] == [*read]
    assert (read["office"], read["a"]) == read["b"].any_of == read["b"].parts
    assert ("Asia/Tokyo", 28_800, True, True) == (
        read["b"].timezone, read["b"].day, read["b"].is_union, read["b"].never_close
    )  # fmt: skip
    assert (read["a"],) == read["a"].parts


def test_places_that_facts_give():
    read = desk("holidays: [company, {fact: land, else: none}]", CALENDARS + FACTS)
    assert (PlaceOf("land"),) == read.holidays_of
    assert ("company",) == tuple(calendar.name for calendar in read.holidays)
    written = (
        f"{FACTS}hours: {{office: {{timezone: {{fact: zone}}, week: 24x5, holidays: {{fact: land, else: DE-BY}}}}}}"
    )
    hours = policy(written).hours["office"]
    assert (PlaceOf("zone"), (PlaceOf("land", "DE-BY"),), ("zone", "land")) == (
        hours.zone_of, hours.holidays_of, hours.places
    )  # fmt: skip


@pytest.mark.parametrize(
    ("places", "zone", "country"),
    [
        ({"zone": "Asia/Tokyo", "land": "JP"}, "Asia/Tokyo", ["JP"]),
        ({"zone": "Asia/Tokyo", "land": None}, "Asia/Tokyo", ["DE-BY"]),
        ({"land": "US"}, "UTC", ["US"]),
        ({}, "UTC", []),
    ],
)
def test_hours_placed(places, zone, country):
    """What is not known is the policy's zone, and no holidays."""
    hours = Hours("office", "UTC", zone_of=PlaceOf("zone"), holidays_of=(PlaceOf("land", "DE-BY"),))
    placed = hours.placed(places)
    assert (zone, country) == (placed.timezone, [c.public.code for c in placed.holidays if c.public])
    assert () == placed.places


def test_a_condition_in_a_list_of_conditions_cannot_compare_a_country():
    rules = "scope: {rules: [{id: s1, when: {any: [{land: DE}]}, then: support, cite: terms.all}]}"
    assert ["2:40 not-readable `land` is a country, which no condition compares"] == refuses(f"{FACTS}{rules}")
