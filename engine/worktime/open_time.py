"""Columns: the open periods of a run of years, sorted, with running totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class OpenTime:
    """The half-open periods of some years, disjoint and in order, every one that begins from `since` to before `until`.

    All are instants or seconds. `totals` has one value more than there are periods: the open
    time before each of them, then that of all.
    """

    years: tuple[int, int]
    since: int
    until: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    totals: tuple[int, ...]

    def covers(self, first: int, last: int) -> bool:
        """Tell whether every instant from the first to the last is covered."""
        return self.since <= first and last < self.until

    def before(self, instant: int) -> int:
        """Return the open seconds before an instant."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.totals[index] + min(instant, end) - self.starts[index]

    def after(self, start: int, seconds: int) -> int | None:
        """Return the earliest instant with so many (not 0) open seconds since `start`; None if there are fewer."""
        target = self.before(start) + seconds
        if target > self.totals[-1]:
            return None
        index = bisect_left(self.totals, target) - 1
        return self.starts[index] + target - self.totals[index]

    def opening_from(self, instant: int) -> int | None:
        """Return the first open instant at or after an instant; None if there is none."""
        index = bisect_right(self.starts, instant)
        if index and instant < self.ends[index - 1]:
            return instant
        return self.starts[index] if index < len(self.starts) else None

    def between(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the open periods, cut to what lies from `start` to before `end`."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        periods = zip(self.starts[first:last], self.ends[first:last], strict=True)
        return tuple((max(opened, start), min(closed, end)) for opened, closed in periods)


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches that are sorted by start with what overlaps or touches merged, and what is empty dropped."""
    apart: list[tuple[int, int]] = []
    for start, end in stretches:
        if start >= end:
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return apart


def open_time_of(years: tuple[int, int], bounds: tuple[int, int], stretches: Iterable[tuple[int, int]]) -> OpenTime:
    """Return stretches that are sorted by start as open time."""
    apart = merged(stretches)
    return _with_totals(years, bounds, tuple(start for start, _ in apart), tuple(end for _, end in apart))


def joined(earlier: OpenTime, later: OpenTime) -> OpenTime:
    """Return the open time of two consecutive runs of years as one."""
    years, bounds = (earlier.years[0], later.years[1]), (earlier.since, later.until)
    if earlier.ends and later.starts and later.starts[0] <= earlier.ends[-1]:
        # The last night of a year runs on: the later years begin with its tail and know where it ends.
        return _with_totals(years, bounds, earlier.starts + later.starts[1:], earlier.ends[:-1] + later.ends)
    return _with_totals(years, bounds, earlier.starts + later.starts, earlier.ends + later.ends)


def _with_totals(
    years: tuple[int, int], bounds: tuple[int, int], starts: tuple[int, ...], ends: tuple[int, ...]
) -> OpenTime:
    totals = tuple(accumulate(map(sub, ends, starts), initial=0))
    return OpenTime(years, *bounds, starts, ends, totals)
