"""What hours say of single dates and of days of every year, by the day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Generic, TypeVar

from ..model import Days, Hours, NotDays, Opening, parse_dates
from .zones import WorktimeError

T = TypeVar("T")


class DateTable(Generic[T]):
    """Values of days: that of a date counts before those of a range, of a yearly day and of a yearly range.

    Days count as `date.toordinal` does. A year is laid out when it is asked for.
    """

    __slots__ = ("_dates", "_others", "_years")

    def __init__(self, values: Iterable[tuple[Days, T]]) -> None:
        """Take the days and their values."""
        # What counts first is written last; of two of one kind, the first written.
        ordered = sorted(values, key=lambda entry: entry[0].rank)
        ordered.reverse()
        self._others = [(days, value) for days, value in ordered if days.rank]
        self._dates = {date(*days.first).toordinal(): value for days, value in ordered if not days.rank}
        self._years: dict[int, Mapping[int, T]] = {}

    def on(self, day: int) -> T | None:
        """Return the value of a day; None where it has none."""
        if day in self._dates or not self._others:
            return self._dates.get(day)
        year = date.fromordinal(day).year
        if year not in self._years:
            self._years[year] = {
                day: value for days, value in self._others for span in days.in_year(year) for day in span
            }
        return self._years[year].get(day)


def dated_openings(hours: Hours) -> Iterator[tuple[Days, tuple[Opening, ...]]]:
    """Yield the days that hours write under `dates`, and their openings; raise WorktimeError for what is no day."""
    for written, openings in hours.dates.items():
        try:
            yield parse_dates(written), openings
        except NotDays:
            raise WorktimeError(f"`{written}` in hours `{hours.name}` is no date") from None
