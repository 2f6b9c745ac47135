"""Records of time: spans, openings, and the hours that they make up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..findings import Placed

MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of open time: `seconds`, and `days` whose length the hours decide."""

    seconds: int
    days: int = 0
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of one weekday in minutes after its midnight; an `end` over 1440 is on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The public holidays of a country or of one of its regions, by the codes of the holidays library."""

    country: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Hours(Placed):
    """A weekly opening pattern in a time zone, less holidays.

    `week` holds seven tuples of openings, Monday first. `dates` maps ISO dates to the openings
    that replace those of that day, holiday or not. `day` is the written length of a business
    day in seconds; None where it follows from the week.
    """

    name: str
    timezone: str
    week: tuple[tuple[Opening, ...], ...]
    holidays: HolidayCalendar | None = None
    dates: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    day: int | None = None
    cite: tuple[str, ...] = ()
