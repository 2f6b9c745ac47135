"""There are too many situations to check each.

There are more than 5 million, however they are split by what rules read; or, with many tiers and rules, so many that
what holds in each does not fit into 2 GB; or more than 4,096 combinations of channel rules, of the facts that choose
hours and spans, or of what is presumed by one fact. The message lists what is not proved; of that, nothing is found or
ruled out.

Found at the policy. Let fewer facts and thresholds decide one question, or split the policy by what it covers. In the
sample that fails, eight facts of eight choices, each told apart by some rule, make 16 million situations.

Fails, at `lumen`:

```yaml
facts:
  a: {ask: "a?", choices: &eight [c1, c2, c3, c4, c5, c6, c7, c8]}
  b: {ask: "b?", choices: *eight}
  c: {ask: "c?", choices: *eight}
  d: {ask: "d?", choices: *eight}
  e: {ask: "e?", choices: *eight}
  f: {ask: "f?", choices: *eight}
  g: {ask: "g?", choices: *eight}
  h: {ask: "h?", choices: *eight}
priorities:
  rules:
    - {id: all-down, when: {down: all}, then: P1, cite: terms.levels}
    - {id: any-c1, then: P1, cite: terms.levels,
       when: {any: [{a: c1}, {b: c1}, {c: c1}, {d: c1}, {e: c1}, {f: c1}, {g: c1}, {h: c1}]}}
    - {id: any-c2, then: P1, cite: terms.levels,
       when: {any: [{a: c2}, {b: c2}, {c: c2}, {d: c2}, {e: c2}, {f: c2}, {g: c2}, {h: c2}]}}
    - {id: any-c3, then: P1, cite: terms.levels,
       when: {any: [{a: c3}, {b: c3}, {c: c3}, {d: c3}, {e: c3}, {f: c3}, {g: c3}, {h: c3}]}}
    - {id: any-c4, then: P1, cite: terms.levels,
       when: {any: [{a: c4}, {b: c4}, {c: c4}, {d: c4}, {e: c4}, {f: c4}, {g: c4}, {h: c4}]}}
    - {id: any-c5, then: P1, cite: terms.levels,
       when: {any: [{a: c5}, {b: c5}, {c: c5}, {d: c5}, {e: c5}, {f: c5}, {g: c5}, {h: c5}]}}
    - {id: any-c6, then: P1, cite: terms.levels,
       when: {any: [{a: c6}, {b: c6}, {c: c6}, {d: c6}, {e: c6}, {f: c6}, {g: c6}, {h: c6}]}}
    - {id: any-c7, then: P1, cite: terms.levels,
       when: {any: [{a: c7}, {b: c7}, {c: c7}, {d: c7}, {e: c7}, {f: c7}, {g: c7}, {h: c7}]}}
    - {id: rest, then: P2, cite: terms.levels}
```

Passes:

```yaml
facts:
  a: {ask: "a?", choices: &two [c1, another]}
  b: {ask: "b?", choices: *two}
  c: {ask: "c?", choices: *two}
  d: {ask: "d?", choices: *two}
priorities:
  rules:
    - {id: all-down, when: {down: all}, then: P1, cite: terms.levels}
    - {id: one, when: {any: [{a: c1}, {b: c1}, {c: c1}, {d: c1}]}, then: P1, cite: terms.levels}
    - {id: rest, then: P2, cite: terms.levels}
```
"""

from functools import partial

from .definition import CheckContext, CheckFindings, check
from .uncountable import uncountable
from .unknown_country import unknown_country
from .unknown_region import unknown_region


@check("not-proved", "warning", __doc__)
def not_proved(context: CheckContext) -> CheckFindings:
    """Yield a finding that lists what the other checks could not prove, and one where deadlines cannot be counted."""
    finding = partial(not_proved.finding, at=context.policy.id, mark=context.policy.mark)
    if context.unproved:
        yield finding(
            message=f"there are too many situations to look at each; not proved: {', '.join(context.unproved)}",
            help="fewer facts, choices and thresholds that rules read together make fewer situations",
        )
    # Where holidays are not known or a span is too long, that is the mistake; what is not compared follows from it.
    is_countable = not {unknown_country.id, unknown_region.id, uncountable.id} & {
        finding.check for finding in context.findings
    }
    if is_countable and context.lateness.uncounted:
        yield finding(message=f"deadlines that cannot be counted are not compared: {context.lateness.uncounted}")
