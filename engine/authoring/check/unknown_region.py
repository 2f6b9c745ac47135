"""Hours name a region that their country does not have.

Deadlines in such hours cannot be counted.

Take one of those that the message lists, or leave it out.

Fails:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: DE, region: Berlin}}
```

Passes:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: DE, region: BE}}
```
"""

from ...text import did_you_mean
from ...worktime import countries, regions
from .checked_calendars import checked_calendars
from .definition import CheckContext, CheckFindings, check


@check("unknown-region", "error", __doc__, can_be_set=False)
def unknown_region(context: CheckContext) -> CheckFindings:
    """Yield a finding for a calendar with the holidays of a region that their country does not have."""
    for entry in checked_calendars(context.policy):
        public = entry.calendar.public
        if public is None or public.region is None or public.country not in countries():
            continue
        known = regions(public.country)
        if public.region not in known:
            yield unknown_region.finding(
                message=f"no holidays are known for region `{public.region}` in country `{public.country}`",
                mark=entry.calendar.key_mark("region"),
                help=did_you_mean(public.region, known),
            )
