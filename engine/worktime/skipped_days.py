"""The days that a count of open time skips because a calendar or a date closes them."""

from collections.abc import Iterator, Mapping
from datetime import date

from ..model import Calendar, Hours
from .days_off import has_date, is_public_holiday
from .public_holidays import holiday_names, holiday_years
from .tables import Table, part_tables
from .zones import DAY, UNIX_DAY

BY_DATE = "dates"
"""What names a day that `dates` closes, and no calendar, or one without a name."""


def skipped_days(hours: Hours, start: int, end: int) -> Mapping[str, str]:
    """Return the days on which the week would open within a count, and that are closed: why by ISO date, in order.

    That is the English name of a holiday, the name of a calendar, or that `dates` says so. Of a union, each part whose
    day is closed is named. Raises WorktimeError where country or region is not known.
    """
    if start >= end:
        return {}
    # A day around those of UTC on either side: one for the zone, one for a night that runs on.
    days = range(start // DAY + UNIX_DAY - 2, end // DAY + UNIX_DAY + 3)
    reasons: dict[int, str] = {}
    for table in part_tables(hours):
        for day, reason in _skipped(table, days, start, end):
            named = f"{table.hours.name.replace('_', ' ')}: {reason}" if hours.is_union else reason
            reasons[day] = ", ".join(filter(None, (reasons.get(day), named)))
    return {date.fromordinal(day).isoformat(): reasons[day] for day in sorted(reasons)}


def _skipped(table: Table, days: range, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the days that one hours skips, and why."""
    for day in days:
        is_by_date = table.is_closed_by_date(day)
        if (is_by_date or not table.has_date(day)) and table.week_opens(day, start, end):
            reason = _day_off(table.hours.holidays, day) or (BY_DATE if is_by_date else "")
            if reason:
                yield day, reason


def _day_off(calendars: tuple[Calendar, ...], day: int) -> str:
    """Return what a day off is called by the first calendar that has it, empty where none does."""
    year = date.fromordinal(day).year
    for calendar in calendars:
        public = calendar.public
        if public is not None and year in holiday_years(public) and is_public_holiday(calendar, day):
            return holiday_names(public, year)[date.fromordinal(day).isoformat()]
        if has_date(calendar, day):
            return calendar.name.replace("_", " ") or BY_DATE
    return ""
