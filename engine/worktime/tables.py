"""The open time of hours: periods of a run of years, laid out year by year as far as they are needed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from operator import sub

from ..locks import forkable_lock
from ..model import Hours, Opening
from .dates import DateTable, dated_openings
from .public_holidays import holidays_in
from .zones import DAY, MINUTE, UNIX_DAY, instant_of, midnight_offset, zone

MOST_TABLES = 256
_extension_lock = forkable_lock()

Stretches = tuple[tuple[int, int], ...]
"""Starts and ends of the openings of a day in seconds after its midnight, in order and apart."""


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
        return self.totals[index] + min(instant, self.ends[index]) - self.starts[index]

    def after(self, start: int, seconds: int) -> int | None:
        """Return the earliest instant with so many (not 0) open seconds since `start`; None if there are fewer."""
        totals, target = self.totals, self.before(start) + seconds
        if target > totals[-1]:
            return None
        index = bisect_left(totals, target) - 1
        return self.starts[index] + target - totals[index]

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
        return _with_totals(years, bounds, earlier.starts + later.starts[1:], earlier.ends[:-1] + later.ends)
    return _with_totals(years, bounds, earlier.starts + later.starts, earlier.ends + later.ends)


def _with_totals(
    years: tuple[int, int], bounds: tuple[int, int], starts: tuple[int, ...], ends: tuple[int, ...]
) -> OpenTime:
    totals = tuple(accumulate(map(sub, ends, starts), initial=0))
    return OpenTime(years, *bounds, starts, ends, totals)


@dataclass(frozen=True, slots=True)
class BusinessYear:
    """The business days of a year in order, and of each its first opening and the end of the last that starts on it."""

    days: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


class Table:
    """The open time of one hours: a week, less holidays, and what replaces both on some dates.

    What was laid out is one immutable value that is replaced by a longer one, so a reader on
    another thread sees the old or the new, never half of either; the lock only keeps two threads
    from laying out the same years. Days count as `date.toordinal` does.
    """

    __slots__ = ("_business_years", "_dates", "_known", "_week", "_zone", "hours")

    def __init__(self, hours: Hours) -> None:
        """Start with no years laid out; raise WorktimeError where the zone or one of the dates does not exist."""
        self.hours = hours
        self._zone = zone(hours.timezone)
        self._week = tuple(_stretches(openings) for openings in hours.week)
        self._dates = DateTable((days, _stretches(openings)) for days, openings in dated_openings(hours))
        self._known: OpenTime | None = None
        self._business_years: dict[int, BusinessYear] = {}

    def covering(self, first: int, last: int) -> OpenTime:
        """Return the open time from one instant to another; raise WorktimeError where holidays are not known."""
        known = self._known
        if known is not None and known.covers(first, last):
            return known
        with _extension_lock:
            known = self._known or self._open_time(datetime.fromtimestamp(first, self._zone).year)
            while first < known.since:
                known = joined(self._open_time(known.years[0] - 1), known)
            while last >= known.until:
                known = joined(known, self._open_time(known.years[1] + 1))
            self._known = known
        return known

    def business_year(self, year: int) -> BusinessYear:
        """Return the business days of a year; raise WorktimeError where holidays are not known."""
        known = self._business_years.get(year)
        if known is None:
            days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
            # What a clock change skips whole does not open.
            opened = ((day, merged(self._instants(day, self._openings_on(day)))) for day in days)
            starting = [(day, stretches[0][0], stretches[-1][1]) for day, stretches in opened if stretches]
            known = self._business_years[year] = BusinessYear(*(tuple(row[n] for row in starting) for n in range(3)))
        return known

    def near(self, start: int, seconds: int) -> int | None:
        """Return what `after` does in the years that are laid out; None where that is beyond them."""
        known = self._known
        return known.after(start, seconds) if known is not None and known.since <= start < known.until else None

    def has_date(self, day: int) -> bool:
        """Tell whether a day has openings of its own, or is closed by name."""
        return self._dates.on(day) is not None

    def would_open(self, day: int, start: int, end: int) -> bool:
        """Tell whether the week opens on a day, were it no holiday, from `start` to before `end`.

        It does not on a date that has its own openings: whether that is a holiday makes no difference.
        """
        openings = () if self.has_date(day) else self._week[(day - 1) % 7]
        return any(opens < end and start < closes for opens, closes in self._instants(day, openings))

    def _open_time(self, year: int) -> OpenTime:
        """Return the open time of a wall-clock year, with the opening that the night before it brings in."""
        first, following = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        stretches = list(self._instants(first - 1, self._tail_of(first - 1)))
        for day in range(first, following):
            openings = self._openings_on(day)
            if openings:
                stretches += self._instants(day, openings)
        since, until = (instant_of(self._zone, (day - UNIX_DAY) * DAY) for day in (first, following))
        apart = merged(stretches)
        starts, ends = tuple(start for start, _ in apart), tuple(end for _, end in apart)
        return _with_totals((year, year), (since, until), starts, ends)

    def _openings_on(self, day: int) -> Stretches:
        """Return the openings that start on a day."""
        replaced = self._dates.on(day)
        if replaced is not None:
            return replaced
        weekly = self._week[(day - 1) % 7]
        # Closed days ask for no holidays: a year without them is then no error.
        if not weekly or self.hours.holidays is None:
            return weekly
        return () if day in holidays_in(self.hours.holidays, date.fromordinal(day).year) else weekly

    def _tail_of(self, day: int) -> Stretches:
        """Return the last opening that starts on a day, if it ends on the next."""
        replaced = self._dates.on(day)
        usual = self._week[(day - 1) % 7] if replaced is None else replaced
        # Others ask for no holidays either.
        return self._openings_on(day)[-1:] if usual and usual[-1][1] > DAY else ()

    def _instants(self, day: int, openings: Stretches) -> Iterator[tuple[int, int]]:
        midnight = (day - UNIX_DAY) * DAY
        offset = midnight_offset(self._zone, day)
        # No zone changes twice in two days, so between equal offsets there is no change at all.
        if offset == midnight_offset(self._zone, day + 2):
            for start, end in openings:
                yield midnight + start - offset, midnight + end - offset
        else:
            for start, end in openings:
                yield instant_of(self._zone, midnight + start), instant_of(self._zone, midnight + end)


_tables: dict[int, Table] = {}
_tables_lock = forkable_lock()


def table_of(hours: Hours) -> Table:
    """Return the one table of these hours.

    Hours hold a mapping, so they have no hash, and one made of their contents would cost more
    than a deadline. The key is their identity; the table holds them, so it stays theirs for as
    long as the entry stands.
    """
    table = _tables.get(id(hours))
    if table is None:
        with _tables_lock:
            if len(_tables) >= MOST_TABLES:
                del _tables[next(iter(_tables))]
            table = _tables.setdefault(id(hours), Table(hours))
    return table


def _stretches(openings: Iterable[Opening]) -> Stretches:
    """Return openings merged into stretches, so that a day has few however many are written."""
    return tuple(merged(sorted((opening.start * MINUTE, opening.end * MINUTE) for opening in openings)))
