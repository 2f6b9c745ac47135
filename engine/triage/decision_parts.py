"""Parts that few decisions have, in a module of their own since start-up is felt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Value
    from .rulings import ClockState


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOccurrence:
    """An occurrence of a promise that is over; `met_at` is None where nothing met it."""

    due_instant: int | None
    state: ClockState | None
    met_instant: int | None

    @property
    def due(self) -> datetime | None:
        """When it fell due, in UTC."""
        return None if self.due_instant is None else datetime.fromtimestamp(self.due_instant, UTC)

    @property
    def met_at(self) -> datetime | None:
        """When it was met, in UTC."""
        return None if self.met_instant is None else datetime.fromtimestamp(self.met_instant, UTC)


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived fact of which another value would change the outcome: the entry that gave its value, what that cites.

    What follows from the other value follows; all else is as known.
    """

    fact: str
    value: Value
    rule: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that still decides something, and what."""

    fact: str
    ask: str
    choices: tuple[str, ...]
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOwed:
    """A promise that owes nothing at the request's level, as its policy says; `note` says why."""

    promise: str
    note: str
    cites: tuple[str, ...]
    rule: str | None = None
    """The promise rule that says so; None where the table does."""
