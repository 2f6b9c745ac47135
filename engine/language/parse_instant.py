"""Instants as text: RFC 3339 with an offset, as seconds since 1970-01-01 UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from ..model import FIRST_RECEIVED, LAST_RECEIVED

EXPECTED = "an instant with an offset such as `2026-03-06T16:30:00-05:00`"
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?(Z|z|[+-][0-9]{2}:[0-9]{2})"
)
_NO_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]*)?")
_DAY = 86_400
_END = ((LAST_RECEIVED - FIRST_RECEIVED).days + 1) * _DAY


class NotAnInstant(ValueError):
    """A text that does not write an instant; its message says why."""


def parse_instant(text: str) -> int:
    """Return the instant that a text writes, without its fraction of a second; 1970 to 2100."""
    import pendulum  # noqa: PLC0415 - 36 ms

    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        lacks_offset = _NO_OFFSET.fullmatch(text.strip())
        raise NotAnInstant("has no offset such as `+01:00`" if lacks_offset else f"is not {EXPECTED}")
    # Only a text known to be whole reaches pendulum, which reads the clock for what is missing.
    clock = match[2] if match[2].count(":") > 1 else f"{match[2]}:00"
    offset = "+00:00" if match[3] in "Zz" else match[3]
    try:
        parsed = pendulum.parse(f"{match[1]}T{clock}{offset}")
    except ValueError:
        parsed = None
    if not isinstance(parsed, pendulum.DateTime) or int(offset[1:3]) > 23 or int(offset[4:]) > 59:  # noqa: PLR2004 - a clock's
        raise NotAnInstant("names a day, a time or an offset that does not exist")
    instant = int(parsed.timestamp())
    if not 0 <= instant < _END:
        raise NotAnInstant("is outside 1970 to 2100")
    return instant


def parse_day(text: str) -> str:
    """Return the ISO date that a text writes, or that of an instant in UTC; 1970 to 2100. Raises ValueError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        try:
            day = datetime.fromtimestamp(parse_instant(text), UTC).date()
        except NotAnInstant:
            raise ValueError("is neither a date such as `2026-03-06` nor an instant with an offset") from None
    if not FIRST_RECEIVED <= day <= LAST_RECEIVED:
        raise ValueError("is outside 1970 to 2100")
    return day.isoformat()
