"""Estimated holidays: on which of them a count depends, since it skipped them or would, were they a day off."""

from __future__ import annotations

import pytest

from remit.engine.model import HolidayCalendar
from remit.engine.worktime import countries, due, estimated_holidays, holiday_years
from remit.engine.worktime.public_holidays import estimated_in, holiday_names

from .verbs import at, hours

HOUR = 3600
DUBAI = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai")
EID = {
    "2070-11-04": "Eid al-Fitr (estimated)",
    "2070-11-05": "Eid al-Fitr Holiday (estimated)",
    "2070-11-06": "Eid al-Fitr Holiday (estimated)",
}
"""From a Tuesday to a Thursday, in years in which no release of the holidays can know better."""


def depends(desk, start, seconds):
    """Return the days on which a count of some seconds depends."""
    return [*estimated_holidays(desk, at(start), due(desk, at(start), seconds))]


def test_holidays_that_were_skipped():
    """From Monday afternoon to Friday morning."""
    start, end = at("2070-11-03T16:00+04:00"), at("2070-11-07T10:00+04:00")
    assert end == due(DUBAI, start, 2 * HOUR)
    assert EID == estimated_holidays(DUBAI, start, end)


def test_a_holiday_that_could_be_the_day_before():
    """All of Monday is counted, and the first day of Eid could be Monday."""
    assert ["2070-11-04"] == depends(DUBAI, "2070-11-03T09:00+04:00", HOUR)


def test_a_holiday_that_could_be_the_day_after():
    """All is counted on Friday, and the last day of Eid could be Friday."""
    assert ["2070-11-06"] == depends(DUBAI, "2070-11-07T09:00+04:00", HOUR)


def test_a_holiday_that_is_too_far():
    """On Friday before Eid and on Monday after it nothing depends on its days."""
    assert [] == depends(DUBAI, "2070-10-31T09:00+04:00", 8 * HOUR)
    assert [] == depends(DUBAI, "2070-11-10T09:00+04:00", 8 * HOUR)


def test_the_second_at_which_a_count_ends():
    """A deadline at closing time on Friday does not depend on Monday; one a second later depends on Tuesday's Eid."""
    assert [] == depends(DUBAI, "2070-10-31T09:00+04:00", 8 * HOUR)
    assert ["2070-11-04"] == depends(DUBAI, "2070-10-31T09:00+04:00", 8 * HOUR + 1)


def test_days_on_which_the_desk_is_closed_anyway():
    """In August 2050, Eid al-Adha is from Saturday to Tuesday: no Thursday, nor a day off one."""
    adha = [day for day in holiday_names(HolidayCalendar("AE"), 2050) if day.startswith("2050-08")]
    assert ["2050-08-27", "2050-08-28", "2050-08-29", "2050-08-30"] == adha
    desk = hours("thu 09:00-17:00", holidays="AE", zone="Asia/Dubai")
    assert [] == depends(desk, "2050-08-25T09:00+04:00", 16 * HOUR)
    desk = hours("wed-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai")
    assert ["2050-08-27", "2050-08-30"] == depends(desk, "2050-08-26T09:00+04:00", 16 * HOUR)


def test_an_estimate_beside_a_holiday_that_is_certain():
    """In Burkina Faso, Ascension Day is closed whether or not Eid, a Wednesday, turns out to be on it, too."""
    names = holiday_names(HolidayCalendar("BF"), 2052)
    assert ("Eid al-Fitr (estimated)", "Ascension Day") == (names["2052-05-29"], names["2052-05-30"])
    desk = hours("mon 09:00-17:00", "thu 09:00-17:00", holidays="BF")
    assert [] == depends(desk, "2052-05-27T09:00Z", 16 * HOUR)
    open_on_tuesday = hours("mon-tue 09:00-17:00", holidays="BF")
    assert ["2052-05-29"] == depends(open_on_tuesday, "2052-05-27T09:00Z", 16 * HOUR)


@pytest.mark.parametrize("written", ["closed", "09:00-17:00", "09:00-12:00"])
def test_a_day_that_dates_write_is_no_estimate(written):
    desk = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai", dates={"2070-11-04": written})
    assert ["2070-11-05", "2070-11-06"] == depends(desk, "2070-11-03T16:00+04:00", 16 * HOUR)


def test_a_day_beside_that_dates_write_stays_as_it_is_written():
    """Whether Eid begins on Monday makes no difference to openings that are written for that Monday."""
    desk = hours("mon-fri 09:00-17:00", holidays="AE", zone="Asia/Dubai", dates={"2070-11-03": "09:00-17:00"})
    assert [] == depends(desk, "2070-11-03T09:00+04:00", 8 * HOUR)


def test_a_night_that_runs_into_the_next_day():
    """The night of Sunday ends on Monday morning; that of Monday does not begin if Eid is on Monday."""
    desk = hours("mon-sun 22:00-06:00", holidays="AE", zone="Asia/Dubai")
    assert [] == depends(desk, "2070-11-03T01:00+04:00", 5 * HOUR)
    assert ["2070-11-04"] == depends(desk, "2070-11-03T01:00+04:00", 5 * HOUR + 1)


def test_nothing_counted():
    assert {} == estimated_holidays(DUBAI, at("2070-11-04T12:00+04:00"), at("2070-11-04T12:00+04:00"))


def test_calendars_without_estimates_and_hours_without_a_calendar():
    span = at("2070-01-01T00:00Z"), at("2071-01-01T00:00Z")
    for holidays in (None, "DE-BE", "US"):
        assert {} == estimated_holidays(hours("mon-sun 00:00-24:00", holidays=holidays), *span)
    assert {} == estimated_holidays(hours(holidays="AE", dates={"2070-11-04": "09:00-10:00"}), *span)


def test_the_ends_of_the_calendar():
    """Beyond them no day is known to be estimated, and none is asked for."""
    desk = hours("mon-sun 00:00-24:00", holidays="AE")
    assert range(1972, 2101) == holiday_years(HolidayCalendar("AE"))
    assert [] == depends(desk, "2100-12-31T09:00Z", HOUR)
    assert [] == depends(desk, "1972-01-01T09:00Z", HOUR)


def test_a_day_that_was_moved_keeps_its_name():
    """Eid in Nigeria is observed on weekdays, and is still an estimate."""
    nigeria = HolidayCalendar("NG")
    moved = {name for year in range(2040, 2050) for name in estimated_in(nigeria, year).values() if "observed" in name}
    assert moved
    assert all(name.endswith("(observed, estimated)") for name in moved)


def test_what_is_estimated_is_what_the_english_names_say():
    """In every country that has estimated days, dozens of them, moved days included."""
    calendars = [HolidayCalendar(country) for country in countries()]
    years = [(calendar, year) for calendar in calendars for year in (2030, 2031) if year in holiday_years(calendar)]
    marked = {
        calendar.country: day
        for calendar, year in years
        for day, name in holiday_names(calendar, year).items()
        if "estimated" in name
    }
    assert len(marked) > 70
    for calendar, year in years:
        names = holiday_names(calendar, year).values()
        assert [name for name in names if "estimated" in name] == [*estimated_in(calendar, year).values()]
