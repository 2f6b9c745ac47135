"""No hours have the days of a calendar off.

What is listed there changes no deadline.

Found at the calendar. Drop it, or name it under `holidays`.

Fails, at `company`:

```yaml
calendars:
  company: {dates: [12-24, 12-31]}
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}}
```

Passes:

```yaml
calendars:
  company: {dates: [12-24, 12-31]}
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: company}
```
"""

from .definition import CheckContext, CheckFindings, check


@check("unused-calendar", "warning", __doc__)
def unused_calendar(context: CheckContext) -> CheckFindings:
    """Yield a finding for each calendar that no hours name."""
    policy = context.policy
    named = {calendar.name for hours in policy.hours.values() for calendar in hours.holidays}
    return unused_calendar.unused(policy.calendars, named, "no hours have the days of calendar `{}` off")
