"""Estimated holidays: those that a count of open time skips, and those that it would skip were they a day off.

A calendar can only estimate days that depend on the sight of the moon. They turn out to be that
day, the day before or the day after.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from ..model import Calendar, HolidayCalendar, Hours
from .days_off import has_date, is_day_off, is_public_holiday
from .public_holidays import estimated_in, holiday_years
from .tables import Table, part_tables
from .zones import DAY, UNIX_DAY

_NEAR = 3
"""Days around those of UTC: one for the zone, one for a night that runs on, one for an estimate that is a day off."""


def estimated_holidays(hours: Hours, start: int, end: int) -> Mapping[str, str]:
    """Return the estimated holidays that a count from `start` to `end` depends on: names by ISO date, in order.

    It depends on a day where the openings that the week has on it, or those of a day beside it
    that would close in its place, lie in the count. What `dates` says of a day is no estimate, nor is a day that a
    calendar names or leaves out. Raises WorktimeError where country or region is not known.
    """
    if start >= end:
        return {}
    days: dict[int, str] = {}
    for part in hours.parts:
        for calendar in part.holidays if any(part.week) else ():
            near = _estimates_near(calendar.public, start // DAY, (end - 1) // DAY) if calendar.public else {}
            if near:
                days |= _counted(part, calendar, near, start, end)
    if not days:
        return {}  # most often
    return {date.fromordinal(day).isoformat(): days[day] for day in sorted(days)}


def _counted(
    hours: Hours, calendar: Calendar, near: Mapping[int, str], start: int, end: int
) -> Iterator[tuple[int, str]]:
    """Yield those estimated days of a calendar near a count that it depends on."""
    for table in part_tables(hours):
        for day, name in near.items():
            is_estimate = is_public_holiday(calendar, day) and not any(has_date(own, day) for own in hours.holidays)
            if is_estimate and not table.has_date(day) and _is_counted(table, day, start, end):
                yield day, name


def _estimates_near(calendar: HolidayCalendar, first: int, last: int) -> Mapping[int, str]:
    """Return the estimated days around some days in UTC, which are counted from 1970; most often there are none."""
    first, last = first + UNIX_DAY - _NEAR, last + UNIX_DAY + _NEAR
    estimates = _estimates_in(calendar, date.fromordinal(first).year, date.fromordinal(last).year)
    return {day: name for day, name in estimates.items() if first <= day <= last} if estimates else estimates


@lru_cache(4096)
def _estimates_in(calendar: HolidayCalendar, first: int, last: int) -> Mapping[int, str]:
    """Return the estimated days of some years; beyond those of the calendar nothing is counted."""
    known = holiday_years(calendar)
    years = (year for year in range(first, last + 1) if year in known)
    return {day: name for year in years for day, name in estimated_in(calendar, year).items()}


def _is_counted(table: Table, day: int, start: int, end: int) -> bool:
    """Tell whether a count skips a day, or would skip the one before or after it, which is open, in its place."""
    return table.would_open(day, start, end) or any(
        table.would_open(beside, start, end) and not is_day_off(table.hours.holidays, beside)
        for beside in (day - 1, day + 1)
    )
