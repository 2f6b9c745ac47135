"""A way is required that has no contact.

Some situation requires the way: the requester is told to use it, and not where.

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

from collections.abc import Iterator
from functools import partial

from ...findings import Finding, Severity
from ...rules.outcomes import Outcome, Ways
from .context import CheckContext
from .definition import Check


@partial(Check, id="required-way-not-offered", severity=Severity.warning, page=__doc__, is_proof=True)
def required_way_not_offered(context: CheckContext) -> Iterator[Finding]:
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
    return isinstance(outcome.ways, Ways) and outcome.ways.required == way
