"""What to write in place of a text that was meant as days: `24.12.`, `12/24`, `2026-12-24 to 2027-01-01`."""

import re
from calendar import monthrange

from .instant_suggestions import date_help

_EXPECTED = (
    "write a date as in `2026-12-24`, a day of every year as in `12-24`, or the first and the last day with `..` "
    "between them"
)
_LONGEST = 60
_LEAP_YEAR = 2000
_BETWEEN = re.compile(r"\s*(?:\.{2,}|…|–|—|\bto\b|\buntil\b|\btill\b|\bbis\b|\s-\s)\s*")  # noqa: RUF001 - people write them
_OF_A_YEAR = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.\s*(?P<month>[0-9]{1,2})\.(?:\s*(?P<year>[0-9]{4}))?")
_OF_EVERY_YEAR = re.compile(r"(?:--|\*-|yyyy-)?(?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})", re.IGNORECASE)
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")


def days_help(text: str) -> str:
    """Return what to write in place of a text that writes no days."""
    ends = _BETWEEN.split(text[:_LONGEST].strip())
    days = [_day(end) for end in ends]
    if len(ends) > 2 or not all(days):  # noqa: PLR2004 - a first and a last day
        return _either_order(ends[0]) or (date_help(text) if _OF_A_YEAR.match(text) else _EXPECTED)
    if len(days[0]) != len(days[-1]):
        return "write the year at both ends, or at neither"
    return f"write `{'..'.join(days)}`"


def _day(text: str) -> str:
    """Return a day as the language writes it; empty where a text means none for sure."""
    if _either_order(text):
        return ""
    match = _OF_A_YEAR.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _OF_EVERY_YEAR.fullmatch(text)
    if match is None:
        return ""
    month, day = int(match["month"]), int(match["day"])
    year = match.groupdict().get("year")
    return f"{f'{year}-' if year else ''}{month:02}-{day:02}" if _is_day(month, day, int(year or _LEAP_YEAR)) else ""


def _either_order(text: str) -> str:
    """Return what to write for a month and a day of which nobody can tell the order; empty for anything else."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return ""
    first, second = int(match[1]), int(match[2])
    days = [f"`{month:02}-{day:02}`" for month, day in ((first, second), (second, first)) if _is_day(month, day)]
    return f"write {' or '.join(dict.fromkeys(days))}" if days else ""


def _is_day(month: int, day: int, year: int = _LEAP_YEAR) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]  # noqa: PLR2004 - a year


def end_help(part: str) -> str:
    """Return the help for one end of days that has their form, and is no day of the calendar."""
    month, _, day = part.partition("-")
    if len(month) > 2:  # noqa: PLR2004 - with its year
        return date_help(part)
    return date_help(f"{_LEAP_YEAR}-{month}-{day}").replace(f"{_LEAP_YEAR}-", "")
