"""Lateness: whether one thing owed can fall due after another, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from ..model import Span
from ..rules.outcomes import Gap
from ..triage.wording import duration
from ..worktime import Count, WorktimeError, amount, largest_lag, never_later, zone

if TYPE_CHECKING:
    from ..model import Policy
    from ..rules.outcomes import Outcome, Owed

_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Later:
    """How something is later: by so many seconds, when received at an instant.

    Without `seconds` nothing is owed, or (`is_open`) how much is only known of a request.
    """

    seconds: int | None = None
    received: str | None = None
    is_open: bool = False

    @property
    def words(self) -> str:
        """How much later, in words."""
        if self.is_open:
            return "by as much as a request says"
        return "without end" if self.seconds is None else f"by up to {duration(self.seconds)}"


class Lateness:
    """Compares what policies owe, over all receipts of the year from a day on."""

    def __init__(self, day: str) -> None:
        """Take the day from which on requests come in."""
        first = datetime.fromisoformat(day).replace(tzinfo=UTC)
        self._since, self._until = int(first.timestamp()), int((first + _YEAR).timestamp())
        self._lag = cache(self._largest)
        self._counts: dict[tuple[int, int], Count] = {}

    def later(self, policy: Policy, one: Owed | None, other: Owed | None, before: Policy | None = None) -> Later | None:
        """Tell how the first can fall due after the second; None where it cannot.

        Nothing owed is later than whatever is. `before` is the policy of the second, where it is another.
        """
        if one is None or other is None:
            return Later() if other is not None else None
        if isinstance(one.hours, Gap) or isinstance(other.hours, Gap):
            return None  # a gap of coverage is found as such
        if not isinstance(one.span, Span) or not isinstance(other.span, Span):
            return None if (one.span, one.hours) == (other.span, other.hours) else Later(is_open=True)
        return self._counted(policy, _count(policy, one), _count(before or policy, other))

    def _counted(self, policy: Policy, one: Count, other: Count) -> Later | None:
        if never_later(one, other):
            return None
        lag, received = self._lag(self._key(one), self._key(other))
        timezone = policy.timezone
        return Later(lag, datetime.fromtimestamp(received, zone(timezone)).isoformat()) if lag > 0 else None

    def _key(self, count: Count) -> tuple[int, int]:
        # Hours hold a mapping and have no hash: their identity stands for them, and they are kept.
        key = (id(count.hours), count.seconds)
        self._counts[key] = count
        return key

    def _largest(self, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
        try:
            lag = largest_lag(self._counts[one], self._counts[other], self._since, self._until)
        except WorktimeError:
            return 0, self._since  # a deadline that cannot be counted is found as such
        return lag.seconds, lag.received


def owed_of(outcome: Outcome, promise: str) -> Owed | None:
    """Return what an outcome owes of a promise."""
    return next((owed for owed in outcome.owed if owed.promise == promise), None)


def _count(policy: Policy, owed: Owed) -> Count:
    hours = policy.hours[str(owed.hours)]
    return Count(hours, amount(hours, owed.span) if isinstance(owed.span, Span) else 0)
