"""Dates of facts, and ages of dates, as text: `2026-03-09`, `24 months`, `90 days`."""

import re
from datetime import date

from ..findings import HelpfulError
from ..model import Age, AgeUnit

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AGE = re.compile(r"([0-9]{1,4})\s+(month|day)s?")
_UNITS: dict[str, AgeUnit] = {"month": "months", "day": "days"}
_LIKE_AGE = re.compile(r"([0-9]{1,3})\s*(d|day|m|mo|month|w|week|y|year)s?")
_MEANT: dict[str, tuple[int, AgeUnit]] = {"d": (1, "days"), "w": (7, "days"), "m": (1, "months"), "y": (12, "months")}
EXPECTED_DATE = "a date such as `2026-03-09`"
EXPECTED_AGE = "an age such as `24 months` or `90 days`"


class NotADate(HelpfulError):
    """A text that writes no date; the message says how it is none, `help` what would do."""


def parse_fact_date(text: str) -> date:
    """Return the date that a text writes."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        message = f"not {EXPECTED_DATE}"
    except ValueError:
        message = "which is no day of the calendar"
    from .instant_suggestions import date_help  # noqa: PLC0415 - start-up is felt

    raise NotADate(message, date_help(text))


def parse_age(text: str) -> Age | None:
    """Return the age that a text such as `24 months` writes, None where it writes none."""
    match = _AGE.fullmatch(text.strip())
    return Age(count=int(match[1]), unit=_UNITS[match[2]]) if match else None


def age_help(text: str) -> str:
    """Return what to write in place of a text that is no age."""
    match = _LIKE_AGE.fullmatch(text.strip().lower())
    if match is None:
        return "write a whole number of at most four digits, and `months` or `days`"
    count, unit = _MEANT[match[2][0]]
    return f"write `{Age(int(match[1]) * count, unit)}`"
