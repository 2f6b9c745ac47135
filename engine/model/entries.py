"""Records of what is owed: a span or a date, with what limits, times and cites it."""

from dataclasses import dataclass
from typing import Literal

from ..findings import Marked
from .due_date_wording import WallTime, due_date_text
from .facts import Span

Kind = Literal["goal", "guarantee"]
"""How binding something is that is owed."""


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

    @property
    def number(self) -> int:
        """How many days are counted, of whichever kind."""
        return self.days or 0 if self.business_days is None else self.business_days

    @property
    def is_business(self) -> bool:
        """Whether business days are counted."""
        return self.business_days is not None

    @property
    def text(self) -> str:
        """The date in words, such as `end of the next business day`."""
        return due_date_text(self.number, self.at, is_business=self.is_business)


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

    @property
    def is_counted_by_days(self) -> bool:
        """Whether it matters on which day the clock starts."""
        return self.by is not None or self.cutoff is not None


Cell = Entry | None
"""What one tier and level is owed; None is explicitly nothing."""
