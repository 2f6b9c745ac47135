"""redundant: a rule without which every decision is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.outcomes import outcomes
from ...rules.spaces import holding
from .masked import never_winning
from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Group
    from ...rules.compiled import CompiledGroup
    from ...rules.spaces import Sets
    from ..proofs import Proof
    from .subject import Subject


def redundant(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each rule that wins somewhere, yet never alone."""
    for group in subject.policy.groups:
        proofs = list(subject.proofs(group.name))
        never = set(never_winning(subject, group, proofs))
        for n in _without_effect(subject, group, proofs):
            if n not in never:
                rule = group.rules[n]
                message = f"every decision is the same without rule `{rule.id}`"
                yield Found(
                    rule.id, message, rule.mark, "drop it, or accept it where it stands for a clause of its own"
                )


def _without_effect(subject: Subject, group: Group, proofs: list[Proof]) -> list[int]:
    holds = [False] * len(group.rules)
    changes = [False] * len(group.rules)
    for proof in proofs:
        applies = proof.applies(group.name)
        for n, bits in enumerate(subject.matters(proof, group.name)):
            holds[n] = holds[n] or bool(proof.holding(group.name)[n] & applies)
            changes[n] = changes[n] or (bool(bits) and (_is_final(proof, group) or _changes(proof, group, n)))
    return [n for n in range(len(group.rules)) if holds[n] and not changes[n]]


def _is_final(proof: Proof, group: Group) -> bool:
    """Tell whether another outcome of the group always makes another decision."""
    return group.name != "priority" or not proof.book.scope_reads_priority


def _changes(proof: Proof, group: Group, without: int) -> bool:
    """Tell whether some whole decision is another without a rule of a group that another group reads."""

    def evaluate(other: CompiledGroup, at: Sets) -> list[int]:
        bits = holding(other, at, proof.space.all)
        return [0 if other.name == group.name and n == without else b for n, b in enumerate(bits)]

    parts = outcomes(proof.book, proof.tier, proof.sets["scope"], proof.space.all, evaluate)
    return any(bits & proof.valid & ~proof.parts.get(outcome, 0) for outcome, bits in parts.items())
