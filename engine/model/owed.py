"""Records of what is owed: promises and services, what must be brought, and whom to turn to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..findings import Marked
from .facts import ALWAYS, Condition
from .hours import Span


@dataclass(frozen=True, slots=True)
class SpanOf:
    """A span that a fact of the request gives."""

    fact: str


Cell = Span | SpanOf | None
"""What one tier and level is owed: a span, a span fact, or explicitly nothing."""


@dataclass(frozen=True, slots=True)
class Promise(Marked):
    """What is owed, by tier and level; a pair that is not in `within` owes nothing.

    Keys of `within` are (tier, level) for support and (tier, None) for consulting.
    """

    name: str
    scope: Literal["support", "consulting"]
    within: Mapping[tuple[str, str | None], Cell]
    cite: tuple[str, ...]
    repeats: bool = False
    hours: str | None = None
    kind: Literal["goal", "guarantee"] | None = None


@dataclass(frozen=True, slots=True)
class Service(Marked):
    """An entitlement with its limits; remit shows a limit, it does not count it.

    `tiers`, `activities` and `levels` are empty where the service is not limited to some.
    """

    name: str
    title: str
    tiers: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    per_year: int | None = None
    span: Span | None = None
    note: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntakeItem(Marked):
    """What the requester must bring."""

    needs: str
    when: Condition = ALWAYS
    optional: bool = False
    note: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation(Marked):
    """Whom to turn to, and on what occasions; without occasions, on any dissatisfaction."""

    to: str
    contact: str = ""
    when_any: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
