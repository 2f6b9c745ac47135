"""Nothing reads a fact.

No condition and no promise reads it: to ask for it would change nothing.

Found at the fact. Drop it, or write the rule that it was declared for.

Fails, at `users`:

```yaml
facts:
  users: {ask: How many people are held up?, type: number, minimum: 0}
```

Passes:

```yaml
facts:
  users: {ask: How many people are held up?, type: number, minimum: 0}
intake:
  - {needs: a list of the people held up, when: {users: {at_least: 100}}, cite: terms.contact}
```
"""

from ...language.conditions import facts_read
from ...model import Policy
from ...rules.compiled_policy import conditions_beside_groups, owed_facts
from .definition import CheckContext, CheckFindings, check


@check("unused-fact", "warning", __doc__)
def unused_fact(context: CheckContext) -> CheckFindings:
    """Yield a finding for each fact that no condition and no promise reads."""
    policy = context.policy
    conditions = [
        *(rule.when for group in policy.groups for rule in group.rules),
        *(presumption.when for fact in policy.facts.values() for presumption in fact.presume),
        *(entry.when for fact in policy.facts.values() for entry in fact.derive),
        *conditions_beside_groups(policy),
    ]
    read = (
        {fact for condition in conditions for fact, _ in facts_read(condition)}
        | owed_facts(policy)
        | _shown_zones(policy)
    )
    if any(service.activities for service in policy.services.values()):
        read.add("activity")
    return unused_fact.unused(policy.facts, read, "nothing reads fact `{}`")


def _shown_zones(policy: Policy) -> set[str]:
    """Return the facts in whose zones deadlines are shown, whether anything is counted in them or not."""
    return {hours.zone_of.fact for hours in policy.hours.values() if hours.zone_of}
