"""A way is required and has no contact.

Some situation requires the way, at once or as a follow-up: the requester is told to use it, and not where.

Found at the way. Say in its `contact` where it leads.

Fails, at `phone`:

```yaml
channels:
  ways: {phone: {note: by call}, email: {contact: help@lumen.example}}
```

Passes:

```yaml
channels:
  ways: {phone: {contact: "+49 30 5550100"}, email: {note: to the address in your contract}}
```
"""

from functools import partial

from ...rules.hit_policy import Ways
from ...rules.outcomes import Outcome
from .definition import CheckContext, CheckFindings, check


@check("required-way-not-offered", "warning", __doc__, is_proof=True)
def required_way_not_offered(context: CheckContext) -> CheckFindings:
    """Yield a finding for each way without a contact that some situation requires."""
    for name, way in context.policy.ways.items():
        witness = None if way.contact else context.example("channel", partial(_requires, name))
        if witness is not None:
            yield required_way_not_offered.finding(
                at=name,
                message=f"way `{name}` is required and has no contact",
                mark=way.mark,
                help="say in `contact` where it leads",
                witness=witness,
            )


def _requires(way: str, outcome: Outcome) -> bool:
    return isinstance(outcome.ways, Ways) and way in outcome.ways.needed
