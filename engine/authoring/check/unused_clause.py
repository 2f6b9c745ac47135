"""Nothing that decisions show cites a clause.

No rule, promise, tier, way, hours, service, intake or escalation cites it, nor a reading that they cite; what only
invariants cite is for authors alone. Perhaps the policy says nothing of what stands there.

Found at the clause (`terms.prices`). Encode and cite it, or say `background: true` in the clause where no decision
depends on it.

Fails, at `terms.prices`:

```yaml
sources:
  terms:
    title: Lumen support terms
    clauses:
      scope: {at: Section 1, says: faults and questions are answered and orders cost extra}
      levels: {at: Section 2, says: what is down altogether is urgent}
      plans: {at: Section 3, says: first answers by plan and level}
      contact: {at: Section 4, says: urgent requests are phoned in}
      prices: {at: Section 5, says: what orders cost}
```

Passes:

```yaml
sources:
  prices: {title: Price list, clauses: {orders: {at: Table 1, says: what orders cost}}}
services:
  order: {title: An order, activities: [order], cite: prices.orders}
```
"""

from .definition import CheckContext, CheckFindings, check


@check("unused-clause", "warning", __doc__)
def unused_clause(context: CheckContext) -> CheckFindings:
    """Yield a finding for each clause that no decision can show, though it is not marked as background."""
    clauses = {
        f"{source}.{name}": clause
        for source, document in context.policy.sources.items()
        for name, clause in document.clauses.items()
        if not clause.background
    }
    return unused_clause.uncited(context.policy, "clause", clauses)
