"""Days as a policy writes them, one day earlier or later: single ones, and the ends of ranges."""

from datetime import date, timedelta
from typing import Literal

from ..model import parse_dates

Step = Literal[-1, 1]
End = Literal["first", "last"]

_DAY = timedelta(1)
_LEAP_YEAR = 2000
_FEBRUARY_28, _MARCH_1 = (2, 28), (3, 1)


def beside(text: str, step: Step) -> str | None:
    """Return the day before a single day, or after it, as it is written; None where the calendar ends."""
    moved = _moved(parse_dates(text).first, step)
    return None if moved is None else _written(moved)


def moved_end(text: str, end: End, step: Step) -> str | None:
    """Return a range of which one end is a day earlier or later; None where it has no day, or every day, then."""
    days = parse_dates(text)
    is_longer = step == (-1 if end == "first" else 1)
    moved = _moved(days.first if end == "first" else days.last, step)
    if moved is None or (days.first == days.last and not is_longer):
        return None
    first, last = (moved, days.last) if end == "first" else (days.first, moved)
    if is_longer:  # a range of every year that reaches its own other end is no range any more
        is_full = days.is_yearly and (moved in (days.first, days.last) or _follows(last, first))
        return None if is_full else f"{_written(first)}..{_written(last)}"
    return _written(first) if first == last else f"{_written(first)}..{_written(last)}"


def _follows(day: tuple[int, ...], following: tuple[int, ...]) -> bool:
    return _moved(day, 1) == following


def _moved(day: tuple[int, ...], step: Step) -> tuple[int, ...] | None:
    """Return the day before or after one; most years have no 29 February between those of every year."""
    if len(day) > len(_MARCH_1):
        try:
            moved = date(*day) + step * _DAY
        except OverflowError:
            return None
        return moved.year, moved.month, moved.day
    if (day, step) in ((_MARCH_1, -1), (_FEBRUARY_28, 1)):
        return _FEBRUARY_28 if step < 0 else _MARCH_1
    moved = date(_LEAP_YEAR, *day) + step * _DAY
    return moved.month, moved.day


def _written(day: tuple[int, ...]) -> str:
    return "-".join(f"{part:02}" if n or len(day) == len(_MARCH_1) else f"{part:04}" for n, part in enumerate(day))
