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


@st.composite
def instants_in(draw: st.DrawFn, name: str) -> int:
    """Draw an instant, three times in four within three days before or one after a change of the zone."""
    changes = days_of_change(name)
    if changes and draw(st.integers(0, 3)) > 0:
        return draw(st.sampled_from(changes)) + draw(st.integers(-3 * DAY, DAY))
    return draw(st.integers(FIRST, LAST - 1))


def openings() -> st.SearchStrategy[Opening]:
    """Draw an opening, overnight or not, often on the half hour and often up to midnight."""
    start = st.integers(0, 47).map(lambda half: half * 30) | st.integers(0, 1439)
    length = st.integers(1, 20).map(lambda half: half * 30) | st.integers(1, 1439)
    free = st.tuples(start, length).map(lambda pair: Opening(pair[0], pair[0] + pair[1]))
    return free | start.map(lambda minute: Opening(minute, 1440)) | st.sampled_from([Opening(0, 1440)])


def days() -> st.SearchStrategy[tuple[Opening, ...]]:
    """Draw the openings of a day: none, one or several, in any order and perhaps overlapping."""
    return st.lists(openings(), max_size=3).map(tuple)


@st.composite
def written_days(draw: st.DrawFn, around: date) -> str:
    """Draw days as a policy writes them, most of them near a day: a range, a day of every year, a range of those."""
    near = st.integers(-9, 12) | st.integers(-400, 400)
    first, last = sorted((around + timedelta(days=draw(near))).isoformat() for _ in range(2))
    # What comes every year never closes one.
    of_year = draw(st.sampled_from((date.fromisoformat(first), date(2000, 2, 29), date(2000, 12, 31))))
    yearly = [day.isoformat()[5:] for day in (of_year, of_year + timedelta(days=draw(st.integers(0, 40))))]
    return draw(st.sampled_from((f"{first}..{last}", yearly[0], "..".join(yearly))))


@st.composite
def calendars(draw: st.DrawFn, around: date) -> tuple[Calendar, ...]:
    """Draw up to two calendars, with days of their own around a day, and with days left out."""
    listed = st.lists(written_days(around), max_size=2).map(tuple)
    drawn = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        public = draw(st.sampled_from(CALENDARS))
        drawn.append(Calendar(public, draw(listed) if public else (), draw(st.just(()) | listed)))
    return tuple(drawn)


@st.composite
def hours_near(draw: st.DrawFn, name: str, instant: int) -> Hours:
    """Draw hours in a zone, with dates of their own around an instant."""
    week = tuple(draw(days()) for _ in range(7))
    around = date(1970, 1, 1) + timedelta(days=instant // DAY)
    near = st.integers(-3, 12).map(lambda number: (around + timedelta(days=number)).isoformat())
    dates = draw(st.dictionaries(near | written_days(around), days(), max_size=4))
    return Hours("random", name, week, draw(calendars(around)), dates)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hours, int]:
    """Draw hours, now and then a union of hours in several zones, and an instant at which something is asked."""
    name = draw(st.sampled_from(ZONES))
    instant = draw(instants_in(name))
    if draw(st.integers(0, 3)):
        return draw(hours_near(name, instant)), instant
    zones = [name, *draw(st.lists(st.sampled_from(ZONES), max_size=2))]
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
