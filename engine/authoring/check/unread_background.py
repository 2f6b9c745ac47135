"""A clause is marked as background, but decisions show it.

`background: true` says that no decision depends on a clause. Something that decisions show cites this one, or a
reading does that they show.

Found at the clause (`terms.plans`). Drop the mark, or cite what the decision depends on instead.

Fails, at `terms.plans`:

```yaml
sources:
  terms:
    title: Lumen support terms
    clauses:
      scope: {at: Section 1, says: faults and questions are answered and orders cost extra}
      levels: {at: Section 2, says: what is down altogether is urgent}
      plans: {at: Section 3, says: first answers by plan and level, background: true}
      contact: {at: Section 4, says: urgent requests are phoned in}
```

Passes:

```yaml
sources:
  terms:
    title: Lumen support terms
    clauses:
      scope: {at: Section 1, says: faults and questions are answered and orders cost extra}
      levels: {at: Section 2, says: what is down altogether is urgent}
      plans: {at: Section 3, says: first answers by plan and level}
      contact: {at: Section 4, says: urgent requests are phoned in}
      founded: {at: Cover page, says: Lumen has given support since 1990, background: true}
```
"""

from ...model.policy_citations import decision_citations
from .definition import CheckContext, CheckFindings, check


@check("unread-background", "warning", __doc__)
def unread_background(context: CheckContext) -> CheckFindings:
    """Yield a finding for each clause that is marked as background, although a decision can show it."""
    shown_by_decisions = decision_citations(context.policy)
    for source, document in context.policy.sources.items():
        for name, clause in document.clauses.items():
            cite = f"{source}.{name}"
            if clause.background and cite in shown_by_decisions:
                message = f"clause `{cite}` is marked as background, but decisions show it"
                yield unread_background.finding(at=cite, message=message, mark=clause.mark)
