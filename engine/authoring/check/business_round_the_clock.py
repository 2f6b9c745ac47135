"""A span that is written with `business`, or a date in `business_days`, counts in hours that never close.

`business` says that time outside of business hours does not count, and in such hours all time does: `2 business days`
are over on a Sunday. Either the word is one too many, or the span or date was meant for other hours.

Found at the promise, tier and level (`initial_response.plus.P1`), or at promise and tier for consulting. Write the
span without `business`, or the date in `days`, or choose hours that close; where the contract itself says so, accept
it.

Fails, at `initial_response.plus.P1`:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 2 business days}, plus: {P1: 1 business hour, P2: 1 business day}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 2 business days}, plus: {P1: 1 hour, P2: 1 business day}}
    cite: terms.plans
```
"""

from collections.abc import Iterator
from functools import partial

from ...model import Cell, DueDate, Policy, Span
from ...rules.evaluator import Evaluation
from ...rules.outcomes import Outcome, entry_of, level_of
from ...triage.counts import amount_text
from .definition import CheckContext, CheckFindings, check

_Counted = tuple[str, Span | DueDate, str]
"""A promise, the span or date of `business` that it owes, and the hours in which that counts."""


@check("business-round-the-clock", "warning", __doc__, is_proof=True)
def business_round_the_clock(context: CheckContext) -> CheckFindings:
    """Yield a finding for each span or date of `business` that counts in hours that never close."""
    policy = context.policy
    cells = [cell for promise in policy.promises.values() for cell in promise.entries()]
    if not any(hours.never_close for hours in policy.hours.values()) or not any(map(_says_business, cells)):
        return
    reported: set[str] = set()
    for proof in context.by_tier(business_round_the_clock.id).values():
        for outcome, bits in proof.parts.items():
            for promise, amount, hours in _counted_always(policy, proof.tier, outcome) if bits & proof.valid else ():
                level = level_of(outcome)
                at = ".".join(filter(None, (promise, proof.tier, level)))
                if at in reported:
                    continue
                reported.add(at)
                shows = partial(_shows, policy, proof.tier, level, (promise, amount, hours))
                yield business_round_the_clock.finding(
                    at=at,
                    message=f"promise `{promise}` {amount_text(amount)} of tier `{proof.tier}`"
                    f"{f' at `{level}`' if level else ''} counts in hours `{hours}`, which never close",
                    mark=policy.promises[promise].mark,
                    help=f"write {'the span without `business`' if isinstance(amount, Span) else '`days`'}, "
                    "or choose hours that close",
                    witness=context.witnesses.of(proof, bits & proof.valid, shows),
                )


def _counted_always(policy: Policy, tier: str, outcome: Outcome) -> Iterator[_Counted]:
    """Yield the promises, spans or dates of `business`, and hours of what an outcome owes in hours that never close."""
    for owed in outcome.owed:
        if isinstance(owed.span, DueDate):
            if owed.span.is_business and _never_close(policy, owed.hours):
                yield owed.promise, owed.span, str(owed.hours)
            continue
        # What is owed compares spans by their length alone, and two cells may write one length in two ways.
        cell = entry_of(policy, tier, outcome, owed.promise)
        if cell and isinstance(cell.within, Span) and _says_business(cell) and _never_close(policy, owed.hours):
            yield owed.promise, cell.within, str(owed.hours)


def _says_business(cell: Cell) -> bool:
    if cell is None or cell.within is None:
        return cell is not None and cell.by is not None and cell.by.is_business
    return isinstance(cell.within, Span) and "business" in cell.within.text


def _never_close(policy: Policy, hours: object) -> bool:
    return isinstance(hours, str) and policy.hours[hours].never_close


def _shows(policy: Policy, tier: str, level: str | None, counted: _Counted, evaluation: Evaluation) -> bool:
    """Tell whether all that a request may come to owes the span or date at a level, written so, in the same hours."""
    return all(
        level_of(outcome) == level and _written(counted) in map(_written, _counted_always(policy, tier, outcome))
        for outcome in evaluation.outcomes
    )


def _written(counted: _Counted) -> tuple[str, str, str]:
    promise, amount, hours = counted
    return promise, amount.text, hours
