"""Two rules require, or prefer, different ways in one situation.

Such a request is not decided. A single rule that names two ways is refused when the file is read.

Found at the later of the two rules; the message names both. Narrow one of them, or let one only `allow`.

Fails, at `orders-in-writing`:

```yaml
channels:
  rules:
    - {id: urgent-by-phone, when: {down: all}, then: {require: phone}, cite: terms.contact}
    - {id: orders-in-writing, when: {activity: order}, then: {require: email}, cite: terms.contact}
    - {id: in-writing, then: {allow: email}, cite: terms.contact}
```

Passes:

```yaml
channels:
  rules:
    - {id: urgent-by-phone, when: {priority: P1}, then: {require: phone}, cite: terms.contact}
    - {id: orders-in-writing, when: {activity: order}, then: {require: email}, cite: terms.contact}
    - {id: in-writing, then: {allow: email}, cite: terms.contact}
```
"""

from collections.abc import Iterator
from functools import partial

from ...model import Offer, Rule
from ...proof.tier_situations import TierSituations
from ...rules.evaluator import Evaluation
from ...rules.hit_policy import CONFLICTING
from ...rules.spaces import union
from .definition import CheckContext, CheckFindings, check


@check("conflicting-ways", "error", __doc__, is_proof=True)
def conflicting_ways(context: CheckContext) -> CheckFindings:
    """Yield a finding for the first two rules that conflict in some situation."""
    rules = context.policy.channel.rules
    for proof in context.proofs("channel"):
        for verb, pair, bits in _conflicts(rules, proof):
            first, second = (rules[n] for n in pair)
            yield conflicting_ways.finding(
                at=second.id,
                message=f"rules `{first.id}` (line {first.mark.line}) and `{second.id}` {verb} different ways at once",
                mark=second.mark,
                witness=context.witnesses.of(proof, bits, partial(_shows, pair)),
            )
            return


def _conflicts(rules: tuple[Rule, ...], proof: TierSituations) -> Iterator[tuple[str, tuple[int, int], int]]:
    """Yield what two rules do with different ways, their numbers, and where; the earliest second rule first."""
    bits = union(bits for outcome, bits in proof.parts.items() if outcome.ways is CONFLICTING) & proof.valid
    holding = proof.holding("channel") if bits else []
    for verb in ("require", "prefer"):
        ways = [set(getattr(rule.then, verb)) if isinstance(rule.then, Offer) else set() for rule in rules]
        for first, second in ((i, j) for j in range(len(holding)) for i in range(j)):
            both = holding[first] & holding[second] & bits
            if both and ways[first] and ways[second] and len(ways[first] | ways[second]) > 1:
                yield verb, (first, second), both


def _shows(rules: tuple[int, int], evaluation: Evaluation) -> bool:
    return all(evaluation.holds("channel", n) for n in rules) and all(
        outcome.ways is CONFLICTING for outcome in evaluation.outcomes
    )
