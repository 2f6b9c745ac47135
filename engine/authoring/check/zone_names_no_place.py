"""A time zone is named by an abbreviation or an offset, and not by a place.

`CET` and `PST8PDT` are kept for old programs, and nobody says which country's changes of the clock they follow.
`Etc/GMT-5` is five hours *ahead* of UTC, all year, whatever clocks do; most often the opposite is meant, or a place
that changes its clocks. `GMT` is not the time of London in summer. Only `UTC` means the same to everybody.

Found at the hours, or at `timezone` where it is the policy's own; also in contracts. Name the place whose clock
counts, or write `UTC`.

Fails, at `office`:

```yaml
hours:
  office: {timezone: CET, week: {mon-fri: "09:00-17:00"}}
```

Passes:

```yaml
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00"}}
```
"""

from ...language.zone_suggestions import names_no_place, zone_help
from .definition import CheckContext, CheckFindings, check


@check("zone-names-no-place", "warning", __doc__)
def zone_names_no_place(context: CheckContext) -> CheckFindings:
    """Yield a finding for the policy, and for each of its hours, whose time zone is no place and not UTC."""
    policy = context.policy
    zones = [("timezone", "the policy", policy.timezone, policy.key_mark("timezone"))]
    zones += [
        (name, f"hours `{name}`", hours.timezone, hours.key_mark("timezone"))
        for name, hours in policy.hours.items()
        if "timezone" in hours.marks  # a union without one has the policy's
    ]
    for at, subject, name, mark in zones:
        if names_no_place(name):
            yield zone_names_no_place.finding(
                at=at,
                message=f"time zone `{name}` of {subject} names no place",
                mark=mark,
                help=zone_help(name),
            )
