"""Instants, in whole seconds since 1970-01-01 UTC, and time zones: the instant that a wall time means in one.

The tzdata package is asked before the operating system: its version stands in every decision, and
with it the same decision comes out on a machine whose own database is older.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from ..model import FIRST_RECEIVED, LAST_RECEIVED
from ..package_versions import package_version

UNIX_DAY = FIRST_RECEIVED.toordinal()
MINUTE = 60
DAY = 86_400
LATEST = (LAST_RECEIVED.toordinal() + 1 - UNIX_DAY) * DAY - 1
LATEST_DEADLINE = (date(2111, 1, 1).toordinal() - UNIX_DAY) * DAY - 1
TEN_YEARS = 3653 * DAY
"""Ten calendar years at their longest, so that no deadline within ten years is refused."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time belongs to no zone until it is asked what it means
_SECOND = timedelta(seconds=1)


class WorktimeError(ValueError):
    """Something that cannot be counted; the message says why in one line."""


def instant_text(instant: int) -> str:
    """Return the instant in UTC as RFC 3339 writes it, or the bare number where no year can hold it."""
    try:
        return f"{datetime.fromtimestamp(instant, UTC).replace(tzinfo=None).isoformat()}Z"
    except (OverflowError, ValueError, OSError):
        return str(instant)


def check_range(instant: int, latest: int) -> None:
    """Raise WorktimeError unless the instant lies between the first of 1970 and the latest one given."""
    if not 0 <= instant <= latest:
        raise WorktimeError(f"`{instant_text(instant)}` is outside 1970 to {instant_text(latest)[:4]}")


@cache
def _package() -> Path | None:
    """Return the folder of the tzdata package, or None where it is not installed."""
    spec = find_spec("tzdata")
    return Path(spec.origin).parent if spec and spec.origin else None


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all known time zones."""
    package = _package()
    if package is None:
        return frozenset(available_timezones())
    return frozenset((package / "zones").read_text(encoding="ascii").split())


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name; raise WorktimeError where there is none."""
    # The name is a policy's text: only a known one may become a path.
    if name not in zone_names():
        raise WorktimeError(f"time zone `{name}` is not known")
    package = _package()
    if package is None:
        return ZoneInfo(name)
    with package.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zones_version() -> str:
    """Return the version of the tz database in use, or `system` where it is the operating system's."""
    return package_version("tzdata") or "system"


def midnight_offset(where: ZoneInfo, day: int) -> int:
    """Return how many seconds wall time is ahead of UTC at a day's midnight, the first if it comes twice.

    `day` counts as `date.toordinal` does.
    """
    return _seconds(where.utcoffset(datetime.fromordinal(day)))


def instant_of(where: ZoneInfo, wall: int) -> int:
    """Return the instant of a wall time, which is given in seconds as if it were UTC.

    A wall time that a change skips is the instant of that change; one that comes twice is its
    first occurrence.
    """
    clock = _EPOCH + timedelta(seconds=wall)
    before = _seconds(where.utcoffset(clock))
    after = _seconds(where.utcoffset(clock.replace(fold=1)))
    if after <= before:
        return wall - before
    # Skipped: the change is the first instant at which the clock shows this wall time or a later one.
    candidates = range(wall - after, wall - before + 1)
    return candidates[bisect_left(candidates, wall, key=lambda instant: _clock_at(where, instant))]


class Skipped(NamedTuple):
    """Wall times that a clock change skips: minutes after midnight of a day, which `date.toordinal` counts."""

    day: int
    since: int
    until: int


@cache
def skipped(name: str, first: int, last: int) -> tuple[Skipped, ...]:
    """Return the wall times that clock changes skip in a zone from one year to another, both inclusive."""
    where, changes = zone(name), []
    days = range(date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal())
    offsets = [midnight_offset(where, day) for day in (*days, days.stop)]
    for day, before, after in zip(days, offsets, offsets[1:], strict=False):
        if after > before:
            midnight = (day - UNIX_DAY) * DAY
            instants = range(midnight - before, midnight + DAY - after + 1)
            change = instants[bisect_left(instants, after, key=lambda at: _clock_at(where, at) - at)]
            changes.append(
                Skipped(day=day, since=(change + before - midnight) // 60, until=(change + after - midnight) // 60)
            )
    return tuple(changes)


def _clock_at(where: ZoneInfo, instant: int) -> int:
    return instant + _seconds(datetime.fromtimestamp(instant, where).utcoffset())


def _seconds(offset: timedelta | None) -> int:
    return offset // _SECOND if offset else 0
