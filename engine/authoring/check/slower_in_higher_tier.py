"""A promise falls due later in a higher tier than in a lower one.

It falls due later in a tier than in one that is written before it, or is not owed there: the better plan is served
worse. Tiers are taken to stand in the order in which they are written, the lowest first. The check compares two
situations that differ in the tier alone and are of one scope, at every second of receipt in the year from the day of
the check, or at every second at which the event can come that a clock starts at. A span that a fact of the contract
or of the request gives is skipped, unless it is one that the policy names in a condition or presumes. What a cell of
`initial_response` leaves out is [`missing-promise`](missing-promise.md).

Found at the promise and the higher tier (`initial_response.plus`). Correct the table, or the hours that coverage
chooses. `received` of the witness is when the delay is longest.

Fails, at `initial_response.plus`:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 1 business day}, plus: {P1: 1 hour, P2: 10 business hours}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 1 business day}, plus: {P1: 4 hours, P2: 8 business hours}}
    cite: terms.plans
```
"""

from collections.abc import Mapping
from functools import partial
from itertools import combinations, islice, product

from ...model import Promise, SpanOf
from ...proof.delays import states_places
from ...proof.started_clocks import StartedWitnesses, starts_of, starts_text
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses
from ...rules.outcomes import Owed, owed_of
from .definition import CheckContext, CheckFindings, check
from .missing_promise import is_left_out

_Due = tuple[object, Owed | None]
"""A scope, and what is owed of a promise there."""


@check("slower-in-higher-tier", "warning", __doc__, is_proof=True)
def slower_in_higher_tier(context: CheckContext) -> CheckFindings:
    """Yield a finding for each promise and pair of tiers of which the higher is answered later."""
    proofs = context.by_tier(slower_in_higher_tier.id).values()
    for tiers, promise in product(combinations(proofs, 2), context.policy.promises.values()):
        yield from islice(_slower(context, promise, tiers), 1)


def _slower(context: CheckContext, promise: Promise, tiers: tuple[TierSituations, TierSituations]) -> CheckFindings:
    """Yield how a promise is later in the higher tier than in the lower, in the same situation and scope."""
    lower, higher = tiers
    before, after = (_situations_by_due(proof, promise.name) for proof in tiers)
    for fast, slow in product(before, after):
        bits = before[fast] & after[slow] if fast[0] == slow[0] else 0
        received = starts_of(promise, higher.received(bits)) if bits else None
        later = context.delays.later(context.policy, slow[1], fast[1], received=received) if bits else None
        if later is not None and not later.is_open:
            started = StartedWitnesses(context.witnesses, promise, later.received)
            witnesses = started.witnesses
            shows = partial(_shows, witnesses, promise.name, tiers, (fast, slow))
            codes = witnesses.least(higher.codes(bits & higher.received_at(witnesses.receipt)), shows)
            subject = f"promise `{promise.name}`"
            yield slower_in_higher_tier.finding(
                at=f"{promise.name}.{higher.tier}",
                message=f"{subject} is owed in tier `{lower.tier}`, and not in the higher tier `{higher.tier}`"
                if slow[1] is None
                else f"{subject} falls due later in tier `{higher.tier}` than in `{lower.tier}`, {later.words}"
                f"{starts_text(promise)}",
                mark=promise.mark,
                witness=started.request(higher.tier, codes),
            )


def _situations_by_due(proof: TierSituations, promise: str) -> dict[_Due, int]:
    situations: dict[_Due, int] = {}
    for outcome, bits in proof.parts.items():
        if not is_left_out(proof, outcome, promise):
            key = (outcome.scope, owed_of(outcome, promise))
            situations[key] = situations.get(key, 0) | bits & proof.valid
    return situations


def _shows(
    witnesses: Witnesses,
    promise: str,
    tiers: tuple[TierSituations, TierSituations],
    due: tuple[_Due, _Due],
    codes: Mapping[str, int],
) -> bool:
    """Tell whether a request owes in each of two tiers what it is to owe there."""
    fast, slow = due
    if not states_places(codes, fast[1], slow[1]):
        return False
    before, after = (
        {(o.scope, owed_of(o, promise)) for o in witnesses.evaluate(proof.tier, codes).outcomes} for proof in tiers
    )
    if after != {slow} or len(before) != 1:
        return False
    ((scope, owed),) = before
    if slow[1] is None and owed is not None and isinstance(owed.hours, str) and not isinstance(owed.span, SpanOf):
        return scope == fast[0]  # whatever the lower tier owes is more than nothing
    return (scope, owed) == fast
