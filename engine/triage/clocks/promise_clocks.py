"""The clocks of the promises of a request: deadlines as they stand at an instant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from ...model import Policy, Promise
from ...worktime import WorktimeError
from ..decision import AlternativeValue, EscalationStep, Presumed
from ..estimated_deadlines import estimates_of
from ..rulings import ClockState, Deadline, Priority
from ..template import DeadlinePart, Instants
from .clock_records import ClockReading
from .clock_walk import read_clock
from .combined import PromiseReading, combined
from .history import History
from .occasions import Occasions
from .owed_by_facts import FactSet, OwedByFacts, clock_terms, combinations, owed_time
from .owed_time import NotKnownError

if TYPE_CHECKING:
    from ..decision_parts import PastOccurrence

_OPEN = ("running", "overdue", "paused")


class PromiseClocks:
    """The clocks of a request's promises.

    `fact_sets` are what it came to by each set of facts, the present one last.
    """

    def __init__(self, policy: Policy, history: History, fact_sets: Sequence[FactSet]) -> None:
        self.history = history
        self._policy = policy
        self._fact_sets = fact_sets
        self._combinations: dict[str, list[OwedByFacts]] = {}
        self._idle: set[str] = set()
        """Promises whose clocks do not run, whatever is presumed."""

    @property
    def present(self) -> FactSet:
        """What the request comes to now."""
        return self._fact_sets[-1]

    def with_promise(self, promise: Promise) -> "PromiseClocks":
        """Return the clocks of the same request where a promise were another."""
        policy = replace(self._policy, promises={**self._policy.promises, promise.name: promise})
        return PromiseClocks(policy, self.history, self._fact_sets)

    def reading(self, promise: str) -> PromiseReading | None:
        """Return how a promise stands, None where nothing of it is owed."""
        return self._promise_reading(self._policy.promises[promise])

    @property
    def stands_nowhere(self) -> bool:
        """Whether the customer is awaited, and no promise of the policy waits with it."""
        return self.history.log.is_waiting and not any(p.clock.pauses for p in self._policy.promises.values())

    def deadlines(self) -> dict[str, Deadline]:
        """Return what is owed, by promise in the order of the policy; raise WorktimeError where that cannot be."""
        deadlines = {}
        for promise in self._policy.promises.values():
            if any(fact_set.part(promise.name) for fact_set in self._fact_sets):
                reading = self._promise_reading(promise)
                if reading is not None:
                    deadlines[promise.name] = self._deadline(promise, reading)
        return deadlines

    def instants(self) -> Instants:
        """Return when each count of the present facts is due, or would be if its clock ran on.

        None for what cannot be counted; where no clock runs, the receipt stands in for all alike.
        """
        return [self._instant(index) for index in range(len(self._fact_sets[-1].template.counts))]

    def _instant(self, index: int) -> int | None:
        present = self._fact_sets[-1]
        count = present.template.counts[index]
        promise = self._policy.promises[count.promise]
        try:
            *before, _ = self._owed(promise.name)[0]
            reading = self._reading(promise, (*before, owed_time(count, present.facts)))
        except (WorktimeError, NotKnownError):
            return None
        if reading is None or reading.state not in _OPEN or reading.earliest is None:
            self._idle.add(promise.name)
            return self.history.present.received
        return reading.earliest

    def less_idle(self, presumed: tuple[Presumed, ...]) -> tuple[Presumed, ...]:
        """Return presumptions whose alternatives say nothing of deadlines whose clocks do not run."""
        if not self._idle:
            return presumed
        return tuple(
            replace(entry, alternatives=tuple(filter(None, map(self._less_idle, entry.alternatives))))
            for entry in presumed
        )

    def _less_idle(self, alternative: AlternativeValue) -> AlternativeValue | None:
        earliest = {promise: due for promise, due in alternative.earliest.items() if promise not in self._idle}
        is_other = (alternative.scope, alternative.level, alternative.required) != (None, None, None)
        return replace(alternative, earliest=earliest) if earliest or is_other or alternative.opens else None

    def escalation(self, deadlines: Mapping[str, Deadline]) -> tuple[EscalationStep, ...]:
        """Return whom one may turn to now, given what is owed."""
        present = self._fact_sets[-1]
        levels = [_level(fact_set.template.priority) for fact_set in self._fact_sets]
        occasions = Occasions(self._policy, self.history, deadlines, levels, present.facts)
        return tuple(map(occasions.step, present.template.escalation))

    def _reading(self, promise: Promise, owed: OwedByFacts) -> ClockReading | None:
        history = self.history
        return read_clock(clock_terms(promise), history.present.received, owed, history.log.events, history.now)

    def _owed(self, promise: str) -> list[OwedByFacts]:
        """Return what a promise can owe, worked out once for its deadline and all that it could be due."""
        owed = self._combinations.get(promise)
        if owed is None:
            owed = self._combinations[promise] = combinations(self._fact_sets, promise)
        return owed

    def _promise_reading(self, promise: Promise) -> PromiseReading | None:
        readings: list[ClockReading | None] = []
        is_known = True
        for owed in self._owed(promise.name):
            try:
                readings.append(self._reading(promise, owed))
            except NotKnownError:
                is_known = False
            except WorktimeError as problem:
                raise self._named(problem, promise) from None
        return combined(readings, is_known=is_known)

    def _named(self, problem: WorktimeError, promise: Promise) -> WorktimeError:
        """Return why a promise cannot be counted, with what is owed where only one amount or date can be."""
        present = self._fact_sets[-1]
        part = present.part(promise.name)
        counts = set(part.counts) if part is not None and len(self._fact_sets) == 1 else set()
        if len(counts) == 1:
            return present.template.counts[counts.pop()].named(problem, present.facts)
        return WorktimeError(f"promise `{promise.name}`: {problem}")

    def _deadline(self, promise: Promise, reading: PromiseReading) -> Deadline:
        fact_set = self._fact_set(promise.name, reading)
        part = fact_set.part(promise.name)
        assert part is not None  # noqa: S101 - for the type checker: what is read is owed by some set of facts
        return Deadline(
            promise=promise.name,
            due_instant=reading.due,
            earliest_instant=reading.earliest,
            latest_instant=reading.latest,
            certain=reading.certain,
            start_instant=reading.start,
            within=part.within_by(fact_set.facts),
            hours=part.hours,
            timezone=part.timezone_by(fact_set.facts),
            repeats=part.repeats,
            kind=part.kind,
            measure=part.measure,
            period_instants=() if part.periods_in is None else reading.periods,
            rules=part.why.rules,
            rule=part.rule,
            estimated=_estimated(fact_set, part, reading),
            cites=part.why.cites,
            is_date=part.is_date,
            counts_every_day=part.counts_every_day,
            starts_at=clock_terms(promise).starts_at,
            **(_standing(reading) if self.history.is_dated else {}),
        )

    def _fact_set(self, promise: str, reading: PromiseReading) -> FactSet:
        """Return the facts by which a promise was judged; where that is open, the latest by which it is owed."""
        if reading.fact_set is not None and self._fact_sets[reading.fact_set].part(promise):
            return self._fact_sets[reading.fact_set]
        return next(fact_set for fact_set in reversed(self._fact_sets) if fact_set.part(promise))


class _Standing(TypedDict, total=False):
    """How a deadline stands, by the keys of its record."""

    state: ClockState | None
    met_instant: int | None
    left: int | None
    allowed: int | None
    at_risk: bool | None
    occurrences: "tuple[PastOccurrence, ...]"


def _standing(reading: PromiseReading) -> _Standing:
    return _Standing(
        state=reading.state,
        met_instant=reading.met_at,
        left=reading.remaining,
        allowed=reading.allowed,
        at_risk=reading.is_at_risk,
        occurrences=_occurrences(reading) if reading.earlier else (),
    )


def _occurrences(reading: PromiseReading) -> "tuple[PastOccurrence, ...]":
    from ..decision_parts import PastOccurrence  # noqa: PLC0415 - start-up is felt

    earlier = (PastOccurrence(due_instant=o.due, state=o.state, met_instant=o.met_at) for o in reading.earlier)
    return tuple(earlier)


def _estimated(fact_set: FactSet, part: DeadlinePart, reading: PromiseReading) -> Mapping[str, str]:
    """Return the holidays between start and deadline that are estimated."""
    estimated: dict[str, str] = {}
    if reading.start is not None and reading.last_instants:
        for index in part.estimates:
            hours = fact_set.template.counts[index].hours_in(fact_set.facts)
            estimated |= estimates_of(hours, reading.start, max(reading.last_instants), is_date=part.is_date)
    return dict(sorted(estimated.items()))


def _level(priority: Priority) -> str | None:
    """Return the level of a request, empty where it has none, and None where that is open."""
    return priority.level or (None if len(priority.possible) > 1 else "")
