"""The edition is in force in years of which the holidays are not known.

In a year without known holidays, no deadline can be counted in hours that close on holidays. An edition without an end
is looked at for two years from the day of the check.

Found at the hours, or at the calendar that has a name. Let the edition begin later or end earlier.

Fails, at `office`:

```yaml
effective: {from: 2026-01-01, to: 2110-12-31}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2090-12-31}
```
"""

from ...model import Calendar, Hours
from ...worktime import WorktimeError, holiday_years
from .checked_calendars import checked_calendars
from .definition import CheckContext, CheckFindings, check


@check("holiday-horizon", "warning", __doc__)
def holiday_horizon(context: CheckContext) -> CheckFindings:
    """Yield a finding for a calendar whose holidays are not known in all years in which the edition is in force."""
    first, last = context.years_in_force
    for entry in checked_calendars(context.policy):
        public, known = entry.calendar.public, _known_years(entry.calendar)
        outside = [year for year in (first, last) if known and year not in known]
        if public and outside:
            yield holiday_horizon.finding(
                at=entry.at,
                message=f"{entry.subject} {entry.verb('need')} the holidays of {outside[-1]}, "
                f"and those of `{public.country}` are known from {known[0]} to {known[-1]}",
                mark=entry.calendar.key_mark("country"),
                help="let the edition begin later" if outside == [first] != [last] else "end the edition earlier",
            )


def is_within_horizon(context: CheckContext, hours: Hours) -> bool:
    """Tell whether hours close on no holidays, or on those of countries and of years that are known."""
    calendars = [calendar for part in hours.parts for calendar in part.holidays if calendar.public]
    return all({*context.years_in_force} <= {*_known_years(calendar)} for calendar in calendars)


def _known_years(calendar: Calendar) -> range:
    """Return the years of which the holidays are known; none without holidays, or of an unknown country or region."""
    try:
        return holiday_years(calendar.public) if calendar.public else range(0)
    except WorktimeError:
        return range(0)  # which is a finding of its own
