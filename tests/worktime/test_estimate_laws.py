"""What holds of the estimated holidays that a count depends on, against a walk over days and minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from remit.engine.model import Calendar, HolidayCalendar, Hours, Opening
from remit.engine.worktime import due, estimated_holidays

from .minutes import Minutes
from .strategies import DAYS

DAY = 86_400
A_DAY = timedelta(days=1)
CLOSED: tuple[Opening, ...] = ()
COUNTRIES = ("AE", "BF", "EG", "IR", "MY", "NG", "TR", "TM", "DE")
ZONES = ("UTC", "Africa/Cairo", "America/New_York", "Asia/Tehran", "Pacific/Kiritimati")
law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(256)
def calendar_of(country: str, year: int) -> dict[date, str]:
    """Return the holidays of a country as the library names them in English."""
    return dict(country_holidays(country, years=year, expand=False, language="en_US").items())


def name_of(hours: Hours, day: date) -> str:
    """Return the name of the holiday on a day; empty where it is none."""
    public = hours.holidays[0].public
    assert public is not None
    return calendar_of(public.country, day.year).get(day, "")


@st.composite
def counts(draw: st.DrawFn) -> tuple[Hours, int, int]:
    """Draw hours less the holidays of a country, and a count in them that begins near one of the estimated days."""
    country, zone = draw(st.sampled_from(COUNTRIES)), draw(st.sampled_from(ZONES))
    estimated = [
        day for year in (2030, 2050, 2063) for day, name in calendar_of(country, year).items() if "estimated" in name
    ]
    near = draw(st.sampled_from(estimated)) if estimated else date(2050, 3, 9)
    start = (near - date(1970, 1, 1)).days * DAY + draw(st.integers(-9 * DAY, 5 * DAY))
    usual = ((Opening(540, 1020),),) * 7
    week = draw(st.just(usual) | st.tuples(*[DAYS] * 7) | st.just(((Opening(0, 1440),),) * 7))
    around = st.integers(-2, 3).map(lambda number: (near + number * A_DAY).isoformat())
    dates = draw(st.just({}) | st.dictionaries(around, DAYS, max_size=2))
    hours = Hours("random", zone, week, (Calendar(HolidayCalendar(country)),), dates)
    available = Minutes(hours, start, 7).elapsed(start, start + 6 * DAY)
    assume(available)
    return hours, start, due(hours, start, draw(st.integers(1, available)))


def around(start: int, end: int) -> list[date]:
    """Return the days from a few before a count to a few after it."""
    first, last = (date(1970, 1, 1) + instant // DAY * A_DAY for instant in (start, end))
    return [first + number * A_DAY for number in range(-4, (last - first).days + 5)]


def opens_within(hours: Hours, day: date, start: int, end: int) -> bool:
    """Tell, minute by minute, whether the week alone opens on a day within a count; not where dates say otherwise."""
    if day.isoformat() in hours.dates:
        return False
    alone = replace(hours, week=(CLOSED,) * 7, holidays=(), dates={day.isoformat(): hours.week[day.weekday()]})
    return Minutes(alone, start, (end - start) // DAY + 2).elapsed(start, end) > 0


@law
@given(counts())
def test_a_count_depends_on_what_a_walk_over_its_days_finds(count: tuple[Hours, int, int]):
    """On an estimated day that it skips, and on one beside an open day that it counts."""
    hours, start, end = count
    expected = {
        day.isoformat(): name_of(hours, day)
        for day in around(start, end)
        if "estimated" in name_of(hours, day)
        and day.isoformat() not in hours.dates
        and (
            opens_within(hours, day, start, end)
            or any(
                not name_of(hours, beside) and opens_within(hours, beside, start, end)
                for beside in (day - A_DAY, day + A_DAY)
            )
        )
    }
    actual = estimated_holidays(hours, start, end)
    event(f"depends on {len(actual)}")
    assert [*expected.items()] == [*actual.items()]


@law
@given(counts())
def test_nothing_depends_on_days_that_are_far(count: tuple[Hours, int, int]):
    """A deadline with no estimated day within two days of its count depends on none."""
    hours, start, end = count
    near = [day for day in around(start, end)[1:-1] if "estimated" in name_of(hours, day)]
    assert near or not estimated_holidays(hours, start, end)


@law
@given(counts(), st.sampled_from([-1, 1]))
def test_where_nothing_depends_on_them_estimates_may_move(count: tuple[Hours, int, int], step: int):
    """The deadline stays where it is if all estimated days turn out to be a day earlier, or later."""
    hours, start, end = count
    assume(not estimated_holidays(hours, start, end))
    seconds = Minutes(hours, start, (end - start) // DAY + 2).elapsed(start, end)
    nearby = around(start, end)
    certain = {day for day in nearby if name_of(hours, day) and "estimated" not in name_of(hours, day)}
    unsettled = [day for day in nearby if "estimated" in name_of(hours, day) and day.isoformat() not in hours.dates]
    moved = {day + step * A_DAY for day in unsettled}
    written = {day.isoformat(): CLOSED for day in certain | moved} | dict(hours.dates)
    assert end == due(replace(hours, holidays=(), dates=written), start, seconds)


@law
@given(counts(), st.integers(0, 3 * DAY), st.integers(0, 3 * DAY))
def test_a_longer_count_depends_on_no_less(count: tuple[Hours, int, int], before: int, after: int):
    """What a count depends on, one that begins earlier or ends later depends on, too."""
    hours, start, end = count
    longer = estimated_holidays(hours, start - before, end + after)
    assert estimated_holidays(hours, start, end).items() <= longer.items()
