"""Ages of dates: how old one may be, in months or in days, when a request is received."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

AgeUnit = Literal["months", "days"]

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Age:
    """So many months, or so many days."""

    count: int
    unit: AgeUnit

    def __str__(self) -> str:
        """Return the age as the language writes it, such as `24 months` or `1 day`."""
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"

    def last_day(self, day: date) -> date:
        """Return the last day on which a date is no older than this; the last of the calendar where none is."""
        ordinal = day.toordinal() + self.count
        if self.unit == "days":
            return date.max if ordinal > date.max.toordinal() else date.fromordinal(ordinal)
        years, month = divmod(day.month - 1 + self.count, _MONTHS_A_YEAR)
        if day.year + years > date.max.year:
            return date.max
        year = day.year + years
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def oldest(self, received: date) -> date:
        """Return the first date that is no older than this on a day of receipt."""
        first, end = 1, received.toordinal()
        while first < end:  # the later a date, the later the last day on which it is no older
            middle = (first + end) // 2
            if self.last_day(date.fromordinal(middle)) < received:
                first = middle + 1
            else:
                end = middle
        return date.fromordinal(end)
