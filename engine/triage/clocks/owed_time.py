"""What a clock counts: an amount of open time, or anything else that says when it is due and what is left."""

from dataclasses import dataclass
from typing import Protocol

from ...model import Hours
from ...worktime import open_alike
from ...worktime.standing import Stretches, due_with_standing, elapsed_with_standing, periods_with_standing


class OwedTime(Protocol):
    """What is owed of a promise, as its clock needs it. Instants are seconds since 1970-01-01 UTC."""

    def due(self, start: int, standing: Stretches) -> int:
        """Return when it is due from a start, with the stretches in which the clock stands left out."""

    def measured(self, start: int, end: int, standing: Stretches) -> int:
        """Return the seconds from one instant to another, as they are counted until it is due."""

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:
        """Return the open stretches that were counted."""

    def is_alike(self, owed: "OwedTime") -> bool:
        """Tell whether the same is owed: amount or date, and hours."""


@dataclass(frozen=True, slots=True)
class OwedSpan:
    """So many open seconds of some hours."""

    hours: Hours
    seconds: int

    def due(self, start: int, standing: Stretches) -> int:
        """Return the earliest instant with the amount of open time since the start; raise WorktimeError as `due`."""
        return due_with_standing(self.hours, start, self.seconds, standing)

    def measured(self, start: int, end: int, standing: Stretches) -> int:
        """Return the open seconds from one instant to another, less what stands."""
        return elapsed_with_standing(self.hours, start, end, standing)

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:
        """Return the open stretches from one instant to another, less what stands."""
        return periods_with_standing(self.hours, start, end, standing)

    def is_alike(self, owed: OwedTime) -> bool:
        """Tell whether the same amount is owed in hours that are open alike."""
        return isinstance(owed, OwedSpan) and self.seconds == owed.seconds and open_alike(self.hours, owed.hours)
