"""The calendars of a policy, as checks look at them: those with a name, and those that hours write or facts give."""

from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Mark
from ...model import Calendar, Hours, PlaceOf, Policy
from ...model.hours import holidays_of_place


class CheckedCalendar(NamedTuple):
    """A calendar, where it is found and what it is called in a message, and the hours that have its days off."""

    at: str
    subject: str
    calendar: Calendar
    hours: tuple[Hours, ...]

    def verb(self, infinitive: str) -> str:
        """Return a verb as it goes with the subject: hours are many."""
        return infinitive if self.subject.startswith("hours") else f"{infinitive}s"


def checked_calendars(policy: Policy) -> Iterator[CheckedCalendar]:
    """Yield every calendar of a policy, one with a name once, and that of each country that is presumed or derived."""
    for name, calendar in policy.calendars.items():
        having = tuple(hours for hours in policy.hours.values() if calendar in hours.holidays)
        yield CheckedCalendar(name, f"calendar `{name}`", calendar, having)
    for hours in policy.hours.values():
        for calendar in hours.holidays:
            if not calendar.name:
                yield CheckedCalendar(hours.name, f"hours `{hours.name}`", calendar, (hours,))
    for name, country, having in _countries_of_facts(policy):
        calendar = Calendar(public=holidays_of_place(country), mark=policy.facts[name].mark)
        yield CheckedCalendar(name, f"fact `{name}`", calendar, having)


def _countries_of_facts(policy: Policy) -> Iterator[tuple[str, str, tuple[Hours, ...]]]:
    """Yield the countries that a policy knows facts to give, each once, with the hours whose holidays they give."""
    having: dict[tuple[str, str], list[Hours]] = {}
    for hours in policy.hours.values():
        for place in hours.holidays_of:
            for country in known_places(policy, place):
                having.setdefault((place.fact, country), []).append(hours)
    yield from ((name, country, tuple(listed)) for (name, country), listed in having.items())


def known_places(policy: Policy, place: PlaceOf) -> tuple[str, ...]:
    """Return the zones or countries that a fact has by presumptions, by derivation, or where it has no value."""
    fact = policy.facts[place.fact]
    values = (*(p.value for p in fact.presume), *(entry.value for entry in fact.derive), place.otherwise)
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))


def country_mark(hours: Hours) -> Mark:
    """Return where hours name the first country whose public holidays they have off."""
    public = (calendar for calendar in hours.holidays if calendar.public)
    return next((calendar.key_mark("country") for calendar in public), hours.key_mark("holidays"))
