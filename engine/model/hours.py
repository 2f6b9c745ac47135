"""Records of hours: openings by weekday and by date, in a zone, less days off; and unions of such hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..findings import Placed

MINUTES_A_DAY = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEVER = ((),) * len(WEEKDAYS)


class Opening(NamedTuple):
    """A stretch of one weekday in minutes after its midnight; an `end` over 1440 is on the next day."""

    start: int
    end: int


_EVERY_HOUR = ((Opening(0, MINUTES_A_DAY),),) * len(WEEKDAYS)


class HolidayCalendar(NamedTuple):
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
class PlaceOf:
    """A time zone or a country that a fact of the request gives; `otherwise` where that has no value.

    None stands for no country.
    """

    fact: str
    otherwise: str | None = None


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
    zone_of: PlaceOf | None = None
    """What gives the zone; `timezone` is then the policy's, with which is compared what nobody states."""
    holidays_of: tuple[PlaceOf, ...] = ()
    """What gives countries whose holidays are days off, beside those of `holidays`."""

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
        if self.holidays or self.holidays_of or self.dates:
            return False
        return self.week == _EVERY_HOUR

    @property
    def places(self) -> tuple[str, ...]:
        """The facts that give zones and holidays on which it depends when the hours are open, each once."""
        return () if self.never_close else self.places_of_days

    @property
    def places_of_days(self) -> tuple[str, ...]:
        """The facts that give zones and holidays on which it depends which days they open on, each once."""
        places = [place for part in self.parts for place in (part.zone_of, *part.holidays_of) if place is not None]
        return tuple(dict.fromkeys(place.fact for place in places))

    def placed(self, places: Mapping[str, str | None]) -> "Hours":
        """Return the hours with the zones and holidays that facts give; None is no value, what is left out not known.

        Where it is not known, the zone is the policy's, and there are no such holidays.
        """
        if self.zone_of is None and not self.holidays_of and not self.any_of:
            return self
        zone = self.timezone if self.zone_of is None else _place(self.zone_of, places) or self.timezone
        countries = [_place(place, places) for place in self.holidays_of]
        own = tuple(Calendar(public=holidays_of_place(country)) for country in countries if country)
        return replace(
            self,
            timezone=zone,
            holidays=tuple(dict.fromkeys((*self.holidays, *own))),
            any_of=tuple(part.placed(places) for part in self.any_of),
            zone_of=None,
            holidays_of=(),
        )

    def with_places_named(self, names: Mapping[str, str]) -> "Hours":
        """Return the hours with the facts that give their places called otherwise."""
        if not self.zone_of and not self.holidays_of and not self.any_of:
            return self
        return replace(
            self,
            zone_of=replace(self.zone_of, fact=names[self.zone_of.fact]) if self.zone_of else None,
            holidays_of=tuple(replace(place, fact=names[place.fact]) for place in self.holidays_of),
            any_of=tuple(part.with_places_named(names) for part in self.any_of),
        )

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


def holidays_of_place(code: str) -> HolidayCalendar:
    """Return the public holidays that a code such as `DE` or `DE-BY` names."""
    country, _, region = code.partition("-")
    return HolidayCalendar(country, region or None)


def _place(place: PlaceOf, places: Mapping[str, str | None]) -> str | None:
    """Return the zone or country that a fact gives, None where that is not known or there is none."""
    return places[place.fact] or place.otherwise if place.fact in places else None
