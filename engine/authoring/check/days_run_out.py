"""Days that are listed year by year end before the edition does.

A calendar, or `dates` of hours, that writes days with their years in two years or more lists something that comes
again, such as a day off that moves. After the last of them such days count as any other. An edition without an end is
looked at for two years from the day of the check. Days without a year (`12-24`) come every year, and are not meant.

Found at the hours, or at the calendar that has a name. List the days of the years that follow, or end the edition.

Fails, at `office`:

```yaml
effective: {from: 2026-01-01, to: 2028-12-31}
hours:
  office:
    timezone: Europe/Berlin
    week: {mon-fri: "09:00-17:00"}
    holidays: {country: DE, region: BE}
    dates: {2026-11-27: closed, 2027-11-26: closed}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2027-12-31}
hours:
  office:
    timezone: Europe/Berlin
    week: {mon-fri: "09:00-17:00"}
    holidays: {country: DE, region: BE}
    dates: {2026-11-27: closed, 2027-11-26: closed}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
```
"""

from collections.abc import Iterable, Iterator

from ...findings import Mark
from ...model import Policy, parse_dates
from .checked_calendars import checked_calendars
from .definition import CheckContext, CheckFindings, check


@check("days-run-out", "warning", __doc__)
def days_run_out(context: CheckContext) -> CheckFindings:
    """Yield a finding for each list of dated days of several years that ends before the edition does."""
    _, end = context.years_in_force
    for at, subject, written, mark in _lists(context.policy):
        years = {days.last[0] for days in map(parse_dates, written) if not days.is_yearly}
        if len(years) > 1 and max(years) < end:
            yield days_run_out.finding(
                at=at,
                message=f"{subject} list days of {min(years)} to {max(years)}, and the edition is in force in {end}",
                mark=mark,
                help=f"list those of {max(years) + 1} and later, too, or end the edition with {max(years)}",
            )


def _lists(policy: Policy) -> Iterator[tuple[str, str, Iterable[str], Mark]]:
    """Yield each list of days: at what it is found, in words, the days as they are written, and where."""
    for entry in checked_calendars(policy):
        yield entry.at, f"the dates of {entry.subject}", entry.calendar.dates, entry.calendar.key_mark("dates")
    for name, hours in policy.hours.items():
        yield name, f"the dates of hours `{name}`", hours.dates, hours.key_mark("dates")
