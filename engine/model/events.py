"""What can happen to a request, and what the clocks of promises do then."""

from dataclasses import dataclass
from typing import Literal

from ..findings import Marked

RECEIVED = "received"
REPLIED, UPDATED, ASKED, WAITING = "replied", "updated", "asked", "waiting"
RESUMED, CHANGED, CLOSED, REOPENED = "resumed", "changed", "closed", "reopened"
BUILT_IN_EVENTS = (REPLIED, UPDATED, ASKED, WAITING, RESUMED, CHANGED, CLOSED, REOPENED)
"""The events that every policy knows."""
RESPONSE_OVERDUE, UPDATE_OVERDUE = "response_overdue", "update_overdue"
HANDLING, CRITICALITY_CHANGED = "handling", "criticality_changed"
OCCASIONS = (RESPONSE_OVERDUE, UPDATE_OVERDUE, HANDLING, CRITICALITY_CHANGED)
"""On what escalation may turn to somebody, beside events."""


@dataclass(frozen=True, slots=True)
class EventType(Marked):
    """Something that can happen to a request, as a policy declares it."""

    title: str


@dataclass(frozen=True, slots=True)
class PromiseClock:
    """What the clock of a promise does. `until` is empty, and `on_change` None, where they are not written."""

    starts_at: str = RECEIVED
    until: tuple[str, ...] = ()
    pauses: bool = False
    on_resume: Literal["continue", "restart"] = "continue"
    on_change: Literal["recompute", "restart"] | None = None


PLAIN_CLOCK = PromiseClock()
"""It starts at the receipt and never stands."""
