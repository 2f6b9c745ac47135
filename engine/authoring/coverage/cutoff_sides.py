"""The sides of cut-offs: a clock that starts before one, at or after it, or on no business day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ...model import FIRST_RECEIVED, LAST_RECEIVED
from ...rules.outcomes import owed_of
from ...rules.places import placed_hours_of
from ...worktime import WorktimeError, at_wall_time, day_of, is_business_day, midnight_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Policy
    from ...rules.outcomes import Outcome, Owed
    from .hits import Hits

Side = Literal["before", "after", "no business day"]

_DAYS = timedelta(400)
"""How long is looked for a day on which a clock can start on a side."""
_MINUTE = 60
_NOON = 12 * 60


@dataclass(frozen=True, eq=False, slots=True)
class CutoffSide:
    """One side of the cut-off of what a promise owes, on the days that are looked at."""

    policy: Policy
    promise: str
    side: Side
    days: tuple[date, date]
    possible: dict[Owed | None, bool] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """When a request that shows it is received."""
        return "on no business day" if self.side == "no business day" else f"{self.side} the cut-off"

    def is_received(self, hits: Hits) -> bool:
        """Tell whether the clock of a request starts on this side, whatever is open of it."""
        start = hits.starts(self.policy, self.promise)
        return start is not None and all(self.is_shown(outcome, start) for outcome in hits.known.outcomes)

    def is_shown(self, outcome: Outcome, start: int) -> bool:
        """Tell whether the clock of an outcome that starts at an instant does so on this side."""
        owed = owed_of(outcome, self.promise)
        if owed is None or owed.cutoff is None or not isinstance(owed.hours, str):
            return False
        try:
            return _side(self.policy, owed, start) == self.side
        except WorktimeError:
            return False

    def can_be(self, outcome: Outcome) -> bool:
        """Tell whether the clock of an outcome can start on this side, in the days ahead."""
        key = owed_of(outcome, self.promise)
        if key not in self.possible:
            self.possible[key] = next(self.starts(outcome), None) is not None
        return self.possible[key]

    def starts(self, outcome: Outcome) -> Iterator[int]:
        """Yield instants at which the clock of an outcome would start on this side."""
        owed = owed_of(outcome, self.promise)
        if owed is None or owed.cutoff is None or not isinstance(owed.hours, str):
            return
        hours, at = placed_hours_of(self.policy, owed), owed.cutoff
        first, last = self.days
        for day in range(first.toordinal(), last.toordinal() + 1):
            try:
                opens = is_business_day(hours, day)
                if self.side == "no business day" or (at == "close" and not opens):
                    instant = at_wall_time(hours, day, _NOON)
                else:
                    instant = at_wall_time(hours, day, at) - (_MINUTE if self.side == "before" else 0)
                if midnight_of(hours, day) <= instant and self.is_shown(outcome, instant):
                    yield instant
            except WorktimeError:
                return


def days_looked_at(policy: Policy, day: str) -> tuple[date, date]:
    """Return the days from a day on, or as near to it as the edition is in force, on which clocks can start."""
    first, last = (date.fromisoformat(end) if end else None for end in policy.effective)
    start = max(date.fromisoformat(day), first or FIRST_RECEIVED, FIRST_RECEIVED)
    end = min(start + _DAYS, last or LAST_RECEIVED, LAST_RECEIVED)
    return (start, end) if start + _DAYS == end else (max(first or FIRST_RECEIVED, end - _DAYS), end)


def _side(policy: Policy, owed: Owed, start: int) -> Side:
    """Return the side of its cut-off on which the clock of something owed starts."""
    hours = placed_hours_of(policy, owed)
    day = day_of(hours, start)
    if not owed.counts_every_day and not is_business_day(hours, day):
        return "no business day"
    assert owed.cutoff is not None  # noqa: S101 - for the type checker
    return "before" if start < at_wall_time(hours, day, owed.cutoff) else "after"
