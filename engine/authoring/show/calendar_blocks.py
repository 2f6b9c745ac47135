"""The calendars of a policy drawn: what each says of single days, and the public holidays of the next year."""

from collections.abc import Iterator
from datetime import date

from ...model import Calendar, Policy
from ...render.document import Block, Heading, Row, cell, line_of, paragraph, table
from ...text import both
from ...worktime import WorktimeError
from ...worktime.days_off import has_date, is_public_holiday
from ...worktime.public_holidays import holiday_names
from .citations import Citations
from .hours_wording import worded_calendar, worded_days
from .show_wording import spaced, titled


def calendar_blocks(policy: Policy, citations: Citations, first: date, last: date) -> Iterator[Block]:
    """Yield each calendar: those that have a name, then those that hours write; holidays from a day to another."""
    written = (own for hours in policy.hours.values() for own in hours.holidays if not own.name)
    for calendar in (*policy.calendars.values(), *dict.fromkeys(written)):
        if calendar.name:
            yield Heading(line_of(titled(calendar.name)), f"calendar-{calendar.name}")
        else:
            yield Heading(line_of(f"Public holidays of {worded_calendar(calendar)} from {first} to {last}"))
        having = [spaced(name) for name, hours in policy.hours.items() if calendar in hours.holidays]
        if calendar.name:
            yield paragraph(_worded(calendar, having))
        yield from _single_days(calendar)
        yield from _public_holidays(calendar, first, last, having)
        if calendar.cite:
            yield citations.paragraph(calendar.cite)


def _worded(calendar: Calendar, having: list[str]) -> str:
    public = f"the public holidays of {calendar.public.code}" if calendar.public else ""
    own = "the days below" if calendar.dates or calendar.without else ""
    return f"Closed in {both(having) or 'no hours'} on {both(filter(None, (public, own)))}."


def _single_days(calendar: Calendar) -> Iterator[Block]:
    """Yield what a calendar says of days by itself."""
    rows = [(days, "no day off") for days in calendar.without] + [(days, "day off") for days in calendar.dates]
    if rows:
        yield table(("day", "is"), [Row((cell(worded_days(days)), cell(words))) for days, words in rows])


def _public_holidays(calendar: Calendar, first: date, last: date, having: list[str]) -> Iterator[Block]:
    """Yield the public holidays from one day to another, less those that the calendar says something of."""
    if calendar.public is None:
        return
    names: dict[str, str] = {}
    problem = None
    for year in range(first.year, last.year + 1):
        try:
            names |= holiday_names(calendar.public, year)
        except WorktimeError as error:
            problem = problem or error
    rows = [
        Row((cell(worded_days(written)), cell(name)))
        for written, name in names.items()
        if first <= (day := date.fromisoformat(written)) <= last
        and not has_date(calendar, day.toordinal())
        and is_public_holiday(calendar, day.toordinal())
    ]
    if rows and not calendar.name:
        yield paragraph(f"On these days no opening starts in {both(having)}.")
    if rows:
        yield table(("day", "holiday"), rows)
    if problem:
        yield paragraph(f"Not known: {problem}.")
