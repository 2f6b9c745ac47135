"""A week to scale, in characters."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ..model import MINUTES_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .document import Weekday

_LABEL = 9
_SCALES = (48, 24)
"""Characters for a day: two for each hour, or one."""
_MARKS = {(False, False): "·", (True, False): "▌", (False, True): "▐", (True, True): "█"}


def drawn(days: Sequence[Weekday], width: int, indent: int) -> Iterator[str]:
    """Yield a line for each run of equal days, a day from left to right, with its openings as words."""
    runs = [list(run) for _, run in groupby(days, key=lambda day: (day.openings, day.stretches))]
    words = max(len(day.openings) for day in days)
    scale = _SCALES[0] if _LABEL + _SCALES[0] + 2 + words <= width else _SCALES[1]
    is_beside = _LABEL + scale + 2 + words <= width
    yield " " * (indent + _LABEL) + _axis(scale)
    for run in runs:
        first, last = run[0].name, run[-1].name
        label = first if first == last else f"{first}-{last}"
        bar = "".join(_MARKS[_is_open(run[0], n, scale)] for n in range(scale))
        yield f"{' ' * indent}{label:<{_LABEL}}{bar}" + (f"  {run[0].openings}" if is_beside else "")
        if not is_beside:
            yield " " * (indent + _LABEL) + run[0].openings


def _axis(scale: int) -> str:
    quarter = scale // 4
    return "".join(f"{hour:<{quarter}}" for hour in (0, 6, 12, 18))[:-2] + "24"


def _is_open(day: Weekday, place: int, scale: int) -> tuple[bool, bool]:
    """Tell of both halves of a character whether most of the time that they stand for is open."""
    half = MINUTES_A_DAY / scale / 2
    start = place * 2 * half
    return (_mostly(day, start, start + half), _mostly(day, start + half, start + 2 * half))


def _mostly(day: Weekday, start: float, end: float) -> bool:
    return sum(max(0, min(end, to) - max(start, since)) for since, to in day.stretches) * 2 > end - start
