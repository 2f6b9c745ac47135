"""An opening ends at 23:59, and the next one starts at 00:00.

The hours are closed for a minute every such night: a deadline that counts over it is a minute late, and one that would
fall due in that minute waits until midnight. An opening that lasts until midnight ends at `24:00`.

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
from datetime import date, timedelta

from ...model import FIRST_RECEIVED, LAST_RECEIVED, MINUTES_A_DAY, WEEKDAYS, Hours, Opening
from ...text import both
from .definition import CheckContext, CheckFindings, check

_ONE_DAY = timedelta(days=1)


@check("closes-a-minute-early", "warning", __doc__)
def closes_a_minute_early(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours that close at 23:59 and open again at 00:00, on days of the week or on dates."""
    for hours in context.policy.hours.values():
        weekdays = [day for n, day in enumerate(WEEKDAYS) if _misses_a_minute(hours.week[n], hours.week[(n + 1) % 7])]
        days = weekdays or list(_dates(hours))
        if days:
            yield closes_a_minute_early.finding(
                at=hours.name,
                message=f"hours `{hours.name}` close at 23:59 on {both(days)}, and open again at 00:00",
                mark=hours.key_mark("week" if weekdays else "dates"),
                help="an opening until midnight ends at `24:00`",
            )


def _dates(hours: Hours) -> Iterator[str]:
    """Yield the days that miss their last minute because of `dates`: a day that stands there, or the one before it."""
    stated = {date.fromisoformat(day) for day in hours.dates}
    countable = {day for day in stated if FIRST_RECEIVED < day < LAST_RECEIVED}
    for day in sorted(countable | {day - _ONE_DAY for day in countable}):
        if _misses_a_minute(_openings(hours, day), _openings(hours, day + _ONE_DAY)):
            yield day.isoformat()


def _openings(hours: Hours, day: date) -> tuple[Opening, ...]:
    return hours.dates.get(day.isoformat(), hours.week[day.weekday()])


def _misses_a_minute(openings: tuple[Opening, ...], following: tuple[Opening, ...]) -> bool:
    """Tell whether a day closes at 23:59, and the day after it opens at 00:00."""
    is_early = any(opening.end == MINUTES_A_DAY - 1 for opening in openings)
    return is_early and any(opening.start == 0 for opening in following)
