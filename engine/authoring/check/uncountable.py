"""Some deadline of a promise cannot be counted.

A request that is owed it is refused. No deadline lies more than ten years after receipt, nor in a year of which the
holidays of its hours are not known. The check counts each span that is owed, in each of the hours that it is owed in,
from the first and from the last receipt while the edition is in force; where it has no end, the last is a year after
the day of the check.

Found at the promise; the message names the first span and hours. Write a shorter span, or end the edition earlier.
Where the edition itself reaches years without known holidays, that is [`holiday-horizon`](holiday-horizon.md).

Fails, at `initial_response`:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 4000 business days}, plus: {P1: 1 hour, P2: 1 business day}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response:
    within: {base: {P1: 4 hours, P2: 400 business days}, plus: {P1: 1 hour, P2: 1 business day}}
    cite: terms.plans
```
"""

from collections.abc import Iterable

from ...model import Hours, Span, SpanOf
from ...rules.outcomes import Owed
from ...rules.places import placed_hours_of
from ...triage.counts import amount_text
from ...worktime import WorktimeError, count_of, deadline
from .definition import CheckContext, CheckFindings, check
from .holiday_horizon import is_within_horizon


@check("uncountable", "error", __doc__, is_proof=True)
def uncountable(context: CheckContext) -> CheckFindings:
    """Yield a finding for each promise that cannot be counted in some hours in which it is owed."""
    reported: set[str] = set()
    countable = {hours.name for hours in context.policy.hours.values() if is_within_horizon(context, hours)}
    for owed, cell in _owed(context).items():
        # A gap of coverage, and years without known holidays, are findings of their own.
        if owed.promise in reported or str(owed.hours) not in countable or isinstance(owed.span, SpanOf):
            continue
        problem = _problem(placed_hours_of(context.policy, owed), owed, context.first_and_last_receipt)
        if problem:
            reported.add(owed.promise)
            yield uncountable.finding(
                at=owed.promise,
                message=f"promise `{owed.promise}` {amount_text(owed.span, owed.cutoff)} "
                f"cannot be counted {cell}: {problem}",
                mark=context.policy.promises[owed.promise].mark,
                help=f"write {'a shorter span' if isinstance(owed.span, Span) else 'fewer days'}: "
                "deadlines lie within ten years, and in years of known holidays",
            )


def _owed(context: CheckContext) -> dict[Owed, str]:
    """Return everything that is owed in some situation, with the first tier and level of it in words."""
    cells: dict[Owed, str] = {}
    for proof in context.by_tier(uncountable.id).values():
        for outcome, bits in proof.parts.items():
            level = f" at `{outcome.level}`" if isinstance(outcome.level, str) else ""
            for owed in outcome.owed if bits & proof.valid else ():
                cells.setdefault(owed, f"for tier `{proof.tier}`{level}")
    return cells


def _problem(hours: Hours, owed: Owed, receipts: Iterable[int]) -> str:
    """Return why a span or a date cannot be counted from one of some receipts; empty where it can be from all."""
    if isinstance(owed.span, SpanOf):
        return ""
    try:
        for received in receipts:
            deadline(count_of(hours, owed.span, owed.cutoff), received)
    except WorktimeError as problem:
        return str(problem)
    return ""
