"""Decisions as records. Whatever shows one renders its record and computes nothing again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..findings import Finding
    from ..model import Contract, Escalation, IntakeItem, Policy, Request, Service, Value

Status = Literal["decided", "needs_facts", "undecided", "invalid"]


@dataclass(frozen=True, slots=True)
class Reasons:
    """The true rules whose outcome won, in file order, and what they cite."""

    rules: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a group decided: None where it is open, undecided or does not arise.

    `possible` are the outcomes over all completions, the most severe first; None among them
    stands for completions in which no rule holds.
    """

    outcome: str | None
    possible: tuple[str | None, ...]
    reasons: Reasons = Reasons()


@dataclass(frozen=True, slots=True)
class Channel:
    """How the request must come in. `met` is None where that, or how it came, is not known."""

    required: str | None
    preferred: str | None
    allowed: tuple[str, ...]
    arrived_by: str | None
    met: bool | None
    reasons: Reasons = Reasons()
    possible: tuple[str | None, ...] | None = None
    """The ways that could be required, where the channel is open."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a promise falls due, in seconds since 1970-01-01 UTC; `due` is None where that is open.

    `earliest` and `latest` bound it over the completions that owe it, None without bound; it is
    not `certain` where some completion owes nothing. `periods` are the open stretches counted.
    """

    promise: str
    due: int | None
    earliest: int | None
    latest: int | None
    certain: bool
    start: int
    within: str | None
    hours: str | None
    timezone: str | None
    repeats: bool
    kind: str | None
    periods: tuple[tuple[int, int], ...]
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that still decides something, and what."""

    fact: str
    ask: str
    choices: tuple[str, ...]
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presumed:
    """A fact that was presumed and would otherwise be missing."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class Entitled:
    """A service that the request has a claim to; not `certain` where open facts decide."""

    service: Service
    certain: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """Something the requester must bring; not `certain` where open facts decide."""

    item: IntakeItem
    certain: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one request, and why."""

    request: Request
    status: Status
    policy: Policy
    tier: str
    contract: Contract | None
    scope: Ruling
    channel: Channel
    made_by: Mapping[str, str]
    priority: Ruling = Ruling(None, ())
    claimed: str | None = None
    agrees: bool | None = None
    deadlines: tuple[Deadline, ...] = ()
    missing: tuple[Missing, ...] = ()
    presumed: tuple[Presumed, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    services: tuple[Entitled, ...] = ()
    intake: tuple[Needed, ...] = ()
    escalation: tuple[Escalation, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Invalid:
    """A request that cannot be decided, and why."""

    id: str | None
    findings: tuple[Finding, ...]
    status: Status = "invalid"
