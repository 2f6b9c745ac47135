"""What the pattern of hours shows without laying out a day: overlaps, the length of a day, never open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from ..model import MINUTES_A_DAY, WEEKDAYS, Days, Hours, Opening, Span, parse_dates
from .dates import DateTable, dated_openings
from .open_time import merged
from .zones import MINUTE, WorktimeError

_LEAP_YEAR = date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()
_YEARS = range(2024, 2052)
"""Years in which a day of every year falls on every weekday, after a leap day and not."""


class Collision(NamedTuple):
    """Two openings that overlap, each with the weekday or the ISO date on which it starts."""

    earlier_day: str
    earlier: Opening
    later_day: str
    later: Opening


def never_open(hours: Hours) -> bool:
    """Tell whether neither the week nor any date has an opening, or days of every year close every day of the week."""
    return all(_never_opens(part) for part in hours.parts)


def _never_opens(hours: Hours) -> bool:
    dates = [*dated_openings(hours)]
    if any(openings for _, openings in dates):
        return False
    closed = [days for days, _ in dates] + [
        parse_dates(written) for calendar in hours.holidays for written in calendar.dates
    ]
    return not any(hours.week) or _days_of_every_year(closed) >= frozenset(range(*_LEAP_YEAR))


def _days_of_every_year(listed: Iterable[Days]) -> frozenset[int]:
    """Return the days of a leap year that days of every year name; each of them is any weekday in some year."""
    year = date.fromordinal(_LEAP_YEAR[0]).year
    return frozenset(day for days in listed if days.is_yearly for span in days.in_year(year) for day in span)


def collisions(hours: Hours) -> tuple[Collision, ...]:
    """Return the openings of the week, and those of a date and the night before, that overlap; not those that touch.

    Each opening is the later one of at most one collision, beside the one before it that lasts longest.
    """
    days = zip(WEEKDAYS, hours.week, strict=True)
    week = [placed for number, (day, openings) in enumerate(days) for placed in _placed(openings, day, number)]
    # Sunday night runs into Monday.
    overlaps = list(_overlaps(week, _placed(hours.week[0], WEEKDAYS[0], len(WEEKDAYS))))
    return (*overlaps, *_overlaps_on_dates(hours))


def _overlaps_on_dates(hours: Hours) -> Iterator[Collision]:
    """Yield what overlaps on the days of `dates`, those that are alike once, by the order of what writes them."""
    written = [*dated_openings(hours)]
    dates = DateTable((days, (number, openings)) for number, (days, openings) in enumerate(written))
    by_number: dict[int, list[int]] = {}
    for day in sorted(_days_to_compare([days for days, _ in written])):
        value = dates.on(day)
        if value is not None:
            by_number.setdefault(value[0], []).append(day)
    for number in sorted(by_number):
        reported: set[tuple[Opening, Opening, bool]] = set()
        for day in by_number[number]:
            overlaps = list(_overlaps_on_date(hours, dates, day))
            pairs = [(overlap.earlier, overlap.later, overlap.earlier_day == overlap.later_day) for overlap in overlaps]
            yield from (overlap for overlap, pair in zip(overlaps, pairs, strict=True) if pair not in reported)
            reported.update(pairs)


def _days_to_compare(written: Iterable[Days]) -> set[int]:
    """Return the days on which the openings of a date can meet others than those of the day before it in its range."""
    spans = [span for days in written for span in _spans(days)]
    # The first and the second day, and the one after the last.
    near = {day for span in spans if span for day in (span.start, span.start + 1, span.stop)}
    return {day for day in near if date.min.toordinal() < day <= date.max.toordinal()}


def _spans(days: Days) -> Iterable[range]:
    if days.is_yearly:
        return (span for year in _YEARS for span in days.in_year(year))
    return (range(date(*days.first).toordinal(), date(*days.last).toordinal() + 1),)


def _overlaps_on_date(hours: Hours, dates: DateTable[tuple[int, tuple[Opening, ...]]], day: int) -> Iterator[Collision]:
    """Yield what overlaps among the openings of a date, and between them and the night before."""
    # Where there are holidays, the day before may be one, on which nothing opened.
    usual = () if hours.holidays or hours.holidays_of else hours.week[(day - 2) % 7]
    night, openings = (value[1] if (value := dates.on(number)) else usual for number in (day - 1, day))
    night_name, name = (date.fromordinal(number).isoformat() for number in (day - 1, day))
    both_days = _placed(night, night_name, -1) + _placed(openings, name, 0)
    yield from (overlap for overlap in _overlaps(both_days) if overlap.later_day == name)


def day_length(hours: Hours) -> int | None:
    """Return the seconds of a business day: the written ones, else those of every open weekday where all are equal.

    None where nothing is written and open weekdays differ, or there is none.
    """
    if hours.day is not None:
        return hours.day
    week = hours.week
    # Most days of a week are alike.
    lengths = {_length(openings) for n, openings in enumerate(week) if openings and openings not in week[:n]}
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
