"""Days as the language writes them: a date, a range of dates, a day of every year, a range of such days."""

import re
from calendar import isleap
from datetime import date
from typing import NamedTuple

_PARTS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}")
_BETWEEN = ".."
_LEAP_YEAR = 2000


class Days(NamedTuple):
    """The days from one to another, both inclusive, as year, month and day; of every year where no year is written.

    Days of every year may run over New Year; then the last comes before the first.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    is_range: bool = False

    @property
    def is_yearly(self) -> bool:
        """Whether the days come every year."""
        return len(self.first) == 2  # noqa: PLR2004 - a month and a day

    @property
    def rank(self) -> int:
        """Where they stand among others on the same day, of which the lowest counts."""
        return 2 * self.is_yearly + self.is_range

    def in_year(self, year: int) -> tuple[range, ...]:
        """Return the days of a year, as `date.toordinal` counts."""
        new_year, next_new_year = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
        if not self.is_yearly:
            first, last = (date(*end).toordinal() for end in (self.first, self.last))
            return (range(max(first, new_year), min(last + 1, next_new_year)),)
        first, following = _ordinal(year, self.first), _ordinal(year, (self.last[0], self.last[1] + 1))
        if self.first <= self.last:
            return (range(first, following),)
        return range(new_year, following), range(first, next_new_year)


def _ordinal(year: int, month_and_day: tuple[int, ...]) -> int:
    """Return a day of a year; one past the end of its month, as 29 February most years, is the first of the next."""
    month, day = month_and_day
    days_before = date(year, month, 1).toordinal() - 1
    february = 28 + isleap(year)
    return days_before + (min(day, february + 1) if month == 2 else day)  # noqa: PLR2004 - February


class NotDays(ValueError):
    """A text that does not write days; `part` is what is no day of the calendar, None where the order is wrong."""

    def __init__(self, text: str, part: str | None = None) -> None:
        """Say which part is wrong."""
        super().__init__(
            f"`{text}` ends before it starts" if part is None else f"`{part}` is not a day of the calendar"
        )
        self.part = part


def parse_dates(text: str) -> Days:
    """Return the days that a text writes, such as `2026-12-24`, `12-24` or `12-24..12-26`; raise NotDays."""
    written = text.split(_BETWEEN)
    ends = [_end(part) for part in written]
    if len(ends) > 2 or len(ends[0]) != len(ends[-1]):  # noqa: PLR2004 - a first and a last day
        raise NotDays(text, text)
    if len(ends[0]) > 2 and ends[0] > ends[-1]:  # noqa: PLR2004 - with its year
        raise NotDays(text)
    return Days(first=ends[0], last=ends[-1], is_range=len(ends) > 1)


def _end(text: str) -> tuple[int, ...]:
    if not _PARTS.fullmatch(text):
        raise NotDays(text, text)
    numbers = tuple(map(int, text.split("-")))
    try:
        date(*(numbers if len(numbers) > 2 else (_LEAP_YEAR, *numbers)))  # noqa: PLR2004 - with its year
    except ValueError:
        raise NotDays(text, text) from None
    return numbers
