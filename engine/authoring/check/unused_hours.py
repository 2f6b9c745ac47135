"""Nothing is counted in hours.

No rule of coverage chooses them, and no promise names them.

Found at the hours. Drop them, or write the rule that chooses them.

Fails, at `saturday`:

```yaml
hours:
  saturday: {timezone: Europe/Berlin, week: {sat: "09:00-13:00"}}
```

Passes:

```yaml
hours:
  saturday: {timezone: Europe/Berlin, week: {mon-fri: "09:00-17:00", sat: "09:00-13:00"}, day: 8 hours}
promises:
  follow_up: {within: {base: {P1: 2 days, P2: 3 days}, plus: 1 day}, hours: saturday, cite: terms.plans}
```
"""

from ...model import Policy
from .definition import CheckContext, CheckFindings, check


@check("unused-hours", "warning", __doc__)
def unused_hours(context: CheckContext) -> CheckFindings:
    """Yield a finding for each of the hours that no rule chooses and no promise counts in."""
    policy = context.policy
    return unused_hours.unused(policy.hours, used_hours(policy), "nothing is counted in hours `{}`")


def used_hours(policy: Policy) -> set[object]:
    """Return the names of the hours that a rule chooses or a promise counts in, among other outcomes."""
    return {rule.then for rule in policy.coverage.rules} | {promise.hours for promise in policy.promises.values()}
