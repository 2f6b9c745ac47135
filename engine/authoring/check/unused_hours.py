"""Nothing is counted in hours.

No rule of coverage chooses them, no promise names them, no condition reads whether a request was received within
them, and they are no part of a union that is used.

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
  news: {until: updated, within: {base: {P1: 2 days, P2: 3 days}, plus: 1 day}, hours: saturday, cite: terms.plans}
```
"""

from ...language.conditions import facts_read
from ...model import Policy
from ...model.receipt_facts import hours_of_receipt, is_receipt_fact
from ...rules.compiled_policy import conditions_of
from .definition import CheckContext, CheckFindings, check


@check("unused-hours", "warning", __doc__)
def unused_hours(context: CheckContext) -> CheckFindings:
    """Yield a finding for each of the hours that no rule chooses, no promise counts in and no condition reads."""
    policy = context.policy
    return unused_hours.unused(policy.hours, used_hours(policy), "nothing is counted in hours `{}`")


def used_hours(policy: Policy) -> set[object]:
    """Return the names of the hours that a rule chooses, a promise counts in or a condition reads, among others."""
    conditions = [*conditions_of(policy), *(invariant.when for invariant in policy.always)]
    read = {hours_of_receipt(fact) for when in conditions for fact, _ in facts_read(when) if is_receipt_fact(fact)}
    chosen = {rule.then for rule in policy.coverage.rules} | {
        hours for promise in policy.promises.values() for hours in promise.named_hours
    }
    used = chosen | read | {step.hours for step in policy.escalation}
    return used | {part.name for hours in policy.hours.values() if hours.name in used for part in hours.parts}
