"""masked: a rule that holds in some situations and wins in none of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...model import SCOPES
from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Group, Policy, Rule
    from ..proofs import Proof
    from ..witnesses import Seen
    from .subject import Subject


def masked(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each rule that never wins, with a rule that wins in its place."""
    for group in subject.policy.groups:
        proofs = list(subject.proofs(group.name))
        for n in never_winning(subject, group, proofs):
            rule = group.rules[n]
            proof = next(p for p in proofs if p.holding(group.name)[n] & p.applies(group.name))
            bits = proof.holding(group.name)[n] & proof.applies(group.name)
            winner = _winner(subject, group, proof, bits, n)
            if winner is not None:
                bits &= proof.holding(group.name)[winner]
                other = group.rules[winner]
                place = f"`{other.id}` (line {other.mark.line})"
            else:
                place = "others"
            witness = subject.witness(
                proof, bits, partial(_shows, group.name, [n, *([] if winner is None else [winner])])
            )
            message = f"rule `{rule.id}` holds but never wins over {place}"
            yield Found(rule.id, message, rule.mark, _help(group), witness)


def _shows(group: str, rules: list[int], seen: Seen) -> bool:
    return all(seen.holds(group, rule) for rule in rules)


def never_winning(subject: Subject, group: Group, proofs: list[Proof]) -> list[int]:
    """Return the places of the rules that hold where their group applies, and never win there."""
    holds = [False] * len(group.rules)
    wins_somewhere = [False] * len(group.rules)
    for proof in proofs:
        applies = proof.applies(group.name)
        for n, winning in enumerate(subject.wins(proof, group.name)):
            holds[n] = holds[n] or bool(proof.holding(group.name)[n] & applies)
            wins_somewhere[n] = wins_somewhere[n] or bool(winning)
    return [n for n in range(len(group.rules)) if holds[n] and not wins_somewhere[n]]


def _winner(subject: Subject, group: Group, proof: Proof, bits: int, loser: int) -> int | None:
    """Return the place of a rule that wins where another holds."""
    for n, winning in enumerate(subject.wins(proof, group.name)):
        if n != loser and winning & bits and _outranks(subject.policy, group, group.rules[n], group.rules[loser]):
            return n
    return None


def _outranks(policy: Policy, group: Group, one: Rule, other: Rule) -> bool:
    if group.name in ("coverage", "channel"):
        return True
    order = list(SCOPES if group.name == "scope" else policy.levels)
    return order.index(str(one.then)) < order.index(str(other.then))


def _help(group: Group) -> str:
    if group.name == "coverage":
        return "the first rule that holds wins: move it up, or drop it"
    if group.name == "channel":
        return "where a way is required, no other is allowed"
    return f"the most {'restrictive' if group.name == 'scope' else 'severe'} outcome wins: narrow the other, or drop it"
