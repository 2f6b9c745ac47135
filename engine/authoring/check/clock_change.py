"""An opening starts or ends at a wall time that a clock change skips.

An example is 02:30 on the last Sunday of March in Berlin. Such a time counts as the instant of the change, which is
rarely what the contract means. The check looks at the years in which the edition is in force, or at the next two where
it has no end.

Found at the hours. Choose a time outside the hour that is skipped, or a time zone without changes.

Fails, at `always`:

```yaml
hours:
  always: {timezone: Europe/Berlin, week: {mon-sun: "02:30-24:00"}, day: 21 hours}
```

Passes:

```yaml
hours:
  always: {timezone: Europe/Berlin, week: {mon-sun: "03:30-24:00"}, day: 20 hours}
```
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from ...model import FIRST_RECEIVED, LAST_RECEIVED, MINUTES_A_DAY, Hours
from ...worktime import DateTable, dated_openings, skipped
from .checked_calendars import known_places
from .definition import CheckContext, CheckFindings, check


@check("clock-change", "warning", __doc__)
def clock_change(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours of which an opening starts or ends at a wall time that a clock change skips."""
    first, last = context.years_in_force
    first, last = max(first, FIRST_RECEIVED.year), min(last, LAST_RECEIVED.year)
    for hours in context.policy.hours.values():
        zones = known_places(context.policy, hours.zone_of) if hours.zone_of else ()
        placed = [replace(hours, timezone=zone) for zone in zones] or [hours]
        for day, minute, change in chain.from_iterable(_skipped(own, first, last) for own in placed):
            yield clock_change.finding(
                at=hours.name,
                message=f"an opening of hours `{hours.name}` starts or ends at {_clock(minute)} on {day}, "
                "which the clock change of that day skips",
                mark=hours.key_mark("week"),
                help=f"it is taken to be {_clock(change)}, the instant of the change",
            )
            break


def _skipped(hours: Hours, first: int, last: int) -> Iterator[tuple[date, int, int]]:
    """Yield each end of an opening that a change skips: its day, its minute, and the minute after the change."""
    dates = DateTable(dated_openings(hours))
    for gap in skipped(hours.timezone, first, last):
        day = date.fromordinal(gap.day)
        replaced = [dates.on(number) for number in (gap.day, gap.day - 1)]
        openings, before = (
            hours.week[(gap.day - 1 - n) % 7] if of_date is None else of_date for n, of_date in enumerate(replaced)
        )
        minutes = [minute for opening in openings for minute in (opening.start, opening.end)]
        for minute in (*minutes, *(opening.end - MINUTES_A_DAY for opening in before)):
            if gap.since < minute < gap.until:
                yield day, minute, gap.until


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
