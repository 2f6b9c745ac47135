"""The public holidays that a count of open time skips."""

from collections.abc import Mapping
from datetime import date

from ..model import Hours
from .public_holidays import holiday_names, holiday_years
from .tables import table_of
from .zones import DAY, UNIX_DAY


def skipped_holidays(hours: Hours, start: int, end: int) -> Mapping[str, str]:
    """Return the holidays on which hours would be open within a count: English names by ISO date, in order.

    Raises WorktimeError where country or region is not known.
    """
    calendar = hours.holidays
    if calendar is None or start >= end or not any(hours.week):
        return {}
    # A day around those of UTC on either side: one for the zone, one for a night that runs on.
    first, last = (date.fromordinal(instant // DAY + UNIX_DAY + days) for instant, days in ((start, -2), (end, 2)))
    years = (year for year in range(first.year, last.year + 1) if year in holiday_years(calendar))
    table = table_of(hours)
    return {
        day: name
        for year in years
        for day, name in holiday_names(calendar, year).items()
        if first.isoformat() <= day <= last.isoformat()
        and table.would_open(date.fromisoformat(day).toordinal(), start, end)
    }
