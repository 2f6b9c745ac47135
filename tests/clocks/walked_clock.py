"""A second way to read a clock, written from the language's sentences and slow on purpose: minute by minute.

Nothing is worked out ahead: a clock counts down while it runs, and it is seen when it has run out.
All instants are minutes since a Monday 00:00 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from remit.engine.triage.clocks.clock_records import ClockTerms

WEEK = 7 * 1440
FAR = 60 * WEEK


@dataclass
class Owing:
    """Minutes of a week that are open, and how many of them are owed."""

    open: frozenset[tuple[int, int]]
    minutes: int

    def is_open(self, minute: int) -> bool:
        return any(start <= minute % WEEK < end for start, end in self.open)


@dataclass
class Happening:
    """An event; `changes` where it brings the next facts."""

    at: int
    name: str
    changes: bool = False


@dataclass
class Run:
    """One occurrence: by each set of facts, the minutes that have passed and when it ran out."""

    start: int
    passed: list[int]
    ran_out: list[int | None]


@dataclass
class Walked:
    """What the walk saw in the end."""

    state: str
    due: int | None
    earliest: int | None
    met_at: int | None
    remaining: int | None
    earlier: list[tuple[int | None, str, int | None]]


@dataclass
class Walk:
    terms: ClockTerms
    owed: Sequence[Owing | None]
    facts: int = 0
    waiting: bool = False
    closed: bool = False
    run: Run | None = None
    over: Walked | None = None
    over_facts: int = 0
    answered: int | None = None
    earlier: list[tuple[int | None, str, int | None]] = field(default_factory=list)
    answered_run: Run | None = None
    stood: set[int] = field(default_factory=set)
    before_closed: tuple[Run | None, Walked | None, int | None, int] | None = None

    @property
    def stands(self) -> bool:
        return self.closed or (self.terms.pauses and self.waiting)

    def begin(self, at: int) -> None:
        ran_out = [at if owing is not None and owing.minutes == 0 else None for owing in self.owed]
        self.run = Run(at, [0] * len(self.owed), ran_out)

    def pass_minute(self, minute: int) -> None:
        if self.run is None or self.stands:
            return
        for n, owing in enumerate(self.owed):
            if owing is not None and self.run.ran_out[n] is None and owing.is_open(minute):
                self.run.passed[n] += 1
                if self.run.passed[n] == owing.minutes:
                    self.run.ran_out[n] = minute + 1

    def runs_out(self, run: Run, n: int, at: int) -> int:
        """Return when it has run out, or will if the clock runs on from here."""
        owing, ran_out = self.owed[n], run.ran_out[n]
        assert owing is not None
        if ran_out is not None:
            return ran_out
        remaining = owing.minutes - run.passed[n]
        for minute in range(at, at + FAR):
            remaining -= owing.is_open(minute)
            if remaining == 0:
                return minute + 1
        raise AssertionError("never open")

    def judge(self, run: Run, at: int, met_at: int | None) -> Walked:
        due = self.runs_out(run, self.facts, at)
        state = "late" if at > due else "met" if met_at is not None else "ended"
        return Walked(state, due, due, met_at, None, [])

    def happen(self, event: Happening) -> None:
        was_over = self.over
        self.take(event)
        if self.over and not was_over:
            self.over_facts = self.facts

    def take(self, event: Happening) -> None:  # noqa: C901 - one sentence of the language after another
        if self.closed and event.name != "reopened":
            return
        if event.name == "reopened":
            if not self.closed:
                return
            assert self.before_closed
            self.run, self.over, self.answered, count = self.before_closed
            del self.earlier[count:]
            self.closed = False
        if event.name == "closed":
            self.close(event.at)
            return
        if self.waiting and event.name in ("resumed", "asked"):
            self.waiting = False
            if self.terms.restarts_on_resume and self.run and not self.over:
                self.cut(event.at)
        elif event.name == "resumed":
            return
        if event.name == "waiting":
            if self.waiting:
                return
            self.waiting = True
        if event.changes:
            self.change(event.at)
        if event.name in self.terms.ends_at and not self.over and self.answered is None:
            self.answer(event.at)
        if event.name == self.terms.starts_at and self.run is None and self.over is None:
            self.begin(event.at)

    def close(self, at: int) -> None:
        self.before_closed = (self.run, self.over, self.answered, len(self.earlier))
        self.closed = True
        if self.over or self.answered is not None:
            return
        is_end = "closed" in self.terms.ends_at
        if self.run is None:
            is_met = is_end and not self.terms.repeats
            self.over = Walked("met" if is_met else "ended", None, None, at if is_met else None, None, [])
        elif self.owed[self.facts] is None:
            self.answered = at if is_end else None
        else:
            self.over = self.judge(self.run, at, at if is_end else None)

    def cut(self, at: int) -> None:
        assert self.run
        ran_out = self.run.ran_out[self.facts]
        if self.owed[self.facts] is not None and ran_out is not None and ran_out < at:
            self.earlier.append((ran_out, "late", None))
        self.begin(at)

    def change(self, at: int) -> None:
        before, after = self.owed[self.facts], self.owed[self.facts + 1]
        is_running = self.run is not None and not self.over and self.answered is None
        if self.terms.restarts_on_change and before != after and is_running:
            self.cut(at)
        self.facts += 1
        if self.answered is not None and after is not None:
            assert self.answered_run
            if self.terms.restarts_on_change:
                self.over = Walked("met", None, None, self.answered, None, [])
            else:
                self.over = self.judge(self.answered_run, self.answered, self.answered)
            self.answered = None

    def answer(self, at: int) -> None:
        if self.run is None:
            if not self.terms.repeats:
                self.over = Walked("met", None, None, at, None, [])
            return
        is_owed = self.owed[self.facts] is not None
        if self.terms.repeats:
            if is_owed:
                judged = self.judge(self.run, at, at)
                self.earlier.append((judged.due, judged.state, judged.met_at))
            self.run = None
            if self.terms.starts_at is None:
                self.begin(at)
        elif is_owed:
            self.over = self.judge(self.run, at, at)
        else:
            self.answered = at
            self.answered_run = Run(self.run.start, [*self.run.passed], [*self.run.ran_out])

    def reading(self, now: int) -> Walked | None:
        if self.over:
            self.over.earlier = self.earlier
            return self.over if self.owed[self.over_facts] or self.owed[self.facts] else None
        owing = self.owed[self.facts]
        if owing is None:
            return None
        if self.run is None:
            return Walked("not_started", None, None, None, None, self.earlier)
        ran_out, passed = self.run.ran_out[self.facts], self.run.passed[self.facts]
        if ran_out is not None and ran_out < now:
            return Walked("overdue", ran_out, ran_out, None, -self.open_minutes(ran_out, now), self.earlier)
        due = self.runs_out(self.run, self.facts, now)
        if self.stands and ran_out is None:
            full = Run(now, [0] * len(self.owed), [None] * len(self.owed))
            earliest = self.runs_out(full, self.facts, now) if self.terms.restarts_on_resume else due
            return Walked("paused", None, earliest, None, owing.minutes - passed, self.earlier)
        return Walked("running", due, due, None, owing.minutes - passed, self.earlier)

    def open_minutes(self, since: int, now: int) -> int:
        owing = self.owed[self.facts]
        assert owing
        return sum(owing.is_open(minute) for minute in range(since, now) if minute not in self.stood)


def walked(
    terms: ClockTerms, received: int, owed: Sequence[Owing | None], events: Sequence[Happening], now: int
) -> Walked | None:
    """Return how the clock stands at an instant, None where nothing is owed."""
    walk = Walk(terms, owed)
    if terms.starts_at is None:
        walk.begin(received)
    following = [event for event in events if event.at <= now]
    for minute in range(received, max(now, received) + 1):
        while following and following[0].at == minute:
            walk.happen(following.pop(0))
        if minute < now:
            if walk.stands:
                walk.stood.add(minute)
            walk.pass_minute(minute)
    return walk.reading(now)
