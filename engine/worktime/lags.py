"""Lags: by how much one deadline can fall after another, whenever a request is received.

As a function of the instant of receipt, the deadline of a span rises straight or stands still, and
that of a date stands still. Each has a jump or a bend only where an opening starts or ends there or
at the deadline, where a day begins, at a cut-off, and at the date. So the largest lag between two of
them lies at such an instant or beside it, and looking at those alone is exact.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import sub
from typing import NamedTuple

from ..model import DueDate, Hours, Span, WallTime
from .business_days import at_wall_time, day_of, is_business_day, midnight_of, start_after_cutoff
from .counting import due, due_from, open_time
from .due_dates import DateCount, due_date
from .open_time import OpenTime
from .patterns import amount
from .zones import TEN_YEARS


class Count(NamedTuple):
    """So many open seconds of some hours; a start at or after a cut-off counts from the next business day."""

    hours: Hours
    seconds: int
    cutoff: WallTime | None = None


def count_of(hours: Hours, amount_owed: Span | DueDate, cutoff: WallTime | None = None) -> Count | DateCount:
    """Return how a span or a date is counted in hours; raise WorktimeError where those do not say how long a day is."""
    if isinstance(amount_owed, Span):
        return Count(hours, amount(hours, amount_owed), cutoff)
    return DateCount(hours, amount_owed.number, amount_owed.at, amount_owed.is_business, cutoff)


class Lag(NamedTuple):
    """By how many seconds one deadline falls after another (before it, where below zero), received at an instant."""

    seconds: int
    received: int


def deadline(count: Count | DateCount, start: int) -> int:
    """Return when something falls due whose clock starts at an instant; raise WorktimeError as `due` does."""
    if isinstance(count, DateCount):
        return due_date(count, start)
    if count.cutoff is None:
        return due(count.hours, start, count.seconds)
    return due_from(count.hours, start_after_cutoff(count.hours, start, count.cutoff), count.seconds, start)


def largest_lag(
    later: Count | DateCount,
    earlier: Count | DateCount,
    since: int,
    until: int,
    stretches: Sequence[tuple[int, int]] = (),
) -> Lag:
    """Return the largest lag of one deadline behind another, over receipts from `since` to before `until`.

    Of these only `stretches` count where there are some, from each start to before its end, in order and apart.
    Raises WorktimeError where one of the deadlines cannot be counted.
    """
    near = _breakpoints(later, since, until) | _breakpoints(earlier, since, until)
    ends = {receipt for start, end in stretches or [(since, until)] for receipt in (start, end - 1)}
    receipts = sorted(ends.union(_within(near, stretches) if stretches else near))
    lags = list(map(sub, _deadlines(later, receipts), _deadlines(earlier, receipts)))
    most = max(lags)
    return Lag(most, receipts[lags.index(most)])  # of several, the first


def _within(instants: Iterable[int], stretches: Sequence[tuple[int, int]]) -> Iterator[int]:
    starts = [start for start, _ in stretches]
    for instant in instants:
        index = bisect_right(starts, instant) - 1
        if index >= 0 and instant < stretches[index][1]:
            yield instant


def _deadlines(count: Count | DateCount, receipts: list[int]) -> list[int]:
    """Return the deadline from each of some receipts, in order, by one look at the open time up to the last."""
    if isinstance(count, DateCount):
        return _from_edges(count, receipts, lambda edge: due_date(count, edge))
    starts = _starts(count, receipts)
    if not count.seconds:
        return starts
    known = open_time(count.hours, receipts[0], deadline(count, receipts[-1]))
    # With a cut-off a later receipt can start earlier, before the opening that one of the evening leads to.
    is_in_order = count.cutoff is None
    instants = (
        known.after_starts(starts, count.seconds) if is_in_order else [known.after(s, count.seconds) for s in starts]
    )
    return [
        instant if instant is not None and instant - received <= TEN_YEARS else deadline(count, received)
        for received, instant in zip(receipts, instants, strict=True)
    ]


def _starts(count: Count, receipts: list[int]) -> list[int]:
    """Return where a span counts from, by receipt: there, or at the opening that its cut-off leads to."""
    if count.cutoff is None:
        return receipts

    def opening(edge: int) -> int:
        """Return the opening that the cut-off leads to from an edge; 0 where it leads nowhere."""
        start = start_after_cutoff(count.hours, edge, count.cutoff)
        return 0 if start == edge else start

    openings = _from_edges(count, receipts, opening)
    return [start or received for received, start in zip(receipts, openings, strict=True)]


def _from_edges(count: Count | DateCount, receipts: list[int], value: Callable[[int], int]) -> list[int]:
    """Return what stands from one edge of days to the next, by receipt, looked at once for each edge."""
    first, last = receipts[0], receipts[-1]
    edges = sorted({first, *(edge for edge in _day_breakpoints(count, first, last + 1) if first < edge <= last)})
    values = [value(edge) for edge in edges]
    return [values[bisect_right(edges, received) - 1] for received in receipts]


def never_later(first: Count | DateCount, second: Count | DateCount) -> bool:
    """Tell whether the first deadline never falls after the second, as far as that shows without laying out days.

    A span never does where it counts no more time, in hours that are open whenever the second's are.
    """
    if first == second:
        return True
    if isinstance(first, DateCount) or isinstance(second, DateCount):
        return first[1:] == second[1:] and open_alike(first.hours, second.hours)
    if first.seconds > second.seconds:
        return False
    if open_alike(first.hours, second.hours):
        return first.cutoff is None or first.cutoff == second.cutoff
    return first.cutoff is None and _covers(first.hours, second.hours)


def open_alike(first: Hours, second: Hours) -> bool:
    """Tell whether hours are the same apart from their names and citations."""
    return first == second or first.pattern == second.pattern


def _covers(wide: Hours, narrow: Hours) -> bool:
    """Tell whether hours are open whenever others are, by their weeks alone."""
    return all(any(_covers_week(around, part) for around in wide.parts) for part in narrow.parts)


def _covers_week(wide: Hours, narrow: Hours) -> bool:
    if wide.holidays or wide.dates or narrow.dates:
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


def _breakpoints(count: Count | DateCount, since: int, until: int) -> set[int]:
    """Return the instants of receipt at which a deadline can bend or jump, each with its neighbours."""
    instants = set() if isinstance(count, DateCount) else _span_breakpoints(count, since, until)
    near = {edge + step for edge in instants | _day_breakpoints(count, since, until) for step in (-1, 0, 1)}
    return {instant for instant in near if since <= instant < until}


def _span_breakpoints(count: Count, since: int, until: int) -> set[int]:
    """Return where an opening starts or ends, at the receipt or at the deadline."""
    known = open_time(count.hours, since, deadline(count, until - 1))
    edges = {edge for stretch in (known.starts, known.ends) for edge in stretch}
    return edges | {
        received
        for index, total in enumerate(known.totals)
        if index and total >= count.seconds
        for received in _instants_at(known, total - count.seconds)
    }


def _day_breakpoints(count: Count | DateCount, since: int, until: int) -> set[int]:
    """Return where a day begins, where its cut-off is, and when something is due on it."""
    times = [count.cutoff, count.at if isinstance(count, DateCount) else None]
    if times == [None, None]:
        return set()
    hours, instants = count.hours, set()
    # What closes after midnight can do so on the first day.
    for day in range(day_of(hours, since) - 1, day_of(hours, until - 1) + 1):
        instants.add(midnight_of(hours, day))
        opens = "close" not in times or is_business_day(hours, day)
        instants |= {at_wall_time(hours, day, at) for at in times if at is not None and (opens or at != "close")}
    return instants


def _instants_at(known: OpenTime, total: int) -> Iterator[int]:
    """Yield the instants at which so much open time has passed: the last of one opening, the first of the next."""
    index = bisect_right(known.totals, total) - 1
    if index < len(known.starts):
        yield known.starts[index] + total - known.totals[index]
    if index and known.totals[index] == total:
        yield known.ends[index - 1]
