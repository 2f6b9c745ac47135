"""Calendars, days and openings as a person says them."""

from datetime import date

from ...language.time_notation import written_openings
from ...model import (
    MINUTES_A_DAY,
    WEEKDAYS,
    Calendar,
    Hours,
    PlaceOf,
    parse_dates,
)
from ...render.document import Weekday
from ...text import both
from .show_wording import spaced


def worded_calendar(calendar: Calendar) -> str:
    """Return what a calendar of days off goes by: its name, or its country and region, as `DE-BE`."""
    if calendar.name:
        return spaced(calendar.name)
    code = calendar.public.code if calendar.public else ""
    without = f" without {both(map(worded_days, calendar.without))}" if calendar.without else ""
    return both(filter(None, (f"{code}{without}", *map(worded_days, calendar.dates))))


def worded_place(place: PlaceOf) -> str:
    """Return what a fact gives a zone or country by, as `the fact zone, else UTC`."""
    return f"the fact {spaced(place.fact)}" + (f", else {place.otherwise}" if place.otherwise else "")


def worded_days(written: str) -> str:
    """Return days that are written under `dates` in words, with the weekdays where the year is written."""
    days = parse_dates(written)
    if days.is_yearly:
        return f"every {' to '.join(written.split('..'))}"
    return " to ".join(_weekday_and_date(date(*end)) for end in dict.fromkeys((days.first, days.last)))


def _weekday_and_date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()].title()} {day.isoformat()}"


def week_of(hours: Hours) -> tuple[Weekday, ...]:
    """Return the seven days of hours, each with what is open on it, last night's tail included."""
    days = []
    for n, (name, openings) in enumerate(zip(WEEKDAYS, hours.week, strict=True)):
        tails = [opening.end - MINUTES_A_DAY for opening in hours.week[n - 1] if opening.end > MINUTES_A_DAY]
        stretches = [(opening.start, min(opening.end, MINUTES_A_DAY)) for opening in openings]
        stretches += [(0, end) for end in tails]
        tail = ", ".join(f"till {end // 60:02}:{end % 60:02}" for end in tails)
        words = written_openings(openings) if openings or not tail else tail
        days.append(Weekday(name=name, openings=words, stretches=tuple(sorted(stretches))))
    return tuple(days)
