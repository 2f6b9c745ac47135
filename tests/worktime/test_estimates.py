"""Estimated holidays: on which of them a count depends, since it skipped them or would, were they a day off."""

from __future__ import annotations

import pytest

from remit.engine.model import HolidayCalendar
from remit.engine.worktime import due, estimated_holidays
from remit.engine.worktime.public_holidays import estimated_in, holiday_names, holiday_years

from .verbs import at, hours

HOUR = 3600
DUBAI = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai")
EID = {
    "2027-03-09": "Eid al-Fitr (estimated)",
    "2027-03-10": "Eid al-Fitr Holiday (estimated)",
    "2027-03-11": "Eid al-Fitr Holiday (estimated)",
}
"""From a Tuesday to a Thursday."""


def depends(desk, start, seconds):
    """Return the days on which a count of some seconds depends."""
    return [*estimated_holidays(desk, at(start), due(desk, at(start), seconds))]


def test_holidays_that_were_skipped():
    """From Monday afternoon to Friday morning."""
    start, end = at("2027-03-08T16:00+04:00"), at("2027-03-12T10:00+04:00")
    assert end == due(DUBAI, start, 2 * HOUR)
    assert EID == estimated_holidays(DUBAI, start, end)


def test_a_holiday_that_could_be_the_day_before():
    """All of Monday is counted, and the first day of Eid could be Monday."""
    assert ["2027-03-09"] == depends(DUBAI, "2027-03-08T09:00+04:00", HOUR)


def test_a_holiday_that_could_be_the_day_after():
    """All is counted on Friday, and the last day of Eid could be Friday."""
    assert ["2027-03-11"] == depends(DUBAI, "2027-03-12T09:00+04:00", HOUR)


def test_a_holiday_that_is_too_far():
    """On Friday before Eid and on Monday after it nothing depends on its days."""
    assert [] == depends(DUBAI, "2027-03-05T09:00+04:00", 8 * HOUR)
    assert [] == depends(DUBAI, "2027-03-15T09:00+04:00", 8 * HOUR)


def test_the_second_at_which_a_count_ends():
    """A deadline at closing time on Friday does not depend on Monday; one a second later depends on Tuesday's Eid."""
    assert [] == depends(DUBAI, "2027-03-05T09:00+04:00", 8 * HOUR)
    assert ["2027-03-09"] == depends(DUBAI, "2027-03-05T09:00+04:00", 8 * HOUR + 1)


def test_days_on_which_the_desk_is_closed_anyway():
    """In May, Eid al-Adha is from Saturday to Tuesday: no Thursday, nor a day off one."""
    adha = [day for day in holiday_names(HolidayCalendar("AE"), 2027) if day.startswith("2027-05")]
    assert ["2027-05-15", "2027-05-16", "2027-05-17", "2027-05-18"] == adha
    desk = hours("thu 09:00-17:00", holidays="AE", zone="Asia/Dubai")
    assert [] == depends(desk, "2027-05-13T09:00+04:00", 16 * HOUR)
    desk = hours("wed-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai")
    assert ["2027-05-15", "2027-05-18"] == depends(desk, "2027-05-14T09:00+04:00", 16 * HOUR)


def test_an_estimate_beside_a_holiday_that_is_certain():
    """In Burkina Faso, the Monday before Eid is a holiday, closed whether or not Eid is on that day, too."""
    desk = hours("mon 09:00-17:00", "sun 09:00-17:00", holidays="BF")
    assert "2027-03-09" in holiday_names(HolidayCalendar("BF"), 2027)
    assert [] == depends(desk, "2027-03-07T09:00Z", 16 * HOUR)
    open_on_tuesday = hours("tue 09:00-17:00", "sun 09:00-17:00", holidays="BF")
    assert ["2027-03-09"] == depends(open_on_tuesday, "2027-03-07T09:00Z", 16 * HOUR)


@pytest.mark.parametrize("written", ["closed", "09:00-17:00", "09:00-12:00"])
def test_a_day_that_dates_write_is_no_estimate(written):
    desk = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai", dates={"2027-03-09": written})
    assert ["2027-03-10", "2027-03-11"] == depends(desk, "2027-03-08T16:00+04:00", 16 * HOUR)


def test_a_day_beside_that_dates_write_stays_as_it_is_written():
    """Whether Eid begins on Monday makes no difference to openings that are written for that Monday."""
    desk = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai", dates={"2027-03-08": "09:00-17:00"})
    assert [] == depends(desk, "2027-03-08T09:00+04:00", 8 * HOUR)


def test_a_night_that_runs_into_the_next_day():
    """The night of Sunday ends on Monday morning; that of Monday does not begin if Eid is on Monday."""
    desk = hours("mon-sun 22:00-06:00", holidays="AE", zone="Asia/Dubai")
    assert [] == depends(desk, "2027-03-08T01:00+04:00", 5 * HOUR)
    assert ["2027-03-09"] == depends(desk, "2027-03-08T01:00+04:00", 5 * HOUR + 1)


def test_nothing_counted():
    assert {} == estimated_holidays(DUBAI, at("2027-03-09T12:00+04:00"), at("2027-03-09T12:00+04:00"))


def test_calendars_without_estimates_and_hours_without_a_calendar():
    span = at("2027-01-01T00:00Z"), at("2028-01-01T00:00Z")
    for holidays in (None, "DE-BE", "US"):
        assert {} == estimated_holidays(hours("mon-sun 00:00-24:00", holidays=holidays), *span)
    assert {} == estimated_holidays(hours(holidays="AE", dates={"2027-03-09": "09:00-10:00"}), *span)


def test_the_ends_of_the_calendar():
    """Beyond them no day is known to be estimated, and none is asked for."""
    desk = hours("mon-sun 00:00-24:00", holidays="AE")
    assert range(1972, 2101) == holiday_years(HolidayCalendar("AE"))
    assert [] == depends(desk, "2100-12-31T09:00Z", HOUR)
    assert [] == depends(desk, "1972-01-01T09:00Z", HOUR)


def test_a_day_that_was_moved_keeps_its_name():
    """Eid of 2028 in Nigeria is observed on weekdays, and is still an estimate."""
    nigeria = HolidayCalendar("NG")
    moved = {name for year in range(2026, 2036) for name in estimated_in(nigeria, year).values() if "observed" in name}
    assert moved
    assert all(name.endswith("(observed, estimated)") for name in moved)


def test_what_is_estimated_is_what_the_name_says():
    names = holiday_names(HolidayCalendar("AE"), 2027)
    assert [name for name in names.values() if "(estimated)" in name] == [
        *estimated_in(HolidayCalendar("AE"), 2027).values()
    ]
