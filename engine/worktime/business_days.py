"""Business days: those on which an opening starts; when a day begins, and where a start after a cut-off counts from.

Days are those of the zone of the hours, and count as `date.toordinal` does. A day begins with its
midnight, the first where a clock change brings it twice, and no later instant lies on an earlier
day. A day that a change skips whole is none, and nothing opens on it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from ..model import MINUTES_A_DAY, Hours, WallTime
from .patterns import never_open
from .tables import table_of
from .zones import (
    DAY,
    LATEST,
    MINUTE,
    TEN_YEARS,
    UNIX_DAY,
    WorktimeError,
    check_range,
    instant_of,
    instant_text,
    midnight_offset,
    zone,
)

_LATE = 18
"""The hour of a day from which on a clock that is put back can have come from the next: none goes back by more."""
_YEARS, _LAST_YEAR = 11, 2110
"""How many years are looked at for a day to come, and the last in which anything can fall due."""


def midnight_of(hours: Hours, day: int) -> int:
    """Return the instant at which a day begins; that of the change where it is skipped."""
    return instant_of(zone(hours.timezone), (day - UNIX_DAY) * DAY)


def day_of(hours: Hours, instant: int) -> int:
    """Return the day that an instant lies on: the last that has begun."""
    clock = datetime.fromtimestamp(instant, zone(hours.timezone))
    day = clock.toordinal()
    while clock.hour >= _LATE and midnight_of(hours, day + 1) <= instant:
        day += 1  # the clock was put back over midnight
    return day


def is_business_day(hours: Hours, day: int) -> bool:
    """Tell whether an opening starts on a day; raise WorktimeError where holidays are not known."""
    days = table_of(hours).business_year(_year(day)).days
    index = bisect_left(days, day)
    return index < len(days) and days[index] == day


def business_days_after(hours: Hours, day: int) -> Iterator[int]:
    """Yield the business days after a day, as far as any can be counted."""
    for year in _years_from(day):
        days = table_of(hours).business_year(year).days
        yield from days[bisect_right(days, day) :]


def days_after(hours: Hours, day: int) -> Iterator[int]:
    """Yield the days after a day, as far as any can be counted."""
    for year in _years_from(day):
        skipped = _skipped_days(hours.timezone, year)
        days = range(max(day, date(year, 1, 1).toordinal() - 1) + 1, date(year, 12, 31).toordinal() + 1)
        yield from (later for later in days if later not in skipped) if skipped else days


def opening_of(hours: Hours, day: int) -> int:
    """Return when the first opening of a business day starts."""
    business_year = table_of(hours).business_year(_year(day))
    return business_year.opens[bisect_left(business_year.days, day)]


def at_wall_time(hours: Hours, day: int, at: WallTime) -> int:
    """Return the instant of a wall time on a day, which is a business day where it is the close."""
    if at == "close":
        business_year = table_of(hours).business_year(_year(day))
        return business_year.closes[bisect_left(business_year.days, day)]
    return midnight_of(hours, day + 1) if at == MINUTES_A_DAY else _instant(hours, day, at)


def start_after_cutoff(hours: Hours, start: int, cutoff: WallTime | None) -> int:
    """Return where a span counts from: the start, or the first opening of the next business day.

    It is that where the start lies at or after the cut-off on its day, or on no business day.
    Raises WorktimeError where there is no such opening, or holidays are not known.
    """
    check_range(start, LATEST)
    if cutoff is None:
        return start
    day = day_of(hours, start)
    if is_business_day(hours, day) and start < at_wall_time(hours, day, cutoff):
        return start
    following = next(business_days_after(hours, day), None)
    opening = opening_of(hours, following) if following is not None else None
    if opening is None or opening > start + TEN_YEARS:
        raise never_opens(hours, start)
    return opening


def never_opens(hours: Hours, start: int) -> WorktimeError:
    """Return the error for hours that do not open any more."""
    if never_open(hours):
        return WorktimeError(f"hours `{hours.name}` never open")
    return WorktimeError(f"hours `{hours.name}` do not open within ten years of `{instant_text(start)}`")


def _instant(hours: Hours, day: int, minutes: int) -> int:
    return instant_of(zone(hours.timezone), (day - UNIX_DAY) * DAY + minutes * MINUTE)


@cache
def _skipped_days(name: str, year: int) -> frozenset[int]:
    """Return the days of a year that a clock change skips whole: a zone that moves over the date line has one."""
    where, days = zone(name), range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    if midnight_offset(where, days.stop) - midnight_offset(where, days.start) < DAY // 2:
        return frozenset()
    midnights = [instant_of(where, (day - UNIX_DAY) * DAY) for day in (*days, days.stop)]
    return frozenset(day for day, begins, ends in zip(days, midnights, midnights[1:], strict=False) if begins == ends)


def _years_from(day: int) -> range:
    first = _year(day)
    return range(first, min(first + _YEARS, _LAST_YEAR) + 1)


def _year(day: int) -> int:
    return date.fromordinal(day).year
