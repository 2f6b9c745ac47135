"""Lags: by how much one deadline can fall after another, over all instants of receipt in a stretch of time.

As a function of the instant of receipt a deadline rises straight or stands still, with a jump or
a bend only where an opening starts or ends there, or at the deadline. So the largest lag between
two of them lies at such an instant or beside it, and looking at those alone is exact.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from ..model import Hours
from .counting import due, open_time
from .instants import TEN_YEARS
from .tables import OpenTime


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

    It is so where the first counts no more time, in hours that are open whenever the second's are.
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
