"""Due dates: a time on a day that is so many business days, or days, after that of the start.

The clock of a date may stand for some stretches of time, each from its first instant to before
its last. A day that begins meanwhile does not count, and a date that falls meanwhile moves to the
next day that does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
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
    for number, (stands_from, _) in enumerate(standing, 1):
        if stands_from >= due:
            break  # what begins at due, or after it, moves nothing
        due = _DueDate(count, start, standing[:number]).instant
    return due


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
        while instant <= self.start or any(first < instant < last for first, last in self.standing):
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
        midnight = midnight_of(self.count.hours, day)
        return any(first <= midnight < last for first, last in self.standing)

    def _too_far(self) -> WorktimeError:
        days = f"{self.count.days} {'business ' if self.count.is_business else ''}days"
        return WorktimeError(
            f"{days} in hours `{self.count.hours.name}` take more than ten years from `{instant_text(self.start)}`"
        )
