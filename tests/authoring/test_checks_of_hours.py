"""Checks of hours: a region that lacks, a zone that is no place, a minute that lacks, and `business` in all hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from .verbs import complaints, edited

BAD = Path(__file__).parents[1] / "policies/bad"
ALWAYS = 'always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}'
OFFICE = 'office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}'
GERMANY = "holidays: {country: DE}"
URGENT = "{id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: terms.plans}"
CELLS = "base: {P1: 4 hours, P2: 2 business days}\n      plus: {P1: 1 business hour, P2: 1 business day}"


def findings(check: str, *edits: tuple[str, str], today: str = "2026-06-01") -> list[str]:
    """Return what a check says of its bad policy after some edits."""
    content = edited(*edits, content=(BAD / check / "lumen.yaml").read_text("utf-8"))
    return [message for name, message, _, _ in complaints(content, today=today) if name == f"warning {check}"]


def region(*edits: tuple[str, str], today: str = "2026-06-01") -> list[str]:
    return findings("no-region", *edits, today=today)


def differ(count: str, until: str, first: str, country: str = "DE") -> list[str]:
    message = f"hours `office` name no region of `{country}`, and {count} until {until} differ between its regions"
    return [f"{message}, first {first}"]


def test_it_counts_the_days_of_two_years_on_which_the_hours_would_open():
    assert differ("10 days", "2028-05-31", "2026-06-04") == region()
    wednesdays = region(("mon-fri", "wed"))
    assert differ("4 days", "2028-05-31", "2026-11-18") == wednesdays


def test_a_day_more_or_less():
    """Corpus Christi is on the fourth of June in 2026, and on the fifteenth in 2028."""
    assert "first 2026-06-04" in region(today="2026-06-04")[0]
    assert "first 2026-11-18" in region(today="2026-06-05")[0]
    assert differ("9 days", "2028-06-14", "2026-11-18") == region(today="2026-06-15")
    assert differ("10 days", "2028-06-15", "2026-11-18") == region(today="2026-06-16")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2026-06-03", []),
        ("2026-06-04", differ("1 day", "2026-06-04", "2026-06-04")),
        ("2026-05-31", []),
    ],
)
def test_it_looks_no_further_than_the_edition(end, expected):
    assert expected == region(("{from: 2026-01-01}", f"{{from: 2026-01-01, to: {end}}}"))


def test_days_that_dates_write_count_as_they_stand():
    dated = GERMANY, f"{GERMANY}, dates: {{2026-06-04: closed}}"
    assert differ("9 days", "2028-05-31", "2026-11-18") == region(dated)
    yearly = GERMANY, f"{GERMANY}, dates: {{01-06: closed, 11-01..11-30: closed}}"
    assert differ("5 days", "2028-05-31", "2026-06-04") == region(yearly)


@pytest.mark.parametrize("holidays", ["{country: DE, region: BE}", "{country: FR}", "{country: NL}", "{country: XX}"])
def test_a_region_that_is_named_or_that_there_is_not(holidays):
    """Days of the regions of France are those of Alsace and overseas."""
    expected = 1 if "FR" in holidays else 0
    assert expected == len(region((GERMANY, f"holidays: {holidays}")))


def test_hours_in_which_nothing_is_counted_close_on_nothing():
    spare = f'hours:\n  spare: {{timezone: UTC, week: {{mon-fri: "09:00-17:00"}}, {GERMANY}}}'
    assert ["hours `office` name no region"] == [message[:29] for message in region(("hours:", spare))]


@pytest.mark.parametrize("today", ["1970-01-01", "2100-12-31"])
def test_the_first_and_the_last_days_on_which_requests_are_received(today):
    """The holidays of Germany are known from 1990 on."""
    assert [] == region(("{from: 2026-01-01}", "{from: 0001-01-01}"), today=today)


@pytest.mark.parametrize(
    "name",
    ["CET", "EET", "EST5EDT", "Etc/GMT-5", "Etc/UTC", "GMT", "GMT0", "Greenwich", "MET", "UCT", "WET", "Zulu"],
)
def test_zones_that_name_no_place_are_found_where_they_stand(name):
    as_usual = ("timezone: Etc/GMT-5", "timezone: UTC"), ("timezone: CET", "timezone: UTC")
    hours = findings("zone-names-no-place", *as_usual, ("office: {timezone: UTC", f"office: {{timezone: {name}"))
    assert [f"time zone `{name}` of hours `office` names no place"] == hours
    policy = findings("zone-names-no-place", *as_usual, ("timezone: Europe/Berlin", f"timezone: {name}"))
    assert [f"time zone `{name}` of the policy names no place"] == policy


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "Japan", "GB", "NZ", "Singapore", "US/Eastern"])
def test_zones_of_places_and_countries(name):
    edits = (("timezone: CET", f"timezone: {name}"), ("timezone: Etc/GMT-5", f"timezone: {name}"))
    assert [] == findings("zone-names-no-place", *edits)


@pytest.mark.parametrize("name", ["EST", "MST", "HST", "GMT+5"])
def test_zones_that_are_refused_outright_are_said_once(name):
    content = (BAD / "zone-names-no-place/lumen.yaml").read_text("utf-8").replace("Etc/GMT-5", "UTC")
    checks = [check for check, *_ in complaints(edited(("timezone: CET", f"timezone: {name}"), content=content))]
    assert ["error unknown-timezone"] == checks


def minutes(week: str, more: str = "") -> list[str]:
    hours = f"always: {{timezone: UTC, week: {{{week}}}{more}, day: 8 hours}}"
    written = 'always: {timezone: UTC, week: {mon-sun: "00:00-23:59"}}'
    return findings("closes-a-minute-early", (written, hours))


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ('mon: "09:00-23:59", tue: "00:00-08:00"', ["mon"]),
        ('mon: "09:00-24:00", tue: "00:00-08:00"', []),
        ('mon: "09:00-23:58", tue: "00:00-08:00"', []),
        ('mon: "09:00-23:59", tue: "00:01-08:00"', []),
        ('mon: "09:00-23:59"', []),
        ('mon: "09:00-23:59", wed: "00:00-08:00"', []),
        ('sun: "09:00-12:00, 13:00-23:59", mon: "00:00-08:00, 09:00-10:00"', ["sun"]),
        ('mon-fri: "00:00-23:59"', ["mon, tue, wed and thu"]),
    ],
)
def test_an_opening_until_a_minute_before_midnight(week, expected):
    says = [f"hours `always` close at 23:59 on {days}, and open again at 00:00" for days in expected]
    assert says == minutes(week)


@pytest.mark.parametrize(
    ("week", "dates", "expected"),
    [
        ("mon-sun", '2026-12-24: "00:00-23:59"', ["2026-12-24"]),
        ("mon-sun", '2026-12-24: "00:00-23:59", 2026-12-25: closed', []),
        ("mon-sun", '2026-12-24: "00:00-23:59", 2026-12-25: "00:00-23:59"', ["2026-12-24 and 2026-12-25"]),
        ("mon-sun", '12-24: "00:00-23:59"', ["2026-12-24 and 2027-12-24"]),
        ("mon-sun", '2026-12-24..2026-12-27: "00:00-23:59"', ["2026-12-24, 2026-12-25, 2026-12-26 and 1 more day"]),
        ("mon-sun", '9999-12-31: "00:00-23:59", 0001-01-02: "00:00-23:59"', []),
    ],
)
def test_a_date_until_a_minute_before_midnight(week, dates, expected):
    says = [f"hours `always` close at 23:59 on {days}, and open again at 00:00" for days in expected]
    assert says == minutes(f'{week}: "00:00-24:00"', f", dates: {{{dates}}}")


def test_the_day_before_a_date():
    assert ["hours `always` close at 23:59 on 2026-12-22, and open again at 00:00"] == minutes(
        'tue: "09:00-23:59"', ', dates: {2026-12-23: "00:00-08:00"}'
    )


def business(*edits: tuple[str, str]) -> list[str]:
    """Return the tiers and levels at which the check finds something."""
    return [
        message.partition(" within ")[2].partition(" counts ")[0]
        for message in findings("business-round-the-clock", *edits)
    ]


def test_a_span_with_business_that_counts_in_hours_that_never_close():
    assert ["`1 business hour` of tier `plus` at `P1`"] == business()
    assert ["`2 business days` of tier `plus` at `P1`"] == business(("1 business hour", "2 business days"))


def test_a_span_without_business_or_in_hours_that_close():
    assert [] == business(("1 business hour", "1 hour"))
    assert [] == business(('{mon-sun: "00:00-24:00"}', '{mon-fri: "00:00-24:00"}'))
    assert [] == business(('{mon-sun: "00:00-24:00"}', '{mon-sun: "00:00-24:00"}, holidays: {country: NL}'))
    assert [] == business(('{mon-sun: "00:00-24:00"}', '{mon-sun: "00:00-24:00"}, dates: {2026-12-25: closed}'))
    assert [] == business(("tier: plus, priority: P1", "tier: base, priority: P1"))


def test_each_cell_is_found_by_how_it_is_written():
    """Equal spans may be written in two ways."""
    edits = (("tier: plus, priority: P1", "tier: plus"), ("P2: 1 business day}", "P2: 1 hour}"))
    assert ["`1 business hour` of tier `plus` at `P1`"] == business(*edits)
    assert 2 == len(business(edits[0]))


def test_hours_that_a_promise_names():
    follow_up = (CELLS, f"{CELLS}\n    hours: always")
    assert 3 == len(business(follow_up))


@pytest.mark.parametrize(
    ("check", "at"),
    [
        ("no-region", "office"),
        ("zone-names-no-place", "office"),
        ("closes-a-minute-early", "always"),
        ("business-round-the-clock", "initial_response.plus.P1"),
    ],
)
def test_a_policy_can_accept_it_or_weigh_it(check, at):
    content = (BAD / check / "lumen.yaml").read_text("utf-8").replace("Etc/GMT-5", "UTC")
    accepted = f"accept:\n  - {{check: {check}, at: {at}, because: it is meant}}\n\nhours:"
    assert [] == complaints(edited(("hours:", accepted), content=content))
    assert [] == complaints(edited(("hours:", f"checks: {{{check}: 'off'}}\n\nhours:"), content=content))
    weighed = complaints(edited(("hours:", f"checks: {{{check}: error}}\n\nhours:"), content=content))
    assert [f"error {check}"] == [name for name, *_ in weighed]


CALENDAR = ("\nhours:", "\ncalendars: {national: {country: DE, except: 06-04}}\n\nhours:")


def test_a_calendar_is_found_once_whoever_has_its_days_off():
    """What it leaves out is no day that differs."""
    edits = (CALENDAR, ("holidays: {country: DE}", "holidays: national"))
    message = "calendar `national` names no region of `DE`, and 9 days until 2028-05-31 differ between its regions"
    assert [f"{message}, first 2026-11-18"] == region(*edits)


def test_a_list_of_holidays_is_looked_at_one_by_one():
    both = "holidays: [{country: DE, region: BE}, {country: AT, region: '9'}]"
    assert [] == region(("holidays: {country: DE}", both))


def test_a_country_that_is_presumed_is_looked_at_like_one_that_is_written():
    edits = (
        ("\nhours:", "\n  land: {type: country, presume: DE}\n\nhours:"),
        ("holidays: {country: DE}", "holidays: {fact: land}"),
    )
    message = "fact `land` names no region of `DE`, and 10 days until 2028-05-31 differ between its regions"
    assert [f"{message}, first 2026-06-04"] == region(*edits)
    assert [] == region(edits[0], edits[1], ("presume: DE}", "presume: DE-BE}"))


def test_hours_in_a_presumed_zone_open_at_times_that_its_clock_skips():
    facts = "\n  zone: {type: timezone, presume: America/New_York}\n\nhours:"
    always = ("{timezone: Europe/Berlin, week: {mon-sun:", "{timezone: {fact: zone}, week: {mon-sun:")
    found = findings("clock-change", ("\nhours:", facts), always)
    message = "an opening of hours `always` starts or ends at 02:30 on 2026-03-08"
    assert [f"{message}, which the clock change of that day skips"] == found
