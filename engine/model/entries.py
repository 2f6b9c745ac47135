"""Records of what is owed: a span or a date, with what limits, times and cites it."""

from dataclasses import dataclass
from typing import Literal

from ..findings import Marked
from .facts import Span

Kind = Literal["goal", "guarantee"]
"""How binding something is that is owed."""

WallTime = int | Literal["close"]
"""Minutes after midnight, or when the hours close on a day."""


@dataclass(frozen=True, slots=True)
class SpanOf:
    """A span that a fact of the request gives; `otherwise` is owed where the fact is none, nothing without it."""

    fact: str
    otherwise: Span | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day, counted in `business_days` or in `days`, and the time on it."""

    at: WallTime
    business_days: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Entry(Marked):
    """Something owed, either `within` a span or `by` a date.

    Without `hours` and `kind` those of its promise count.
    """

    within: Span | SpanOf | None = None
    by: DueDate | None = None
    cutoff: WallTime | None = None
    hours: str | None = None
    kind: Kind | None = None
    cite: tuple[str, ...] = ()


Cell = Entry | None
"""What one tier and level is owed; None is explicitly nothing."""
