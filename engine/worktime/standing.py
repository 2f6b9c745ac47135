"""Counting with stretches left out: open time while a clock that pauses runs, and none while it stands.

A stretch is half-open: the clock stands at its start and runs at its end. Stretches are in order and apart.
"""

from collections.abc import Iterator, Sequence

from ..model import Hours
from .counting import due, elapsed, periods

Stretches = Sequence[tuple[int, int]]
"""Instants from which to before which a clock stands."""


def running_stretches(start: int, end: int, standing: Stretches) -> Iterator[tuple[int, int]]:
    """Yield the stretches from `start` to before `end` in which a clock does not stand."""
    since = start
    for stands, runs in standing:
        if runs <= since:
            continue
        if stands >= end:
            break
        if stands > since:
            yield since, stands
        since = runs
    if since < end:
        yield since, end


def due_with_standing(hours: Hours, start: int, seconds: int, standing: Stretches) -> int:
    """Return the earliest instant at which so many open seconds have passed since `start` while the clock ran.

    A stretch that begins at the deadline or after it moves nothing. Raises WorktimeError as `due` does.
    """
    since, remaining = start, seconds
    for stands, runs in standing:
        if runs <= since:
            continue
        stops = max(stands, since)
        deadline = due(hours, since, remaining)
        if deadline <= stops:
            return deadline
        remaining -= elapsed(hours, since, stops)
        since = runs
    return due(hours, since, remaining)


def elapsed_with_standing(hours: Hours, start: int, end: int, standing: Stretches) -> int:
    """Return the open seconds from `start` to `end` in which a clock does not stand."""
    if not standing:
        return elapsed(hours, start, end) if start < end else 0
    return sum(elapsed(hours, since, until) for since, until in running_stretches(start, end, standing))


def periods_with_standing(hours: Hours, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:
    """Return the open stretches from `start` to before `end` in which a clock does not stand."""
    stretches = running_stretches(start, end, standing)
    return tuple(period for since, until in stretches for period in periods(hours, since, until))
