"""Dates and cut-offs reckoned a second way: day after day, on a clock that is read minute by minute."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from .minutes import A_DAY, clock_of, openings_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.engine.model import Hours, WallTime

NIGHTS = 3


class DayWalk:
    """The days around an instant, of which each begins when the clock first shows its midnight or a later time."""

    def __init__(self, hours: Hours, start: int, days: int) -> None:
        self.hours = hours
        self.first = start // 60 // A_DAY - NIGHTS
        count = days + 2 * NIGHTS
        self.reached = list(
            accumulate((shown for n in range(count) for shown in clock_of(hours.timezone, self.first + n)), max)
        )
        self.days = range(self.reached[0] // A_DAY + 1, self.reached[-1] // A_DAY - 1)

    def at(self, day: int, minute: int) -> int:
        """Return when the clock first shows a wall time, or one after it."""
        return (self.first * A_DAY + bisect_left(self.reached, day * A_DAY + minute)) * 60

    def openings(self, day: int) -> list[tuple[int, int]]:
        """Return the openings that start on a day and are not skipped."""
        written = openings_on(self.hours, date(1970, 1, 1) + timedelta(days=day))
        instants = sorted((self.at(day, opening.start), self.at(day, opening.end)) for opening in written)
        return [(opens, closes) for opens, closes in instants if opens < closes]

    def close(self, day: int) -> int:
        """Return the end of the openings that start on a day."""
        return max(closes for _, closes in self.openings(day))

    def wall(self, day: int, at: WallTime) -> int:
        """Return a wall time, or the close."""
        return self.close(day) if at == "close" else self.at(day, at)

    def begun(self, start: int) -> int:
        """Return the day of a start."""
        return max(day for day in self.days if self.at(day, 0) <= start)

    def counting(self, day: int, *, is_business: bool) -> bool:
        """Tell whether a day counts: it opens, or is a day at all."""
        return bool(self.openings(day)) if is_business else self.at(day, 0) < self.at(day + 1, 0)

    def counted_from(self, start: int, cutoff: WallTime) -> int | None:
        """Return where a span counts from; None past the days."""
        day = self.begun(start)
        if self.openings(day) and start < self.wall(day, cutoff):
            return start
        openings = (self.openings(later) for later in range(day + 1, self.days.stop))
        return next((of_day[0][0] for of_day in openings if of_day), None)

    def due(  # noqa: PLR0913 - what a date is
        self,
        start: int,
        number: int,
        at: WallTime,
        *,
        is_business: bool,
        cutoff: WallTime | None,
        standing: Sequence[tuple[int, int]] = (),
    ) -> int | None:
        """Walk from the day of the start until enough days have counted, and the date stands; None past the days."""
        first = self.begun(start)
        is_day = self.counting(first, is_business=is_business)
        after_cutoff = cutoff is not None and not (is_day and start < self.wall(first, cutoff))
        # How many more days must begin: the day that a cut-off leads to is one of them.
        wanting = number + after_cutoff if is_day or after_cutoff else max(number, 1)
        for day in range(first, self.days.stop):
            if day > first:
                if not self.counting(day, is_business=is_business):
                    continue
                if self._stands(day, at if wanting <= 1 else None, standing):
                    continue
                wanting -= 1
            if wanting > 0:
                continue
            due = self.wall(day, at)
            if due > start and not any(stands < due < runs for stands, runs in standing):
                return due
        return None

    def _stands(self, day: int, at: WallTime | None, standing: Sequence[tuple[int, int]]) -> bool:
        """Tell whether the clock stands when a day begins; what begins to stand when it is due already is nothing."""
        midnight = self.at(day, 0)
        return any(first <= midnight < last and (at is None or first < self.wall(day, at)) for first, last in standing)
