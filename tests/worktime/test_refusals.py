"""What worktime refuses to reckon, and with what words."""

from __future__ import annotations

from itertools import count

import pytest
from steps import steps

from remit.engine.model import HolidayCalendar
from remit.engine.worktime import due, elapsed, holiday_years, is_open, next_open, open_time, periods, zone

from .verbs import at, hours, refusal

DAY = 86_400
TEN_YEARS = 3653 * DAY
OFFICE = hours("mon-fri 09:00-17:00")
ALWAYS = hours("mon-sun 00:00-24:00", name="always")
NEVER = hours(name="never", dates={"2026-12-24": "closed"})
START = at("2026-03-06T21:30Z")
LAST = at("2100-12-31T23:59:59Z")


def test_hours_that_never_open():
    """There is no deadline, and the desk is simply closed."""
    assert "hours `never` never open" == refusal(due, NEVER, START, 1)
    assert "hours `never` never open" == refusal(next_open, NEVER, START)
    assert 0 == elapsed(NEVER, START, START + DAY)
    assert not is_open(NEVER, START)


def test_hours_whose_last_opening_is_over():
    """They are refused after ten years of nothing."""
    desk = hours(name="launch", dates={"2020-01-01": "09:00-10:00"})
    assert "hours `launch` do not open within ten years of `2026-03-06T21:30:00Z`" == refusal(next_open, desk, START)
    expected = "60 seconds in hours `launch` take more than ten years from `2026-03-06T21:30:00Z`"
    assert expected == refusal(due, desk, START, 60)


def test_hours_that_a_gap_swallows():
    """The one opening lies where the clock skips it."""
    desk = hours(zone="America/New_York", dates={"2026-03-08": "02:00-03:00"})
    assert "hours `office` do not open within ten years of `2026-03-06T21:30:00Z`" == refusal(next_open, desk, START)


@pytest.mark.parametrize("amount", [1, 10**30])
def test_work_that_a_refusal_is(amount: int):
    """Ten years of closed days are laid out once, in some lines a day, whatever is asked for."""
    numbers = count()

    def refused() -> None:
        refusal(due, hours(name=f"launch-{next(numbers)}", dates={"2020-01-01": "09:00-10:00"}), START, amount)

    assert steps(refused) < 100 * TEN_YEARS // DAY


def test_deadline_after_ten_years():
    """Ten years are 3653 days, and one second more is too much."""
    assert START + TEN_YEARS == due(ALWAYS, START, TEN_YEARS)
    expected = "315619201 seconds in hours `always` take more than ten years from `2026-03-06T21:30:00Z`"
    assert expected == refusal(due, ALWAYS, START, TEN_YEARS + 1)


def test_amount_of_more_than_ten_years():
    """No hours could hold it, so no holidays are asked for."""
    desk = hours("mon-fri 09:00-17:00", holidays="JP")
    expected = "315619201 seconds in hours `office` take more than ten years from `2099-12-30T09:00:00Z`"
    assert expected == refusal(due, desk, at("2099-12-30T09:00Z"), TEN_YEARS + 1)


def test_deadline_after_ten_years_of_few_hours():
    """The distance counts, not the amount."""
    desk = hours("mon 09:00-09:01")
    assert at("2036-03-03T09:01Z") == due(desk, START, 60 * 522)
    expected = "31380 seconds in hours `office` take more than ten years from `2026-03-06T21:30:00Z`"
    assert expected == refusal(due, desk, START, 60 * 523)


def test_opening_after_ten_years():
    """It is as far as a deadline may be."""
    desk = hours(dates={"2036-03-06": "21:00-22:00", "2036-03-07": "00:00-24:00"})
    assert at("2036-03-06T21:00Z") == next_open(desk, START)
    late = hours(dates={"2036-03-08": "09:00-10:00"})
    assert "hours `office` do not open within ten years of `2026-03-06T21:30:00Z`" == refusal(next_open, late, START)


