"""masked: a rule that holds in some situations and wins in none of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...model import SCOPES
from ...text import both
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Group, Policy, Rule
    from ...proof.situations import TierSituations
    from .context import CheckContext

_NAMED = 3
"""Rules that win in the place of another that are named."""


def masked(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each rule that never wins, with the rules that win in its place."""
    witnesses = subject.witnesses
    for group in subject.policy.groups:
        proofs = list(subject.proofs(group.name))
        for n in never_winning(subject, group, proofs):
            rule, winners = group.rules[n], _winners(subject, group, proofs, n)
            shown = winners[:1]  # a request shows one of them
            proof, bits = next((p, b) for p in proofs if (b := _holding(p, group, [n, *shown])))
            told = witnesses.least(
                proof.codes(bits), partial(witnesses.hold, proof.tier, group=group.name, rules=[n, *shown])
            )
            message = f"rule `{rule.id}` holds but never wins over {_named(group, winners)}"
            help_ = _help(group, several=len(winners) > 1)
            yield Found(rule.id, message, rule.mark, help_, witnesses.request(proof.tier, told))


def _holding(proof: TierSituations, group: Group, rules: list[int]) -> int:
    """Return the situations in which the question of a group arises and rules of it hold."""
    bits = proof.applies(group.name)
    for rule in rules:
        bits &= proof.holding(group.name)[rule]
    return bits


def _named(group: Group, rules: list[int]) -> str:
    if not rules:
        return "others"
    names = [f"`{group.rules[n].id}` (line {group.rules[n].mark.line})" for n in rules]
    more = len(names) - _NAMED
    return both([*names[:_NAMED], f"{more} more"] if more > 0 else names)


def never_winning(subject: CheckContext, group: Group, proofs: list[TierSituations]) -> list[int]:
    """Return the places of the rules that hold where their group applies, and never win there."""
    holds = [False] * len(group.rules)
    wins_somewhere = [False] * len(group.rules)
    for proof in proofs:
        applies = proof.applies(group.name)
        for n, winning in enumerate(subject.wins(proof, group.name)):
            holds[n] = holds[n] or bool(proof.holding(group.name)[n] & applies)
            wins_somewhere[n] = wins_somewhere[n] or bool(winning)
    return [n for n in range(len(group.rules)) if holds[n] and not wins_somewhere[n]]


def _winners(subject: CheckContext, group: Group, proofs: list[TierSituations], loser: int) -> list[int]:
    """Return the places of the rules that win where another holds."""
    rules = group.rules
    left = [n for n in range(len(rules)) if n != loser and _outranks(subject.policy, group, rules[n], rules[loser])]
    found: list[int] = []
    for proof in proofs:
        bits, winning = _holding(proof, group, [loser]), subject.wins(proof, group.name)
        here = {n for n in left if winning[n] & bits} if bits else set()
        found += here
        left = [n for n in left if n not in here]
    return sorted(found)


def _outranks(policy: Policy, group: Group, one: Rule, other: Rule) -> bool:
    if group.name in ("coverage", "channel"):
        return True
    order = list(SCOPES if group.name == "scope" else policy.levels)
    return order.index(str(one.then)) < order.index(str(other.then))


def _help(group: Group, *, several: bool) -> str:
    if group.name == "coverage":
        return f"the first rule that holds wins: move it {'above them' if several else 'up'}, or drop it"
    if group.name == "channel":
        return "where a way is required, no other is allowed"
    strongest = "restrictive" if group.name == "scope" else "severe"
    return f"the most {strongest} outcome wins: narrow the other{'s' if several else ''}, or drop it"
