"""A second way to reckon, written from the contract and slow on purpose: minute by minute, on the clock on the wall."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from holidays import country_holidays

from remit.engine.worktime import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from remit.engine.model import Calendar, Hours, Opening

A_MINUTE = timedelta(minutes=1)
A_DAY = 1440
NIGHTS = 3
"""Days that are looked at before and after what is asked: one for a night, two for a day that is skipped."""


@lru_cache(4096)
def clock_of(name: str, day: int) -> tuple[int, ...]:
    """Return what the clock shows in each minute of a UTC day, in minutes since 1970."""
    where = zone(name)
    return tuple(minute + _offset(minute, where) for minute in range(day * A_DAY, (day + 1) * A_DAY))


def _offset(minute: int, where: tzinfo) -> int:
    """Return by how many minutes a zone is ahead of UTC."""
    offset = datetime.fromtimestamp(minute * 60, where).utcoffset()
    assert offset is not None
    return offset // A_MINUTE


@lru_cache(256)
def _library(country: str, region: str | None, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, subdiv=region, years=year))


class Minutes:
    """Which minutes are open, from the UTC day of an instant for so many days."""

    def __init__(self, hours: Hours, start: int, days: int) -> None:
        """Look at every minute and mark those that an opening covers."""
        first = start // 60 // A_DAY - NIGHTS
        count = days + 2 * NIGHTS
        self.origin = first * A_DAY
        self.until = (start // 60 // A_DAY + days) * A_DAY * 60
        self.open: bytearray
        if hours.any_of:
            parts: list[bytearray] = [Minutes(part, start, days).open for part in hours.any_of]
            self.open = bytearray(map(max, zip(*parts, strict=True)))
            return
        # The latest time that the clock has shown so far: it reaches each wall time for the first
        # time where this does, and jumps over those that a change skips.
        reached = list(
            accumulate((shown for day in range(count) for shown in clock_of(hours.timezone, first + day)), max)
        )
        self.open = bytearray(count * A_DAY)
        for day in range(reached[0] // A_DAY + 1, reached[-1] // A_DAY):
            for opening in openings_on(hours, date(1970, 1, 1) + timedelta(days=day)):
                opens = bisect_left(reached, day * A_DAY + opening.start)
                closes = bisect_left(reached, day * A_DAY + opening.end)
                self.open[opens:closes] = b"\1" * (closes - opens)

    def due(self, start: int, seconds: int) -> int | None:
        """Return the instant at which the last of so many open seconds has passed; None if they are not all here."""
        if not seconds:
            return start
        for first, last in self._open_seconds_by_minute(start, self.until):
            if seconds <= last - first:
                return first + seconds
            seconds -= last - first
        return None

    def elapsed(self, start: int, end: int) -> int:
        """Return how many seconds are open."""
        return sum(last - first for first, last in self._open_seconds_by_minute(start, end))

    def next_open(self, start: int) -> int | None:
        """Return the first open second."""
        return next((first for first, _ in self._open_seconds_by_minute(start, self.until)), None)

    def is_open(self, instant: int) -> bool:
        """Tell whether the minute of an instant is open."""
        return bool(self.open[instant // 60 - self.origin])

    def periods(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return open minutes that follow one another as one stretch."""
        found: list[tuple[int, int]] = []
        for first, last in self._open_seconds_by_minute(start, end):
            if found and found[-1][1] == first:
                first = found.pop()[0]  # noqa: PLW2901 - the stretch goes on
            found.append((first, last))
        return tuple(found)

    def _open_seconds_by_minute(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for minute in range(start // 60, -(-end // 60)):
            if start < end and self.open[minute - self.origin]:
                yield max(start, minute * 60), min(end, minute * 60 + 60)


def _is_date(ends: list[str], day: str) -> bool:
    return ends == [day]


def _is_in_range(ends: list[str], day: str) -> bool:
    return len(ends) == 2 and len(ends[0]) == 10 and ends[0] <= day <= ends[1]


def _is_yearly(ends: list[str], day: str) -> bool:
    return ends == [day[5:]]


def _is_in_yearly_range(ends: list[str], day: str) -> bool:
    if len(ends) != 2 or len(ends[0]) != 5:
        return False
    first, last, date_of_year = *ends, day[5:]
    return first <= date_of_year <= last if first <= last else date_of_year >= first or date_of_year <= last


def openings_on(hours: Hours, day: date) -> tuple[Opening, ...]:
    of_dates = openings_of_dates(hours, day)
    if of_dates is not None:
        return of_dates
    if any(is_off(calendar, day) for calendar in hours.holidays):
        return ()
    return hours.week[day.weekday()]


def is_off(calendar: Calendar, day: date) -> bool:
    """Tell whether a day is off by a calendar, read from its text alone."""
    public = calendar.public
    is_public = public is not None and day in _library(public.country, public.region, day.year)
    return _names(calendar.dates, day) or (is_public and not _names(calendar.without, day))


def _names(listed: Iterable[str], day: date) -> bool:
    kinds = (_is_date, _is_in_range, _is_yearly, _is_in_yearly_range)
    return any(fits(written.split(".."), day.isoformat()) for written in listed for fits in kinds)


def openings_of_dates(hours: Hours, day: date) -> tuple[Opening, ...] | None:
    """Return what dates say of a day, read from their text alone; None where they say nothing."""
    for fits in (_is_date, _is_in_range, _is_yearly, _is_in_yearly_range):
        for written, openings in hours.dates.items():
            if fits(written.split(".."), day.isoformat()):
                return openings
    return None