def test_deadline_beyond_the_holiday_calendar():
    """It is refused, and one that falls before the end is not."""
    desk = hours("mon-fri 09:00-17:00", holidays="US")
    friday = at("2100-12-31T12:00Z")
    assert at("2100-12-30T17:00Z") == due(desk, at("2100-12-30T16:00Z"), 3600)
    expected = "year 2101 is outside the holiday calendar of `US` (1777 to 2100)"
    assert expected == refusal(due, desk, friday, 8 * 3600)
    assert expected == refusal(next_open, desk, friday + DAY // 2 - 60)


def test_request_before_the_holiday_calendar():
    """The calendar of a region is named with its country."""
    desk = hours("mon-fri 09:00-17:00", holidays="DE-BE")
    first = holiday_years(HolidayCalendar("DE", "BE"))[0]
    expected = f"year {first - 1} is outside the holiday calendar of `DE-BE` ({first} to 2100)"
    assert expected == refusal(is_open, desk, at(f"{first - 1}-05-01T12:00Z"))


def test_refused_year_leaves_the_others_usable():
    """The table is not broken by what it could not lay out."""
    desk = hours("mon-fri 09:00-17:00", holidays="JP")
    refusal(due, desk, at("2099-12-30T09:00Z"), 80 * 3600)
    assert at("2099-12-30T10:00Z") == due(desk, at("2099-12-30T09:00Z"), 3600)


@pytest.mark.parametrize("instant", [-1, LAST + 1, 10**18, -(10**18)])
def test_instant_outside_1970_to_2100(instant: int):
    """Every operation refuses it."""
    shown = {-1: "1969-12-31T23:59:59Z", LAST + 1: "2101-01-01T00:00:00Z"}.get(instant, str(instant))
    expected = f"`{shown}` is outside 1970 to 2100"
    assert expected == refusal(due, OFFICE, instant, 60)
    assert expected == refusal(due, OFFICE, instant, 0)
    assert expected == refusal(is_open, OFFICE, instant)
    assert expected == refusal(next_open, OFFICE, instant)
    assert expected == refusal(elapsed, OFFICE, instant, START)
    assert expected == refusal(periods, OFFICE, instant, START)
    assert expected == refusal(open_time, OFFICE, instant, START)


def test_first_and_last_instants():
    """They are inside, also where the wall clock shows another year."""
    for where in ("UTC", "Pacific/Honolulu", "Pacific/Kiritimati"):
        desk = hours("mon-sun 00:00-24:00", zone=where)
        assert [60, LAST + 60] == [due(desk, 0, 60), due(desk, LAST, 60)]


def test_deadline_after_2100():
    """It may lie up to ten years later where no holidays are needed, and its time can be counted."""
    deadline = due(ALWAYS, LAST, 3650 * DAY)
    assert LAST + 3650 * DAY == deadline
    assert 3650 * DAY == elapsed(ALWAYS, LAST, deadline)
    assert ((LAST, deadline),) == periods(ALWAYS, LAST, deadline)


@pytest.mark.parametrize("end", [-1, at("2111-01-01T00:00Z")])
def test_end_outside_1970_to_2110(end: int):
    """An end may be a deadline, but no later than one can be."""
    shown = "1969-12-31T23:59:59Z" if end < 0 else "2111-01-01T00:00:00Z"
    for operation in (elapsed, periods, open_time):
        assert f"`{shown}` is outside 1970 to 2110" == refusal(operation, ALWAYS, START, end)


def test_deadline_never_lies_after_2110():
    """Ten years at their longest from the last instant would."""
    expected = "315619200 seconds in hours `always` take more than ten years from `2100-12-31T23:59:59Z`"
    assert expected == refusal(due, ALWAYS, LAST, TEN_YEARS)


def test_amount_below_zero():
    """It is refused, not counted backwards."""
    assert "an amount of -1 seconds is below zero" == refusal(due, OFFICE, START, -1)


@pytest.mark.parametrize("name", ["Europe/Berln", "europe/berlin", "../../../etc/passwd", "/etc/passwd", "", "zones"])
def test_time_zone_that_is_not_known(name: str):
    """A name is looked up, never opened as a path."""
    assert f"time zone `{name}` is not known" == refusal(zone, name)
    assert f"time zone `{name}` is not known" == refusal(due, hours("mon 09:00-17:00", zone=name), START, 60)


def test_country_or_region_that_is_not_known():
    """Names and longer codes, which the library would take, are no codes of ours."""
    monday = at("Mon 10:00")
    expected = "no holidays are known for country `USA`"
    assert expected == refusal(due, hours("mon 09:00-17:00", holidays="USA"), monday, 60)
    expected = "no holidays are known for region `Berlin` in country `DE`"
    assert expected == refusal(due, hours("mon 09:00-17:00", holidays="DE-Berlin"), monday, 60)
    assert expected == refusal(holiday_years, HolidayCalendar("DE", "Berlin"))


def test_date_that_is_none():
    """It is named with its hours."""
    assert "`2026-02-30` in hours `office` is no date" == refusal(
        is_open, hours("mon 09:00-17:00", dates={"2026-02-30": "closed"}), START
    )
