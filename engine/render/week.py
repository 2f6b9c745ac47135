"""A week to scale, in characters."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from ..model import MINUTES_A_DAY
from .document import Weekday

_LABEL = 9
_SCALES = (48, 24)
"""Characters for a day: two for each hour, or one."""
_MARKS = {(False, False): "·", (True, False): "▌", (False, True): "▐", (True, True): "█"}


def draw_week(days: Sequence[Weekday], width: int, indent: int) -> Iterator[str]:
    """Yield a line for each run of equal days, a day from left to right, with its openings as words."""
    runs = [list(run) for _, run in groupby(days, key=lambda day: (day.openings, day.stretches))]
    words = max(len(day.openings) for day in days)
    scale = _SCALES[0] if _LABEL + _SCALES[0] + 2 + words <= width else _SCALES[1]
    is_beside = _LABEL + scale + 2 + words <= width
    below = " " * (indent + _LABEL)
    yield below + "".join(f"{hour:<{scale // 4}}" for hour in (0, 6, 12, 18))[:-2] + "24"
    for run in runs:
        first, last = run[0].name, run[-1].name
        label = first if first == last else f"{first}-{last}"
        line = f"{' ' * indent}{label:<{_LABEL}}{_bar(run[0], scale)}"
        yield f"{line}  {run[0].openings}" if is_beside else line
        if not is_beside:
            yield from (below + part for part in wrap(run[0].openings, width - _LABEL))


def _bar(day: Weekday, scale: int) -> str:
    """Return a day as characters; each half of one is drawn where most of the time that it stands for is open."""
    half = MINUTES_A_DAY / scale / 2
    halves = [_mostly_open(day, n * half, (n + 1) * half) for n in range(2 * scale)]
    return "".join(_MARKS[pair] for pair in zip(halves[::2], halves[1::2], strict=True))


def _mostly_open(day: Weekday, start: float, end: float) -> bool:
    return sum(max(0, min(end, closes) - max(start, opens)) for opens, closes in day.stretches) * 2 > end - start
