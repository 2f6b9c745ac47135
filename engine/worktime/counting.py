"""Counting: deadlines and elapsed time inside hours."""

from collections.abc import Callable, Sequence

from ..model import Hours
from .open_time import OpenTime
from .patterns import never_open
from .tables import table_of
from .zones import LATEST, LATEST_DEADLINE, TEN_YEARS, WorktimeError, check_range, instant_text


def due(hours: Hours, start: int, seconds: int) -> int:
    """Return the earliest instant at which so many open seconds have passed since `start`.

    Raises WorktimeError for a start outside 1970 to 2100, an amount below zero, hours that never
    open, holidays that are not known, and a deadline more than ten years after `start`.
    """
    if 0 < seconds <= TEN_YEARS and 0 <= start <= LATEST:
        near = table_of(hours).near(start, seconds)
        if near is not None and near <= start + TEN_YEARS and near <= LATEST_DEADLINE:
            return near  # in the years that are laid out, most often
    check_range(start, LATEST)
    return due_from(hours, start, seconds, start)


def due_each(hours: Hours, start: int, amounts: Sequence[int]) -> Sequence[int | None]:
    """Return what `due` does for each of several amounts above zero, None where that raises WorktimeError."""
    near = table_of(hours).near_each(start, amounts) if 0 <= start <= LATEST else None
    if near is not None and max(near, default=start) <= min(start + TEN_YEARS, LATEST_DEADLINE):
        return near  # in the years that are laid out, most often
    return [_due_or_none(hours, start, seconds) for seconds in amounts]


def _due_or_none(hours: Hours, start: int, seconds: int) -> int | None:
    try:
        return due(hours, start, seconds)
    except WorktimeError:
        return None


def due_from(hours: Hours, counted_from: int, seconds: int, start: int) -> int:
    """Return when something falls due whose open time counts from another instant than its clock starts at."""
    if seconds <= 0:
        if seconds < 0:
            raise WorktimeError(f"an amount of {seconds} seconds is below zero")
        return counted_from
    horizon = min(start + TEN_YEARS, LATEST_DEADLINE)
    if seconds <= TEN_YEARS:
        near = table_of(hours).covering(counted_from, counted_from).after(counted_from, seconds)
        if near is not None and near <= horizon:
            return near  # in the years that are laid out, most often
    deadline = (
        _search(hours, counted_from, horizon, lambda known: known.after(counted_from, seconds))
        if seconds <= TEN_YEARS
        else None
    )
    if deadline is None:
        raise WorktimeError(
            f"{seconds} seconds in hours `{hours.name}` take more than ten years from `{instant_text(start)}`"
        )
    return deadline


def next_open(hours: Hours, instant: int) -> int:
    """Return the first open instant at or after an instant; raise WorktimeError as `due` does."""
    check_range(instant, LATEST)
    horizon = min(instant + TEN_YEARS, LATEST_DEADLINE)
    opening = _search(hours, instant, horizon, lambda known: known.opening_from(instant))
    if opening is None:
        raise WorktimeError(f"hours `{hours.name}` do not open within ten years of `{instant_text(instant)}`")
    return opening


def elapsed(hours: Hours, start: int, end: int) -> int:
    """Return the open seconds from `start` to `end`, which may be a deadline; 0 where `end` is before `start`."""
    check_range(start, LATEST)
    check_range(end, LATEST_DEADLINE)
    if end <= start:
        return 0
    known = table_of(hours).covering(start, end - 1)
    return known.before(end) - known.before(start)


def is_open(hours: Hours, instant: int) -> bool:
    """Tell whether the hours are open at an instant; at the closing instant they are not."""
    check_range(instant, LATEST)
    return table_of(hours).covering(instant, instant).opening_from(instant) == instant


def periods(hours: Hours, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the open stretches, as instants, from `start` to before `end`, which may be a deadline."""
    if 0 <= start < end <= LATEST_DEADLINE and start <= LATEST:
        return table_of(hours).covering(start, end - 1).between(start, end)
    check_range(start, LATEST)
    check_range(end, LATEST_DEADLINE)
    return ()


def open_time(hours: Hours, first: int, last: int) -> OpenTime:
    """Return the open periods that cover two instants and all between, for whole columns of instants at once."""
    check_range(first, LATEST)
    check_range(last, LATEST_DEADLINE)
    return table_of(hours).covering(first, last)


def _search(hours: Hours, start: int, horizon: int, find: Callable[[OpenTime], int | None]) -> int | None:
    """Return what a search finds up to a horizon, in years that are laid out one at a time as far as is needed."""
    table = table_of(hours)
    known = table.covering(start, start)
    instant = find(known)
    if instant is None and never_open(hours):
        raise WorktimeError(f"hours `{hours.name}` never open")
    while instant is None and known.until <= horizon:
        known = table.covering(start, known.until)
        instant = find(known)
    return instant if instant is not None and instant <= horizon else None
