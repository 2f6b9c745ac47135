"""Where rules win: the situations in which a rule's outcome is what its group decides."""

from __future__ import annotations

from functools import reduce
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING

from ...model import SCOPES, Offer
from ...rules.outcomes import combined, joined_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...model import Policy, Rule
    from ...proof.situations import TierSituations


def wins(policy: Policy, proof: TierSituations, group: str) -> list[int]:
    """Return, rule by rule, the situations in which its outcome wins; of the channel, in which it is not overridden."""
    rules, holding = _rules(policy, group), [bits & proof.applies(group) for bits in proof.holding(group)]
    if group == "channel":
        return _not_overridden(rules, holding)
    if group == "coverage":
        return [bits & ~before for bits, before in zip(holding, accumulate(holding, or_, initial=0), strict=False)]
    order = SCOPES if group == "scope" else tuple(policy.levels)
    stronger = _above(rules, holding, order)
    return [bits & ~stronger[str(rule.then)] for rule, bits in zip(rules, holding, strict=True)]


def matters(policy: Policy, proof: TierSituations, group: str, winning: Sequence[int]) -> list[int]:
    """Return, rule by rule, the situations in which its group would decide otherwise without it.

    `winning` are those in which the rules win.
    """
    rules = _rules(policy, group)
    if group in ("coverage", "channel"):
        holding = [bits & proof.applies(group) for bits in proof.holding(group)]
        return _changing(policy, rules, holding) if group == "channel" else _unlike_the_next(rules, holding, winning)
    once: dict[str, int] = {}
    twice: dict[str, int] = {}
    for rule, bits in zip(rules, winning, strict=True):
        then = str(rule.then)
        twice[then] = twice.get(then, 0) | bits & once.get(then, 0)
        once[then] = once.get(then, 0) | bits
    return [bits & ~twice[str(rule.then)] for rule, bits in zip(rules, winning, strict=True)]


def _rules(policy: Policy, group: str) -> tuple[Rule, ...]:
    return next(g.rules for g in policy.groups if g.name == group)


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _above(rules: Sequence[Rule], holding: Sequence[int], order: Sequence[str]) -> dict[str, int]:
    """Return, by outcome, the situations in which a rule with a stronger outcome holds."""
    stronger, above = 0, {}
    for outcome in order:
        above[outcome] = stronger
        stronger |= _union(bits for rule, bits in zip(rules, holding, strict=True) if rule.then == outcome)
    return above


def _unlike_the_next(rules: Sequence[Rule], holding: Sequence[int], winning: Sequence[int]) -> list[int]:
    """Return where the next rule that holds, if any, chooses other hours."""
    changing = []
    for n, bits in enumerate(winning):
        undecided, same = bits, 0
        for m in range(n + 1, len(rules)):
            if not undecided:
                break
            same |= undecided & holding[m] if rules[m].then == rules[n].then else 0
            undecided &= ~holding[m]
        changing.append(bits & ~same)
    return changing


def _not_overridden(rules: Sequence[Rule], holding: Sequence[int]) -> list[int]:
    """Return where a rule holds, and what it adds stands: where a way is required, none is allowed beside it."""
    offers = [rule.then if isinstance(rule.then, Offer) else Offer() for rule in rules]
    required = _union(bits for offer, bits in zip(offers, holding, strict=True) if offer.require)
    return [
        bits if offer.require or offer.prefer else bits & ~required for offer, bits in zip(offers, holding, strict=True)
    ]


def _changing(policy: Policy, rules: Sequence[Rule], holding: Sequence[int]) -> list[int]:
    """Return where the ways would be others without a rule."""
    offers = [rule.then if isinstance(rule.then, Offer) else Offer() for rule in rules]
    changing, order = [0] * len(rules), list(policy.ways)
    for held, bits in combined(holding, _union(holding)).items():
        ways = joined_ways([offers[n] for n in held], order)
        for n in held:
            if joined_ways([offers[m] for m in held if m != n], order) != ways:
                changing[n] |= bits
    return changing
