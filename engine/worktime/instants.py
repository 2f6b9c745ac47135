"""Instants: whole seconds since 1970-01-01 UTC, and the stretch of time that worktime reckons in."""

from datetime import UTC, date, datetime

from ..model import FIRST_RECEIVED, LAST_RECEIVED

UNIX_DAY = FIRST_RECEIVED.toordinal()
MINUTE = 60
DAY = 86_400
LATEST = (LAST_RECEIVED.toordinal() + 1 - UNIX_DAY) * DAY - 1
LATEST_DEADLINE = (date(2111, 1, 1).toordinal() - UNIX_DAY) * DAY - 1
TEN_YEARS = 3653 * DAY
"""Ten calendar years at their longest, so that no deadline within ten years is refused."""


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
