"""Dates, ranges of dates, days of every year and ranges of those."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.engine.model import NotDays, Opening, parse_dates
from remit.engine.worktime import DateTable, collisions, due, never_open, periods

from .minutes import openings_of_dates
from .strategies import DAY, situations
from .verbs import at, hours, refusal

if TYPE_CHECKING:
    from remit.engine.model import Hours

FAR = 500


def days_in(written: str, *years: int) -> list[str]:
    """Return the first and the last day of each stretch of some years that written days are in."""
    spans = [span for year in years for span in parse_dates(written).in_year(year) if span]
    return [date.fromordinal(day).isoformat() for span in spans for day in (span[0], span[-1])]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-12-24", ["2026-12-24", "2026-12-24"]),
        ("2026-12-24..2027-01-01", ["2026-12-24", "2026-12-31", "2027-01-01", "2027-01-01"]),
        ("2026-12-24..2026-12-24", ["2026-12-24", "2026-12-24"]),
        ("2020-01-01..2030-01-01", ["2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"]),
        ("2028-01-01..2030-01-01", []),
        ("12-24", ["2026-12-24", "2026-12-24", "2027-12-24", "2027-12-24"]),
        ("12-24..12-26", ["2026-12-24", "2026-12-26", "2027-12-24", "2027-12-26"]),
        (
            "12-24..01-01",
            [
                *("2026-01-01", "2026-01-01", "2026-12-24", "2026-12-31"),
                *("2027-01-01", "2027-01-01", "2027-12-24", "2027-12-31"),
            ],
        ),
        ("02-29", []),
        ("02-29..03-01", ["2026-03-01", "2026-03-01", "2027-03-01", "2027-03-01"]),
        ("02-28..02-29", ["2026-02-28", "2026-02-28", "2027-02-28", "2027-02-28"]),
    ],
)
def test_days_of_two_years(written: str, expected: list[str]):
    """Both ends belong to a range, and years that lack a day leave it out."""
    assert expected == days_in(written, 2026, 2027)


def test_days_of_a_leap_year():
    """It has 29 February."""
    assert ["2028-02-29", "2028-02-29"] == days_in("02-29", 2028)
    assert ["2028-02-28", "2028-02-29"] == days_in("02-28..02-29", 2028)
    assert ["2028-02-29", "2028-03-01"] == days_in("02-29..03-01", 2028)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("02-30", "`02-30` is not a day of the calendar"),
        ("2026-02-29", "`2026-02-29` is not a day of the calendar"),
        ("12-24..13-01", "`13-01` is not a day of the calendar"),
        ("2027-01-01..2026-12-24", "`2027-01-01..2026-12-24` ends before it starts"),
        ("2026-12-24..12-26", "`2026-12-24..12-26` is not a day of the calendar"),
        ("12-24..12-25..12-26", "`12-24..12-25..12-26` is not a day of the calendar"),
        ("", "`` is not a day of the calendar"),
        ("1-1", "`1-1` is not a day of the calendar"),
        ("\u0660\u0661-\u0660\u0661", "`\u0660\u0661-\u0660\u0661` is not a day of the calendar"),
    ],
)
def test_text_that_writes_no_days(written: str, reason: str):
    """It is told which part is wrong."""
    with pytest.raises(NotDays) as problem:
        parse_dates(written)
    assert reason == str(problem.value)


def test_what_counts_on_a_day():
    """A date, then a range of dates, then a day of every year, then a range of those, however they are ordered."""
    written = ["12-01..12-31", "12-24", "2026-12-20..2026-12-26", "2026-12-24"]
    for order in (written, written[::-1]):
        table = DateTable((parse_dates(text), text) for text in order)
        days = [date(2026, 12, 24), date(2026, 12, 25), date(2027, 12, 24), date(2027, 12, 25), date(2027, 11, 30)]
        assert [*written[:1:-1], *written[1::-1], None] == [table.on(day.toordinal()) for day in days]


def test_closed_over_new_year():
    """A deadline waits for the first day after it, every year."""
    desk = hours("mon-fri 09:00-17:00", dates={"12-24..01-01": "closed"})
    assert at("2027-01-04T10:00:00+00:00") == due(desk, at("2026-12-23T16:00:00+00:00"), 2 * 3600)
    assert at("2028-01-03T10:00:00+00:00") == due(desk, at("2027-12-23T16:00:00+00:00"), 2 * 3600)


def test_saturday_that_is_worked():
    """Dates open days that the week closes, and holidays."""
    desk = hours("mon-fri 09:00-17:00", holidays="DE", dates={"2027-02-06": "09:00-17:00", "12-25": "10:00-12:00"})
    assert at("2027-02-06T10:00:00+00:00") == due(desk, at("2027-02-05T17:00:00+00:00"), 3600)
    assert at("2026-12-25T11:00:00+00:00") == due(desk, at("2026-12-25T00:00:00+00:00"), 3600)


def test_hours_of_yearly_dates_alone():
    """They open."""
    assert not never_open(hours(dates={"12-24..12-26": "10:00-12:00"}))
    assert never_open(hours(dates={"12-24..12-26": "closed"}))


def test_text_that_is_no_date():
    """It is refused with the name of its hours."""
    assert "`12-32` in hours `office` is no date" == refusal(
        due, hours("mon 09:00-17:00", dates={"12-32": "closed"}), 0, 1
    )


@pytest.mark.parametrize(
    ("week", "dates", "expected"),
    [
        ("mon 09:00-17:00", {"12-24": "09:00-12:00, 11:00-13:00"}, ["2024-12-24 2024-12-24"]),
        ("mon 09:00-17:00", {"12-24..12-26": "22:00-06:00, 05:00-06:00"}, ["2024-12-24 2024-12-25"]),
        ("mon 09:00-17:00", {"2026-12-24..2026-12-25": "22:00-06:00, 05:00-07:00"}, ["2026-12-24 2026-12-25"]),
        ("sun 22:00-06:00", {"12-24": "05:00-07:00"}, ["2029-12-23 2029-12-24"]),
        ("mon-sun 22:00-06:00", {"12-24": "05:00-07:00"}, ["2024-12-23 2024-12-24"]),
        ("mon-sun 09:00-17:00", {"12-24": "22:00-06:00", "2026-12-25": "05:00-07:00"}, ["2026-12-24 2026-12-25"]),
        ("mon 09:00-17:00", {"0001-01-01..9999-12-31": "09:00-12:00, 11:00-13:00"}, ["0001-01-02 0001-01-02"]),
        ("mon 09:00-17:00", {"12-24": "22:00-06:00", "2026-12-25": "06:00-07:00"}, []),
    ],
)
def test_overlaps_on_days_of_every_year(week: str, dates: dict[str, str], expected: list[str]):
    """The first of those that are alike is reported."""
    assert expected == [f"{c.earlier_day} {c.later_day}" for c in collisions(hours(week, dates=dates))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(situations(), st.integers(1, FAR))
def test_dates_equal_their_days_written_out(situation: tuple[Hours, int], distance: int):
    """Whatever is a range or comes every year, the same is open as where each day is written by itself."""
    desk, start = situation[0].parts[0], situation[1]
    first = date(1970, 1, 1) + timedelta(days=start // DAY - 3)
    listed = [first + timedelta(days=number) for number in range(distance + 6)]
    written_out: dict[str, tuple[Opening, ...]] = {}
    for day in listed:
        openings = openings_of_dates(desk, day)
        if openings is not None:
            written_out[day.isoformat()] = openings
    single = type(desk)(desk.name, desk.timezone, desk.week, desk.holidays, written_out)
    assert periods(single, start, start + distance * DAY) == periods(desk, start, start + distance * DAY)
