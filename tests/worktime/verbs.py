"""What the worktime tests say: hours as a policy writes them, instants as a person does, and refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from remit.engine.model import Calendar, HolidayCalendar, Hours, Opening
from remit.engine.worktime import WorktimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def hours(
    *week: str,
    zone: str = "UTC",
    holidays: str | None = None,
    dates: Mapping[str, str] | None = None,
    name: str = "office",
    day: int | None = None,
) -> Hours:
    """Return hours from lines such as `mon-fri 09:00-12:30, 13:00-17:00` and a calendar such as `DE-BE`."""
    openings: dict[str, tuple[Opening, ...]] = {}
    for line in week:
        days, _, written = line.partition(" ")
        first, _, last = days.partition("-")
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        for number in range(start, end + 1 if start <= end else end + 8):  # from `sat` to `wed`, too
            openings[WEEKDAYS[number % 7]] = opened(written)
    country, _, region = (holidays or "").partition("-")
    return Hours(
        name,
        zone,
        tuple(openings.get(weekday, ()) for weekday in WEEKDAYS),
        (Calendar(HolidayCalendar(country, region or None)),) if country else (),
        {written: opened(text) for written, text in (dates or {}).items()},
        day,
    )


def opened(text: str) -> tuple[Opening, ...]:
    """Return the openings in `22:00-06:00, 08:00-09:00`, of which the first is overnight; none for `closed`."""
    return () if text == "closed" else tuple(_opening(part) for part in text.split(", "))


def _opening(text: str) -> Opening:
    start, end = (60 * int(clock[:2]) + int(clock[3:5]) for clock in text.split("-"))
    return Opening(start, end if start < end else end + 1440)


def at(written: str) -> int:
    """Return the instant of `Thu 17:00`, in UTC and in the week of Monday 5 January 2026, or of RFC 3339."""
    weekday, _, clock = written.partition(" ")
    if not clock:
        return int(datetime.fromisoformat(written).timestamp())
    day = A_MONDAY + timedelta(days=WEEKDAYS.index(weekday.lower()))
    return int(day.timestamp()) + 3600 * int(clock[:2]) + 60 * int(clock[3:5])


def refusal(operation: Callable[..., object], *arguments: object) -> str:
    """Return the message with which worktime refuses to reckon."""
    with pytest.raises(WorktimeError) as raised:
        operation(*arguments)
    return str(raised.value)
