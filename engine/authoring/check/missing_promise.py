"""A tier and level have no initial response.

In some support request of theirs, no rule of the promise `initial_response` holds and no entry of it is written; or
there are promises and none has this name. Without an entry nothing is owed, which is easily an oversight. A level that
no support request of a tier has needs none. Other promises may leave out what they like.

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

from functools import partial

from ...findings import Finding
from ...model import Promise
from ...proof.tier_situations import TierSituations
from ...rules.evaluator import Evaluation
from ...rules.outcomes import Outcome, rule_of
from ...rules.spaces import union
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
        yield from _left_out(context, promise)


def _left_out(context: CheckContext, promise: Promise) -> CheckFindings:
    """Yield a finding for each tier of which some support situation has neither a rule that holds nor a cell."""
    policy = context.policy
    tiers = [tier for tier in policy.tiers if any((tier, level) not in promise.within for level in policy.levels)]
    proofs = context.by_tier(missing_promise.id) if tiers else {}
    for tier in tiers:
        if tier in proofs and (finding := _situation_left_out(context, proofs[tier], promise)):
            yield finding


def _situation_left_out(context: CheckContext, proof: TierSituations, promise: Promise) -> Finding | None:
    """Return a finding where neither a rule nor the table says what is owed in some situation of a tier."""
    possible = (outcome for outcome, bits in proof.parts.items() if bits & proof.valid)
    left_out = [outcome for outcome in possible if is_left_out(proof, outcome, promise.name)]
    if not left_out:
        return None
    levels = [level for level in context.policy.levels if any(outcome.level == level for outcome in left_out)]
    bits = union(proof.parts[outcome] for outcome in left_out if outcome.level == levels[0]) & proof.valid
    shows = partial(_is_left_out_in_all, proof, promise.name)
    lacks = "neither a rule nor an entry for some requests of" if promise.rules else "no entry for"
    return missing_promise.finding(
        at=proof.tier,
        message=f"promise `{INITIAL_RESPONSE}` has {lacks} tier `{proof.tier}` at {quoted(levels)}",
        mark=promise.mark,
        help="write `none` where nothing is owed",
        witness=context.witnesses.of(proof, bits, shows),
    )


def _is_left_out_in_all(proof: TierSituations, promise: str, evaluation: Evaluation) -> bool:
    return all(is_left_out(proof, outcome, promise) for outcome in evaluation.outcomes)


def is_left_out(proof: TierSituations, outcome: Outcome, promise: str) -> bool:
    """Tell whether the initial response says nothing at all of an outcome, which this check says."""
    if promise != INITIAL_RESPONSE or outcome.scope != "support" or not isinstance(outcome.level, str):
        return False
    if rule_of(outcome, promise) is not None:
        return False
    return (proof.tier, outcome.level) not in proof.compiled.policy.promises[promise].within
