"""Random hours, zones and instants for the worktime tests, most of them near a clock change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from remit.engine.model import Calendar, HolidayCalendar, Hours, Opening
from remit.engine.worktime import zone

DAY = 86_400
ZONES = (
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Havana",
    "Europe/Dublin",
    "Europe/Berlin",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Amman",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
CALENDARS = (
    None,
    None,
    HolidayCalendar("US"),
    HolidayCalendar("US", "HI"),
    HolidayCalendar("GB", "ENG"),
    HolidayCalendar("AU", "NSW"),
)
FIRST = int(datetime(1990, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2050, 1, 1, tzinfo=UTC).timestamp())


@cache
def days_of_change(name: str) -> tuple[int, ...]:
    """Return the instants between 1990 and 2050 that open a UTC day in which the zone's offset changes."""
    where = zone(name)
    instants = range(FIRST, LAST, DAY)
    offsets = [datetime.fromtimestamp(instant, where).utcoffset() for instant in instants]
    return tuple(instants[i] for i in range(len(offsets) - 1) if offsets[i] != offsets[i + 1])


# Hypothesis validates each strategy that it has not met: those that are drawn from again and again are made once.
_IN_FOUR = st.integers(0, 3)
_AROUND_A_CHANGE = st.integers(-3 * DAY, DAY)
_ANY_INSTANT = st.integers(FIRST, LAST - 1)
_ZONES = st.sampled_from(ZONES)
_FURTHER_ZONES = st.lists(_ZONES, max_size=2)
_START = st.integers(0, 47).map(lambda half: half * 30) | st.integers(0, 1439)
_LENGTH = st.integers(1, 20).map(lambda half: half * 30) | st.integers(1, 1439)
_CHANGES = {name: st.sampled_from(changes) for name in ZONES if (changes := days_of_change(name))}


@st.composite
def instants_in(draw: st.DrawFn, name: str) -> int:
    """Draw an instant, three times in four within three days before or one after a change of the zone."""
    if name in _CHANGES and draw(_IN_FOUR) > 0:
        return draw(_CHANGES[name]) + draw(_AROUND_A_CHANGE)
    return draw(_ANY_INSTANT)


OPENINGS: st.SearchStrategy[Opening] = (
    st.tuples(_START, _LENGTH).map(lambda pair: Opening(pair[0], pair[0] + pair[1]))
    | _START.map(lambda minute: Opening(minute, 1440))
    | st.sampled_from([Opening(0, 1440)])
)
"""An opening, overnight or not, often on the half hour and often up to midnight."""

DAYS: st.SearchStrategy[tuple[Opening, ...]] = st.lists(OPENINGS, max_size=3).map(tuple)
"""The openings of a day: none, one or several, in any order and perhaps overlapping."""

_NEAR = st.integers(-9, 12) | st.integers(-400, 400)
_PLACES = st.integers(0, 2)
_WRITTEN = st.tuples(_NEAR, _NEAR, _PLACES, st.integers(0, 40), _PLACES)
_WEEK = st.tuples(*[DAYS] * 7)
_DATES = st.lists(st.tuples(st.integers(-3, 12) | _WRITTEN, DAYS), max_size=4)
_LISTED = st.lists(_WRITTEN, max_size=2)
_CALENDARS = st.sampled_from([0, 1, 1, 1, 2]).flatmap(
    lambda count: st.tuples(*[st.tuples(st.sampled_from(CALENDARS), _LISTED, st.just([]) | _LISTED)] * count)
)


def _written_days(around: date, drawn: tuple[int, int, int, int, int]) -> str:
    """Return days as a policy writes them: a range near a day, a day of every year, or a range of those."""
    near, other, place, length, form = drawn
    first, last = sorted((around + timedelta(days=days)).isoformat() for days in (near, other))
    # What comes every year never closes one.
    of_year = (date.fromisoformat(first), date(2000, 2, 29), date(2000, 12, 31))[place]
    yearly = [day.isoformat()[5:] for day in (of_year, of_year + timedelta(days=length))]
    return (f"{first}..{last}", yearly[0], "..".join(yearly))[form]


@st.composite
def hours_near(draw: st.DrawFn, name: str, instant: int) -> Hours:
    """Draw hours in a zone, with dates of their own around an instant, and up to two calendars."""
    around = date(1970, 1, 1) + timedelta(days=instant // DAY)

    def listed(drawn: list[tuple[int, int, int, int, int]]) -> tuple[str, ...]:
        return tuple(_written_days(around, days) for days in drawn)

    dates = {
        (around + timedelta(days=days)).isoformat() if isinstance(days, int) else _written_days(around, days): own
        for days, own in draw(_DATES)
    }
    calendars = tuple(
        Calendar(public, listed(left_out) if public else (), listed(own)) for public, left_out, own in draw(_CALENDARS)
    )
    return Hours("random", name, draw(_WEEK), calendars, dates)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hours, int]:
    """Draw hours, now and then a union of hours in several zones, and an instant at which something is asked."""
    name = draw(_ZONES)
    instant = draw(instants_in(name))
    if draw(_IN_FOUR):
        return draw(hours_near(name, instant)), instant
    zones = [name, *draw(_FURTHER_ZONES)]
    return Hours("union", "UTC", any_of=tuple(draw(hours_near(zone_name, instant)) for zone_name in zones)), instant


@st.composite
def situations_that_open(draw: st.DrawFn) -> tuple[Hours, int]:
    """Draw a situation whose hours open every Tuesday, for a quarter of an hour at least."""
    hours, instant = draw(situations())
    if hours.any_of:
        return replace(hours, any_of=tuple(map(_opening_on_tuesdays, hours.any_of))), instant
    return _opening_on_tuesdays(hours), instant


def _opening_on_tuesdays(hours: Hours) -> Hours:
    week = (hours.week[0], (*hours.week[1], Opening(600, 615)), *hours.week[2:])
    return Hours("random", hours.timezone, week, (), hours.dates)
