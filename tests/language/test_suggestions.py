"""What is written in place of times as people write them elsewhere; what is suggested is always accepted."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.findings import NOWHERE, Findings
from remit.engine.language.event_suggestions import event_help
from remit.engine.language.hours_section import check_date
from remit.engine.language.instant_suggestions import date_help, instant_help
from remit.engine.language.opening_suggestions import days_help, openings_help
from remit.engine.language.span_suggestions import span_help
from remit.engine.language.time_notation import (
    NotAnInstant,
    NotOpenings,
    parse_days,
    parse_instant,
    parse_openings,
    parse_span,
)
from remit.engine.language.wall_time_suggestions import wall_time_help
from remit.engine.language.zone_suggestions import HOURS_FROM_UTC, UNCHANGING, names_no_place, zone_help
from remit.engine.model.events import BUILT_IN_EVENTS
from remit.engine.worktime import zone, zone_names

SPANS = {
    "30 min": "write `30 minutes`",
    "1h": "write `1 hour`",
    "4 hrs": "write `4 hours`",
    "1h30m": "write `1 hour 30 minutes`",
    "1 hour and 30 minutes": "write `1 hour 30 minutes`",
    "1,5 h": "write `1 hour 30 minutes`",
    "4:30": "write `4 hours 30 minutes`",
    "PT4H": "write `4 hours`",
    "P1DT2H": "write `1 day 2 hours`",
    "half an hour": "write `30 minutes`",
    "two days": "write `2 days`",
    "3 working days": "write `3 business days`",
    "4bh": "write `4 business hours`",
    "up to 4 hours": "write `4 hours`",
    "4 hours max": "write `4 hours`",
    "1-2 days": "write the longest: `2 days`",
    "4": "write a unit as well: `4 hours` or `4 business days`",
    "0.5 days": "write part of a day in hours, as in `4 business hours`",
    "0.3333 hours": "write whole seconds: what is less is not counted",
    "9999999999 hours": "write at most nine digits for a number",
    "2 calendar days": "write `2 days`: a span counts open time, which is all time only in hours that are open round"
    " the clock",
    "2 weeks": "remit cannot say weeks yet: write `14 days` where all days are open, `10 business days` where five of a"
    " week are",
    "1 week and 2 days": "remit cannot say weeks yet: write days of open time, as in `10 business days`",
    "3 months": "remit cannot say months or years yet: write days of open time, as in `20 business days`",
    "next business day": "remit cannot say `next business day` yet: write how much open time it takes at most, as in"
    " `1 business day`",
    "EOD": "remit cannot say `EOD` yet: write how much open time it takes at most, as in `1 business day`",
    "asap": "write the longest time that it may take, as in `15 minutes`",
    "soon": "write amounts of days, hours, minutes or seconds",
    "n/a": "write amounts of days, hours, minutes or seconds",
}
DUE_DATES = {
    "next business day": "write `{by: {business_days: 1, at: close}}`",
    "by the end of the next working day": "write `{by: {business_days: 1, at: close}}`",
    "NBD": "write `{by: {business_days: 1, at: close}}`",
    "same business day": "write `{by: {business_days: 0, at: close}}`",
    "EOD": "write `{by: {business_days: 0, at: close}}`",
    "close of business": "write `{by: {business_days: 0, at: close}}`",
    "by 5 pm tomorrow": "write a date as in `{by: {business_days: 1, at: close}}`",
    "next week": "write a date as in `{by: {business_days: 1, at: close}}`",
}
_A_TIME = 'write a time on a clock of 24 hours, as in `"17:00"`, or `close` for when the hours close'
WALL_TIMES = {
    "5 pm": 'write `"17:00"`',
    "5:30 p.m.": 'write `"17:30"`',
    "12 am": 'write `"00:00"`',
    "12pm": 'write `"12:00"`',
    "9:00": 'write `"09:00"`',
    "17h30": 'write `"17:30"`',
    "17.30": 'write `"17:30"`',
    "17:30:00": 'write `"17:30"`',
    "17 o'clock": 'write `"17:00"`',
    "noon": 'write `"12:00"`',
    "midnight": 'write `"24:00"`',
    "end of the day": 'write `"24:00"`',
    "closing time": "write `close`",
    "COB": "write `close`",
    "end of the business day": "write `close`",
    "13 pm": _A_TIME,
    "0 am": _A_TIME,
    "24:30": _A_TIME,
    "25:00": _A_TIME,
    "17:75": _A_TIME,
    "soon": _A_TIME,
    "": _A_TIME,
}
OPENINGS = {
    "24/7": "write `00:00-24:00`",
    "always": "write `00:00-24:00`",
    "off": "write `closed`",
    "8am-5pm": "write `08:00-17:00`",
    "8:30 AM - 5:30 PM": "write `08:30-17:30`",
    "12am-12pm": "write `00:00-12:00`",
    "9-17": "write `09:00-17:00`",
    "9:00-17:00": "write `09:00-17:00`",
    "0900-1700": "write `09:00-17:00`",
    "09:00–17:00": "write `09:00-17:00`",  # noqa: RUF001 - a dash as word processors make it
    "9-12 and 1pm-5pm": "write `09:00-12:00, 13:00-17:00`",
    "08:00-18:00 CET": "write `08:00-18:00`; the `timezone` of the hours says where",
    "8-5": "write openings on a clock of 24 hours, as in `09:00-12:30, 13:00-17:00`, or `closed`",
    "25:00-26:00": "write openings on a clock of 24 hours, as in `09:00-12:30, 13:00-17:00`, or `closed`",
    "09:00-09:00": "write `00:00-24:00` for all day, or `closed`",
    "24:00-08:00": "write 00:00 on the next day",
}
DAYS = {
    "Mon-Fri": "write `mon-fri`",
    "Monday to Friday": "write `mon-fri`",
    "mo-fr": "write `mon-fri`",
    "Tues": "write `tue`",
    "Mon, Wed & Fri": "write `mon, wed, fri`",
    "weekdays": "write `mon-fri`",
    "weekend": "write `sat, sun`",
    "24/7": "write `mon-sun`",
    "holidays": "public holidays stand in `holidays`, single dates in `dates`",
    "1-5": "write weekdays as in `mon`, `mon-fri` or `sat, sun`",
}
DATES = {
    "2026-3-6": "write `2026-03-06`",
    "2026/03/06": "write `2026-03-06`",
    "06.03.2026": "write `2026-03-06`",
    "03/06/2026": "write `2026-03-06` or `2026-06-03`",
    "13/06/2026": "write `2026-06-13`",
    "2026-03-06 08:00": "write the day alone: `2026-03-06`",
    "2026-02-30": "the last day of that month is 2026-02-28",
    "2026-13-01": "months are 01 to 12",
    "0000-01-01": "write year, month and day, as in `2026-03-09`",
    "tomorrow": "write year, month and day, as in `2026-03-09`",
}
INSTANTS = {
    "2026-03-06T16:30:00+0000": "write `2026-03-06T16:30:00+00:00`",
    "2026-03-06T16:30+01": "write `2026-03-06T16:30:00+01:00`",
    "2026-03-06T16:30": "write the offset as well: `2026-03-06T16:30:00-05:00` for one, or"
    " `2026-03-06T16:30:00Z` for `UTC`",
    "2026-3-6 4:30 PM -0500": "write `2026-03-06T16:30:00-05:00`",
    "2026-03-06 16:30 PST": "write `2026-03-06T16:30:00-08:00`",
    "2026-03-06T16:30:00 UTC": "write `2026-03-06T16:30:00Z`",
    "2026-03-06T16:30:00 Europe/Berlin": "write the offset that the place has then, as in `2026-03-06T16:30:00+01:00`",
    "2026-03-06": "write a time and an offset as well, as in `2026-03-06T09:00:00-05:00`",
    "Fri, 6 Mar 2026 16:30:00 -0500": "write `2026-03-06T16:30:00-05:00`",
    "20260306T163000Z": "write `2026-03-06T16:30:00Z`",
    "2026-W10-5T16:30:00.5-0500": "write `2026-03-06T16:30:00-05:00`",
    "2026-065T16:30+01": "write `2026-03-06T16:30:00+01:00`",
    "20260306T1630": "write the offset as well: `2026-03-06T16:30:00-05:00` for one, or `2026-03-06T16:30:00Z` for"
    " `UTC`",
    "2026-W10-5": "write a time and an offset as well, as in `2026-03-06T09:00:00-05:00`",
    "2026-W60-1T16:30:00Z": "write year, month, day, time and offset, as in `2026-03-06T16:30:00-05:00`",
    "20260306+01:00": "write year, month, day, time and offset, as in `2026-03-06T16:30:00-05:00`",
    "2026-02-30T16:30:00Z": "the last day of that month is 2026-02-28",
    "2026-03-06T24:00:00Z": "write a time of 00:00:00 to 23:59:59 after the day, as in `2026-03-06T16:30:00-05:00`",
    "2026-03-06T16:30:00+25:00": "an offset is -23:59 to +23:59",
    "1969-12-31T23:59:59Z": "write a year from 1970 to 2100",
    "yesterday": "write year, month, day, time and offset, as in `2026-03-06T16:30:00-05:00`",
}
OFFSET = "name the place whose clock counts; {} all year, whatever clocks do"
ZONES = {
    "PST": "name the place: `America/Los_Angeles`",
    "EST": "name the place: `America/New_York`",
    "IST": "name the place: `Asia/Kolkata`, `Europe/Dublin` or `Asia/Jerusalem`",
    "Pacific Standard Time": "name the place: `America/Los_Angeles`",
    "US Eastern": "name the place: `America/New_York`",
    "UTC+1": OFFSET.format("`Etc/GMT-1` is 1 hour ahead of `UTC`"),
    "GMT+5": OFFSET.format("`Etc/GMT-5` is 5 hours ahead of `UTC`"),
    "Etc/GMT-05": OFFSET.format("`Etc/GMT-5` is 5 hours ahead of `UTC`"),
    "GMT-3": OFFSET.format("`Etc/GMT+3` is 3 hours behind `UTC`"),
    "Etc/GMT+12": OFFSET.format("`Etc/GMT+12` is 12 hours behind `UTC`"),
    "Etc/GMT+13": "name the place whose clock counts",
    "UTC+05:30": "name the place whose clock counts",
    "Etc/UTC+5": OFFSET.format("`Etc/GMT-5` is 5 hours ahead of `UTC`"),
    "gmt": "write `UTC`",
    "Etc/Zulu": "write `UTC`",
    "Berlin": "did you mean `Europe/Berlin`?",
    "new york": "did you mean `America/New_York`?",
    "europe/berlin": "did you mean `Europe/Berlin`?",
    "Asia/Delhi": "name a place, as in `Europe/Berlin`, or write `UTC`",
    "Europe/Bern": "name a place, as in `Europe/Berlin`, or write `UTC`",
    "North": "name a place, as in `Europe/Berlin`, or write `UTC`",
    "Etc/CET": "name a place, as in `Europe/Berlin`, or write `UTC`",
    "Z": "write `UTC`",
    "Middle Earth": "name a place, as in `Europe/Berlin`, or write `UTC`",
}


def suggested(help_: str) -> list[str]:
    """Return what a help says to write."""
    return re.findall(r"`([^`]+)`", help_) if help_.startswith("write") else []


@pytest.mark.parametrize(("text", "help_"), SPANS.items())
def test_span(text, help_):
    assert parse_span(text) is None
    assert help_ == span_help(text)
    assert all(parse_span(span) for span in suggested(help_))


@pytest.mark.parametrize("text", ["n/a", "-", "no", "Best effort", "null"])
def test_span_that_means_that_nothing_is_owed(text):
    assert "write `none` where nothing is owed" == span_help(text, is_cell=True)


def test_cell_that_means_nothing():
    assert "write amounts of days, hours, minutes or seconds, or `none`" == span_help("soon", is_cell=True)


@pytest.mark.parametrize(("text", "help_"), OPENINGS.items())
def test_openings(text, help_):
    with pytest.raises(NotOpenings) as problem:
        parse_openings(text)
    assert help_ == problem.value.help
    assert all(parse_openings(text) or text == "closed" for text in suggested(help_) if text != "timezone")


@pytest.mark.parametrize(("text", "help_"), DAYS.items())
def test_days(text, help_):
    with pytest.raises(NotOpenings) as problem:
        parse_days(text)
    assert help_ == problem.value.help
    assert all(parse_days(days) for days in suggested(help_))


@pytest.mark.parametrize(("text", "help_"), DATES.items())
def test_date(text, help_):
    assert help_ == date_help(text)
    assert all(check_date(day, NOWHERE, Findings()) for day in suggested(help_))


@pytest.mark.parametrize(("text", "help_"), INSTANTS.items())
def test_instant(text, help_):
    with pytest.raises(NotAnInstant) as problem:
        parse_instant(text)
    assert help_ == problem.value.help
    assert all(parse_instant(instant) for instant in suggested(help_) if instant != "UTC")


@pytest.mark.parametrize(("name", "help_"), ZONES.items())
def test_zone(name, help_):
    assert help_ == zone_help(name, zone_names())


def test_places_that_are_named_are_known():
    places = [place for name in HOURS_FROM_UTC for place in re.findall("`([^`]+)`", zone_help(name))]
    assert len(places) > len(HOURS_FROM_UTC)
    assert set(places) <= zone_names()


def offsets(name: str) -> set[float]:
    """Return how many hours a zone is from UTC in winter and in summer."""
    days = (datetime(2026, month, 1, tzinfo=zone(name)).utcoffset() for month in (1, 7))
    return {offset.total_seconds() / 3600 for offset in days if offset is not None}


@pytest.mark.parametrize("name", [name for name in HOURS_FROM_UTC if name not in zone_names()])
def test_a_place_that_is_named_for_an_abbreviation_has_its_offset_at_times(name):
    places = re.findall("`([^`]+)`", zone_help(name, zone_names()))
    assert all(HOURS_FROM_UTC[name] in offsets(place) for place in places)


@pytest.mark.parametrize("name", sorted(filter(names_no_place, zone_names())))
def test_a_place_that_is_named_for_a_zone_without_one_has_its_offset(name):
    """A name of which no policy takes the zone may be meant for a place that changes its clocks."""
    places = re.findall("(?<!of )(?<!behind )`([^`]+)`", zone_help(name, zone_names()))
    assert all(
        offsets(name) & offsets(place) if name in UNCHANGING else offsets(name) == offsets(place)
        for place in places
        if name != "Factory"
    )


@given(some.text() | some.from_regex(r"[0-9]{1,4}[-:. ]?[0-9]{0,2}[-:T apm+]{0,3}[0-9]{0,4} ?[a-zA-Z]{0,5}"))
def test_every_text_has_a_help(text):
    for help_ in (span_help, openings_help, days_help, date_help, instant_help, zone_help):
        assert help_(text).strip()


@pytest.mark.parametrize(("text", "help_"), DUE_DATES.items())
def test_what_to_write_in_place_of_a_day_that_is_meant(text, help_):
    assert help_ == span_help(text, is_cell=True)


@pytest.mark.parametrize(("text", "help_"), WALL_TIMES.items())
def test_what_to_write_in_place_of_a_time_of_day(text, help_):
    assert help_ == wall_time_help(text)


EVENTS = {
    "answered": "did you mean `replied`?",
    "First response": "did you mean `replied`?",
    "resolved": "did you mean `closed`?",
    "solved": "did you mean `closed`?",
    "on-hold": "did you mean `waiting`?",
    "customer replied": "did you mean `asked`?",
    "replyed": "did you mean `replied`?",
    "taken_up": "known: `replied`, `updated`, `asked`, `waiting`, `resumed`, `changed`, `closed`, `reopened`",
}


@pytest.mark.parametrize(("name", "help_"), EVENTS.items())
def test_event_is_suggested_by_what_its_name_means_before_how_it_is_spelt(name, help_):
    assert help_ == event_help(name, BUILT_IN_EVENTS)


def test_event_that_a_policy_declares_is_not_taken_for_one_that_means_the_same():
    assert event_help("resolvd", ["resolved", *BUILT_IN_EVENTS]) == "did you mean `resolved`?"
