"""Opening hours as text: `mon-fri`, `sat, sun`, `09:00-12:30, 13:00-17:00`, `closed`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model import MINUTES_A_DAY, Opening

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPENING = re.compile(r"([0-9]{2}):([0-9]{2})\s*-\s*([0-9]{2}):([0-9]{2})")


class NotOpenings(ValueError):
    """A text that does not write openings or weekdays; its message says why."""


def parse_days(text: str) -> list[int]:
    """Return the weekdays that a key of a week names, Monday being 0."""
    days: list[int] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or any(end not in DAYS for end in ends):  # noqa: PLR2004 - a first and a last day
            raise NotOpenings(f"`{text}` is not a day or days such as `mon`, `mon-fri` or `sat, sun`")
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return days


def parse_openings(text: str) -> tuple[Opening, ...]:
    """Return the openings of a day; one that ends before it starts ends on the next day."""
    if text.strip() == "closed":
        return ()
    return tuple(_opening(part.strip()) for part in text.split(","))


def _opening(text: str) -> Opening:
    match = _OPENING.fullmatch(text)
    if match is None:
        raise NotOpenings(f"`{text}` is neither an opening such as `09:00-17:00` nor `closed`")
    start, end = _minutes(match[1], match[2], text), _minutes(match[3], match[4], text)
    if start == end:
        raise NotOpenings(f"opening `{text}` starts and ends at the same time")
    if start == MINUTES_A_DAY:
        raise NotOpenings(f"opening `{text}` starts at 24:00; write 00:00 of the next day")
    return Opening(start, end if end > start else end + MINUTES_A_DAY)


def _minutes(hours: str, minutes: str, text: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MINUTES_A_DAY:  # noqa: PLR2004 - the last minute of an hour
        raise NotOpenings(f"`{text}` has a time outside 00:00 to 24:00")
    return total


def written_openings(openings: Iterable[Opening]) -> str:
    """Return the openings of a day as the language writes them."""
    return ", ".join(f"{_clock_text(opening.start)}-{_clock_text(opening.end)}" for opening in openings) or "closed"


def _clock_text(minutes: int) -> str:
    on_its_day = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{on_its_day // 60:02}:{on_its_day % 60:02}"
