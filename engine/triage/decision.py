"""Decisions as records. Whatever shows one renders its record and computes nothing again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from ..findings import Finding
from ..model import Contract, Escalation, IntakeItem, Measure, Occasion, Policy, Request, Service, Span, Value
from .clock import wall_clock

if TYPE_CHECKING:
    from .decision_parts import Derived, Missing, NotOwed, PastOccurrence

Status = Literal["decided", "needs_facts", "undecided", "invalid"]
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


@dataclass(frozen=True, slots=True)
class AlternativeValue:
    """Another value of a presumed fact, and what would differ, all else as known; None where it would not.

    `scope`, `level`, `required` and `follow_up` are what becomes possible, `earliest` when promises could first fall
    due, None for never or without bound; `opens` are the facts that would then be missing.
    """

    value: Value
    scope: tuple[str | None, ...] | None
    level: tuple[str | None, ...] | None
    required: tuple[str | None, ...] | None
    earliest: Mapping[str, int | None]
    opens: tuple[str, ...]
    follow_up: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Presumed:
    """A fact that was presumed and would otherwise be missing.

    It is `unsafe` where another value could give the customer more: up to `scope` and `level`, where these are said.
    """

    fact: str
    value: Value
    unsafe: bool = False
    scope: str | None = None
    level: str | None = None
    cites: tuple[str, ...] = ()
    alternatives: tuple[AlternativeValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplicableService:
    """A service that the request has a claim to; not `certain` where open facts decide.

    It `is_special` where activities or a condition limit it, so that it is worth a line of a sheet.
    """

    service: Service
    certain: bool
    is_special: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """Somebody to turn to, and whether that applies: None where it depends on what nobody knows yet.

    `holds` tells whether its condition does. `came` are the occasions that have come, among them the span where it has
    elapsed.
    """

    escalation: Escalation
    holds: bool | None
    applies: bool | None
    came: tuple[Occasion | Span, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeNeed:
    """Something the requester must bring; not `certain` where open facts decide.

    `given` tells whether the request brings it, None where nothing in a request shows that.
    """

    item: IntakeItem
    certain: bool
    given: bool | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decision:
    """What was decided of one request, and why. As a string it is the sheet that a desk reads.

    Of a decision that was pickled, what it shows is left of its policy, contract and request, not
    what decided it. Two decisions are equal where they show the same.
    """

    request: Request
    status: Status
    policy: Policy
    tier: str
    contract: Contract | None
    scope: Ruling
    channel: Channel
    made_by: Mapping[str, str]
    priority: Priority = Priority(None, ())
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    """By promise, in the order of the policy."""
    hours_timezone: str | None = None
    """The zone of the hours that count, or that would if something were due; None where it is open."""
    not_owed: "tuple[NotOwed, ...]" = ()
    missing: "tuple[Missing, ...]" = ()
    presumed: tuple[Presumed, ...] = ()
    """The unsafe ones first, by what is at stake."""
    confirmed: Mapping[str, Value] = field(default_factory=dict)
    """What is presumed and somebody has confirmed."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    services: tuple[ApplicableService, ...] = ()
    intake: tuple[IntakeNeed, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    received_within: Mapping[str, bool] = field(default_factory=dict)
    """By name of the hours that rules read of the receipt, whether they were open at it."""
    derived: "tuple[Derived, ...]" = ()
    """In the order of the policy."""
    now_instant: int | None = None
    """As of when its deadlines stand as they do; None where that is not known."""
    is_closed: bool | None = None
    """Whether the request is closed then; None where that is not known."""

    @property
    def now(self) -> datetime | None:
        """As of when its deadlines stand as they do, in UTC; None where that is not known."""
        return None if self.now_instant is None else datetime.fromtimestamp(self.now_instant, UTC)

    @property
    def received(self) -> datetime:
        """When the request was received, in UTC."""
        return datetime.fromtimestamp(self.request.received, UTC)

    def timezone(self, deadline: Deadline | None = None) -> str:
        """Return the zone on whose clock a person reads the decision, or one of its deadlines.

        It is the customer's, where the contract names one; else that of the hours that count; else the policy's.
        """
        customer = self.contract.timezone if self.contract else None
        counted = deadline.timezone if deadline else None
        return customer or counted or self.hours_timezone or self.policy.timezone

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The facts that are presumed and that nobody has confirmed, in the order of `presumed`."""
        return tuple(presumed.fact for presumed in self.presumed if presumed.fact not in self.confirmed)

    @property
    def rulings(self) -> tuple[Ruling | Priority | Channel | Deadline, ...]:
        """All that was decided, each with its rules and what they cite."""
        return (self.scope, self.priority, self.channel, *self.deadlines.values())

    @property
    def reason_cites(self) -> tuple[str, ...]:
        """What its rulings, what is not owed, derived facts and the tier cite."""
        from .cites import reason_cites  # noqa: PLC0415 - it reads what is defined here

        return tuple(dict.fromkeys(reason_cites(self, self.deadlines.values())))

    @property
    def cites(self) -> tuple[str, ...]:
        """Everything that the decision cites: its reasons, and each service, need and escalation that it lists."""
        from .cites import settled_cites  # noqa: PLC0415 - it reads what is defined here

        further = [presumed.cites for presumed in self.presumed]
        further += [deadline.measure.cite for deadline in self.deadlines.values() if deadline.measure]
        settled = settled_cites(self, self.deadlines.values(), self.escalation)
        return tuple(dict.fromkeys((*settled, *(cite for cites in further for cite in cites))))

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as plain JSON values, as `schemas/decision.schema.json` describes them."""
        from .decision_json import as_record  # noqa: PLC0415 - it renders what is defined here

        return as_record(self)

    def __str__(self) -> str:
        from .decision_text import as_text  # noqa: PLC0415 - it renders what is defined here
        from .layout import Look  # noqa: PLC0415 - the same

        return as_text(self, Look())

    def __repr__(self) -> str:
        outcome = self.priority.level or self.scope.outcome
        return f"<Decision of {self.request.id or 'a request'}: {self.status}{f', {outcome}' if outcome else ''}>"

    def __eq__(self, value: object) -> bool:
        return self._visible_values() == value._visible_values() if isinstance(value, Decision) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.request.id, self.request.received, self.policy.digest, self.status))

    def __reduce__(self) -> tuple[type["Decision"], tuple[Any, ...]]:
        return Decision, self._visible_values()

    def _visible_values(self) -> tuple[Any, ...]:
        """Return the values of all fields, in order, less what is nowhere shown."""
        from .decision_json import excerpt  # noqa: PLC0415 - it renders what is defined here

        visible = excerpt(self)
        return tuple(getattr(visible, attribute.name) for attribute in fields(visible))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contract that a request may fall under; `evidence` is what speaks for it: `address`, `domain` or `case`."""

    contract: str
    customer: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """A request that cannot be decided, and why."""

    id: str | None
    findings: tuple[Finding, ...]
    status: Status = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest(Invalid):
    """A request that lacks what nothing can be decided without: whose contract it falls under, or when it came in.

    It is not invalid: somebody has to answer what is `missing`. `candidates` are the contracts that evidence speaks
    for.
    """

    request: Request
    missing: "tuple[Missing, ...]"
    candidates: tuple[Candidate, ...] = ()
    made_by: Mapping[str, str] = field(default_factory=dict)
