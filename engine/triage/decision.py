"""Decisions as records. Whatever shows one renders its record and computes nothing again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..findings import Finding
from ..model import Contract, Escalation, IntakeItem, Occasion, Policy, Request, Service, Span, Value
from .rulings import Channel, Deadline, Priority, Ruling

if TYPE_CHECKING:
    from .decision_parts import Derived, Missing, NotOwed
    from .template import Template

Status = Literal["decided", "needs_facts", "undecided", "invalid"]


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


class ApplicableService(NamedTuple):
    """A service that the request has a claim to; not `certain` where open facts decide.

    It `is_special` where activities or a condition limit it, so that it is worth a line of a sheet.
    """

    service: Service
    certain: bool
    is_special: bool = False


class EscalationStep(NamedTuple):
    """Somebody to turn to, and whether that applies: None where it depends on what nobody knows yet.

    `holds` tells whether its condition does. `came` are the occasions that have come, among them the span where it has
    elapsed.
    """

    escalation: Escalation
    holds: bool | None
    applies: bool | None
    came: tuple[Occasion | Span, ...] = ()


class IntakeNeed(NamedTuple):
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
    template: "Template"
    """What its situation comes to, as that of many other requests does."""
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    """By promise, in the order of the policy."""
    not_owed: "tuple[NotOwed, ...]" = ()
    presumed: tuple[Presumed, ...] = ()
    """The unsafe ones first, by what is at stake."""
    facts: Mapping[str, Value] = field(default_factory=dict)
    escalation: tuple[EscalationStep, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    now_instant: int | None = None
    """As of when its deadlines stand as they do; None where that is not known."""
    is_closed: bool | None = None
    """Whether the request is closed then; None where that is not known."""

    @property
    def status(self) -> Status:
        """Whether it is decided."""
        return self.template.status

    @property
    def policy(self) -> Policy:
        """The edition that counts."""
        return self.template.policy

    @property
    def tier(self) -> str:
        """What the customer has bought."""
        return self.template.tier

    @property
    def contract(self) -> Contract | None:
        """The customer's contract, if there is one."""
        return self.template.contract

    @property
    def scope(self) -> Ruling:
        """Whether it is covered."""
        return self.template.scope

    @property
    def priority(self) -> Priority:
        """How severe it is."""
        return self.template.priority

    @property
    def channel(self) -> Channel:
        """How it must come in."""
        return self.template.channel

    @property
    def made_by(self) -> Mapping[str, str]:
        """What decided it, and the versions of that."""
        return dict(self.template.made_by)

    @property
    def hours_timezone(self) -> str | None:
        """The zone of the hours that count, or that would if something were due; None where it is open."""
        return self.template.hours_timezone_by(self.facts)

    @property
    def missing(self) -> "tuple[Missing, ...]":
        """What is still needed."""
        return self.template.missing

    @property
    def confirmed(self) -> Mapping[str, Value]:
        """What is presumed and somebody has confirmed."""
        return dict(self.template.confirmed)

    @property
    def received_within(self) -> Mapping[str, bool]:
        """By name of the hours that rules read of the receipt, whether they were open at it."""
        return dict(self.template.received_within)

    @property
    def derived(self) -> "tuple[Derived, ...]":
        """What follows from other facts, in the order of the policy."""
        return self.template.derived

    @property
    def services(self) -> tuple[ApplicableService, ...]:
        """What the customer has a claim to."""
        return self.template.services

    @property
    def intake(self) -> tuple[IntakeNeed, ...]:
        """What the requester must bring."""
        return self.template.intake

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
        confirmed = self.template.confirmed
        return tuple(presumed.fact for presumed in self.presumed if presumed.fact not in confirmed)

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
        from .decision_excerpt import excerpt  # noqa: PLC0415 - it renders what is defined here

        visible = excerpt(self)
        return tuple(getattr(visible, attribute.name) for attribute in fields(visible))


class Candidate(NamedTuple):
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
