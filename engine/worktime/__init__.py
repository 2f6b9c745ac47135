"""Worktime: time counted inside hours, on instants in whole seconds since 1970-01-01 UTC."""

from typing import TYPE_CHECKING

from ..lazy_names import lazy_names
from .counting import due, due_each, due_from, elapsed, is_open, next_open, open_time, periods
from .dates import DateTable, dated_openings
from .estimates import estimated_holidays
from .open_time import OpenTime
from .patterns import Collision, amount, collisions, day_length, never_open
from .public_holidays import countries, holiday_years, holidays_version, may_be_estimated, regions
from .zones import WorktimeError, skipped, zone, zone_names, zones_version

if TYPE_CHECKING:
    from .business_days import at_wall_time, day_of, is_business_day, midnight_of, start_after_cutoff
    from .due_dates import DateCount, due_date
    from .lags import Count, Lag, count_of, deadline, largest_lag, never_later, open_alike
    from .skipped_days import skipped_days

__all__ = [
    "Collision",
    "Count",
    "DateCount",
    "DateTable",
    "Lag",
    "OpenTime",
    "WorktimeError",
    "amount",
    "at_wall_time",
    "collisions",
    "count_of",
    "countries",
    "dated_openings",
    "day_length",
    "day_of",
    "deadline",
    "due",
    "due_date",
    "due_each",
    "due_from",
    "elapsed",
    "estimated_holidays",
    "holiday_years",
    "holidays_version",
    "is_business_day",
    "is_open",
    "largest_lag",
    "may_be_estimated",
    "midnight_of",
    "never_later",
    "never_open",
    "next_open",
    "open_alike",
    "open_time",
    "periods",
    "regions",
    "skipped",
    "skipped_days",
    "start_after_cutoff",
    "zone",
    "zone_names",
    "zones_version",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "business_days": ("at_wall_time", "day_of", "is_business_day", "midnight_of", "start_after_cutoff"),
        "due_dates": ("DateCount", "due_date"),
        "lags": ("Count", "Lag", "count_of", "deadline", "largest_lag", "never_later", "open_alike"),
        "skipped_days": ("skipped_days",),
    },
)
