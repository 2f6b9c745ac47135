"""Records of what is decided: contracts, the requests under them, and cases that say what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..findings import Marked, Placed
from .events import UPDATED

if TYPE_CHECKING:
    from .messages import MessageReading

FIRST_RECEIVED, LAST_RECEIVED = date(1970, 1, 1), date(2100, 12, 31)
"""The days on which a request can be received."""


@dataclass(frozen=True, slots=True)
class Stated(Marked):
    """A fact as a request or contract states it, as yet unchecked; None means asked, not known."""

    value: object


@dataclass(frozen=True, slots=True)
class Contract(Placed):
    """One customer's purchase. `start` and `end` are ISO dates, both inclusive; replies are in `language`."""

    id: str
    customer: str
    policy: str
    tier: str
    edition: str | None = None
    start: str | None = None
    end: str | None = None
    timezone: str | None = None
    domains: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    facts: Mapping[str, Stated] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    """The ids of its cases; `*` stands for digits."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Event(Marked):
    """Something that has happened to a request, at so many seconds since 1970-01-01 UTC.

    `facts` and `claimed_priority` are what a `changed` event says, other events say nothing of them.
    """

    at: int
    name: str
    facts: Mapping[str, Stated] = field(default_factory=dict)
    claimed_priority: str | None = None
    is_alone: bool = False
    """Whether it counts for its own request alone, though others were split from the same message."""

    @property
    def is_change(self) -> bool:
        """Whether it says something of the facts or the claim."""
        return bool(self.facts) or self.claimed_priority is not None


@dataclass(frozen=True, slots=True)
class Request(Placed):
    """What a customer sends. `received` and `last_update` are seconds since 1970-01-01 UTC.

    One that is not valid is checked as far as it can be read, and never decided; it is not `is_dated` where nobody
    knows when it was received.
    """

    id: str | None
    received: int
    policy: str | None = None
    tier: str | None = None
    contract: str | None = None
    channel: str | None = None
    sender: str | None = None
    claimed_priority: str | None = None
    last_update: int | None = None
    subject: str | None = None
    body: str | None = None
    facts: Mapping[str, Stated] = field(default_factory=dict)
    is_dated: bool = True
    confirmed: Mapping[str, Stated] = field(default_factory=dict)
    """Presumed values that somebody has looked at; None stands for whatever is presumed."""
    events: tuple[Event, ...] = ()
    """What has happened to it, in order."""
    channels: tuple[str, ...] = ()
    """Every way in which it came, where a list of them is written; `channel` is the first."""
    reading: "MessageReading | None" = None
    """What was read of a message for it: it states nothing; None where nothing was."""

    @property
    def has_events(self) -> bool:
        """Whether anything has happened to it."""
        return bool(self.events) or self.last_update is not None

    @property
    def history(self) -> tuple[Event, ...]:
        """What has happened to it; the last update is an event."""
        if self.last_update is None:
            return self.events
        return (Event(at=self.last_update, name=UPDATED, mark=self.key_mark("last_update")),)

    @property
    def arrived_by(self) -> tuple[str, ...]:
        """Every way in which it came, as far as that is known."""
        return self.channels or ((self.channel,) if self.channel is not None else ())
