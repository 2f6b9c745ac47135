"""No rule names a way.

No channel rule requires, prefers or allows it, nor has it follow another, so nobody may use it.

Found at the way. Drop it, or write the rule that offers it.

Fails, at `fax`:

```yaml
channels:
  ways: {phone: {contact: "+49 30 5550100"}, email: {contact: help@lumen.example}, fax: {contact: "+49 30 5550109"}}
```

Passes:

```yaml
channels:
  ways: {phone: {contact: "+49 30 5550100"}, email: {contact: help@lumen.example}}
```
"""

from ...model import Offer
from .definition import CheckContext, CheckFindings, check


@check("unused-way", "warning", __doc__)
def unused_way(context: CheckContext) -> CheckFindings:
    """Yield a finding for each way that no rule names."""
    policy = context.policy
    offers = [rule.then for rule in policy.channel.rules if isinstance(rule.then, Offer)]
    named = {way for offer in offers for way in (*offer.require, *offer.prefer, *offer.allow, *offer.follow_up)}
    return unused_way.unused(policy.ways, named, "no rule requires, prefers or allows way `{}`")
