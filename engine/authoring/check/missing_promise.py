"""A tier and level have no initial response.

The promise `initial_response` has no entry for them, or there are promises and none has this name. Without an entry
nothing is owed, which is easily an oversight. Other promises may leave out what they like.

Found at the tier, or at `initial_response` where there is none. Write the span, or `none` where nothing is owed.

Fails, at `plus`:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 2 business days}, plus: {P1: 1 hour}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: none}, plus: {P1: 1 hour, P2: none}}
    cite: terms.plans
```
"""

from ...proof.situations import TierSituations
from ...rules.outcomes import Outcome
from ...text import quoted
from .definition import CheckContext, CheckFindings, check

INITIAL_RESPONSE = "initial_response"
"""The promise that every tier and level is expected to have."""


@check("missing-promise", "warning", __doc__)
def missing_promise(context: CheckContext) -> CheckFindings:
    """Yield a finding for each tier that has levels without an initial response."""
    policy, promise = context.policy, context.policy.promises.get(INITIAL_RESPONSE)
    if promise is None and policy.promises:
        yield missing_promise.finding(
            at=INITIAL_RESPONSE,
            message=f"no promise is an `{INITIAL_RESPONSE}`",
            mark=policy.mark,
            help=f"call the first answer `{INITIAL_RESPONSE}`",
        )
    elif promise is not None and promise.scope != "support":
        message = f"promise `{INITIAL_RESPONSE}` is one of consulting, and support requests have none"
        yield missing_promise.finding(at=INITIAL_RESPONSE, message=message, mark=promise.mark)
    elif promise is not None:
        for tier in policy.tiers:
            levels = [level for level in policy.levels if (tier, level) not in promise.within]
            if levels:
                yield missing_promise.finding(
                    at=tier,
                    message=f"promise `{INITIAL_RESPONSE}` has no entry for tier `{tier}` at {quoted(levels)}",
                    mark=promise.mark,
                    help="write `none` where nothing is owed",
                )


def is_left_out(proof: TierSituations, outcome: Outcome, promise: str) -> bool:
    """Tell whether the initial response says nothing at all of an outcome, which this check says."""
    if promise != INITIAL_RESPONSE or not isinstance(outcome.level, str):
        return False
    return (proof.tier, outcome.level) not in proof.compiled.policy.promises[promise].within
