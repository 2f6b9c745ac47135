"""What repeats waits for its start after an event that ends it.

A promise that repeats and has a `from` starts anew at each `from` event after the last `until`. Where the `from` event
is itself an `until`, it ends one occurrence and starts the next. Any further event of `until`, written or there by
default, ends an occurrence and starts none: nothing is owed until the `from` event comes again. `closed` is not meant,
which ends every clock.

Found at the promise. Where it goes on from event to event, leave out `from`: each `until` then starts the next
occurrence. Otherwise leave the further events out of `until`.

Fails, at `status_update`:

```yaml
promises:
  initial_response: {within: {base: {P1: 4 hours, P2: 1 day}, plus: {P1: 1 hour, P2: 8 hours}}, cite: terms.plans}
  status_update:
    from: replied
    until: [updated, replied]
    repeats: true
    within: {plus: {P1: 2 hours}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response: {within: {base: {P1: 4 hours, P2: 1 day}, plus: {P1: 1 hour, P2: 8 hours}}, cite: terms.plans}
  status_update:
    repeats: true
    within: {plus: {P1: 2 hours}}
    cite: terms.plans
```
"""

from ...model import Promise
from ...model.events import CLOSED
from ...text import quoted
from .definition import CheckContext, CheckFindings, check


@check("stops-repeating", "warning", __doc__)
def stops_repeating(context: CheckContext) -> CheckFindings:
    """Yield a finding for each promise that repeats and that some event ends without a next occurrence."""
    for promise in context.policy.promises.values():
        if further := _ends_without_next(promise):
            start = promise.clock.starts_at
            yield stops_repeating.finding(
                at=promise.name,
                message=f"promise `{promise.name}` repeats, and after {quoted(further)} nothing of it is owed until "
                f"the next `{start}`",
                mark=promise.mark,
                help="leave out `from`, so that each `until` starts the next occurrence, or list `until: "
                f"{start}` alone",
            )


def _ends_without_next(promise: Promise) -> list[str]:
    """Return the events that end an occurrence and start none, where another one does both."""
    start = promise.clock.starts_at
    if not promise.repeats or start not in promise.until:
        return []
    return [event for event in promise.until if event not in (start, CLOSED)]
