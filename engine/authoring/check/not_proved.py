"""There are too many situations to check each.

Sets of situations grow with what conditions tell apart together. Proofs stop where those of one policy take more than
2 million steps, or more than a million nodes of decision diagrams at once; and at 4,096 combinations of ways,
of the facts that choose hours and spans, or of what is presumed by one fact. The message lists what is not proved; of
that, nothing is found or ruled out.

`remit test --mutate` gives this id to a change that no case notices, and of which no request was found that shows it.
Most often that is about a clock that starts at an event, or stands: the line names a tier and a level at which it may
show, and the event. Add a case of that tier and level with such `events`, or with `now`. Checks prove what is owed
from the event on.

Found at the policy. Let fewer facts and thresholds decide one question, or split the policy by what it covers. In the
sample that fails, 13 ways can be allowed in 8,192 combinations.

Fails, at `lumen`:

```yaml
facts:
  a: &boolean {ask: "?", type: boolean}
  b: *boolean
  c: *boolean
  d: *boolean
  e: *boolean
  f: *boolean
  g: *boolean
  h: *boolean
  i: *boolean
  j: *boolean
  k: *boolean
  l: *boolean
  m: *boolean
channels:
  ways:
    email: {contact: help@lumen.example}
    wa: {contact: a@lumen.example}
    wb: {contact: b@lumen.example}
    wc: {contact: c@lumen.example}
    wd: {contact: d@lumen.example}
    we: {contact: e@lumen.example}
    wf: {contact: f@lumen.example}
    wg: {contact: g@lumen.example}
    wh: {contact: h@lumen.example}
    wi: {contact: i@lumen.example}
    wj: {contact: j@lumen.example}
    wk: {contact: k@lumen.example}
    wl: {contact: l@lumen.example}
    wm: {contact: m@lumen.example}
  rules:
    - {id: by-a, when: {a: true}, then: {allow: wa}, cite: terms.contact}
    - {id: by-b, when: {b: true}, then: {allow: wb}, cite: terms.contact}
    - {id: by-c, when: {c: true}, then: {allow: wc}, cite: terms.contact}
    - {id: by-d, when: {d: true}, then: {allow: wd}, cite: terms.contact}
    - {id: by-e, when: {e: true}, then: {allow: we}, cite: terms.contact}
    - {id: by-f, when: {f: true}, then: {allow: wf}, cite: terms.contact}
    - {id: by-g, when: {g: true}, then: {allow: wg}, cite: terms.contact}
    - {id: by-h, when: {h: true}, then: {allow: wh}, cite: terms.contact}
    - {id: by-i, when: {i: true}, then: {allow: wi}, cite: terms.contact}
    - {id: by-j, when: {j: true}, then: {allow: wj}, cite: terms.contact}
    - {id: by-k, when: {k: true}, then: {allow: wk}, cite: terms.contact}
    - {id: by-l, when: {l: true}, then: {allow: wl}, cite: terms.contact}
    - {id: by-m, when: {m: true}, then: {allow: wm}, cite: terms.contact}
    - {id: by-email, then: {allow: email}, cite: terms.contact}
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
    if is_countable and context.delays.uncounted:
        yield finding(message=f"deadlines that cannot be counted are not compared: {context.delays.uncounted}")
