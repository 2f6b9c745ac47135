"""What the pattern of hours shows without laying out a day: overlaps, the length of a day, never open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from ..model import MINUTES_A_DAY
from .instants import MINUTE, WorktimeError
from .open_time import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Hours, Opening, Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Collision:
    """Two openings that overlap, each with the weekday or the ISO date on which it starts."""

    earlier_day: str
    earlier: Opening
    later_day: str
    later: Opening


def never_open(hours: Hours) -> bool:
    """Tell whether neither the week nor any date has an opening."""
    return not any(hours.week) and not any(hours.dates.values())


def collisions(hours: Hours) -> tuple[Collision, ...]:
    """Return the openings of the week, and those of a date and the night before, that overlap; not those that touch.

    Each opening is the later one of at most one collision, beside the one before it that lasts longest.
    """
    week = [_DatedOpening(number, opening) for number, openings in enumerate(hours.week) for opening in openings]
    # Sunday night runs into Monday.
    monday = [_DatedOpening(len(WEEKDAYS), opening) for opening in hours.week[0]]
    overlaps = [
        Collision(
            earlier_day=WEEKDAYS[earlier.day],
            earlier=earlier.opening,
            later_day=WEEKDAYS[later.day % len(WEEKDAYS)],
            later=later.opening,
        )
        for earlier, later in _overlaps(week, monday)
    ]
    for day, openings in hours.dates.items():
        before = date.fromisoformat(day) - timedelta(days=1)
        # Where there are holidays, the day before may be one, on which nothing opened.
        usual = () if hours.holidays else hours.week[before.weekday()]
        last_night = hours.dates.get(before.isoformat(), usual)
        both_days = [_DatedOpening(-1, opening) for opening in last_night] + [
            _DatedOpening(0, opening) for opening in openings
        ]
        names = {-1: before.isoformat(), 0: day}
        overlaps += (
            Collision(earlier_day=names[earlier.day], earlier=earlier.opening, later_day=day, later=later.opening)
            for earlier, later in _overlaps(both_days)
            if later.day == 0
        )
    return tuple(overlaps)


def day_length(hours: Hours) -> int | None:
    """Return the seconds of a business day: the written ones, else those of every open weekday where all are equal.

    None where nothing is written and open weekdays differ, or there is none.
    """
    if hours.day is not None:
        return hours.day
    lengths = {_length(openings) for openings in hours.week if openings}
    return lengths.pop() if len(lengths) == 1 else None


def amount(hours: Hours, span: Span) -> int:
    """Return the seconds of a span; raise WorktimeError where it has days and their length is not known."""
    if not span.days:
        return span.seconds
    length = day_length(hours)
    if length is None:
        raise WorktimeError(f"hours `{hours.name}` do not say how long a business day is")
    return span.seconds + span.days * length


def _length(openings: Iterable[Opening]) -> int:
    stretches = merged(sorted((opening.start, opening.end) for opening in openings))
    return sum(end - start for start, end in stretches) * MINUTE


@dataclass(frozen=True, slots=True)
class _DatedOpening:
    """An opening on a day, which is counted from a Monday or from the day itself."""

    day: int
    opening: Opening

    @property
    def start(self) -> int:
        """Return the minute at which it starts."""
        return self.day * MINUTES_A_DAY + self.opening.start

    @property
    def end(self) -> int:
        """Return the minute at which it ends."""
        return self.day * MINUTES_A_DAY + self.opening.end


def _overlaps(
    openings: Iterable[_DatedOpening], following: Iterable[_DatedOpening] = ()
) -> Iterator[tuple[_DatedOpening, _DatedOpening]]:
    """Yield what overlaps among the openings, and between them and the following ones."""
    longest: _DatedOpening | None = None
    for opening in sorted(openings, key=attrgetter("start")):
        if longest is not None and opening.start < longest.end:
            yield longest, opening
        if longest is None or opening.end > longest.end:
            longest = opening
    for opening in sorted(following, key=attrgetter("start")):
        if longest is not None and opening.start < longest.end:
            yield longest, opening
