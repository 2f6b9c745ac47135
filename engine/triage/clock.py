"""Instants as days, and as text in UTC or on a wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from ..worktime import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    import pendulum


def zone_or_utc(name: str | None) -> ZoneInfo:
    """Return a time zone by its name, UTC where there is none."""
    return zone(name or "UTC")


def day_in(where: ZoneInfo, instant: int) -> date:
    """Return the day that an instant falls on in a zone."""
    return datetime.fromtimestamp(instant, where).date()


def midnight(day: date, where: ZoneInfo) -> int:
    """Return the instant at which a day begins in a zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=where).timestamp())


def in_utc(instant: int) -> str:
    """Return an instant as RFC 3339 in UTC."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def wall_clock(instant: int, where: ZoneInfo) -> datetime:
    """Return an instant on the wall clock of a zone, with its offset alone: zones of ours cannot be pickled."""
    clock = datetime.fromtimestamp(instant, where)
    return clock.replace(tzinfo=timezone(clock.utcoffset() or timedelta()))


def pendulum_clock(instant: int, where: ZoneInfo) -> pendulum.DateTime:
    """Return an instant on the wall clock of a zone, as pendulum has it."""
    import pendulum  # noqa: PLC0415 - 36 ms

    # Only the offset is handed over: pendulum would look the zone up again, in the system's database.
    return pendulum.instance(wall_clock(instant, where))
