"""Records of hours: openings by weekday and by date, in a zone, less days off; and unions of such hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..findings import Placed

MINUTES_A_DAY = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEVER = ((),) * len(WEEKDAYS)


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

    @property
    def code(self) -> str:
        """The code that names both, such as `DE-BY`."""
        return "-".join(filter(None, (self.country, self.region)))


@dataclass(frozen=True, slots=True)
class Calendar(Placed):
    """Days off: public holidays less the days `without`, and days of its own, all written as `parse_dates` reads them.

    It has no name where hours write it themselves.
    """

    public: HolidayCalendar | None = None
    without: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    name: str = ""
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours(Placed):
    """A weekly opening pattern in a time zone, less the days of calendars; or a union, open whenever a part of it is.

    `week` holds seven tuples of openings, Monday first; that of a union is empty. `dates` maps days as they are written
    (`parse_dates`) to the openings that replace those of these days, days off or not. `day` is the
    written length of a business day in seconds; None where it follows from the week.
    """

    name: str
    timezone: str
    week: tuple[tuple[Opening, ...], ...] = _NEVER
    holidays: tuple[Calendar, ...] = ()
    dates: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    day: int | None = None
    cite: tuple[str, ...] = ()
    any_of: tuple["Hours", ...] = ()

    @property
    def is_union(self) -> bool:
        """Whether the hours are a union of others."""
        return bool(self.any_of)

    @property
    def parts(self) -> tuple["Hours", ...]:
        """The hours that have a week: those of a union, else these."""
        return self.any_of or (self,)

    @property
    def never_close(self) -> bool:
        """Whether the hours are open at every instant, in whichever zone they are written."""
        return any(part.is_round_the_clock for part in self.parts)

    @property
    def is_round_the_clock(self) -> bool:
        """Whether every day of the week is open from end to end, and nothing else is said of any day."""
        days = ([(opening.start, opening.end) for opening in openings] for openings in self.week)
        return not self.holidays and not self.dates and all(day == [(0, MINUTES_A_DAY)] for day in days)

    @property
    def pattern(self) -> "Hours":
        """The hours without their names and citations, which are equal where they are open alike."""
        return replace(
            self,
            name="",
            cite=(),
            holidays=tuple(replace(calendar, name="", cite=()) for calendar in self.holidays),
            any_of=tuple(part.pattern for part in self.any_of),
        )

    @property
    def all_cites(self) -> tuple[str, ...]:
        """What they cite, with what their calendars and the parts of a union do, each once."""
        return tuple(dict.fromkeys(self._cites()))

    def _cites(self) -> Iterator[str]:
        yield from self.cite
        for calendar in self.holidays:
            yield from calendar.cite
        for part in self.any_of:
            yield from part.all_cites
