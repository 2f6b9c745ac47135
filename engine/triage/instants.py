"""Instants at the edges: as days, and as text in UTC or on some wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import pendulum


def day_in(where: ZoneInfo, instant: int) -> date:
    """Return the day that an instant falls on in a zone."""
    return datetime.fromtimestamp(instant, where).date()


def midnight(day: date, where: ZoneInfo) -> int:
    """Return the instant at which a day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=where).timestamp())


def in_utc(instant: int) -> str:
    """Return an instant as RFC 3339 in UTC."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def on_the_clock(instant: int, where: ZoneInfo) -> pendulum.DateTime:
    """Return an instant on the wall clock of a zone."""
    import pendulum  # noqa: PLC0415 - 36 ms

    # Only the offset is handed over: pendulum would look the zone up again, in the system's database.
    clock = datetime.fromtimestamp(instant, where)
    return pendulum.instance(clock.replace(tzinfo=timezone(clock.utcoffset() or timedelta())))
