"""A clock of one promise: it starts, stands, starts anew and ends as the events of a request say."""

from collections.abc import Iterable, Sequence

from ...model.events import CLOSED, REOPENED
from ...worktime.standing import Stretches
from ..rulings import ClockState
from .clock_records import ClockReading, ClockTerms, Occurrence
from .event_log import ClockEvent
from .owed_time import OwedTime


def read_clock(
    terms: ClockTerms, received: int, owed: Sequence[OwedTime | None], events: Iterable[ClockEvent], now: int
) -> ClockReading | None:
    """Return how a clock stands at an instant, None where nothing is owed; raise WorktimeError where it cannot count.

    `owed` is what is owed by each set of facts, None for nothing.
    """
    clock = _Clock(terms, received, owed)
    for event in events:
        clock.take(event)
    return clock.reading(now)


class _Clock:
    """The clock while its events are taken one by one."""

    __slots__ = (
        "before_closed",
        "closed_at",
        "ended",
        "fact_set",
        "owed",
        "past",
        "standing",
        "stands_since",
        "start",
        "terms",
        "unjudged",
    )

    def __init__(self, terms: ClockTerms, received: int, owed: Sequence[OwedTime | None]) -> None:
        self.terms = terms
        self.owed = owed
        self.fact_set = 0
        self.start: int | None = received if terms.starts_at is None else None
        """When the current occurrence started; None before it has."""
        self.ended: Occurrence | None = None
        """The current occurrence where it is over."""
        self.unjudged: tuple[int, Stretches] | None = None
        """When it was met while nothing was owed, and where the clock stood."""
        self.past: list[Occurrence] = []
        self.standing: list[tuple[int, int]] = []
        self.stands_since: int | None = None
        self.closed_at: int | None = None
        self.before_closed: tuple[int | None, Occurrence | None, tuple[int, Stretches] | None, int] | None = None

    def take(self, event: ClockEvent) -> None:
        """Take the next event."""
        if event.name == CLOSED:
            self._close(event)
            return
        if event.name == REOPENED:
            self._reopen(event)
        if event.resumes:
            self._resume(event.at)
        if event.stops and self.terms.pauses:
            self.stands_since = event.at
        if event.fact_set != self.fact_set:
            self._change(event)
        if event.name in self.terms.ends_at:
            self._meet(event.at)
        if event.name == self.terms.starts_at and self.start is None and self.ended is None:
            self._begin(event.at)

    def _close(self, event: ClockEvent) -> None:
        self.before_closed = (self.start, self.ended, self.unjudged, len(self.past))
        self.closed_at = event.at
        if self.ended is not None or self.unjudged is not None:
            return
        meets = CLOSED in self.terms.ends_at and (self.start is not None or not self.terms.repeats)
        self._end(event.at, event.at if meets else None)

    def _reopen(self, event: ClockEvent) -> None:
        """Let what closing met or ended run on; the time between is left out."""
        if self.before_closed is not None and self.closed_at is not None:
            self.start, self.ended, self.unjudged, count = self.before_closed
            del self.past[count:]
            if self.stands_since is None:  # otherwise the customer is awaited, as before
                self._leave_out(self.closed_at, event.at)
        self.closed_at = self.before_closed = None

    def _resume(self, at: int) -> None:
        since, self.stands_since = self.stands_since, None
        if since is None:
            return
        if self.terms.restarts_on_resume and self.start is not None and self.ended is None:
            self._cut(at, since)
        self._leave_out(since, at)

    def _change(self, event: ClockEvent) -> None:
        before, after = self.owed[self.fact_set], self.owed[event.fact_set]
        is_altered = before is not after if before is None or after is None else not before.is_alike(after)
        is_running = self.start is not None and self.ended is None and self.unjudged is None
        if is_altered and is_running and self.terms.restarts_on_change:
            self._cut(event.at, self.stands_since)
        self.fact_set = event.fact_set
        if after is not None and self.unjudged is not None and self.start is not None:
            self._judge_what_was_met(after, self.start, *self.unjudged)

    def _cut(self, at: int, stands_since: int | None) -> None:
        """Start anew; what is cut short stays as late where it had run out."""
        owed = self.owed[self.fact_set]
        if owed is not None and self.start is not None:
            due = owed.due(self.start, self.standing)
            if due < at and (stands_since is None or due <= max(stands_since, self.start)):
                self.past.append(Occurrence(self.start, due, "late", None, self.fact_set, tuple(self.standing)))
        self._begin(at)

    def _begin(self, at: int) -> None:
        """Start an occurrence; where the clock stood before that is of no account, and would be looked at each time."""
        self.start = at
        self.standing.clear()

    def _meet(self, at: int) -> None:
        """Let an event meet what is owed; where that repeats, the next occurrence starts or waits for its event."""
        if self.ended is not None or self.unjudged is not None or (self.start is None and self.terms.repeats):
            return
        met = self._end(at, at)
        if self.terms.repeats:
            if met is not None:
                self.past.append(met)
            self.ended = self.unjudged = self.start = None
            if self.terms.starts_at is None:
                self._begin(at)

    def _end(self, at: int, met_at: int | None) -> Occurrence | None:
        """End the current occurrence, which is met at an instant or not at all; None where nothing is owed to judge."""
        owed, standing = self.owed[self.fact_set], self._standing_until(at)
        if self.start is None:
            self.ended = Occurrence(None, None, "ended" if met_at is None else "met", met_at, self.fact_set)
        elif owed is not None:
            self.ended = self._judged(owed, self.start, standing, at, met_at)
        elif met_at is not None:
            self.unjudged = (met_at, standing)
        else:
            self.ended = Occurrence(self.start, None, "ended", None, self.fact_set, standing)
        return self.ended

    def _judged(self, owed: OwedTime, start: int, standing: Stretches, at: int, met_at: int | None) -> Occurrence:
        due = owed.due(start, standing)
        state: ClockState = "late" if at > due else "ended" if met_at is None else "met"
        return Occurrence(start, due, state, met_at, self.fact_set, standing)

    def _judge_what_was_met(self, owed: OwedTime, start: int, met_at: int, standing: Stretches) -> None:
        """Judge what was met while nothing was owed: as if this always had been, or as met before a new start."""
        self.unjudged = None
        if self.terms.restarts_on_change:
            self.ended = Occurrence(None, None, "met", met_at, self.fact_set)
        else:
            self.ended = self._judged(owed, start, standing, met_at, met_at)

    def _leave_out(self, since: int, until: int) -> None:
        if since < until:
            self.standing.append((since, until))

    def _standing_until(self, at: int) -> Stretches:
        """Return where the clock has stood, were it to run on from an instant."""
        is_standing = self.stands_since is not None and self.stands_since < at
        return (*self.standing, (self.stands_since or 0, at)) if is_standing else tuple(self.standing)

    def reading(self, now: int) -> ClockReading | None:
        """Return how the clock stands now, None where nothing is owed."""
        if self.ended is not None:
            return self._reading_of(self.ended)
        owed, start = self.owed[self.fact_set], self.start
        if owed is None:
            return None
        if start is None:
            return self._reading("not_started", owed)
        due, since = owed.due(start, self.standing), self.stands_since
        standing = self._standing_until(now)
        if since is not None and due > max(since, start):
            earliest = owed.due(now, ()) if self.terms.restarts_on_resume else owed.due(start, standing)
            remaining = owed.remaining(max(since, start), due, self.standing)
            counted = (remaining, owed.allowed(start, due, self.standing))
            return self._reading("paused", owed, counted, earliest=earliest, standing=standing)
        allowed = owed.allowed(start, due, standing)
        if now > due:
            remaining = -owed.measured(due, now, standing)
            return self._reading("overdue", owed, (remaining, allowed), due=due, earliest=due, standing=standing)
        remaining = owed.remaining(max(now, start), due, standing)
        return self._reading("running", owed, (remaining, allowed), due=due, earliest=due, standing=standing)

    def _reading(  # noqa: PLR0913 - what a reading consists of
        self,
        state: ClockState,
        owed: OwedTime,
        counted: tuple[int | None, int | None] = (None, None),
        *,
        due: int | None = None,
        earliest: int | None = None,
        standing: Stretches = (),
    ) -> ClockReading:
        return ClockReading(
            state=state,
            start=self.start,
            due=due,
            earliest=earliest,
            met_at=None,
            remaining=counted[0],
            allowed=counted[1],
            owed=owed,
            standing=standing,
            fact_set=self.fact_set,
            earlier=tuple(self.past),
        )

    def _reading_of(self, ended: Occurrence) -> ClockReading | None:
        """Return how a clock that is over stands; what was met stays as it was judged, whatever is owed since."""
        judged_by = self.fact_set if self.owed[ended.fact_set] is None else ended.fact_set
        owed = self.owed[judged_by]
        if owed is None:
            return None
        return ClockReading(
            state=ended.state,
            start=ended.start,
            due=ended.due,
            earliest=ended.due,
            met_at=ended.met_at,
            remaining=None,
            allowed=None,
            owed=owed,
            standing=ended.standing,
            fact_set=judged_by,
            earlier=tuple(self.past),
        )
