"""What to write in place of a text that was meant as a date or an instant: `2026-3-6`, `…+0000`, `… PST`."""

import re
from calendar import monthrange
from datetime import date

from .zone_suggestions import HOURS_FROM_UTC

EXPECTED_DATE = "write year, month and day, as in `2026-03-09`"
_EXPECTED_INSTANT = "write year, month, day, time and offset, as in `2026-03-06T16:30:00-05:00`"
_LONGEST = 100
_DATE = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(
    r"(?P<start>[0-9]{4}-?(?:W[0-9]{2}-?[1-7]|[0-9]{3,4})(?:T[0-9]{2}(?::?[0-9]{2}){0,2})?)"
    r"(?:[.,][0-9]+)?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
"""Days and times as ISO 8601 writes them besides: without signs between, by the week and by the day of the year."""
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?P<second>:[0-9]{2})?(?:[.,][0-9]+)?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?", re.IGNORECASE)


def date_help(text: str) -> str:
    """Return what to write in place of a text that is no day of the calendar."""
    meant = text[:_LONGEST].strip()
    if match := _DATE.match(meant):
        return _day_help(int(match["year"]), int(match["month"]), int(match["day"]), is_alone=match.end() == len(meant))
    if match := _DAY_FIRST.fullmatch(meant):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        orders = [(second, first)] if match[2] == "." else [(first, second), (second, first)]
        days = [f"`{year:04}-{month:02}-{day:02}`" for month, day in orders if _is_day(year, month, day)]
        if days:
            return f"write {' or '.join(dict.fromkeys(days))}"
    return EXPECTED_DATE


def _day_help(year: int, month: int, day: int, *, is_alone: bool) -> str:
    if not year:
        return EXPECTED_DATE
    if not 1 <= month <= 12:  # noqa: PLR2004 - a year
        return "months are 01 to 12"
    if not _is_day(year, month, day):
        return f"the last day of that month is {year:04}-{month:02}-{monthrange(year, month)[1]:02}"
    return f"write {'' if is_alone else 'the day alone: '}`{year:04}-{month:02}-{day:02}`"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def instant_help(text: str) -> str:
    """Return what to write in place of a text that is no instant with an offset."""
    meant = text[:_LONGEST].strip()
    match = _DATE.match(meant)
    if match is None:
        return _iso_help(meant) or _mail_date_help(meant)
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if not _is_day(year, month, day):
        return _day_help(year, month, day, is_alone=True)
    written_day = f"{year:04}-{month:02}-{day:02}"
    after = meant[match.end() :].lstrip("Tt ,")
    if not after:
        return _time_help(written_day)
    time = _TIME.match(after)
    clock = _clock(time) if time else ""
    if time is None or not clock:
        return f"write a time of 00:00:00 to 23:59:59 after the day, as in `{written_day}T16:30:00-05:00`"
    return _offset_help(f"{written_day}T{clock}", after[time.end() :].strip())


def _time_help(day: str) -> str:
    return f"write a time and an offset as well, as in `{day}T09:00:00-05:00`"


def _clock(time: re.Match[str]) -> str:
    """Return a time on a clock of 24 hours, nothing where no clock shows it."""
    hour, half = int(time["hour"]), (time["half"] or "")[:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    is_time = hour < 24 and int(time["minute"]) < 60 and int((time["second"] or ":0")[1:]) < 60  # noqa: PLR2004 - a clock's
    return f"{hour:02}:{time['minute']}{time['second'] or ':00'}" if is_time else ""


def _offset_help(start: str, offset: str) -> str:
    """Return what to write after a day and a time in place of what stands there."""
    if not offset:
        return f"write the offset as well: `{start}-05:00` for one, or `{start}Z` for `UTC`"
    if offset.upper() in ("Z", "UTC", "GMT"):
        return f"write `{start}Z`"
    if match := _OFFSET.fullmatch(offset):
        hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
        if hours > 23 or minutes > 59:  # noqa: PLR2004 - a clock's
            return "an offset is -23:59 to +23:59"
        return f"write `{start}{match['sign']}{hours:02}:{minutes:02}`"
    if offset.upper() in HOURS_FROM_UTC:
        return f"write `{start}{_written_offset(HOURS_FROM_UTC[offset.upper()])}`"
    return f"write the offset that the place has then, as in `{start}+01:00`"


def _written_offset(hours: float) -> str:
    minutes = round(abs(hours) * 60)
    return f"{'-' if hours < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _iso_help(text: str) -> str:
    """Return the help for a day or an instant in another form of ISO 8601, nothing where it is none."""
    match = _ISO.fullmatch(text.upper())
    if match is None:
        return ""
    import pendulum  # noqa: PLC0415 - seldom needed

    try:
        # Only what is known to name a day reaches pendulum, which reads the clock for what is missing.
        start = pendulum.parse(match["start"], exact=True)
    except ValueError:
        return ""
    if isinstance(start, pendulum.DateTime):
        return _offset_help(start.naive().isoformat(timespec="seconds"), match["offset"] or "")
    return _time_help(start.isoformat()) if isinstance(start, pendulum.Date) and not match["offset"] else ""


def _mail_date_help(text: str) -> str:
    """Return the help for a date as mails have it, or in an order that nobody can be sure of."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - seldom needed

    try:
        sent = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return _EXPECTED_INSTANT
    start = sent.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"write `{sent.isoformat(timespec='seconds')}`" if sent.tzinfo else _offset_help(start, "")
