"""The day of `review_by` has passed.

It is checked as of `--at`, by default today.

Found at `review_by`. Review the edition, and name the next day.

Fails, at `review_by`:

```yaml
review_by: 2026-05-31
```

Passes:

```yaml
review_by: 2026-06-01
```
"""

from .definition import CheckContext, CheckFindings, check


@check("review-overdue", "warning", __doc__)
def review_overdue(context: CheckContext) -> CheckFindings:
    """Yield a finding for a policy whose day of review has passed."""
    review_by = context.policy.review_by
    if review_by is not None and context.today > review_by:
        yield review_overdue.finding(
            at="review_by",
            message=f"this edition was to be reviewed by {review_by}",
            mark=context.policy.key_mark("review_by"),
        )
