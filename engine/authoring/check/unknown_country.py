"""Hours name a country whose holidays are not known.

Deadlines in such hours cannot be counted. Countries are named by the two capital letters of ISO 3166: the United
Kingdom is `GB`.

Correct the code, or list the days under `dates`.

Fails:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: GER}}
```

Passes:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}, holidays: {country: DE, region: BE}}
```
"""

from ...triage.check_places import country_help
from ...worktime import countries
from .checked_calendars import checked_calendars
from .definition import CheckContext, CheckFindings, check


@check("unknown-country", "error", __doc__, can_be_set=False)
def unknown_country(context: CheckContext) -> CheckFindings:
    """Yield a finding for a calendar with the holidays of a country of which none are known."""
    for entry in checked_calendars(context.policy):
        public = entry.calendar.public
        if public is not None and public.country not in countries():
            yield unknown_country.finding(
                message=f"no holidays are known for country `{public.country}`",
                mark=entry.calendar.key_mark("country"),
                help=country_help(public.country),
            )
