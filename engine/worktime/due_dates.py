"""Due dates: a time on a day that is so many business days, or days, after that of the start.

The clock of a date may stand for some stretches of time, each from its first instant to before
its last. A day that begins meanwhile does not count, and a date that falls meanwhile moves to the
next day that does.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from ..model import Hours, WallTime
from .business_days import (
    at_wall_time,
    business_days_after,
    day_of,
    days_after,
    is_business_day,
    midnight_of,
    never_opens,
)
from .zones import DAY, LATEST, LATEST_DEADLINE, TEN_YEARS, WorktimeError, check_range, instant_text

Stretches = Sequence[tuple[int, int]]
"""Stretches of time, apart and in order, each from an instant to before another."""


class DateCount(NamedTuple):
    """A time on a day that is so many business days, or days, of some hours after that of the start."""

    hours: Hours
    days: int
    at: WallTime
    is_business: bool = True
    cutoff: WallTime | None = None


def due_date(count: DateCount, start: int, standing: Stretches = ()) -> int:
    """Return when something falls due by a date whose clock starts at an instant, and stands for some stretches.

    Raises WorktimeError for a start outside 1970 to 2100, a number of days below zero, hours that
    never open, holidays that are not known, and a date more than ten years after `start`.
    """
    check_range(start, LATEST)
    if count.days < 0:
        raise WorktimeError(f"a number of {count.days} days is below zero")
    due = _DueDate(count, start, ()).instant
    moving: list[tuple[int, int]] = []
    for stands_from, runs_from in standing:
        if stands_from >= due:
            break  # what begins at due, or after it, moves nothing
        if due < runs_from or _begins_a_day(count.hours, stands_from, runs_from):
            moving.append((stands_from, runs_from))
            due = _DueDate(count, start, moving).instant
    return due


def _begins_a_day(hours: Hours, first: int, until: int) -> bool:
    """Tell whether a day begins from one instant to before another."""
    day = day_of(hours, until - 1)
    return first <= midnight_of(hours, day) or day_of(hours, first) < day


@dataclass(frozen=True, slots=True)
class _DueDate:
    """A date that every stretch counts for in which the clock stands."""

    count: DateCount
    start: int
    standing: Stretches

    @property
    def instant(self) -> int:
        """When it falls due."""
        day = self._day()
        instant = at_wall_time(self.count.hours, day, self.count.at)
        while instant <= self.start or self._falls_standing(instant):
            day = self._later(day, 1)
            instant = at_wall_time(self.count.hours, day, self.count.at)
        if instant > min(self.start + TEN_YEARS, LATEST_DEADLINE):
            raise self._too_far()
        return instant

    def _day(self) -> int:
        """Return the day that is counted to."""
        hours, number, cutoff = self.count.hours, self.count.days, self.count.cutoff
        day = day_of(hours, self.start)
        # The day of the start began before its clock did.
        counts = not self.count.is_business or is_business_day(hours, day)
        if cutoff is not None and not (counts and self.start < at_wall_time(hours, day, cutoff)):
            day, counts = self._later(day, 1), True
        return day if counts and not number else self._later(day, number or 1)

    def _later(self, day: int, number: int) -> int:
        """Return a day that counts, by its number after another."""
        if number > TEN_YEARS // DAY:
            raise self._too_far()
        later = next(islice(self._days_after(day), number - 1, None), None)
        if later is None:
            raise never_opens(self.count.hours, self.start) if number == 1 else self._too_far()
        return later

    def _days_after(self, day: int) -> Iterator[int]:
        days = (business_days_after if self.count.is_business else days_after)(self.count.hours, day)
        return (later for later in days if not self._begins_standing(later)) if self.standing else days

    def _begins_standing(self, day: int) -> bool:
        return self._stretch_at(midnight_of(self.count.hours, day)) is not None

    def _falls_standing(self, instant: int) -> bool:
        """Tell whether the clock stands at an instant and did before: what it comes to stand at was reached."""
        stretch = self._stretch_at(instant)
        return stretch is not None and stretch[0] < instant

    def _stretch_at(self, instant: int) -> tuple[int, int] | None:
        """Return the stretch in which an instant lies, None where the clock runs."""
        index = bisect_right(self.standing, instant, key=itemgetter(0)) - 1
        return self.standing[index] if index >= 0 and instant < self.standing[index][1] else None

    def _too_far(self) -> WorktimeError:
        days = f"{self.count.days} {'business ' if self.count.is_business else ''}days"
        return WorktimeError(
            f"{days} in hours `{self.count.hours.name}` take more than ten years from `{instant_text(self.start)}`"
        )
