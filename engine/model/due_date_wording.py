"""Due dates in words, such as `end of the next business day` and `17:30 on the second business day`."""

from typing import Literal

WallTime = int | Literal["close"]
"""Minutes after midnight, or when the hours close on a day."""

_ORDINALS = (
    "same or next",
    "next",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
"""Days by their number after that of the start, which itself may be over, or no business day."""
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)


def due_date_text(number: int, at: WallTime, *, is_business: bool) -> str:
    """Return a date in words: a time, in minutes or when the hours close, on a day that is counted to."""
    day = f"the {_ordinal(number)} {'business ' if is_business else ''}day"
    return f"end of {day}" if at == "close" else f"{wall_time_text(at)} on {day}"


def by_text(date: str) -> str:
    """Return a date in words after `by`, such as `by the end of the next business day`."""
    return f"by the {date}" if date.startswith("end") else f"by {date}"


def wall_time_text(at: WallTime) -> str:
    """Return a wall time as the language writes it: `17:30`, `24:00` or `close`."""
    return at if at == "close" else f"{at // 60:02}:{at % 60:02}"


def cutoff_text(cutoff: WallTime | None) -> str:
    """Return what follows words where there is a cut-off, such as `, cut-off 15:00`; nothing where there is none."""
    return "" if cutoff is None else f", cut-off {'at close' if cutoff == 'close' else wall_time_text(cutoff)}"


def _ordinal(number: int) -> str:
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    return f"{number}{'th' if number % 100 in _TEENS else _ENDINGS.get(number % 10, 'th')}"
