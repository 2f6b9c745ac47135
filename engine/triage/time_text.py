"""Instants and durations as text for people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..worktime import zone
from .clock import pendulum_clock

if TYPE_CHECKING:
    import pendulum

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def moment(instant: int, timezone: str, *, year: int | None = None) -> str:
    """Return an instant as `Mon 9 Mar 13:30 New York`; the year is named where it is not `year`."""
    return f"{_day(pendulum_clock(instant, zone(timezone)), year)} {_time(instant, timezone)} {city(timezone)}"


def stretch(start: int, end: int, timezone: str, *, year: int | None = None) -> str:
    """Return a stretch of time as `Fri 6 Mar 16:30-17:00`, with the second day where it is another."""
    first, last = (pendulum_clock(instant, zone(timezone)) for instant in (start, end))
    opens, closes = (_time(instant, timezone) for instant in (start, end))
    if first.date() == last.date():
        return f"{_day(first, year)} {opens}-{closes}"
    is_midnight = last.hour == last.minute == last.second == 0 and (last.date() - first.date()).days == 1
    if is_midnight:
        return f"{_day(first, year)} {opens}-24:00"
    return f"{_day(first, year)} {opens} - {_day(last, year)} {closes}"


def offset(instant: int, timezone: str) -> int:
    """Return how many seconds a zone's wall clock is ahead of UTC at an instant."""
    return pendulum_clock(instant, zone(timezone)).offset or 0


def year_of(instant: int, timezone: str) -> int:
    """Return the year on a zone's wall clock."""
    return pendulum_clock(instant, zone(timezone)).year


def city(timezone: str) -> str:
    """Return what a person calls a zone: its city."""
    return timezone.rpartition("/")[2].replace("_", " ")


def duration(seconds: int) -> str:
    """Return a duration in its two largest units, such as `2 d 20 h`."""
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    units = [
        (seconds // _DAY, "d"),
        (seconds % _DAY // _HOUR, "h"),
        (seconds % _HOUR // _MINUTE, "min"),
        (seconds % _MINUTE, "s"),
    ]
    while len(units) > 1 and not units[0][0]:
        units.pop(0)
    return sign + " ".join(f"{count} {unit}" for count, unit in units[:2] if count or len(units) == 1)


def hours_and_minutes(seconds: int) -> str:
    """Return a duration as `5:30`, hours and minutes, with seconds where there are any."""
    text = f"{seconds // _HOUR}:{seconds % _HOUR // _MINUTE:02}"
    return f"{text}:{seconds % _MINUTE:02}" if seconds % _MINUTE else text


def _day(clock: pendulum.DateTime, year: int | None) -> str:
    day = clock.format("ddd D MMM")
    return day if clock.year == year else f"{day} {clock.year}"


def _time(instant: int, timezone: str) -> str:
    """Return the time on the wall clock, with the zone's name for it where the clock shows that time twice."""
    clock = datetime.fromtimestamp(instant, zone(timezone))
    time = f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
    is_shown_twice = clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()
    return f"{time} {clock.tzname()}" if is_shown_twice else time
