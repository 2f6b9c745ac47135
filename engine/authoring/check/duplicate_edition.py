"""Two files hold the same edition of a policy.

Nobody can say which of the two counts.

Give each file an `edition` of its own, or drop one. Each sample is two files.

Fails:

```yaml
effective: {from: 2026-01-01, to: 2026-06-30}
---
effective: {from: 2026-07-01}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2026-06-30}
---
edition: 2026 summer
effective: {from: 2026-07-01}
```
"""

from .definition import CheckContext, CheckFindings, check


@check("duplicate-edition", "error", __doc__, can_be_set=False)
def duplicate_edition(context: CheckContext) -> CheckFindings:
    """Yield a finding for an edition that a file before this one holds, too."""
    policy = context.policy
    file = context.editions.first[policy.edition].mark.file
    if file != policy.mark.file:
        message = f"edition `{policy.edition}` of policy `{policy.id}` is given twice, first in {file}"
        yield duplicate_edition.finding(message=message, mark=policy.mark)
