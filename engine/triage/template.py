"""Templates: what a situation comes to, without what depends on the instants and the identity of a request."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model import Contract, Hours, Measure, PlaceOf, Policy, Span, SpanOf, Value, WallTime, cutoff_text
from ..rules.places import Place
from .counts import Amounts, Count, span_in
from .decision import AlternativeValue, ApplicableService, EscalationStep, IntakeNeed, Presumed, Status
from .decision_frames import DecisionFrames
from .escalations import EscalationPart
from .rulings import Channel, Priority, Reasons, Ruling

if TYPE_CHECKING:
    from .decision_parts import Derived, Missing, NotOwed

Instants = Sequence[int | None]
"""When things fall due; None for what cannot be counted."""

_NOTHING: Mapping[str, Any] = {}
"""Nobody gets hold of it: what decisions hand out are copies."""


class DeadlinePart(NamedTuple):
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


class AlternativePart(NamedTuple):
    """Another value of a presumed fact, with what differs at any receipt, if anything does.

    `earliest` has what is owed of promises now, and what would be owed, by the index of ways; None stands for nothing,
    or for what has no bound.
    """

    settled: AlternativeValue
    differs: bool
    earliest: tuple[tuple[str, int | None, int | None], ...]


class PresumedPart(NamedTuple):
    """A presumed fact, `settled` as far as it is so at any receipt, wholly or not.

    Where it is not unsafe by itself, it is where the second of a pair of `sooner` is due first.
    """

    settled: Presumed
    is_wholly_settled: bool
    sooner: tuple[tuple[int, int], ...]
    alternatives: tuple[AlternativePart, ...]
    rank: tuple[int, int, bool]
    """By what is at stake, the most first."""


class Template(NamedTuple):
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
    amounts: tuple[Amounts, ...] = ()
    """Those of the counts that are plain amounts."""
    further_counts: tuple[int, ...] = ()
    """The other counts, by index."""
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
    confirmed: Mapping[str, Value] = _NOTHING
    received_within: Mapping[str, bool] = _NOTHING
    """By name of the hours that rules read of the receipt, whether they were open at it."""
    presumed_values: Mapping[str, Value] = _NOTHING
    derived: "tuple[Derived, ...]" = ()
    derived_values: Mapping[str, Value] = _NOTHING
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
    missed_ways: str = ""
    """In which ways requests should have come and did not, in words."""
    conflicts: tuple[str, ...] = ()
    """Which rules require or prefer two ways at once, in words."""
    frames: DecisionFrames | None = None
    """Texts that are made ready for it, where it is remembered and can have some."""

    def hours_timezone_by(self, facts: Mapping[str, Value]) -> str | None:
        """Return the zone of the hours that count as it is written or as a fact gives it; None where it is open."""
        return self.hours_timezone if self.hours_zone_of is None else _zone_by(self.hours_zone_of, facts)

    @property
    def settled_escalation(self) -> tuple[EscalationStep, ...]:
        """The steps as they are before anything has happened."""
        return tuple([part.settled for part in self.escalation])

    @property
    def can_have_frames(self) -> bool:
        """Whether texts can be made ready for it: what it shows does not depend on places that a request states."""
        is_placed = self.hours_zone_of or any(part.places or part.zone_of for part in self.deadlines)
        return not is_placed and not self.has_late_clocks


def _zone_by(given_by: PlaceOf, facts: Mapping[str, Value]) -> str | None:
    zone = facts.get(given_by.fact)
    return zone if isinstance(zone, str) else given_by.otherwise
