"""Times as text: spans such as `6 business hours`, openings such as `mon-fri` and `09:00-17:00`, and instants."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from ..findings import HelpfulError
from ..model import FIRST_RECEIVED, LAST_RECEIVED, MINUTES_A_DAY, WEEKDAYS, Opening, Span

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 0}
_PART = r"([0-9]{1,9})\s+(?:business\s+)?(second|minute|hour|day)s?(?:\s+|$)"
_SPAN = re.compile(rf"(?:{_PART})+")
EXPECTED_SPAN = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"
ROUND_THE_CLOCK = {"24x7": 7, "24x5": 5}
"""Weeks of one word: on so many days of it, Monday first, every hour is open."""
_OPENING = re.compile(r"([0-9]{2}):([0-9]{2})\s*-\s*([0-9]{2}):([0-9]{2})")
EXPECTED_INSTANT = "an instant with an offset such as `2026-03-06T16:30:00-05:00`"
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?(Z|z|[+-][0-9]{2}:[0-9]{2})"
)
_NO_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]*)?")
_LENGTH_IN_UTC, _SIGNS_IN_UTC = len("2026-03-06T21:30:00Z"), "2026-03-06T21:30:00Z"[4::3]
_END = ((LAST_RECEIVED - FIRST_RECEIVED).days + 1) * 86_400


def parse_span(text: str) -> Span | None:
    """Return the span that a text such as `6 business hours` writes, None where it is none.

    `business` is accepted and adds nothing: every span counts open time.
    """
    if not _SPAN.fullmatch(text.strip()):
        return None
    parts = [(int(amount), unit) for amount, unit in re.findall(_PART, text.strip())]
    seconds = sum(amount * _SECONDS[unit] for amount, unit in parts)
    return Span(seconds=seconds, days=sum(amount for amount, unit in parts if unit == "day"), text=text.strip())


class _NotATime(HelpfulError):
    """A text that writes no time as it must."""


class NotOpenings(_NotATime):
    """A text that does not write openings or weekdays; the message says why, `help` what would do."""


def parse_days(text: str) -> list[int]:
    """Return the weekdays that a key of a week names, Monday being 0."""
    days: list[int] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):  # noqa: PLR2004 - a first and a last day
            from .opening_suggestions import days_help  # noqa: PLC0415 - start-up is felt

            raise NotOpenings(f"`{text}` is not a day or days such as `mon`, `mon-fri` or `sat, sun`", days_help(text))
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        days += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return days


def parse_openings(text: str) -> tuple[Opening, ...]:
    """Return the openings of a day; one that ends before it starts ends on the next day."""
    if text.strip() == "closed":
        return ()
    return tuple(_opening(part.strip(), text) for part in text.split(","))


def _opening(text: str, of_day: str) -> Opening:
    match = _OPENING.fullmatch(text)
    if match is None:
        raise _not_openings(f"`{text}` is neither an opening such as `09:00-17:00` nor `closed`", of_day)
    start, end = (int(hours) * 60 + int(minutes) for hours, minutes in (match.groups()[:2], match.groups()[2:]))
    if max(int(match[2]), int(match[4])) > 59 or max(start, end) > MINUTES_A_DAY:  # noqa: PLR2004 - of an hour
        raise _not_openings(f"`{text}` has a time outside 00:00 to 24:00", of_day)
    if start == end:
        help_ = "write `00:00-24:00` for all day, or `closed`"
        raise NotOpenings(f"opening `{text}` starts and ends at the same time", help_)
    if start == MINUTES_A_DAY:
        raise NotOpenings(f"opening `{text}` starts at 24:00", "write 00:00 on the next day")
    return Opening(start, end if end > start else end + MINUTES_A_DAY)


def _not_openings(message: str, of_day: str) -> NotOpenings:
    from .opening_suggestions import openings_help  # noqa: PLC0415 - start-up is felt

    return NotOpenings(message, openings_help(of_day))


def written_openings(openings: Iterable[Opening]) -> str:
    """Return the openings of a day as the language writes them."""
    return ", ".join(f"{_clock_text(opening.start)}-{_clock_text(opening.end)}" for opening in openings) or "closed"


def _clock_text(minutes: int) -> str:
    on_its_day = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{on_its_day // 60:02}:{on_its_day % 60:02}"


class NotAnInstant(_NotATime):
    """A text that does not write an instant; the message says why, `help` what would do."""


def parse_instant(text: str) -> int:
    """Return the instant that a text writes, without its fraction of a second; 1970 to 2100."""
    in_utc = _instant_in_utc(text)
    if in_utc is not None:
        return in_utc  # most often
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        lacks_offset = _NO_OFFSET.fullmatch(text.strip())
        message = "has no offset such as `+01:00`" if lacks_offset else f"is not {EXPECTED_INSTANT}"
        raise _not_an_instant(message, text)
    clock = match[2] if match[2].count(":") > 1 else f"{match[2]}:00"
    offset = "+00:00" if match[3] in "Zz" else match[3]
    try:
        parsed = datetime.fromisoformat(f"{match[1]}T{clock}{offset}")
    except ValueError:
        parsed = None
    if parsed is None or int(offset[4:]) > 59:  # noqa: PLR2004 - a clock's
        raise _not_an_instant("names a day, a time or an offset that does not exist", text)
    instant = int(parsed.timestamp())
    if not 0 <= instant < _END:
        raise NotAnInstant("is outside 1970 to 2100", "write a year from 1970 to 2100")
    return instant


def _instant_in_utc(text: str) -> int | None:
    """Return the instant of a text that is written as in `2026-03-06T21:30:00Z`; None of any other."""
    if len(text) != _LENGTH_IN_UTC or text[4::3] != _SIGNS_IN_UTC:
        return None
    try:
        instant = int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return None
    return instant if 0 <= instant < _END else None


def _not_an_instant(message: str, text: str) -> NotAnInstant:
    from .instant_suggestions import instant_help  # noqa: PLC0415 - start-up is felt

    return NotAnInstant(message, instant_help(text))


def parse_today(text: str) -> str:
    """Return the ISO date that a text writes, or its instant in UTC: which day that is depends on the zone."""
    day = parse_day(text)
    try:
        date.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(parse_instant(text), UTC).isoformat()
    return day


def day_in(where: tzinfo, today: str) -> str:
    """Return the ISO date that it is in a time zone today, which is a date or an instant."""
    moment = datetime.fromisoformat(today)
    return today if moment.tzinfo is None else moment.astimezone(where).date().isoformat()


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
