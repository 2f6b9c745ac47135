"""Hours with one thing changed: opened later, closed earlier, no holidays, a date of its own left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...worktime import WEEKDAYS, day_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Hours, Opening

_STEP = 30
"""By so many minutes an opening is changed."""


def hours_mutants(hours: Hours) -> Iterator[tuple[str, Hours, str, str]]:
    """Yield hours with one thing changed: what, the hours, and the lines before and after.

    A business day keeps its length: what is changed is when the clock runs, not how much is owed.
    """
    kept = replace(hours, day=day_length(hours))
    week = hours.week
    open_days = [n for n, day in enumerate(week) if day]
    if open_days:
        last = open_days[-1]
        yield _changed(kept, "opens half an hour later", [_later(day) for day in week])
        yield _changed(kept, "closes half an hour earlier", [_earlier(day) for day in week])
        closed = replace(kept, week=(*week[:last], (), *week[last + 1 :]))
        yield (
            f"closed on {WEEKDAYS[last]}",
            closed,
            f"{WEEKDAYS[last]}: {_written(week[last])}",
            f"{WEEKDAYS[last]}: closed",
        )
    other = "Asia/Tokyo" if hours.timezone == "UTC" else "UTC"
    zones = f"timezone: {hours.timezone}", f"timezone: {other}"
    yield "another time zone", replace(kept, timezone=other), *zones
    if hours.holidays is not None:
        calendar = hours.holidays
        region = f", region: {calendar.region}" if calendar.region else ""
        written = f"holidays: {{country: {calendar.country}{region}}}"
        yield "no holidays", replace(kept, holidays=None), written, "(no holidays)"
    for date, openings in hours.dates.items():
        dates = {day: those for day, those in hours.dates.items() if day != date}
        yield f"{date} like any other day", replace(kept, dates=dates), f"{date}: {_written(openings)}", "(nothing)"


def _changed(hours: Hours, what: str, week: list[tuple[Opening, ...]]) -> tuple[str, Hours, str, str]:
    before = next(day for day in hours.week if day)
    after = next((new for new, old in zip(week, hours.week, strict=True) if old == before), ())
    return what, replace(hours, week=tuple(week)), _written(before), _written(after)


def _later(day: tuple[Opening, ...]) -> tuple[Opening, ...]:
    return tuple(
        replace(o, start=o.start + _STEP) if n == 0 else o for n, o in enumerate(day) if o.start + _STEP < o.end
    )


def _earlier(day: tuple[Opening, ...]) -> tuple[Opening, ...]:
    last = len(day) - 1
    return tuple(
        replace(o, end=o.end - _STEP) if n == last else o for n, o in enumerate(day) if o.start < o.end - _STEP
    )


def _written(day: tuple[Opening, ...]) -> str:
    return ", ".join(f"{_clock(o.start)}-{_clock(o.end)}" for o in day) or "closed"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}" if minute <= 24 * 60 else f"{minute // 60 - 24:02}:{minute % 60:02}"
