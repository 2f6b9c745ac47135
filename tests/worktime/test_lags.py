"""Lags: the most by which one deadline falls after another, held against every second of a stretch of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engine.model import Hours, Opening
from remit.engine.worktime import Count, WorktimeError, due, largest_lag, never_later, open_alike, skipped, zone

from .strategies import DAY, ZONES, hours_near, instants_in
from .verbs import at, hours

LAWS = settings(max_examples=40, deadline=None, derandomize=True)
OFFICE = hours("mon-fri 09:00-17:00")
ALWAYS = hours("mon-sun 00:00-24:00", name="always")


def by_hand(later: Count, earlier: Count, since: int, until: int) -> int:
    """Return the largest lag over every second."""
    return max(
        due(later.hours, second, later.seconds) - due(earlier.hours, second, earlier.seconds)
        for second in range(since, until)
    )


STRETCHES = {
    "a weekend": (Count(OFFICE, 3600), Count(ALWAYS, 3600), at("Fri 12:00"), at("Sun 12:00")),
    "the other way round": (Count(ALWAYS, 36_000), Count(OFFICE, 3600), at("Fri 12:00"), at("Sat 12:00")),
    "less of the same": (Count(OFFICE, 1800), Count(OFFICE, 3600), at("Mon 08:00"), at("Mon 18:00")),
    "nothing to count": (Count(OFFICE, 0), Count(ALWAYS, 0), at("Mon 08:00"), at("Mon 18:00")),
    "a night": (
        Count(hours("mon-sun 22:00-06:00"), 7200),
        Count(hours("mon-sun 21:30-05:00, 12:00-12:10"), 7300),
        at("Tue 12:00"),
        at("Wed 12:00"),
    ),
    "a holiday": (
        Count(hours("mon-fri 09:00-17:00", zone="Europe/Berlin", holidays="DE"), 4 * 3600),
        Count(hours("mon-fri 10:00-15:00", zone="Europe/Berlin"), 4 * 3600),
        at("2026-04-02T10:00:00+02:00"),
        at("2026-04-03T10:00:00+02:00"),
    ),
    "a clock that is put forward": (
        Count(hours("mon-sun 00:30-03:30", zone="Europe/Berlin"), 5400),
        Count(hours("mon-sun 00:00-04:00", zone="UTC"), 5400),
        at("2026-03-28T20:00:00+00:00"),
        at("2026-03-29T12:00:00+00:00"),
    ),
    "a clock that is put back": (
        Count(hours("mon-sun 00:30-03:30", zone="Europe/Berlin"), 5401),
        Count(hours("mon-sun 01:00-02:30", zone="Europe/Berlin"), 3599),
        at("2026-10-24T20:00:00+00:00"),
        at("2026-10-25T12:00:00+00:00"),
    ),
    "one second": (Count(OFFICE, 60), Count(ALWAYS, 60), at("Fri 17:00"), at("Fri 17:00") + 1),
    "dates of its own": (
        Count(hours("mon-fri 09:00-12:00", dates={"2026-01-06": "11:00-11:20"}), 3000),
        Count(hours("mon-fri 09:00-12:00"), 3000),
        at("Mon 20:00"),
        at("Tue 20:00"),
    ),
}


@pytest.mark.parametrize("stretch", STRETCHES)
def test_the_largest_lag_is_that_of_some_second(stretch):
    later, earlier, since, until = STRETCHES[stretch]
    found = largest_lag(later, earlier, since, until)
    assert by_hand(later, earlier, since, until) == found.seconds
    assert since <= found.received < until
    at_once = due(later.hours, found.received, later.seconds) - due(earlier.hours, found.received, earlier.seconds)
    assert at_once == found.seconds


_ZONES = st.sampled_from(ZONES)
_EITHER = st.booleans()
_AMOUNTS = st.sampled_from([1, 59, 60, 600, 3600, 5400]) | st.integers(0, 20_000)


@st.composite
def counts(draw: st.DrawFn) -> tuple[Count, Count, int]:
    """Draw two counts in hours of one zone or two, and an instant that is often near a clock change of the first."""
    name, other = draw(_ZONES), draw(_ZONES)
    instant = draw(instants_in(name))
    zones = (name, other if draw(_EITHER) else name)
    one, two = (Count(daily(draw(hours_near(where, instant))), draw(_AMOUNTS)) for where in zones)
    return one, two, instant


def daily(drawn: Hours) -> Hours:
    """Return hours that also open a little every day, so that deadlines are near."""
    week = tuple((*day, Opening(600, 660)) for day in drawn.week)
    return Hours(drawn.name, drawn.timezone, week, drawn.holidays, drawn.dates)


@LAWS
@given(counts(), st.integers(1, 14 * 3600))
def test_the_largest_lag_of_any_two_counts_is_that_of_some_second(drawn, length):
    one, two, instant = drawn
    until = instant + length
    assert by_hand(one, two, instant, until) == largest_lag(one, two, instant, until).seconds


@settings(LAWS, max_examples=300)
@given(counts())
def test_what_is_never_later_has_no_lag(drawn):
    one, two, instant = drawn
    for first, second in ((one, two), (two, one), (one, one), (Count(ALWAYS, min(one[1], two[1])), two)):
        if never_later(first, second):
            assert largest_lag(first, second, instant, instant + 30 * DAY).seconds <= 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Count(OFFICE, 60), Count(OFFICE, 60), True),
        (Count(OFFICE, 61), Count(OFFICE, 60), False),
        (Count(ALWAYS, 60), Count(OFFICE, 60), True),
        (Count(OFFICE, 60), Count(ALWAYS, 60), False),
        (Count(hours("mon-fri 08:00-18:00"), 60), Count(OFFICE, 60), True),
        (Count(hours("mon-fri 08:00-18:00", zone="Europe/Berlin"), 60), Count(OFFICE, 60), False),
        (Count(hours("mon-fri 08:00-18:00", holidays="DE"), 60), Count(OFFICE, 60), False),
        (Count(hours("mon-fri 08:00-18:00", dates={"2026-01-05": "closed"}), 60), Count(OFFICE, 60), False),
    ],
)
def test_what_shows_without_laying_out_days(one, other, expected):
    assert expected == never_later(one, other)


def test_a_deadline_that_cannot_be_counted_is_refused():
    far = Count(hours("mon-fri 09:00-17:00", holidays="DE"), 3600)
    since = at("2099-12-31T00:00:00+00:00")
    with pytest.raises(WorktimeError):
        largest_lag(far, Count(ALWAYS, 60), since, since + 370 * DAY)


def gaps(name: str, year: int) -> list[tuple[date, int, int]]:
    """Return the wall times that a zone skips in a year, read off its clock second by second around each jump."""
    where, found = zone(name), []
    instant = int(datetime.fromisoformat(f"{year}-01-01T00:00:00+00:00").timestamp()) - DAY
    end = instant + 367 * DAY
    before = datetime.fromtimestamp(instant, where).replace(tzinfo=None)
    while instant < end:
        after = datetime.fromtimestamp(instant + 3600, where).replace(tzinfo=None)
        if after - before > timedelta(hours=1):
            for second in range(instant, instant + 3600):
                first, then = (datetime.fromtimestamp(s, where).replace(tzinfo=None) for s in (second, second + 1))
                if then - first > timedelta(seconds=1):
                    found.append((first + timedelta(seconds=1), then))
        instant, before = instant + 3600, after
    return [
        (first.date(), _minute(first, first.date()), _minute(then, first.date()))
        for first, then in found
        if first.year == year
    ]


def _minute(moment: datetime, day: date) -> int:
    return int((moment - datetime(day.year, day.month, day.day)).total_seconds()) // 60  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize("year", [2011, 2018, 2026])
@pytest.mark.parametrize("name", [*ZONES, "America/Asuncion", "Atlantic/Azores", "Asia/Beirut"])
def test_skipped_wall_times_are_those_that_the_clock_never_shows(name, year):
    expected = gaps(name, year)
    assert expected == [(date.fromordinal(gap.day), gap.since, gap.until) for gap in skipped(name, year, year)]


def test_hours_that_are_open_alike() -> None:
    other = replace(OFFICE, name="desk", cite=("terms.desk",))
    assert open_alike(OFFICE, other)
    assert never_later(Count(OFFICE, 60), Count(other, 60))
    assert not open_alike(OFFICE, replace(other, timezone="Asia/Tokyo"))
    assert not open_alike(OFFICE, ALWAYS)
