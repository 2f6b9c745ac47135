"""Nothing that decisions show cites a reading.

A reading that nothing cites resolves nothing; what only invariants cite is for authors alone.

Found at the reading. Cite it where it counts, or drop it.

Fails, at `nights`:

```yaml
readings:
  nights:
    clause: terms.plans
    question: does the clock of an urgent request run at night?
    answer: yes for Plus
```

Passes:

```yaml
readings:
  nights:
    clause: terms.plans
    question: does the clock of an urgent request run at night?
    answer: yes for Plus
coverage:
  rules:
    - {id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: readings.nights}
    - {id: office-hours, then: office, cite: terms.plans}
```
"""

from ...language.policy_file import READINGS
from .definition import CheckContext, CheckFindings, check


@check("unused-reading", "warning", __doc__)
def unused_reading(context: CheckContext) -> CheckFindings:
    """Yield a finding for each reading that no decision can show."""
    return unused_reading.uncited(context.policy, "reading", context.policy.readings, f"{READINGS}.")
