"""The open time of hours, laid out year by year as far as it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..locks import forkable_lock
from .days import days_of
from .open_time import OpenTime, joined
from .zones import wall_year

if TYPE_CHECKING:
    from ..model import Hours

MOST_TABLES = 256
_extension_lock = forkable_lock()


class Table:
    """The open time of one hours.

    What was laid out is one immutable value that is replaced by a longer one, so a reader on
    another thread sees the old or the new, never half of either; the lock only keeps two threads
    from laying out the same years.
    """

    __slots__ = ("_days", "_known", "hours")

    def __init__(self, hours: Hours) -> None:
        """Start with no years laid out."""
        self.hours = hours
        self._days = days_of(hours)
        self._known: OpenTime | None = None

    def covering(self, first: int, last: int) -> OpenTime:
        """Return the open time from one instant to another; raise WorktimeError where holidays are not known."""
        known = self._known
        if known is None or not known.covers(first, last):
            with _extension_lock:
                known = self._extended(first, last)
        return known

    def _extended(self, first: int, last: int) -> OpenTime:
        known = self._known or self._days.open_time(wall_year(self._days.zone, first))
        while first < known.since:
            known = joined(self._days.open_time(known.years[0] - 1), known)
        while last >= known.until:
            known = joined(known, self._days.open_time(known.years[1] + 1))
        self._known = known
        return known


_tables: dict[int, Table] = {}
_tables_lock = forkable_lock()


def table_of(hours: Hours) -> Table:
    """Return the one table of these hours.

    Hours hold a mapping, so they have no hash, and one made of their contents would cost more
    than a deadline. The key is their identity; the table holds them, so it stays theirs for as
    long as the entry stands.
    """
    return _tables.get(id(hours)) or _add_table(hours)


def _add_table(hours: Hours) -> Table:
    with _tables_lock:
        table = _tables.get(id(hours))
        if table is None:
            table = Table(hours)
            if len(_tables) >= MOST_TABLES:
                del _tables[next(iter(_tables))]
            _tables[id(hours)] = table
        return table
