"""What was decided of each question about a request, with the rules that decided it and what they cite."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ..model import Measure
from .clock import wall_clock

if TYPE_CHECKING:
    from .decision_parts import PastOccurrence

ClockState = Literal["met", "late", "running", "overdue", "paused", "not_started", "ended"]
"""How a promise stands: answered in time or not; still running, past its due or standing; not begun, or closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why something is as it is: the rules that won, in file order, and the clauses and readings behind it.

    Of a deadline, the rules are those that chose its hours.
    """

    rules: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling(Reasons):
    """What a group decided: None where it is open, undecided or does not arise.

    `possible` are the outcomes over all completions, the most severe first; None among them
    stands for completions in which no rule holds.
    """

    outcome: str | None
    possible: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Priority(Reasons):
    """How severe the request is: a level, None where it is open, undecided or does not arise.

    `possible` are the levels over all completions, the most severe first; None among them stands
    for completions in which no rule holds. `claimed` is the level that the requester claims, and
    whether the rules `agree`; both None where that is not known.
    """

    level: str | None
    possible: tuple[str | None, ...]
    title: str | None = None
    claimed: str | None = None
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Channel(Reasons):
    """How the request must come in. `met` is None where that, or how it came, is not known."""

    required: str | None
    preferred: str | None
    allowed: tuple[str, ...]
    arrived_by: str | tuple[str, ...] | None
    met: bool | None
    possible: tuple[str | None, ...] | None = None
    """The ways that could be required, where the channel is open."""
    follow_up: tuple[str, ...] = ()
    """The ways in which it must come, too."""
    possible_follow_ups: tuple[str, ...] = ()
    """Those in which it could have to, where the channel is open."""

    @property
    def arrivals(self) -> tuple[str, ...]:
        """Every way in which it came, as far as that is known."""
        if isinstance(self.arrived_by, str):
            return (self.arrived_by,)
        return self.arrived_by or ()

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way that a requester is shown."""
        return (*self.allowed, *(way for way in self.follow_up if way not in self.allowed))


@dataclass(frozen=True, slots=True)
class Deadline(Reasons):
    """When a promise falls due; `due` is None where that is open, and while its clock has not started or stands.

    Where it is known as of when the request is decided, its current occurrence has a `state`, `left` are
    the seconds until it is due, as they are counted, and `occurrences` are the earlier ones.

    `earliest` and `latest` bound it over the completions that owe it, None without bound; it is
    not `certain` where some completion owes nothing. `periods` are the open stretches counted.
    Instants are kept in seconds since 1970-01-01 UTC, and given as aware datetimes on the wall
    clock of the hours that count, in UTC where those are open.
    """

    promise: str
    due_instant: int | None
    earliest_instant: int | None
    latest_instant: int | None
    certain: bool
    start_instant: int | None
    within: str | None
    hours: str | None
    timezone: str | None
    repeats: bool
    kind: str | None
    period_instants: tuple[tuple[int, int], ...]
    rule: str | None = None
    """The promise rule that owes it; None where the table does, or where that is open."""
    measure: Measure | None = None
    """Which share of the promise must be kept, and what is credited otherwise; it says nothing of this request."""
    estimated: Mapping[str, str] = field(default_factory=dict)
    """The holidays, names by ISO date, that are estimated and were skipped, or would be were they a day off."""
    is_date: bool = False
    """Whether it falls due by a date, so that no open time is counted."""
    counts_every_day: bool = False
    """Whether that date is counted in days, on which the hours may open or not."""
    state: ClockState | None = None
    met_instant: int | None = None
    left: int | None = None
    allowed: int | None = None
    """What was left at its start, in the same seconds: what is used of that is the difference."""
    at_risk: bool | None = None
    """Whether it runs and less than a quarter of that is left; None where that is open."""
    occurrences: "tuple[PastOccurrence, ...] | None" = None
    """None where it is not known as of when."""
    starts_at: str | None = None
    """The event that its clock starts with, None for the receipt."""

    @property
    def used(self) -> int | None:
        """The seconds that are used of those allowed, more than these when overdue; None where nothing is left."""
        return None if self.left is None or self.allowed is None else self.allowed - self.left

    @property
    def is_not_started(self) -> bool:
        """Whether the event that its clock starts with has not come, and nothing has met it."""
        return self.starts_at is not None and self.start_instant is None and self.state in (None, "not_started")

    @property
    def met_at(self) -> datetime | None:
        """When it was met, None where nothing has met it."""
        return self._clock(self.met_instant)

    @property
    def due(self) -> datetime | None:
        """When it falls due, None where that is open."""
        return self._clock(self.due_instant)

    @property
    def earliest(self) -> datetime | None:
        """The earliest instant at which it can fall due, None without bound."""
        return self._clock(self.earliest_instant)

    @property
    def latest(self) -> datetime | None:
        """The latest instant at which it can fall due, None without bound."""
        return self._clock(self.latest_instant)

    @property
    def periods(self) -> tuple[tuple[datetime, datetime], ...]:
        """The open stretches that were counted, in order; none where `due` is open."""
        zone = self.timezone or "UTC"
        return tuple((wall_clock(opens, zone), wall_clock(closes, zone)) for opens, closes in self.period_instants)

    def _clock(self, instant: int | None) -> datetime | None:
        return None if instant is None else wall_clock(instant, self.timezone or "UTC")
