"""A reading that nothing cites.

It resolves nothing.

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

from collections.abc import Iterator
from functools import partial

from ...findings import Finding, Severity
from ...language.sources_section import READINGS
from .citations import citations
from .context import CheckContext
from .definition import Check
from .unused_records import unused_records


@partial(Check, id="unused-reading", severity=Severity.warning, page=__doc__)
def unused_reading(context: CheckContext) -> Iterator[Finding]:
    """Yield a finding for each reading that nothing cites."""
    cited = {
        citation.removeprefix(f"{READINGS}.")
        for citation in citations(context.policy)
        if citation.startswith(f"{READINGS}.")
    }
    return unused_records(unused_reading, context.policy.readings, cited, "nothing cites reading `{}`")
