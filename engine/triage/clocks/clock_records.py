"""What a clock does by the terms of its promise, and what has become of it."""

from typing import NamedTuple

from ...worktime.standing import Stretches
from ..rulings import ClockState
from .owed_time import OwedTime


class ClockTerms(NamedTuple):
    """When a clock starts, ends and stands. `starts_at` is an event, or None for the receipt."""

    starts_at: str | None
    ends_at: frozenset[str]
    repeats: bool = False
    pauses: bool = False
    restarts_on_resume: bool = False
    restarts_on_change: bool = False


class Occurrence(NamedTuple):
    """One run of a clock that is over: `due` is None where it never started or where nothing says how much is owed.

    `fact_set` is the number of the facts by which it was judged.
    """

    start: int | None
    due: int | None
    state: ClockState | None
    met_at: int | None
    fact_set: int
    standing: Stretches = ()


class ClockReading(NamedTuple):
    """How a clock stands at an instant, by its current occurrence; `owed` is what that counts.

    Where it is paused, `due` is None and `earliest` the instant at which it is due if it runs on now.
    """

    state: ClockState | None
    start: int | None
    due: int | None
    earliest: int | None
    met_at: int | None
    remaining: int | None
    allowed: int | None
    """What remained at the start; None where nothing remains to be counted."""
    owed: OwedTime | None
    standing: Stretches
    fact_set: int
    earlier: tuple[Occurrence, ...]

    @property
    def is_at_risk(self) -> bool:
        """Whether less remains than a quarter of what there was, while it runs."""
        if self.state != "running" or self.remaining is None or self.allowed is None:
            return False
        return 4 * self.remaining < self.allowed
