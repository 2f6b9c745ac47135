"""What ends a request can fall due before its first answer.

In some situation, and at some receipt, a promise that closing the request meets falls due sooner than
`initial_response`. Whoever has until then to answer has less time to finish. Both are compared as they count when
nothing waits; promises that repeat, and those whose clock starts at an event, are not.

Found at the promise. Owe the answer sooner, or the rest later.

Fails, at `repair`:

```yaml
promises:
  initial_response: {within: {base: {P1: 4 hours, P2: 1 day}, plus: {P1: 2 hours, P2: 8 hours}}, cite: terms.plans}
  repair: {within: {plus: {P1: 1 hour}}, cite: terms.plans}
```

Passes:

```yaml
promises:
  initial_response: {within: {base: {P1: 4 hours, P2: 1 day}, plus: {P1: 30 minutes, P2: 8 hours}}, cite: terms.plans}
  repair: {within: {plus: {P1: 1 hour}}, cite: terms.plans}
```
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from ...model import Promise
from ...model.events import CLOSED, RECEIVED
from ...model.promises import INITIAL_RESPONSE
from ...proof.delays import states_places
from ...proof.tier_situations import TierSituations
from ...rules.evaluator import Evaluation
from ...rules.outcomes import Owed, owed_of
from .definition import CheckContext, CheckFindings, check

_Both = tuple[Owed, Owed]
"""The first answer that is owed, and what is owed until the request is closed."""


@check("response-after-resolution", "warning", __doc__, is_proof=True)
def response_after_resolution(context: CheckContext) -> CheckFindings:
    """Yield a finding for each promise until closing that can fall due before the first answer."""
    promises = context.policy.promises
    response = promises.get(INITIAL_RESPONSE)
    ending = [promise for promise in promises.values() if _is_compared(promise) and CLOSED in promise.until]
    if response is None or not _is_compared(response) or not ending:
        return
    proofs = context.by_tier(response_after_resolution.id).values()
    for promise in (promise for promise in ending if promise is not response):
        yield from islice((f for proof in proofs for f in _sooner(context, promise, proof)), 1)


def _is_compared(promise: Promise) -> bool:
    return not promise.repeats and promise.clock.starts_at == RECEIVED


def _sooner(context: CheckContext, promise: Promise, proof: TierSituations) -> CheckFindings:
    """Yield how a promise falls due before the first answer in situations of a tier."""
    for both, bits in _situations_by_owed(promise.name, proof):
        later = context.delays.later(context.policy, *both, received=proof.received(bits))
        if later is not None and not later.is_open:
            witnesses = context.witnesses.at(later.received)
            shows = partial(_shows, promise.name, both)
            yield response_after_resolution.finding(
                at=promise.name,
                message=f"promise `{promise.name}` falls due before `{INITIAL_RESPONSE}`, {later.words}",
                mark=promise.mark,
                help="owe the first answer sooner, or this later",
                witness=witnesses.of(proof, bits & proof.received_at(witnesses.receipt), shows),
            )


def _situations_by_owed(promise: str, proof: TierSituations) -> Iterator[tuple[_Both, int]]:
    """Yield what is owed of both promises, each with the situations in which it is."""
    situations: dict[_Both, int] = {}
    for outcome, bits in proof.parts.items():
        first, last = owed_of(outcome, INITIAL_RESPONSE), owed_of(outcome, promise)
        if first is not None and last is not None and bits & proof.valid:
            situations[first, last] = situations.get((first, last), 0) | bits & proof.valid
    yield from situations.items()


def _shows(promise: str, both: _Both, evaluation: Evaluation) -> bool:
    is_owed = {(owed_of(o, INITIAL_RESPONSE), owed_of(o, promise)) for o in evaluation.outcomes} == {both}
    return is_owed and states_places(evaluation.stands, *both)
