"""The outlook in a line: `P1 or P2; answer due between 18:30 today and 13:30 on Monday (New York)`."""

from ..text import either
from ..triage.clock import city, day_text, time_text, wall_clock
from .outlook import Outlook, Verdict

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""English whatever the locale, which `strftime` would follow."""
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def outlook_text(outlook: Outlook, now: int, timezone: str) -> str:
    """Return what a request can still come to, and by when an answer is due on the wall clock of a zone."""
    verdicts = either(map(_verdict_text, outlook.verdicts))
    return "; ".join(filter(None, (verdicts, _answer_text(outlook, now, timezone))))


def _verdict_text(verdict: Verdict) -> str:
    scope, level = verdict
    return level or (scope or "undecided").replace("_", " ")


def _answer_text(outlook: Outlook, now: int, timezone: str) -> str:
    first, last = outlook.earliest, outlook.latest
    if first is None or last is None:
        return "no answer is promised" if outlook.is_bounded and outlook.verdicts else ""
    start, end = (relative_moment(instant, now, timezone) for instant in (first, last))
    if not outlook.is_bounded:
        due = f"answer due {start} at the earliest"
    else:
        due = f"answer due {start}" if first == last else f"answer due between {start} and {end}"
    return f"{due} ({city(timezone)})" if outlook.certain else f"{due} ({city(timezone)}), if at all"


def relative_moment(instant: int, now: int, timezone: str) -> str:
    """Return an instant as somebody says it: `18:30 today`, `13:30 on Monday`, `9:00 on Mon 16 Mar`."""
    day, today = (wall_clock(moment, timezone).date() for moment in (instant, now))
    days = (day - today).days
    if days in _NEAR:
        return f"{time_text(instant, timezone)} {_NEAR[days]}"
    name = _WEEKDAYS[day.weekday()] if 0 < days < len(_WEEKDAYS) else day_text(day, today.year)
    return f"{time_text(instant, timezone)} on {name}"
