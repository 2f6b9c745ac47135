"""Templates: what a situation comes to, without what depends on the instants and the identity of a request."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import (
    Contract,
    DueDate,
    Hours,
    Measure,
    PlaceOf,
    Policy,
    Request,
    Span,
    SpanOf,
    Value,
    WallTime,
    by_text,
    cutoff_text,
)
from ..rules.hit_policy import Gap
from ..rules.outcomes import Owed
from ..rules.places import Place, placed_hours_of
from ..worktime import WorktimeError, amount, day_length, due
from ..worktime.placed_hours import placed_hours
from .decision import (
    AlternativeValue,
    ApplicableService,
    Channel,
    IntakeNeed,
    Presumed,
    Priority,
    Reasons,
    Ruling,
    Status,
)
from .decision_frames import DecisionFrames
from .escalations import EscalationPart

if TYPE_CHECKING:
    from ..worktime import DateCount
    from .decision_parts import Derived, Missing, NotOwed

Instants = Sequence[int | None]
"""When things fall due; None for what cannot be counted."""

Amount = Span | SpanOf | DueDate
"""What is owed: a span, the fact that gives one, or a date."""


@dataclass(frozen=True, slots=True)
class Count:
    """A way in which a promise can fall due: a span of some hours, which a stated fact may give, or a date in them."""

    promise: str
    repeats: bool
    hours: Hours
    span: Amount
    cutoff: WallTime | None
    seconds: int | None
    day: int | None
    """The seconds of a business day where a fact gives the span, None where the hours do not say."""
    places: tuple[Place, ...] = ()
    """The zones and countries that facts give to the hours, where a stated fact gives one of them."""

    def hours_in(self, facts: Mapping[str, Value]) -> Hours:
        """Return the hours with the zones and holidays that facts give them."""
        return hours_in(facts, self.hours, self.places) if self.places else self.hours

    def due(self, request: Request, facts: Mapping[str, Value]) -> int:
        """Return when it falls due of a request; raise WorktimeError where that cannot be counted."""
        try:
            start = start_of(request, repeats=self.repeats)
            if self.seconds is not None and self.cutoff is None and not self.places:
                return due(self.hours, start, self.seconds)  # most often
            if isinstance(self.span, DueDate):
                from ..worktime import due_date  # noqa: PLC0415 - start-up is felt

                return due_date(self.date_in(facts, self.span), start)
            if self.cutoff is not None:
                from ..worktime import Count as WorktimeCount  # noqa: PLC0415 - start-up is felt
                from ..worktime import deadline  # noqa: PLC0415 - the same

                return deadline(WorktimeCount(self.hours_in(facts), self.amount(facts), self.cutoff), start)
            return due(self.hours_in(facts), start, self.amount(facts))
        except WorktimeError as problem:
            raise self.named(problem, facts) from None

    def date_in(self, facts: Mapping[str, Value], date: DueDate) -> "DateCount":
        """Return its date as worktime counts it, in hours that facts may place."""
        from ..worktime import DateCount  # noqa: PLC0415 - start-up is felt

        return DateCount(self.hours_in(facts), date.number, date.at, date.is_business, self.cutoff)

    def amount(self, facts: Mapping[str, Value]) -> int:
        """Return the seconds of the span, which a fact may give; raise WorktimeError where a day has no length."""
        if self.seconds is not None or isinstance(self.span, DueDate):
            return self.seconds or 0
        span = span_in(facts, self.span)
        return amount(self.hours, span) if self.day is None else span.seconds + span.days * self.day

    def named(self, problem: WorktimeError, facts: Mapping[str, Value]) -> WorktimeError:
        """Return why it cannot be counted, with the promise that it is about."""
        owed = self.span if isinstance(self.span, DueDate) else span_in(facts, self.span)
        return WorktimeError(f"promise `{self.promise}` {amount_text(owed, self.cutoff)}: {problem}")


def start_of(request: Request, *, repeats: bool) -> int:
    """Return the instant at which the clock of a promise starts: the last update where it repeats, else the receipt."""
    return request.last_update if repeats and request.last_update is not None else request.received


def span_in(facts: Mapping[str, Value], span: Span | SpanOf) -> Span:
    """Return a span of a count, which a fact may give."""
    written = span if isinstance(span, Span) else facts[span.fact]
    assert isinstance(written, Span)  # noqa: S101 - for the type checker
    return written


def amount_text(owed: Span | DueDate, cutoff: WallTime | None = None) -> str:
    """Return what is owed as a message names it: within a span, or by a date."""
    if isinstance(owed, Span):
        return f"within `{owed.text}{cutoff_text(cutoff)}`"
    return f"{by_text(owed.text)}{cutoff_text(cutoff)}"


def hours_in(facts: Mapping[str, Value], hours: Hours, places: Iterable[Place]) -> Hours:
    """Return hours with the zones and holidays that facts give them, those that are not known as they are stated."""
    values = ((place.fact, place.value if place.is_known else str(facts[place.fact])) for place in places)
    return placed_hours(hours, tuple(values))


class Counts:
    """The ways in which the promises of a situation can fall due, each once."""

    def __init__(self, policy: Policy, facts: Mapping[str, Value]) -> None:
        """Take what is known of the facts."""
        self._policy = policy
        self._facts = facts
        self._indices: dict[tuple[str, str, Amount, WallTime | None, tuple[Place, ...]], int] = {}
        self._ways: dict[tuple[int, ...], int] = {}
        self.listed: list[Count] = []

    def index(
        self, owed: Owed, assumed: tuple[str, Value] | None = None, open_facts: Collection[str] = ()
    ) -> int | None:
        """Return the index of what is owed, None where its span or hours are open.

        `assumed` is a fact with the value that it would have, `open_facts` are taken for unknown.
        """
        span: object = owed.span
        if isinstance(owed.span, SpanOf):
            fact = owed.span.fact
            if assumed and fact == assumed[0]:
                span = assumed[1]
            elif fact in open_facts or not isinstance(self._facts.get(fact), Span):
                return None
        if isinstance(owed.hours, Gap) or not isinstance(span, Span | SpanOf | DueDate):
            return None
        if any(self._is_open(place, open_facts) for place in owed.places):
            return None
        key = (owed.promise, owed.hours, span, owed.cutoff, owed.places)
        if key not in self._indices:
            self._indices[key] = len(self.listed)
            is_placed = all(place.is_known for place in owed.places)
            hours = placed_hours_of(self._policy, owed) if is_placed else self._policy.hours[owed.hours]
            promise = self._policy.promises[owed.promise]
            self.listed.append(
                Count(
                    promise=owed.promise,
                    repeats=promise.repeats,
                    hours=hours,
                    span=span,
                    cutoff=owed.cutoff,
                    seconds=_seconds(hours, span),
                    day=day_length(hours) if isinstance(span, SpanOf) else None,
                    places=() if is_placed else owed.places,
                )
            )
        return self._indices[key]

    def _is_open(self, place: Place, open_facts: Collection[str]) -> bool:
        """Tell whether neither the situation nor a stated fact says which zone or country counts."""
        return not place.is_known and (place.fact in open_facts or not isinstance(self._facts.get(place.fact), str))

    def ways_index(self, indices: tuple[int, ...]) -> int:
        """Return the index of some counts together, the first of which is told apart from others."""
        return self._ways.setdefault(indices, len(self._ways))

    @property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """The counts of which the first matters, by index."""
        return tuple(self._ways)


def _seconds(hours: Hours, span: Amount) -> int | None:
    """Return the seconds of a span; None where a fact gives it, or the hours do not say how long a day is."""
    try:
        return amount(hours, span) if isinstance(span, Span) else None
    except WorktimeError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePart:
    """What is known of a deadline before the receipt; not `is_bounded` where one of its ways has no bound."""

    promise: str
    rule: str | None
    repeats: bool
    kind: str | None
    measure: Measure | None
    counts: tuple[int, ...]
    is_bounded: bool
    within: str | None
    """The span as it is written, or the date in words; None where that is open, or a fact gives one, or of several."""
    open_spans: tuple[Span | SpanOf, ...]
    """The distinct ways' spans, where a fact gives one of them."""
    certain: bool
    hours: str | None
    timezone: str | None
    is_date: bool
    """Whether it falls due by a date, whichever way."""
    counts_every_day: bool
    """Whether that date is counted in days, whichever way."""
    cutoff: WallTime | None
    """The cut-off that all ways have."""
    zone_of: PlaceOf | None
    """What gives the zone, if a fact does."""
    periods_in: Hours | None
    """The hours in which open periods are told where the deadline stands; None where a date is owed."""
    places: tuple[Place, ...]
    """The zones and countries that facts give to those hours, where a stated fact gives one of them."""
    estimates: tuple[int, ...]
    """The ways that count in hours whose holidays a calendar may only estimate."""
    why: Reasons

    def timezone_by(self, facts: Mapping[str, Value]) -> str | None:
        """Return the zone of the hours as it is written or as a fact gives it; None where it is open."""
        return self.timezone if self.zone_of is None else _zone_by(self.zone_of, facts)

    def within_by(self, facts: Mapping[str, Value]) -> str | None:
        """Return the span as it is written or as a fact gives it; None where it is open or there are several."""
        if not self.open_spans:
            return self.within
        first, *further = [span_in(facts, way) for way in self.open_spans]
        return f"{first.text}{cutoff_text(self.cutoff)}" if all(span == first for span in further) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativePart:
    """Another value of a presumed fact, with what differs at any receipt, if anything does.

    `earliest` has what is owed of promises now, and what would be owed, by the index of ways; None stands for nothing,
    or for what has no bound.
    """

    settled: AlternativeValue
    differs: bool
    earliest: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresumedPart:
    """A presumed fact, `settled` as far as it is so at any receipt, wholly or not.

    Where it is not unsafe by itself, it is where the second of a pair of `sooner` is due first.
    """

    settled: Presumed
    is_wholly_settled: bool
    sooner: tuple[tuple[int, int], ...]
    alternatives: tuple[AlternativePart, ...]
    rank: tuple[int, int, bool]
    """By what is at stake, the most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a situation comes to. A decision is that, filled with the instants and the identity of a request."""

    policy: Policy
    tier: str
    contract: Contract | None
    made_by: Mapping[str, str]
    scope: Ruling
    channel: Channel
    priority: Priority
    status: Status = "decided"
    counts: Sequence[Count] = ()
    ways: tuple[tuple[int, ...], ...] = ()
    """Counts by index, of which the first matters."""
    deadlines: tuple[DeadlinePart, ...] = ()
    has_late_clocks: bool = False
    """Whether the clock of something that is owed starts with an event."""
    has_estimates: bool = False
    """Whether deadlines, or what rules read of the receipt, can depend on estimated holidays."""
    hours_timezone: str | None = None
    hours_zone_of: PlaceOf | None = None
    """What gives the zone of the hours that count, if a fact does."""
    not_owed: "tuple[NotOwed, ...]" = ()
    missing: "tuple[Missing, ...]" = ()
    presumed: tuple[PresumedPart, ...] = ()
    """By rank."""
    confirmed: Mapping[str, Value] = field(default_factory=dict)
    received_within: Mapping[str, bool] = field(default_factory=dict)
    """By name of the hours that rules read of the receipt, whether they were open at it."""
    presumed_values: Mapping[str, Value] = field(default_factory=dict)
    derived: "tuple[Derived, ...]" = ()
    derived_values: Mapping[str, Value] = field(default_factory=dict)
    services: tuple[ApplicableService, ...] = ()
    intake: tuple[IntakeNeed, ...] = ()
    escalation: tuple[EscalationPart, ...] = ()
    notes: tuple[str, ...] = ()
    readings: tuple[str, ...] | None = ()
    """All that are cited; None where their order depends on the instants."""
    reason_readings: tuple[str, ...] = ()
    """Those that everything but presumptions and measures cites."""
    measure_readings: tuple[str, ...] = ()
    is_exact: bool = True
    conflicts: tuple[str, ...] = ()
    """Which rules require or prefer two ways at once, in words."""
    frames: DecisionFrames = field(default_factory=DecisionFrames, compare=False, repr=False)

    def hours_timezone_by(self, facts: Mapping[str, Value]) -> str | None:
        """Return the zone of the hours that count as it is written or as a fact gives it; None where it is open."""
        return self.hours_timezone if self.hours_zone_of is None else _zone_by(self.hours_zone_of, facts)

    @property
    def ready_frames(self) -> DecisionFrames | None:
        """The texts made ready for the situation; None where they depend on what a request states of places."""
        is_placed = self.hours_zone_of or any(part.places or part.zone_of for part in self.deadlines)
        return None if is_placed else self.frames


def _zone_by(given_by: PlaceOf, facts: Mapping[str, Value]) -> str | None:
    zone = facts.get(given_by.fact)
    return zone if isinstance(zone, str) else given_by.otherwise
