"""Nothing cites a reading.

A reading that nothing cites resolves nothing.

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
from ...model.policy import citations
from .definition import CheckContext, CheckFindings, check


@check("unused-reading", "warning", __doc__)
def unused_reading(context: CheckContext) -> CheckFindings:
    """Yield a finding for each reading that nothing cites."""
    cited = {
        citation.removeprefix(f"{READINGS}.")
        for citation in citations(context.policy)
        if citation.startswith(f"{READINGS}.")
    }
    return unused_reading.unused(context.policy.readings, cited, "nothing cites reading `{}`")
