"""An opening ends at 23:59, and the next one starts at 00:00.

The hours are closed for a minute every such night: a deadline that counts over it is a minute late, and one that would
fall due in that minute waits until midnight. An opening that lasts until midnight ends at `24:00`. Where the week is
right, the check looks at `dates`, for two years from the day of the check, as far as the edition is in force.

Found at the hours. Write `24:00` in place of `23:59`.

Fails, at `always`:

```yaml
hours:
  always: {timezone: UTC, week: {mon-sun: "00:00-23:59"}}
```

Passes:

```yaml
hours:
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
```
"""

from collections.abc import Iterator
from datetime import date

from ...model import MINUTES_A_DAY, WEEKDAYS, Hours, Opening
from ...text import both, counted
from ...worktime import DateTable, dated_openings
from .definition import CheckContext, CheckFindings, check

_LISTED = 3
"""Dates that a message names."""


@check("closes-a-minute-early", "warning", __doc__)
def closes_a_minute_early(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours that close at 23:59 and open again at 00:00, on days of the week or on dates."""
    for hours in context.policy.hours.values():
        weekdays = [day for n, day in enumerate(WEEKDAYS) if _misses_a_minute(hours.week[n], hours.week[(n + 1) % 7])]
        days = weekdays or _first_of(list(_dates(hours, *context.days_ahead)))
        if days:
            yield closes_a_minute_early.finding(
                at=hours.name,
                message=f"hours `{hours.name}` close at 23:59 on {both(days)}, and open again at 00:00",
                mark=hours.key_mark("week" if weekdays else "dates"),
                help="an opening until midnight ends at `24:00`",
            )


def _first_of(days: list[str]) -> list[str]:
    """Return the first days of many, and how many more there are."""
    return days if len(days) <= _LISTED else [*days[:_LISTED], counted(len(days) - _LISTED, "more day")]


def _dates(hours: Hours, first: date, last: date) -> Iterator[str]:
    """Yield the days, both ends included, that miss their last minute; by the week alone none does."""
    if hours.dates:
        dates = DateTable(dated_openings(hours))
        days = range(first.toordinal(), last.toordinal() + 1)
        for day in days:
            if _misses_a_minute(_openings(hours, dates, day), _openings(hours, dates, day + 1)):
                yield date.fromordinal(day).isoformat()


def _openings(hours: Hours, dates: DateTable[tuple[Opening, ...]], day: int) -> tuple[Opening, ...]:
    of_date = dates.on(day)
    return hours.week[(day - 1) % 7] if of_date is None else of_date


def _misses_a_minute(openings: tuple[Opening, ...], following: tuple[Opening, ...]) -> bool:
    """Tell whether a day closes at 23:59, and the day after it opens at 00:00."""
    is_early = any(opening.end == MINUTES_A_DAY - 1 for opening in openings)
    return is_early and any(opening.start == 0 for opening in following)
