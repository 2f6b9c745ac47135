"""Holidays and dates: what closes a day, what replaces its openings, and what is known of which country."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from hashlib import sha256
from importlib.metadata import version

import pytest
from holidays import country_holidays, list_supported_countries

from remit.engine.model import HolidayCalendar
from remit.engine.worktime import (
    WorktimeError,
    countries,
    due,
    holiday_years,
    holidays_version,
    is_open,
    next_open,
    periods,
    regions,
)
from remit.engine.worktime.public_holidays import holiday_names, holidays_in

from .verbs import at, hours

HOUR = 3600


def test_holiday_in_the_week():
    """Nothing opens on it: 25 December 2026 is a Friday."""
    desk = hours("mon-fri 09:00-17:00", holidays="US")
    assert at("2026-12-28T10:00Z") == due(desk, at("2026-12-24T17:00Z"), HOUR)


def test_holiday_that_is_observed_on_another_day():
    """New Year's Day of 2022 was a Saturday, so the last day of 2021 was free."""
    desk = hours("mon-fri 09:00-17:00", holidays="US")
    assert at("2022-01-03T09:00Z") == next_open(desk, at("2021-12-30T17:00Z"))


def test_holiday_of_one_region():
    """Berlin alone keeps 8 March: in 2027 a Monday."""
    monday = at("2027-03-08T12:00Z")
    assert not is_open(hours("mon-fri 09:00-17:00", holidays="DE-BE"), monday)
    assert is_open(hours("mon-fri 09:00-17:00", holidays="DE-BY"), monday)
    assert is_open(hours("mon-fri 09:00-17:00", holidays="DE"), monday)


def test_holiday_on_an_overnight_opening():
    """The night before lasts into the holiday; the night of the holiday does not begin."""
    desk = hours("mon-sun 22:00-06:00", holidays="US")
    assert (
        (at("2026-12-24T22:00Z"), at("2026-12-25T06:00Z")),
        (at("2026-12-26T22:00Z"), at("2026-12-27T06:00Z")),
    ) == periods(desk, at("2026-12-24T12:00Z"), at("2026-12-27T12:00Z"))


def test_holiday_on_new_years_day_after_a_night():
    """The night of New Year's Eve keeps its tail."""
    desk = hours("mon-sun 22:00-06:00", holidays="US")
    assert is_open(desk, at("2026-01-01T05:59Z"))
    assert not is_open(desk, at("2026-01-01T22:00Z"))


def test_night_of_a_holiday_on_the_last_day_of_a_year():
    """It has no tail: 31 December 2027 is a holiday because 1 January 2028 is a Saturday."""
    desk = hours("mon-sun 22:00-06:00", holidays="US")
    assert not is_open(desk, at("2028-01-01T05:00Z"))


def test_half_day_with_a_lunch_break():
    """A date replaces the openings of its day whole."""
    desk = hours("mon-fri 09:00-17:00", holidays="DE", dates={"2026-12-24": "09:00-11:00, 11:30-13:00"})
    assert at("2026-12-24T11:00Z") == due(desk, at("2026-12-23T16:00Z"), 3 * HOUR)
    assert at("2026-12-24T11:31Z") == due(desk, at("2026-12-23T16:00Z"), 3 * HOUR + 60)
    # The 25th is a holiday, the 26th a Saturday.
    assert at("2026-12-28T09:30Z") == due(desk, at("2026-12-23T16:00Z"), 5 * HOUR)


def test_date_that_is_a_holiday():
    """The date wins, open or closed."""
    desk = hours("mon-fri 09:00-17:00", holidays="US", dates={"2026-12-25": "10:00-12:00", "2026-12-28": "closed"})
    assert (
        (at("2026-12-25T10:00Z"), at("2026-12-25T12:00Z")),
        (at("2026-12-29T09:00Z"), at("2026-12-29T17:00Z")),
    ) == periods(desk, at("2026-12-25T00:00Z"), at("2026-12-30T00:00Z"))


def test_date_that_is_closed_after_a_night():
    """Last night's tail stays, and the night of the date does not begin."""
    desk = hours("mon-sun 22:00-06:00", dates={"2026-01-06": "closed"})
    assert is_open(desk, at("Tue 05:00"))
    assert not is_open(desk, at("Tue 23:00"))
    assert not is_open(desk, at("Wed 05:00"))


def test_date_whose_opening_is_overnight():
    """Its tail lies on the day after, beside that day's own openings."""
    desk = hours("wed 09:00-10:00", dates={"2026-01-06": "20:00-02:00"})
    assert ((at("Tue 20:00"), at("Wed 02:00")), (at("Wed 09:00"), at("Wed 10:00"))) == periods(
        desk, at("Mon 00:00"), at("Thu 00:00")
    )


def test_last_night_of_a_year_that_a_date_opens():
    """Its tail is there when only the new year is asked about."""
    desk = hours("mon-fri 09:00-17:00", dates={"2025-12-31": "20:00-02:00"})
    assert is_open(desk, at("2026-01-01T01:59Z"))
    assert not is_open(desk, at("2026-01-01T02:00Z"))


