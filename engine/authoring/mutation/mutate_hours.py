"""Hours with one thing changed: opened later, closed earlier, no holidays, a date of its own left out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...language.time_notation import written_openings
from ...language.yaml_writer import written_text
from ...model import MINUTES_A_DAY, Hours, Opening
from ...worktime import WEEKDAYS, day_length, never_open

Day = tuple[Opening, ...]
Altered = tuple[str, Hours, str, str]


_STEP = 30
"""By so many minutes an opening is changed."""


def hours_mutants(hours: Hours) -> Iterator[Altered]:
    """Yield hours with one thing changed: what, the hours, and the lines before and after.

    A business day keeps its length: what is changed is when the clock runs, not how much is owed.
    Hours that would never open are left out, for no policy may have them.
    """
    week = tuple(tuple(sorted(day, key=lambda opening: opening.start)) for day in hours.week)
    fixed = replace(hours, week=week, day=day_length(hours))
    yield from (altered for altered in _mutants(fixed) if not never_open(altered[1]))


def _mutants(hours: Hours) -> Iterator[Altered]:
    yield from _changed(hours, "opens half an hour later", _later)
    yield from _changed(hours, "closes half an hour earlier", _earlier)
    last = next((n for n in reversed(range(len(hours.week))) if hours.week[n]), None)
    if last is not None:
        day = WEEKDAYS[last]
        closed = replace(hours, week=(*hours.week[:last], (), *hours.week[last + 1 :]))
        yield f"closed on {day}", closed, f"{day}: {written_openings(hours.week[last])}", f"{day}: closed"
    zone = "Asia/Tokyo" if hours.timezone == "UTC" else "UTC"
    moved = replace(hours, timezone=zone)
    yield "another time zone", moved, f"timezone: {hours.timezone}", f"timezone: {zone}"
    if hours.holidays is not None:
        calendar = hours.holidays
        # A region may be called `NO` or `01`.
        region = f", region: {written_text(calendar.region)}" if calendar.region else ""
        written = f"holidays: {{country: {written_text(calendar.country)}{region}}}"
        yield "no holidays", replace(hours, holidays=None), written, "(no holidays)"
    for date, openings in hours.dates.items():
        usual = replace(hours, dates={day: hours.dates[day] for day in hours.dates if day != date})
        yield f"{date} like any other day", usual, f"{date}: {written_openings(openings)}", "(nothing)"


def _changed(hours: Hours, what: str, change: Callable[[Day], Day]) -> Iterator[Altered]:
    """Yield hours with every day of the week changed, and as lines the first day that differs."""
    week = tuple(map(change, hours.week))
    differing = next(((old, new) for old, new in zip(hours.week, week, strict=True) if old != new), None)
    if differing:
        yield what, replace(hours, week=week), written_openings(differing[0]), written_openings(differing[1])


def _later(day: Day) -> Day:
    """Return a day that opens later; an opening that is too short is gone, one so late stays."""
    start = day[0].start + _STEP if day else MINUTES_A_DAY
    if start >= MINUTES_A_DAY:
        return day
    return (replace(day[0], start=start), *day[1:]) if start < day[0].end else day[1:]


def _earlier(day: Day) -> Day:
    """Return a day that closes earlier; its last opening is gone where it is too short."""
    if not day:
        return day
    end = day[-1].end - _STEP
    return (*day[:-1], replace(day[-1], end=end)) if day[-1].start < end else day[:-1]
