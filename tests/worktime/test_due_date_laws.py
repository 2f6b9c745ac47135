"""Dates and cut-offs agree with a walk over days on the wall clock, and are never earlier for a later receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from remit.engine.model import Opening, WallTime
from remit.engine.worktime import (
    Count,
    DateCount,
    deadline,
    due,
    due_date,
    is_business_day,
    largest_lag,
    never_later,
    start_after_cutoff,
)

from .day_walk import DayWalk
from .strategies import DAY, ZONES, hours_near, instants_in

if TYPE_CHECKING:
    from remit.engine.model import Hours

LAW = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
LENGTH = 70

minutes = st.sampled_from([0, 1, 90, 150, 600, 900, 1439, 1440]) | st.integers(0, 1440)


CLOSE: WallTime = "close"
wall_times: st.SearchStrategy[WallTime] = st.one_of(st.just(CLOSE), minutes)
_EITHER = st.booleans()
_NUMBER = st.integers(0, 3) | st.integers(0, 8)
_PERHAPS = {True: st.none() | wall_times, False: st.none() | minutes}
_ZONES = st.sampled_from(ZONES)
_BESIDE = st.sampled_from([-1, 0, 1]) | st.integers(-DAY, DAY)
_OF_THREE = st.integers(0, 2)
_SECONDS = st.sampled_from([60, 3600]) | st.integers(1, 20_000)


@st.composite
def dates(draw: st.DrawFn, where: Hours) -> DateCount:
    """Draw a date in some hours, with a cut-off or without."""
    is_business = draw(_EITHER)
    number, time = draw(_NUMBER), draw(wall_times if is_business else minutes)
    return DateCount(where, number, time, is_business, draw(_PERHAPS[is_business]))


@st.composite
def places(draw: st.DrawFn) -> tuple[Hours, int]:
    """Draw hours that open on Tuesdays, and an instant that is often a second from an edge of some day."""
    name = draw(_ZONES)
    near = draw(instants_in(name))
    drawn = draw(hours_near(name, near))
    week = (drawn.week[0], (*drawn.week[1], Opening(600, 615)), *drawn.week[2:])
    where = replace(drawn, week=week, dates={}) if draw(_EITHER) else replace(drawn, week=week)
    walk = DayWalk(where, near, 4)
    edge = walk.at(walk.begun(near), draw(minutes))
    return where, edge + draw(_BESIDE)


@LAW
@given(places(), st.data())
def test_a_date_is_where_a_walk_over_days_ends(place: tuple[Hours, int], data: st.DataObject):
    where, start = place
    count = data.draw(dates(where))
    walk = DayWalk(where, start, LENGTH)
    expected = walk.due(start, count.days, count.at, is_business=count.is_business, cutoff=count.cutoff)
    assume(expected is not None)  # else it lies past the days that are walked over
    assert expected == due_date(count, start)


@LAW
@given(places(), st.data())
def test_a_date_is_there_too_while_its_clock_stands(place: tuple[Hours, int], data: st.DataObject):
    where, start = place
    count = data.draw(dates(where))
    walk = DayWalk(where, start, LENGTH)
    edges = [walk.at(walk.begun(start) + n, 0) for n in range(4)] + [due_date(count, start), start]
    instants = st.sampled_from(edges) | st.integers(0, 4 * DAY).map(lambda seconds: start + seconds)
    drawn = sorted({i for i in data.draw(st.lists(instants, max_size=6)) if i >= start})
    standing = list(zip(drawn[::2], drawn[1::2], strict=False))
    expected = walk.due(
        start, count.days, count.at, is_business=count.is_business, cutoff=count.cutoff, standing=standing
    )
    assume(expected is not None)
    assert expected == due_date(count, start, standing)


@LAW
@given(places(), wall_times, st.integers(1, 20_000))
def test_a_span_counts_from_where_a_walk_over_days_ends(place: tuple[Hours, int], cutoff: WallTime, seconds: int):
    where, start = place
    walk = DayWalk(where, start, LENGTH)
    expected = walk.counted_from(start, cutoff)
    if expected is None:  # days off last past the days that are walked over
        assert start_after_cutoff(where, start, cutoff) >= walk.at(walk.days.stop, 0)
        return
    assert expected == start_after_cutoff(where, start, cutoff)
    assert due(where, expected, seconds) == deadline(Count(where, seconds, cutoff), start)


@LAW
@given(places(), st.data(), st.integers(0, 3 * DAY))
def test_a_date_is_never_earlier_for_a_later_receipt(place: tuple[Hours, int], data: st.DataObject, later: int):
    where, start = place
    count = data.draw(dates(where))
    if "close" in (count.at, count.cutoff):
        walk = DayWalk(where, start, 20)
        closes = [walk.close(day) for day in walk.days if walk.openings(day)]
        assume(closes == sorted(closes))  # else openings overlap over midnight, which no policy may write
    assert due_date(count, start) <= due_date(count, start + later)


@LAW
@given(places(), wall_times, st.integers(1, 20_000), st.integers(0, 3 * DAY))
def test_a_span_with_a_cut_off_is_never_earlier_for_a_later_receipt(
    place: tuple[Hours, int], cutoff: WallTime, seconds: int, later: int
):
    where, start = by_day(place[0]), place[1]
    count = Count(where, seconds, cutoff)
    assert deadline(count, start) <= deadline(count, start + later)


def by_day(where: Hours) -> Hours:
    """Return hours without overnight openings: beside a span, a cut-off is for those alone."""

    def cut(openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
        return tuple(Opening(opening.start, min(opening.end, 1440)) for opening in openings)

    week = tuple(cut(openings) for openings in where.week)
    return replace(where, week=week, dates={day: cut(openings) for day, openings in where.dates.items()})


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[Count | DateCount], int]:
    """Draw two counts of hours that open every day, a date at least or a cut-off among them, and a receipt."""
    where, start = draw(places())
    daily = replace(by_day(where), week=tuple((*day, Opening(600, 660)) for day in where.week), holidays=())
    other = replace(daily, name="other", timezone=draw(_ZONES)) if draw(_EITHER) else daily

    def count(hours: Hours) -> Count | DateCount:
        if draw(_OF_THREE):
            return draw(dates(hours))
        return Count(by_day(hours), draw(_SECONDS), draw(_PERHAPS[True]))

    return [count(daily), count(other)], start


@settings(LAW, max_examples=60)
@given(pairs(), st.integers(1, 5000))
def test_the_largest_lag_of_dates_and_cut_offs_is_that_of_some_second(drawn, length):
    (one, two), start = drawn
    until = start + length
    expected = max(deadline(one, second) - deadline(two, second) for second in range(start, until))
    lag = largest_lag(one, two, start, until)
    assert expected == lag.seconds
    assert expected == deadline(one, lag.received) - deadline(two, lag.received)


@LAW
@given(pairs(), st.integers(1, 4))
def test_what_is_never_later_has_no_lag_with_dates_and_cut_offs(drawn, more):
    (one, two), start = drawn
    changed = one._replace(days=one.days + more) if isinstance(one, DateCount) else one._replace(cutoff=None)
    for first, second in ((one, two), (two, one), (one, one), (one, changed), (changed, one)):
        if never_later(first, second):
            assert largest_lag(first, second, start, start + 9 * DAY).seconds <= 0


@LAW
@given(places())
def test_business_days_are_those_on_which_something_opens(place: tuple[Hours, int]):
    where, start = place
    walk = DayWalk(where, start, 10)
    unix_day = 719_163
    assert [bool(walk.openings(day)) for day in walk.days] == [
        is_business_day(where, day + unix_day) for day in walk.days
    ]
