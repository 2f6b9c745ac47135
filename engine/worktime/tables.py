"""The open time of hours: periods of a run of years, laid out year by year as far as they are needed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..locks import forkable_lock
from ..model import Hours, Opening
from .dates import DateTable, dated_openings
from .days_off import is_day_off
from .open_time import OpenTime, joined, merged, united, with_totals
from .zones import DAY, MINUTE, UNIX_DAY, WorktimeError, instant_of, midnight_offset, zone

MOST_TABLES = 256
_extension_lock = forkable_lock()

Stretches = tuple[tuple[int, int], ...]
"""Starts and ends of the openings of a day in seconds after its midnight, in order and apart."""


class BusinessYear(NamedTuple):
    """The business days of a year in order, and of each its first opening and the end of the last that starts on it."""

    days: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


class _LaidOut:
    """What is laid out of the open time of some hours."""

    __slots__ = ("_known", "hours")

    def __init__(self, hours: Hours) -> None:
        """Start with no years laid out."""
        self.hours = hours
        self._known: OpenTime | None = None

    def near(self, start: int, seconds: int) -> int | None:
        """Return what `after` does in the years that are laid out; None where that is beyond them."""
        known = self._known
        return known.after(start, seconds) if known is not None and known.since <= start < known.until else None

    def near_each(self, start: int, amounts: Sequence[int]) -> list[int] | None:
        """Return the same for each of several amounts; None where one of them is beyond these years."""
        known = self._known
        return known.after_each(start, amounts) if known is not None else None


class Table(_LaidOut):
    """The open time of one hours: a week, less days off, and what replaces both on some dates.

    What was laid out is one immutable value that is replaced by a longer one, so a reader on
    another thread sees the old or the new, never half of either; the lock only keeps two threads
    from laying out the same years. Days count as `date.toordinal` does.
    """

    __slots__ = ("_business_years", "_dates", "_week", "_zone")

    def __init__(self, hours: Hours) -> None:
        """Start with no years laid out; raise WorktimeError where the zone or one of the dates does not exist."""
        super().__init__(hours)
        self._zone = zone(hours.timezone)
        self._week = tuple(_stretches(openings) for openings in hours.week)
        self._dates = DateTable((days, _stretches(openings)) for days, openings in dated_openings(hours))
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
            opened = ((day, merged(_instants(self._zone, day, self._openings_on(day)))) for day in days)
            starting = [(day, stretches[0][0], stretches[-1][1]) for day, stretches in opened if stretches]
            known = self._business_years[year] = BusinessYear(*(tuple(row[n] for row in starting) for n in range(3)))
        return known

    def is_open_at(self, instant: int, name: str | None = None) -> bool:
        """Tell whether the hours, or the same in another zone, are open at an instant, without laying out its year."""
        where = zone(name) if name else self._zone
        day = datetime.fromtimestamp(instant, where).toordinal()
        starting = ((day - 1, self._tail_of(day - 1)), (day, self._openings_on(day)))
        return any(start <= instant < end for near, own in starting for start, end in _instants(where, near, own))

    def has_date(self, day: int) -> bool:
        """Tell whether a day has openings of its own, or is closed by name."""
        return self._dates.on(day) is not None

    def is_closed_by_date(self, day: int) -> bool:
        """Tell whether a day is closed by name."""
        return self._dates.on(day) == ()

    def would_open(self, day: int, start: int, end: int) -> bool:
        """Tell whether the week opens on a day, were it no day off, from `start` to before `end`.

        It does not on a date that has its own openings: whether that is a day off makes no difference.
        """
        return not self.has_date(day) and self.week_opens(day, start, end)

    def week_opens(self, day: int, start: int, end: int) -> bool:
        """Tell whether the week opens on a day, whatever else is said of it, from `start` to before `end`."""
        openings = self._week[(day - 1) % 7]
        return any(opens < end and start < closes for opens, closes in _instants(self._zone, day, openings))

    def _open_time(self, year: int) -> OpenTime:
        """Return the open time of a wall-clock year, with the opening that the night before it brings in."""
        first, following = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        stretches = list(_instants(self._zone, first - 1, self._tail_of(first - 1)))
        for day in range(first, following):
            openings = self._openings_on(day)
            if openings:
                stretches += _instants(self._zone, day, openings)
        since, until = (instant_of(self._zone, (day - UNIX_DAY) * DAY) for day in (first, following))
        apart = merged(stretches)
        starts, ends = tuple(start for start, _ in apart), tuple(end for _, end in apart)
        return with_totals((year, year), (since, until), starts, ends)

    def _openings_on(self, day: int) -> Stretches:
        """Return the openings that start on a day."""
        replaced = self._dates.on(day)
        if replaced is not None:
            return replaced
        weekly = self._week[(day - 1) % 7]
        # Closed days ask for no holidays: a year without them is then no error.
        if not weekly or not self.hours.holidays:
            return weekly
        return () if is_day_off(self.hours.holidays, day) else weekly

    def _tail_of(self, day: int) -> Stretches:
        """Return the last opening that starts on a day, if it ends on the next."""
        replaced = self._dates.on(day)
        usual = self._week[(day - 1) % 7] if replaced is None else replaced
        # Others ask for no holidays either.
        return self._openings_on(day)[-1:] if usual and usual[-1][1] > DAY else ()


def _instants(where: ZoneInfo, day: int, openings: Stretches) -> Iterator[tuple[int, int]]:
    midnight = (day - UNIX_DAY) * DAY
    offset = midnight_offset(where, day)
    # No zone changes twice in two days, so between equal offsets there is no change at all.
    if offset == midnight_offset(where, day + 2):
        for start, end in openings:
            yield midnight + start - offset, midnight + end - offset
    else:
        for start, end in openings:
            yield instant_of(where, midnight + start), instant_of(where, midnight + end)


class UnionTable(_LaidOut):
    """The open time of hours that are open whenever a part of them is.

    What was laid out is one immutable value here, too.
    """

    __slots__ = ("_parts",)

    def __init__(self, hours: Hours) -> None:
        """Take the tables of the parts."""
        super().__init__(hours)
        self._parts = [table_of(part) for part in hours.any_of]

    def covering(self, first: int, last: int) -> OpenTime:
        """Return the open time from one instant to another; raise WorktimeError where holidays are not known."""
        known = self._known
        if known is None or not known.covers(first, last):
            ends = (first, last) if known is None else (min(first, known.since), max(last, known.until - 1))
            known = self._known = united([part.covering(*ends) for part in self._parts])
        return known

    def business_year(self, _year: int) -> BusinessYear:
        """Raise WorktimeError: in several zones there is no one day."""
        raise WorktimeError(f"hours `{self.hours.name}` are open whenever one of several is, and have no business days")


_tables: dict[int, Table | UnionTable] = {}
_tables_lock = forkable_lock()


def table_of(hours: Hours) -> Table | UnionTable:
    """Return the one table of these hours.

    Hours hold a mapping, so they have no hash, and one made of their contents would cost more
    than a deadline. The key is their identity; the table holds them, so it stays theirs for as
    long as the entry stands.
    """
    table = _tables.get(id(hours))
    if table is None:
        made = UnionTable(hours) if hours.is_union else Table(hours)  # which looks for the tables of its parts
        with _tables_lock:
            if len(_tables) >= MOST_TABLES:
                del _tables[next(iter(_tables))]
            table = _tables.setdefault(id(hours), made)
    return table


def part_tables(hours: Hours) -> list[Table]:
    """Return the tables of the hours that have a week."""
    return [table for part in hours.parts if isinstance(table := table_of(part), Table)]


def _stretches(openings: Iterable[Opening]) -> Stretches:
    """Return openings merged into stretches, so that a day has few however many are written."""
    return tuple(merged(sorted((opening.start * MINUTE, opening.end * MINUTE) for opening in openings)))
