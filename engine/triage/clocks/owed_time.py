"""What a clock counts: an amount of open time, or anything else that says when it is due and what is left."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ...model import Hours, WallTime
from ...worktime.standing import (
    Stretches,
    due_with_standing,
    elapsed_with_standing,
    periods_with_standing,
    running_stretches,
)

if TYPE_CHECKING:
    from ...worktime import DateCount


class OwedTime(Protocol):
    """What is owed of a promise, as its clock needs it. Instants are seconds since 1970-01-01 UTC."""

    def due(self, start: int, standing: Stretches) -> int:
        """Return when it is due from a start, with the stretches in which the clock stands left out."""

    def measured(self, start: int, end: int, standing: Stretches) -> int:
        """Return the seconds from one instant to another, as they are counted until it is due."""

    def remaining(self, now: int, due: int, standing: Stretches) -> int:
        """Return the seconds that remain until it is due, which it is now or later."""

    def allowed(self, start: int, due: int, standing: Stretches) -> int:
        """Return the seconds that there are in all from a start until it is due."""

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:
        """Return the open stretches that were counted."""

    def is_alike(self, owed: "OwedTime") -> bool:
        """Tell whether the same is owed: amount or date, and hours."""


class OwedSpan(NamedTuple):
    """So many open seconds of some hours, which a start after the cut-off counts from the next business day."""

    hours: Hours
    seconds: int
    cutoff: WallTime | None = None

    def due(self, start: int, standing: Stretches) -> int:
        """Return the earliest instant with the amount of open time since the start; raise WorktimeError as `due`."""
        return due_with_standing(self.hours, self._counted_from(start), self.seconds, standing)

    def _counted_from(self, start: int) -> int:
        if self.cutoff is None:
            return start
        from ...worktime import start_after_cutoff  # noqa: PLC0415 - start-up is felt

        return start_after_cutoff(self.hours, start, self.cutoff)

    def measured(self, start: int, end: int, standing: Stretches) -> int:
        """Return the open seconds from one instant to another, less what stands."""
        return elapsed_with_standing(self.hours, start, end, standing)

    def remaining(self, now: int, due: int, standing: Stretches) -> int:
        """Return the open seconds until it is due, less what stands; those before a cut-off's day do not count."""
        return min(self.measured(now, due, standing), self.seconds)

    def allowed(self, start: int, due: int, standing: Stretches) -> int:  # noqa: ARG002
        """Return the amount: so much open time, whenever it is due."""
        return self.seconds

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:
        """Return the open stretches from a start to another instant, less what stands."""
        return periods_with_standing(self.hours, self._counted_from(start), end, standing)

    def is_alike(self, owed: OwedTime) -> bool:
        """Tell whether the same amount is owed after the same cut-off, in hours that are open alike."""
        from ...worktime import open_alike  # noqa: PLC0415 - start-up is felt

        return (
            isinstance(owed, OwedSpan)
            and (self.seconds, self.cutoff) == (owed.seconds, owed.cutoff)
            and open_alike(self.hours, owed.hours)
        )


@dataclass(frozen=True, slots=True)
class OwedDate:
    """A date, which is days after that of the start."""

    count: "DateCount"

    def due(self, start: int, standing: Stretches) -> int:
        """Return when the date falls that is counted from a start; raise WorktimeError as `due_date`."""
        from ...worktime import due_date  # noqa: PLC0415 - start-up is felt

        return due_date(self.count, start, standing)

    def measured(self, start: int, end: int, standing: Stretches) -> int:
        """Return the seconds on the clock on the wall from one instant to another, less what stands."""
        return sum(until - since for since, until in running_stretches(start, end, standing))

    def remaining(self, now: int, due: int, standing: Stretches) -> int:
        """Return the seconds on the clock on the wall until it is due, less what stands."""
        return self.measured(now, due, standing)

    def allowed(self, start: int, due: int, standing: Stretches) -> int:
        """Return the seconds on the clock on the wall from the start until it is due, less what stands."""
        return self.measured(start, due, standing)

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:  # noqa: ARG002
        """Return nothing: no open time is counted."""
        return ()

    def is_alike(self, owed: OwedTime) -> bool:
        """Tell whether the same date is owed, by hours that are open alike."""
        from ...worktime import open_alike  # noqa: PLC0415 - start-up is felt

        return (
            isinstance(owed, OwedDate)
            and self.count[1:] == owed.count[1:]
            and open_alike(self.count.hours, owed.count.hours)
        )


class NotKnownError(Exception):
    """How much is owed is open."""


class UnknownTime:
    """What is owed where a fact that is open says how much, or in which hours."""

    def due(self, start: int, standing: Stretches) -> int:  # noqa: ARG002
        """Refuse to tell."""
        raise NotKnownError

    def measured(self, start: int, end: int, standing: Stretches) -> int:  # noqa: ARG002
        """Refuse to tell."""
        raise NotKnownError

    def remaining(self, now: int, due: int, standing: Stretches) -> int:  # noqa: ARG002
        """Refuse to tell."""
        raise NotKnownError

    def allowed(self, start: int, due: int, standing: Stretches) -> int:  # noqa: ARG002
        """Refuse to tell."""
        raise NotKnownError

    def periods(self, start: int, end: int, standing: Stretches) -> tuple[tuple[int, int], ...]:  # noqa: ARG002
        """Return nothing: it is never due."""
        return ()

    def is_alike(self, owed: OwedTime) -> bool:  # noqa: ARG002
        """Refuse to tell."""
        raise NotKnownError
