"""Open time: half-open periods in order, with the open seconds before each, so that counting is a search."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple


class OpenTime(NamedTuple):
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
        return self.totals[index] + min(instant, self.ends[index]) - self.starts[index]

    def after(self, start: int, seconds: int) -> int | None:
        """Return the earliest instant with so many (not 0) open seconds since `start`; None if there are fewer."""
        starts, totals = self.starts, self.totals
        index = bisect_right(starts, start) - 1
        passed = 0 if index < 0 else totals[index] + min(start, self.ends[index]) - starts[index]  # as in `before`
        if passed + seconds > totals[-1]:
            return None
        index = bisect_left(totals, passed + seconds) - 1
        return starts[index] + passed + seconds - totals[index]

    def after_each(self, start: int, amounts: Sequence[int]) -> list[int] | None:
        """Return what `after` does for each of several amounts, looking the start up once.

        None where the start is not covered, or one of them is not over.
        """
        _, since, until, starts, ends, totals = self  # a record's names are read slowly
        if not since <= start < until:
            return None
        index = bisect_right(starts, start) - 1
        before = 0
        if index >= 0:
            end = ends[index]
            before = totals[index] + min(start, end) - starts[index]  # as in `before`
        most = totals[-1] - before
        instants: list[int] = []
        for seconds in amounts:
            if seconds > most:
                return None
            passed = before + seconds
            index = bisect_left(totals, passed) - 1
            instants.append(starts[index] + passed - totals[index])
        return instants

    def after_starts(self, instants: Iterable[int], seconds: int) -> list[int | None]:
        """Return what `after` does for each of several starts in order: the periods are gone through once."""
        starts, ends, totals = self.starts, self.ends, self.totals
        most, count = totals[-1], len(starts)
        opened = passed_by = 0  # periods that start up to a start, and those that end before so much time has passed
        reached: list[int | None] = []
        for start in instants:
            while opened < count and starts[opened] <= start:
                opened += 1
            passed = seconds
            if opened:
                passed += totals[opened - 1] + min(start, ends[opened - 1]) - starts[opened - 1]
            if passed > most:
                reached.append(None)
                continue
            while totals[passed_by] < passed:
                passed_by += 1
            reached.append(starts[passed_by - 1] + passed - totals[passed_by - 1])
        return reached

    def opening_from(self, instant: int) -> int | None:
        """Return the first open instant at or after an instant; None if there is none."""
        index = bisect_right(self.starts, instant)
        if index and instant < self.ends[index - 1]:
            return instant
        return self.starts[index] if index < len(self.starts) else None

    def between(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the open periods, cut to what lies from `start` to before `end`."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if last - first == 1:  # most often
            return ((max(self.starts[first], start), min(self.ends[first], end)),)
        periods = zip(self.starts[first:last], self.ends[first:last], strict=True)
        return tuple([(max(opened, start), min(closed, end)) for opened, closed in periods])


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


def joined(earlier: OpenTime, later: OpenTime) -> OpenTime:
    """Return the open time of two consecutive runs of years as one."""
    years, bounds = (earlier.years[0], later.years[1]), (earlier.since, later.until)
    if earlier.ends and later.starts and later.starts[0] <= earlier.ends[-1]:
        # The last night of a year runs on: the later years begin with its tail and know where it ends.
        return with_totals(years, bounds, earlier.starts + later.starts[1:], earlier.ends[:-1] + later.ends)
    return with_totals(years, bounds, earlier.starts + later.starts, earlier.ends + later.ends)


def with_totals(
    years: tuple[int, int], bounds: tuple[int, int], starts: tuple[int, ...], ends: tuple[int, ...]
) -> OpenTime:
    """Return the open time of periods that are in order and apart."""
    totals = tuple(accumulate(map(sub, ends, starts), initial=0))
    return OpenTime(years, *bounds, starts, ends, totals)


def united(parts: Sequence[OpenTime]) -> OpenTime:
    """Return when one of several is open, within what all of them cover."""
    since, until = max(part.since for part in parts), min(part.until for part in parts)
    apart = merged(sorted(period for part in parts for period in part.between(since, until)))
    years = max(part.years[0] for part in parts), min(part.years[1] for part in parts)
    starts, ends = tuple(start for start, _ in apart), tuple(end for _, end in apart)
    return with_totals(years, (since, until), starts, ends)
