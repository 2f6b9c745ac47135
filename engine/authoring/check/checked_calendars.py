"""The calendars of a policy, as checks look at them: those that have a name, and those that hours write themselves."""

from collections.abc import Iterator
from typing import NamedTuple

from ...findings import Mark
from ...model import Calendar, Hours, Policy


class CheckedCalendar(NamedTuple):
    """A calendar, where it is found and what it is called in a message, and the hours that have its days off."""

    at: str
    subject: str
    calendar: Calendar
    hours: tuple[Hours, ...]


def checked_calendars(policy: Policy) -> Iterator[CheckedCalendar]:
    """Yield every calendar of a policy, one that has a name once."""
    for name, calendar in policy.calendars.items():
        having = tuple(hours for hours in policy.hours.values() if calendar in hours.holidays)
        yield CheckedCalendar(name, f"calendar `{name}`", calendar, having)
    for hours in policy.hours.values():
        for calendar in hours.holidays:
            if not calendar.name:
                yield CheckedCalendar(hours.name, f"hours `{hours.name}`", calendar, (hours,))


def country_mark(hours: Hours) -> Mark:
    """Return where hours name the first country whose public holidays they have off."""
    public = (calendar for calendar in hours.holidays if calendar.public)
    return next((calendar.key_mark("country") for calendar in public), hours.key_mark("holidays"))