def test_days_that_are_closed_anyway_need_no_holidays():
    """A desk of fixed dates goes on after the calendar of holidays ends."""
    desk = hours(holidays="JP", dates={"2100-01-07": "09:00-10:00"})
    assert at("2100-01-07T09:00Z") == next_open(desk, at("2099-12-31T00:00Z"))


def test_first_year_of_a_calendar_of_holidays():
    """A desk that closes by midnight needs nothing of the year before."""
    first = holiday_years(HolidayCalendar("DE"))[0]
    assert is_open(hours("mon-sun 09:00-24:00", holidays="DE"), at(f"{first}-09-05T12:00Z"))


def test_countries_and_regions_that_are_known():
    """They go by the codes of the library, one for each."""
    assert {"US", "DE", "GB", "AU"} <= set(countries())
    assert {"USA", "XX", "us"}.isdisjoint(countries())
    assert "BE" in regions("DE")
    assert "Berlin" not in regions("DE")
    assert () == regions("XX")
    assert range(1777, 2101) == holiday_years(HolidayCalendar("US"))


def test_names_of_the_holidays_of_a_year():
    """They are in English and in order, and there are as many as close a day."""
    berlin = HolidayCalendar("DE", "BE")
    names = holiday_names(berlin, 2026)
    assert ["2026-01-01", "2026-03-08", "2026-04-03"] == list(names)[:3]
    assert ("New Year's Day", "Good Friday") == (names["2026-01-01"], names["2026-04-03"])
    assert holidays_in(berlin, 2026) == {date.fromisoformat(day).toordinal() for day in names}


def test_names_of_holidays_that_are_not_known():
    """It is an error, as it is where a deadline needs them."""
    with pytest.raises(WorktimeError, match=r"^year 3000 is outside the holiday calendar of `US` \(1777 to 2100\)$"):
        holiday_names(HolidayCalendar("US"), 3000)
    with pytest.raises(WorktimeError, match=r"^no holidays are known for country `XX`$"):
        holiday_names(HolidayCalendar("XX"), 2026)


def test_version_of_the_holidays():
    """It is the installed one, told without an import."""
    assert version("holidays") == holidays_version()


def test_library_is_imported_only_for_hours_with_holidays():
    """Whoever needs no holidays does not wait for them."""
    script = """
import sys
from remit.engine.model import Hours, Opening
from remit.engine.worktime import due, holidays_version
due(Hours("always", "UTC", ((Opening(0, 1440),),) * 7), 1_000_000_000, 3600), holidays_version()
print("holidays" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False\n" == ran.stdout


ALONE = """
import sys
from remit.engine.model import HolidayCalendar
from remit.engine.worktime.public_holidays import holidays_in
assert holidays_in(HolidayCalendar("DE", "BE"), 2026)
assert holidays_in(HolidayCalendar("AX"), 2026)
loaded = [name for name in sys.modules if name.startswith("holidays.countries")]
assert len(loaded) < 10, loaded
import holidays
from holidays.countries import DE, France
assert holidays.DE.get_entity() is DE
assert holidays.FR(years=2026) and issubclass(France, holidays.HolidayBase)
assert "holidays.countries.zimbabwe" in sys.modules
"""


def test_a_country_is_imported_without_all_the_others():
    """Whoever needs those still gets them all, each once."""
    subprocess.run([sys.executable, "-c", ALONE], check=True)


YEARS = (2024, 2026, 2031)
DIGESTS = """
import json, sys
from hashlib import sha256
from remit.engine.model import HolidayCalendar
from remit.engine.worktime.public_holidays import countries, holiday_names, holiday_years, regions
calendars = [HolidayCalendar(country, region) for country in countries() for region in (None, *regions(country))]
digests = {}
for calendar in calendars:
    for year in set(map(int, sys.argv[1:])).intersection(holiday_years(calendar)):
        names = json.dumps(dict(holiday_names(calendar, year)))
        digests[f"{calendar.country}-{calendar.region} {year}"] = sha256(names.encode()).hexdigest()
assert "holidays.countries" not in sys.modules, "the package of all countries was imported"
print(json.dumps(digests))
"""


@pytest.mark.filterwarnings("ignore:Requested Holidays are available only")
def test_a_country_alone_has_the_days_that_it_has_among_all():
    """Every country and region that the library lists, by its own way, and with a module imported for each country."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIGESTS, *map(str, YEARS)], capture_output=True, text=True, check=True
    )
    expected = {}
    for country, listed in list_supported_countries(include_aliases=False).items():
        for region in (None, *listed):
            for year in YEARS:
                days = country_holidays(country, subdiv=region, years=year, expand=False, language="en_US")
                if days.start_year <= year <= days.end_year:
                    names = {day.isoformat(): name for day, name in sorted(days.items())}
                    expected[f"{country}-{region} {year}"] = sha256(json.dumps(names).encode()).hexdigest()
    assert expected == json.loads(ran.stdout)


NAMED_OTHERWISE = """
import holidays, sys
from remit.engine.model import HolidayCalendar
from remit.engine.worktime.public_holidays import holiday_names
holidays.FR = holidays.FR.get_entity()
assert holiday_names(HolidayCalendar("FR"), 2026)["2026-07-14"] == "National Day"
"""


def test_a_country_that_has_no_loader_is_imported_in_the_librarys_own_way():
    subprocess.run([sys.executable, "-c", NAMED_OTHERWISE], check=True)
