"""What to write in place of a text that was meant as openings or weekdays: `8am-5pm`, `9-17`, `24/7`, `Mon to Fri`."""

import re

from .span_suggestions import plain_words

_EXPECTED_OPENINGS = "write openings on a clock of 24 hours, as in `09:00-12:30, 13:00-17:00`, or `closed`"
_EXPECTED_DAYS = "write weekdays as in `mon`, `mon-fri` or `sat, sun`"
_NOON = 12 * 60
_ALWAYS = re.compile(
    r"24\s*[/x*]\s*[57].*|24\s*(?:h|hrs?|hours)?|all (?:day|hours)|always(?: open)?|open|(?:a?round)[- ]the[- ]clock"
)
_FIVE_DAYS = re.compile(r"24\s*[/x*]\s*5.*")
_CLOSED = re.compile(r"closed?|none|no|off|-+|null|n\.?/?a\.?|free|holiday|shut|not open|never")
_TIME = r"(?P<hour{0}>[0-9]{{1,2}})(?:[:.h]?(?P<minute{0}>[0-9]{{2}}))?\s*(?:h|uhr)?\s*(?P<half{0}>[ap])?(?:\.?m\.?)?"
_RANGE = re.compile(
    rf"(?:from\s*)?{_TIME.format(1)}\s*(?:-+|to|until|till|bis)\s*{_TIME.format(2)}"
    r"(?P<more>\s+\(?[a-z]+(?:/[a-z_]+)?\)?)?"
)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\+|/|\band\b)\s*")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS_OF_DAYS = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays", "working days", "business days"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat, sun"),
    **dict.fromkeys(("daily", "every day", "everyday", "all", "all days", "all week", "always", "any day"), "mon-sun"),
    **dict.fromkeys(("24/7", "24x7", "7/7", "week"), "mon-sun"),
}
_BETWEEN_DAYS = re.compile(r"\s*(?:,|;|&|\+|/|\s|\band\b)\s*")
_TO = re.compile(r"\s*(?:-+|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*")


def openings_help(text: str) -> str:
    """Return what to write in place of a text that writes no openings."""
    meant = plain_words(text)
    if _CLOSED.fullmatch(meant):
        return "write `closed`"
    if _ALWAYS.fullmatch(meant):
        return "write `00:00-24:00`"
    ranges = [_RANGE.fullmatch(part) for part in _BETWEEN.split(meant)]
    openings = [_opening(match) for match in ranges if match]
    if None in openings or len(openings) < len(ranges):
        return _EXPECTED_OPENINGS
    has_zone = any(match["more"] for match in ranges if match)
    zone = "; the `timezone` of the hours says where" if has_zone else ""
    return f"write `{', '.join(opening for opening in openings if opening)}`{zone}"


def _opening(match: re.Match[str]) -> str | None:
    start, end = (_minutes(match, which) for which in (1, 2))
    if start is None or end is None or start == end:
        return None
    if end < start and end <= _NOON and not match["half2"] and not match["minute2"]:
        return None  # nobody can tell whether `8-5` ends in the afternoon
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _minutes(match: re.Match[str], which: int) -> int | None:
    """Return a time of a range in minutes, None where no clock shows it."""
    hour, minute, half = int(match[f"hour{which}"]), int(match[f"minute{which}"] or 0), match[f"half{which}"]
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock of twelve hours
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= 24 * 60 else None  # noqa: PLR2004 - a clock of 24 hours


def week_help(text: str) -> str:
    """Return what to write in place of a text that is no week."""
    meant = plain_words(text)
    if _ALWAYS.fullmatch(meant):
        return f"write `{'24x5' if _FIVE_DAYS.fullmatch(meant) else '24x7'}`"
    return 'write weekdays and their openings, as in `{mon-fri: "09:00-17:00"}`'


def days_help(text: str) -> str:
    """Return what to write in place of a key of a week that names no weekdays."""
    meant = plain_words(text)
    if "holiday" in meant:
        return "public holidays stand in `holidays`, single dates in `dates`"
    if meant in _GROUPS_OF_DAYS:
        return f"write `{_GROUPS_OF_DAYS[meant]}`"
    parts = [_TO.split(part) for part in _BETWEEN_DAYS.split(_TO.sub("-", meant))]
    days = [[_day(word) for word in part] for part in parts]
    if any(len(part) > 2 or not all(part) for part in days):  # noqa: PLR2004 - a first and a last day
        return _EXPECTED_DAYS
    return f"write `{', '.join('-'.join(part) for part in days)}`"


def _day(word: str) -> str:
    """Return the weekday that a word means, such as `mo`, `Mon.` and `monday`; nothing where it means none."""
    letters = word.strip(".")
    return next((day[:3] for day in _DAYS if len(letters) > 1 and day.startswith(letters)), "")
