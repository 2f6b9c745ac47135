"""Estimated holidays: those that a count of open time skips, and those that it would skip were they a day off.

A calendar can only estimate days that depend on the sight of the moon. They turn out to be that
day, the day before or the day after.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ..model import HolidayCalendar, Hours
from .public_holidays import estimated_in, holiday_years, holidays_in
from .tables import Table, table_of
from .zones import DAY, UNIX_DAY

_NEAR = 3
"""Days around those of UTC: one for the zone, one for a night that runs on, one for an estimate that is a day off."""


def estimated_holidays(hours: Hours, start: int, end: int) -> Mapping[str, str]:
    """Return the estimated holidays that a count from `start` to `end` depends on: names by ISO date, in order.

    It depends on a day where the openings that the week has on it, or those of a day beside it
    that would close in its place, lie in the count. What `dates` says of a day is no estimate.
    Raises WorktimeError where country or region is not known.
    """
    calendar = hours.holidays
    if calendar is None or start >= end or not any(hours.week):
        return {}
    near = _estimates_near(calendar, start // DAY, (end - 1) // DAY)
    if not near:
        return {}
    table = table_of(hours)
    return {
        date.fromordinal(day).isoformat(): name
        for day, name in near.items()
        if not table.has_date(day) and _is_counted(table, calendar, day, start, end)
    }


@lru_cache(4096)
def _estimates_near(calendar: HolidayCalendar, first: int, last: int) -> Mapping[int, str]:
    """Return the estimated days around some days in UTC, which are counted from 1970; most often there are none."""
    days = range(first + UNIX_DAY - _NEAR, last + UNIX_DAY + _NEAR + 1)
    years = range(date.fromordinal(days[0]).year, date.fromordinal(days[-1]).year + 1)
    return {
        day: name
        # Beyond the years of the calendar nothing is counted.
        for year in years
        if year in holiday_years(calendar)
        for day, name in estimated_in(calendar, year).items()
        if day in days
    }


def _is_counted(table: Table, calendar: HolidayCalendar, day: int, start: int, end: int) -> bool:
    """Tell whether a count skips a day, or would skip the one before or after it, which is open, in its place."""
    return table.would_open(day, start, end) or any(
        table.would_open(beside, start, end) and beside not in holidays_in(calendar, date.fromordinal(beside).year)
        for beside in (day - 1, day + 1)
    )
