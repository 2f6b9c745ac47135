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
from .definition import CheckContext, CheckFindings, check


@check("unknown-region", "error", __doc__, can_be_set=False)
def unknown_region(context: CheckContext) -> CheckFindings:
    """Yield a finding for hours that are less the holidays of a region that their country does not have."""
    for hours in context.policy.hours.values():
        calendar = hours.holidays
        if calendar is None or calendar.region is None or calendar.country not in countries():
            continue
        known = regions(calendar.country)
        if calendar.region not in known:
            yield unknown_region.finding(
                message=f"no holidays are known for region `{calendar.region}` in country `{calendar.country}`",
                mark=hours.key_mark("region"),
                help=did_you_mean(calendar.region, known),
            )
