"""The edition has ended, and none follows it.

It is checked as of `--at`, by default today.

Found at the edition. Write the next edition, or take the file away.

Fails, at `2026`:

```yaml
effective: {from: 2026-01-01, to: 2026-05-31}
```

Passes:

```yaml
effective: {from: 2026-01-01, to: 2026-06-01}
```
"""

from .definition import CheckContext, CheckFindings, check


@check("expired-edition", "warning", __doc__, compares_editions=True)
def expired_edition(context: CheckContext) -> CheckFindings:
    """Yield a finding for the last edition of a policy where it has ended."""
    policy, end = context.policy, context.policy.effective[1]
    if policy is context.editions.last and end and end < context.today:
        yield expired_edition.finding(
            at=policy.edition,
            message=f"edition `{policy.edition}` of policy `{policy.id}` ended on {end}, and none follows it",
            mark=policy.key_mark("effective"),
        )
