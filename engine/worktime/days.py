"""Days: which openings start on each, and the instants that these mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .instants import DAY, MINUTE, UNIX_DAY, WorktimeError
from .open_time import OpenTime, merged, open_time_of
from .public_holidays import holidays_in
from .zones import instant_of, midnight_offset, opening_midnight, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from ..model import HolidayCalendar, Hours, Opening


Stretches = tuple[tuple[int, int], ...]
"""Starts and ends of the openings of a day in seconds after its midnight, in order and apart."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of some hours: a week, less holidays, and what replaces both on single dates.

    `week` starts on Monday; days, the keys of `dates`, count as `date.toordinal` does.
    """

    zone: ZoneInfo
    week: tuple[Stretches, ...]
    dates: Mapping[int, Stretches]
    holidays: HolidayCalendar | None

    def openings_on(self, day: int) -> Stretches:
        """Return the openings that start on a day."""
        replaced = self.dates.get(day)
        if replaced is not None:
            return replaced
        weekly = self.week[(day - 1) % 7]
        # Closed days ask for no holidays: a year without them is then no error.
        if not weekly or self.holidays is None:
            return weekly
        return () if day in holidays_in(self.holidays, date.fromordinal(day).year) else weekly

    def tail_of(self, day: int) -> Stretches:
        """Return the last opening that starts on a day, if it ends on the next."""
        usual = self.dates.get(day, self.week[(day - 1) % 7])
        overnight = usual and usual[-1][1] > DAY
        return self.openings_on(day)[-1:] if overnight else ()

    def open_time(self, year: int) -> OpenTime:
        """Return the open time of a wall-clock year, with the opening that the night before it brings in."""
        first, following = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        stretches = list(self._instants(first - 1, self.tail_of(first - 1)))
        for day in range(first, following):
            openings = self.openings_on(day)
            if openings:
                stretches += self._instants(day, openings)
        since, until = (opening_midnight(self.zone, day) for day in (first, following))
        return open_time_of((year, year), (since, until), stretches)

    def _instants(self, day: int, openings: Stretches) -> Iterator[tuple[int, int]]:
        midnight = (day - UNIX_DAY) * DAY
        offset = midnight_offset(self.zone, day)
        # No zone changes twice in two days, so between equal offsets there is no change at all.
        if offset == midnight_offset(self.zone, day + 2):
            for start, end in openings:
                yield midnight + start - offset, midnight + end - offset
        else:
            for start, end in openings:
                yield instant_of(self.zone, midnight + start), instant_of(self.zone, midnight + end)


def days_of(hours: Hours) -> Days:
    """Return the days of the hours; raise WorktimeError where their zone or one of their dates does not exist."""
    week = tuple(_stretches(openings) for openings in hours.week)
    dates = {_day(hours, written): _stretches(openings) for written, openings in hours.dates.items()}
    return Days(zone(hours.timezone), week, dates, hours.holidays)


def _stretches(openings: Iterable[Opening]) -> Stretches:
    """Return openings merged into stretches, so that a day has few however many are written."""
    return tuple(merged(sorted((opening.start * MINUTE, opening.end * MINUTE) for opening in openings)))


def _day(hours: Hours, written: str) -> int:
    try:
        return date.fromisoformat(written).toordinal()
    except ValueError:
        raise WorktimeError(f"`{written}` in hours `{hours.name}` is no date") from None
