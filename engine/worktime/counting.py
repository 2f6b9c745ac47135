"""Counting: deadlines and elapsed time inside hours, and by how much one deadline can fall after another.

As a function of the instant of receipt a deadline rises straight or stands still, with a jump or
a bend only where an opening starts or ends there, or at the deadline. So the largest lag between
two of them lies at such an instant or beside it, and looking at those alone is exact.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from ..model import Hours
from .patterns import never_open
from .tables import OpenTime, table_of
from .zones import LATEST, LATEST_DEADLINE, TEN_YEARS, WorktimeError, check_range, instant_text


def due(hours: Hours, start: int, seconds: int) -> int:
    """Return the earliest instant at which so many open seconds have passed since `start`.

    Raises WorktimeError for a start outside 1970 to 2100, an amount below zero, hours that never
    open, holidays that are not known, and a deadline more than ten years after `start`.
    """
    check_range(start, LATEST)
    if seconds <= 0:
        if seconds < 0:
            raise WorktimeError(f"an amount of {seconds} seconds is below zero")
        return start
    if seconds <= TEN_YEARS:
        near = table_of(hours).covering(start, start).after(start, seconds)
        if near is not None and near <= min(start + TEN_YEARS, LATEST_DEADLINE):
            return near  # in the years that are laid out, most often
    deadline = _search(hours, start, lambda known: known.after(start, seconds)) if seconds <= TEN_YEARS else None
    if deadline is None:
        raise WorktimeError(
            f"{seconds} seconds in hours `{hours.name}` take more than ten years from `{instant_text(start)}`"
        )
    return deadline


def next_open(hours: Hours, instant: int) -> int:
    """Return the first open instant at or after an instant; raise WorktimeError as `due` does."""
    check_range(instant, LATEST)
    opening = _search(hours, instant, lambda known: known.opening_from(instant))
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
    check_range(start, LATEST)
    check_range(end, LATEST_DEADLINE)
    return table_of(hours).covering(start, end - 1).between(start, end) if start < end else ()


def open_time(hours: Hours, first: int, last: int) -> OpenTime:
    """Return the open periods that cover two instants and all between, for whole columns of instants at once."""
    check_range(first, LATEST)
    check_range(last, LATEST_DEADLINE)
    return table_of(hours).covering(first, last)


def _search(hours: Hours, start: int, find: Callable[[OpenTime], int | None]) -> int | None:
    """Return what a search finds in the ten years from an instant, laid out one at a time as far as is needed."""
    table, horizon = table_of(hours), min(start + TEN_YEARS, LATEST_DEADLINE)
    known = table.covering(start, start)
    instant = find(known)
    if instant is None and never_open(hours):
        raise WorktimeError(f"hours `{hours.name}` never open")
    while instant is None and known.until <= horizon:
        known = table.covering(start, known.until)
        instant = find(known)
    return instant if instant is not None and instant <= horizon else None


class Count(NamedTuple):
    """So many open seconds of some hours."""

    hours: Hours
    seconds: int


class Lag(NamedTuple):
    """By how many seconds one deadline falls after another (before it, where below zero), received at an instant."""

    seconds: int
    received: int


def largest_lag(later: Count, earlier: Count, since: int, until: int) -> Lag:
    """Return the largest lag of one deadline behind another, over receipts from `since` to before `until`.

    Raises WorktimeError where one of the deadlines cannot be counted.
    """
    receipts = sorted(_breakpoints(later, since, until) | _breakpoints(earlier, since, until) | {since, until - 1})
    deadlines = zip(_deadlines(later, receipts), _deadlines(earlier, receipts), receipts, strict=True)
    # Of several, the first.
    return max((Lag(last - first, received) for last, first, received in deadlines), key=attrgetter("seconds"))


def _deadlines(count: Count, receipts: list[int]) -> list[int]:
    """Return the deadline from each of some receipts, in order, by one look at the open time up to the last."""
    known = open_time(count.hours, receipts[0], due(count.hours, receipts[-1], count.seconds))
    deadlines = [known.after(received, count.seconds) if count.seconds else received for received in receipts]
    return [
        deadline
        if deadline is not None and deadline - received <= TEN_YEARS
        else due(count.hours, received, count.seconds)
        for received, deadline in zip(receipts, deadlines, strict=True)
    ]


def never_later(first: Count, second: Count) -> bool:
    """Tell whether the first deadline never falls after the second, as far as that shows without laying out days.

    It never does where the first counts no more time, in hours that are open whenever the second's are.
    """
    return first.seconds <= second.seconds and (
        open_alike(first.hours, second.hours) or _covers(first.hours, second.hours)
    )


def open_alike(first: Hours, second: Hours) -> bool:
    """Tell whether hours are the same apart from their names and citations."""
    return first == replace(second, name=first.name, cite=first.cite)


def _covers(wide: Hours, narrow: Hours) -> bool:
    """Tell whether hours are open whenever others are, by their weeks alone."""
    if wide.holidays is not None or wide.dates or narrow.dates:
        return False
    if all(week == ((0, 24 * 60),) for week in (tuple((o.start, o.end) for o in day) for day in wide.week)):
        return True
    if wide.timezone != narrow.timezone:
        return False
    return all(
        any(around.start <= opening.start and opening.end <= around.end for around in openings)
        for day, openings in zip(narrow.week, wide.week, strict=True)
        for opening in day
    )


def _breakpoints(count: Count, since: int, until: int) -> set[int]:
    """Return the instants of receipt at which a deadline can bend or jump, each with its neighbours."""
    known = open_time(count.hours, since, due(count.hours, until - 1, count.seconds))
    edges = [edge for stretch in (known.starts, known.ends) for edge in stretch]
    at_receipt = (edge for edge in edges if since <= edge < until)
    at_deadline = (
        received
        for index, total in enumerate(known.totals)
        if total >= count.seconds
        for received in _instants_at(known, total - count.seconds)
        if index and since <= received < until
    )
    near = {edge + step for instants in (at_receipt, at_deadline) for edge in instants for step in (-1, 0, 1)}
    return {instant for instant in near if since <= instant < until}


def _instants_at(known: OpenTime, total: int) -> Iterator[int]:
    """Yield the instants at which so much open time has passed: the last of one opening, the first of the next."""
    index = bisect_right(known.totals, total) - 1
    if index < len(known.starts):
        yield known.starts[index] + total - known.totals[index]
    if index and known.totals[index] == total:
        yield known.ends[index - 1]
