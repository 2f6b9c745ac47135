"""Days off: the days of calendars, on which no opening of a week starts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from ..model import Calendar, NotDays, parse_dates
from .dates import DateTable
from .public_holidays import holidays_in
from .zones import WorktimeError


def is_day_off(calendars: Iterable[Calendar], day: int) -> bool:
    """Tell whether a day, as `date.toordinal` counts, is one of some calendar.

    Raises WorktimeError where that depends on public holidays that are not known.
    """
    # What a calendar itself names needs no public holidays, and is a day off in years without known ones.
    return any(has_date(calendar, day) for calendar in calendars) or any(
        is_public_holiday(calendar, day) for calendar in calendars
    )


def has_date(calendar: Calendar, day: int) -> bool:
    """Tell whether a calendar itself names a day."""
    return bool(calendar.dates) and _tables(calendar)[0].on(day) is not None


def is_public_holiday(calendar: Calendar, day: int) -> bool:
    """Tell whether a day is a public holiday of a calendar that it does not leave out."""
    public = calendar.public
    if public is None or (calendar.without and _tables(calendar)[1].on(day) is not None):
        return False
    return day in holidays_in(public, date.fromordinal(day).year)


@lru_cache(256)
def _tables(calendar: Calendar) -> tuple[DateTable[bool], DateTable[bool]]:
    """Return the days that a calendar names, and those that it leaves out."""
    try:
        dates, without = (
            DateTable((parse_dates(written), True) for written in listed)
            for listed in (calendar.dates, calendar.without)
        )
    except NotDays as problem:
        raise WorktimeError(f"{problem} in calendar `{calendar.name}`") from None
    return dates, without
