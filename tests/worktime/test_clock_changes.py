"""Openings and deadlines where clocks change: days are laid out in wall time and measured as instants."""

from __future__ import annotations

import pytest

from remit.engine.worktime import due, elapsed, is_open, next_open, periods

from .verbs import at, hours

HOUR = 3600
NEW_YORK = "America/New_York"


def test_span_of_minutes_over_a_change_forward():
    """Twenty minutes are twenty minutes, though the clock shows an hour more."""
    desk = hours("sun 01:00-05:00", zone=NEW_YORK)
    assert at("2026-03-08T03:10-04:00") == due(desk, at("2026-03-08T01:50-05:00"), 20 * 60)


def test_span_of_minutes_over_a_change_back():
    """Twenty minutes are twenty minutes, though the clock shows an earlier time."""
    desk = hours("sun 01:00-05:00", zone=NEW_YORK)
    assert at("2026-11-01T01:10-05:00") == due(desk, at("2026-11-01T01:50-04:00"), 20 * 60)


def test_promise_over_the_weekend_of_a_change():
    """The example of a decision: 30 minutes on Friday, the rest on Monday by a clock that is an hour ahead."""
    desk = hours("mon-fri 08:00-17:00", zone=NEW_YORK)
    start = at("2026-03-06T16:30-05:00")
    deadline = due(desk, start, 6 * HOUR)
    assert at("2026-03-09T13:30-04:00") == deadline
    assert (
        (start, at("2026-03-06T17:00-05:00")),
        (at("2026-03-09T08:00-04:00"), deadline),
    ) == periods(desk, start, deadline)


@pytest.mark.parametrize(("day", "length"), [("2026-03-08", 23), ("2026-03-09", 24), ("2026-11-01", 25)])
def test_day_of_a_change_that_is_open_throughout(day: str, length: int):
    """It is as long as it lasts."""
    desk = hours(zone=NEW_YORK, dates={day: "00:00-24:00"})
    assert length * HOUR == elapsed(desk, at("2026-01-01T00:00Z"), at("2026-12-31T00:00Z"))


@pytest.mark.parametrize("opening", ["02:00-03:00", "02:15-02:45", "02:00-02:01"])
def test_opening_wholly_inside_a_gap(opening: str):
    """It is dropped: the desk opens a week later."""
    desk = hours(f"sun {opening}", zone=NEW_YORK)
    assert at(f"2026-03-15T{opening[:5]}-04:00") == next_open(desk, at("2026-03-08T00:00-05:00"))


def test_opening_that_begins_in_a_gap():
    """It begins at the change."""
    desk = hours("sun 02:30-04:00", zone=NEW_YORK)
    change = at("2026-03-08T03:00-04:00")
    assert ((change, change + HOUR),) == periods(desk, change - HOUR, change + 5 * HOUR)


def test_opening_that_ends_in_a_gap():
    """It ends at the change."""
    desk = hours("sun 01:00-02:30", zone=NEW_YORK)
    change = at("2026-03-08T03:00-04:00")
    assert ((change - HOUR, change),) == periods(desk, change - 3 * HOUR, change + HOUR)


def test_opening_whose_times_both_come_twice():
    """It is open the first time only."""
    desk = hours("sun 01:15-01:45", zone=NEW_YORK)
    first, second = at("2026-11-01T01:15-04:00"), at("2026-11-01T01:15-05:00")
    assert [True, False] == [is_open(desk, first), is_open(desk, second)]
    assert ((first, first + 1800),) == periods(desk, first - HOUR, second + HOUR)


def test_opening_that_begins_at_a_time_that_comes_twice():
    """It begins the first time, so it lasts an hour longer than the clock says."""
    desk = hours("sun 01:30-02:30", zone=NEW_YORK)
    start = at("2026-11-01T01:30-04:00")
    assert ((start, start + 2 * HOUR),) == periods(desk, start - HOUR, start + 5 * HOUR)


def test_opening_that_ends_at_a_time_that_comes_twice():
    """It ends the first time."""
    desk = hours("sun 00:00-01:30", zone=NEW_YORK)
    start = at("2026-11-01T00:00-04:00")
    assert ((start, start + 5400),) == periods(desk, start, start + 5 * HOUR)


def test_change_of_half_an_hour():
    """Lord Howe Island moves its clocks by 30 minutes."""
    desk = hours("sun 01:00-03:00", zone="Australia/Lord_Howe")
    assert 9000 == elapsed(desk, at("2026-04-04T12:00Z"), at("2026-04-05T12:00Z"))
    assert 5400 == elapsed(desk, at("2026-10-03T12:00Z"), at("2026-10-04T12:00Z"))
    late = hours("sun 02:15-04:00", zone="Australia/Lord_Howe")
    assert at("2026-10-04T02:30+11:00") == next_open(late, at("2026-10-03T12:00Z"))


def test_change_forward_at_midnight():
    """Saturday ends and Sunday begins at the change, and nothing lies between."""
    desk = hours("sat 18:00-24:00", "sun 00:00-24:00", zone="America/Sao_Paulo")
    change = at("2018-11-04T03:00Z")
    assert ((change - 6 * HOUR, change + 23 * HOUR),) == periods(desk, change - 24 * HOUR, change + 48 * HOUR)


def test_night_that_ends_in_a_gap_at_midnight():
    """It ends at midnight, which is the change."""
    desk = hours("sat 22:00-00:30", zone="America/Sao_Paulo")
    change = at("2018-11-04T03:00Z")
    assert ((change - 2 * HOUR, change),) == periods(desk, change - 24 * HOUR, change + 24 * HOUR)


def test_change_back_at_midnight():
    """The last hour of Saturday comes twice and counts twice."""
    desk = hours("sat 23:00-24:00", zone="America/Sao_Paulo")
    assert 2 * HOUR == elapsed(desk, at("2018-02-17T12:00Z"), at("2018-02-18T12:00Z"))


def test_whole_day_that_is_skipped():
    """Apia had no 30 December 2011."""
    desk = hours("mon-sun 09:00-17:00", zone="Pacific/Apia")
    start = at("2011-12-29T09:00-10:00")
    assert at("2011-12-31T17:00+14:00") == due(desk, start, 16 * HOUR)
    assert (
        (start, start + 8 * HOUR),
        (at("2011-12-31T09:00+14:00"), at("2011-12-31T17:00+14:00")),
    ) == periods(desk, start, start + 36 * HOUR)


def test_days_around_one_that_is_skipped():
    """Open throughout, they are one period that is a day shorter than the calendar says."""
    desk = hours("mon-sun 00:00-24:00", zone="Pacific/Apia")
    assert 48 * HOUR == elapsed(desk, at("2011-12-29T00:00-10:00"), at("2012-01-01T00:00+14:00"))


def test_night_that_ends_on_a_skipped_day():
    """It ends at the change."""
    desk = hours(zone="Pacific/Apia", dates={"2011-12-29": "22:00-06:00"})
    change = at("2011-12-31T00:00+14:00")
    assert ((change - 2 * HOUR, change),) == periods(desk, change - 30 * HOUR, change + 30 * HOUR)


def test_skipped_last_day_of_a_year():
    """Kiritimati had no 31 December 1994, so its years meet where that day would have begun."""
    desk = hours("mon-sun 08:00-10:00", zone="Pacific/Kiritimati")
    start = at("1994-12-30T08:00-10:00")
    assert at("1995-01-01T10:00+14:00") == due(desk, start, 4 * HOUR)
