"""Deadlines depend on holidays whose date is an estimate.

The calendars of dozens of countries mark days as estimated, most of them because they begin when the moon is sighted.
These days are closed as estimated, and may turn out to be a day earlier or later. A deadline depends on such a day
where it skips openings of that day, or counts time on the day before or after. The check looks at hours in which
something is counted, for two years from the day of the check, as far as the edition is in force.

Found at the hours. Once a day is announced, write under `dates` what it is, and what the estimated day is: `closed` or
openings. What `dates` says of a day is no estimate. Until then decisions name the days that they depend on, so that a
policy may accept the finding.

Fails, at `office`:

```yaml
hours:
  office: {timezone: Africa/Nairobi, week: {mon-fri: "09:00-17:00"}, holidays: {country: KE}}
```

Passes:

```yaml
hours:
  office:
    timezone: Africa/Nairobi
    week: {mon-fri: "09:00-17:00"}
    holidays: {country: KE}
    dates: {2027-03-09: "09:00-17:00", 2027-03-10: closed, 2028-02-26: closed}
```
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ...model import Hours, Policy
from ...text import counted
from ...triage.clock import midnight
from ...worktime import WorktimeError, estimated_holidays, zone
from .checked_calendars import country_mark, known_places
from .definition import CheckContext, CheckFindings, check
from .unused_hours import used_hours


@check("estimated-holiday", "warning", __doc__)
def estimated_holiday(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours in which deadlines depend on estimated holidays."""
    first, last = context.days_ahead
    used = used_hours(context.policy)
    for hours in context.policy.hours.values():
        days = _estimated(context.policy, hours, first, last) if hours.name in used and not hours.is_union else {}
        if days:
            day, name = next(iter(days.items()))
            yield estimated_holiday.finding(
                at=hours.name,
                message=f"deadlines in hours `{hours.name}` depend on {counted(len(days), 'estimated holiday')} "
                f"until {last}, first on {day}, {name}",
                mark=country_mark(hours),
                help="write each day under `dates` as soon as it is announced, or accept that decisions name it",
            )


def _estimated(policy: Policy, hours: Hours, first: date, last: date) -> Mapping[str, str]:
    """Return those days of hours as they are written, and with each country that a fact is known to give."""
    countries = [(place.fact, country) for place in hours.holidays_of for country in known_places(policy, place)]
    placed = [hours.placed({fact: country}) for fact, country in countries] or [hours]
    days = {day: name for own in placed for day, name in _estimated_in(own, first, last).items()}
    return dict(sorted(days.items()))


def _estimated_in(hours: Hours, first: date, last: date) -> Mapping[str, str]:
    """Return the estimated holidays on which deadlines depend that count from one day to another, both inclusive."""
    if last < first:
        return {}
    try:
        home = zone(hours.timezone)
        return estimated_holidays(hours, max(midnight(first, home), 0), midnight(last + timedelta(days=1), home))
    except WorktimeError:
        return {}  # which is a finding of its own
