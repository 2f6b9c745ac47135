"""What the pattern of hours shows without laying out a day: overlaps, the length of a day, never open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from ..model import MINUTES_A_DAY, WEEKDAYS, Hours, Opening, Span
from .tables import merged
from .zones import MINUTE, WorktimeError


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
    days = zip(WEEKDAYS, hours.week, strict=True)
    week = [placed for number, (day, openings) in enumerate(days) for placed in _placed(openings, day, number)]
    # Sunday night runs into Monday.
    overlaps = list(_overlaps(week, _placed(hours.week[0], WEEKDAYS[0], len(WEEKDAYS))))
    for day, openings in hours.dates.items():
        before = date.fromisoformat(day) - timedelta(days=1)
        # Where there are holidays, the day before may be one, on which nothing opened.
        usual = () if hours.holidays else hours.week[before.weekday()]
        last_night = hours.dates.get(before.isoformat(), usual)
        both_days = _placed(last_night, before.isoformat(), -1) + _placed(openings, day, 0)
        overlaps += [overlap for overlap in _overlaps(both_days) if overlap.later_day == day]
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


class _Placed(NamedTuple):
    """An opening, the name of its day, and the minutes at which it starts and ends, counted from a common midnight."""

    start: int
    end: int
    day: str
    opening: Opening


def _placed(openings: Iterable[Opening], day: str, number: int) -> list[_Placed]:
    """Return the openings of a day, so many days after the common midnight, by their start."""
    midnight = number * MINUTES_A_DAY
    placed = [_Placed(midnight + opening.start, midnight + opening.end, day, opening) for opening in openings]
    return sorted(placed, key=attrgetter("start"))


def _overlaps(openings: Sequence[_Placed], following: Sequence[_Placed] = ()) -> Iterator[Collision]:
    """Yield what overlaps among the openings, and between them and the following ones."""
    longest: _Placed | None = None
    for n, later in enumerate([*openings, *following]):
        if longest is not None and later.start < longest.end:
            yield Collision(earlier_day=longest.day, earlier=longest.opening, later_day=later.day, later=later.opening)
        if n < len(openings) and (longest is None or later.end > longest.end):
            longest = later
