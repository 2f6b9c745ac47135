"""Worktime: time counted inside hours, on instants in whole seconds since 1970-01-01 UTC."""

from .counting import (
    Count,
    Lag,
    due,
    elapsed,
    is_open,
    largest_lag,
    never_later,
    next_open,
    open_alike,
    open_time,
    periods,
)
from .dates import DateTable, dated_openings
from .estimates import estimated_holidays
from .patterns import Collision, amount, collisions, day_length, never_open
from .public_holidays import countries, holiday_years, holidays_version, regions
from .skipped_holidays import skipped_holidays
from .tables import OpenTime
from .zones import WorktimeError, skipped, zone, zone_names, zones_version

__all__ = [
    "Collision",
    "Count",
    "DateTable",
    "Lag",
    "OpenTime",
    "WorktimeError",
    "amount",
    "collisions",
    "countries",
    "dated_openings",
    "day_length",
    "due",
    "elapsed",
    "estimated_holidays",
    "holiday_years",
    "holidays_version",
    "is_open",
    "largest_lag",
    "never_later",
    "never_open",
    "next_open",
    "open_alike",
    "open_time",
    "periods",
    "regions",
    "skipped",
    "skipped_holidays",
    "zone",
    "zone_names",
    "zones_version",
]
