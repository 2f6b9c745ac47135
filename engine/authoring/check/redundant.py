"""redundant: a rule without which every decision is the same, though no other rule always wins over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.outcomes import outcomes
from ...rules.spaces import holding
from .context import Found
from .masked import never_winning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Group
    from ...proof.situations import TierSituations
    from ...rules.compiled import CompiledGroup
    from ...rules.spaces import Sets
    from .context import CheckContext


_NOT_DECIDED = {
    "priority": "the scope is not support",
    "coverage": "nothing is owed that its hours could count for",
    "channel": "nothing is covered",
}
"""Where the question of a group does not arise."""


def redundant(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each rule that holds somewhere, and changes nothing there that is decided."""
    for group in subject.policy.groups:
        proofs = list(subject.proofs(group.name))
        never = set(never_winning(subject, group, proofs))
        for n in _without_effect(subject, group, proofs):
            if n not in never:
                rule = group.rules[n]
                message = f"every decision is the same without rule `{rule.id}`"
                if not any(proof.holding(group.name)[n] & proof.applies(group.name) for proof in proofs):
                    message += f", which holds only where {_NOT_DECIDED[group.name]}"
                help_ = "drop it, or accept it where it stands for a clause of its own"
                yield Found(rule.id, message, rule.mark, help_)


def _without_effect(subject: CheckContext, group: Group, proofs: list[TierSituations]) -> list[int]:
    holds = [False] * len(group.rules)
    changes = [False] * len(group.rules)
    for proof in proofs:
        if group.name == "channel" and len(group.rules) == 1 and proof.applies("channel"):
            return []  # without any rule no channel would be asked for
        for n, bits in enumerate(subject.matters(proof, group.name)):
            holds[n] = holds[n] or bool(proof.holding(group.name)[n] & proof.valid)
            changes[n] = changes[n] or (bool(bits) and (_is_final(proof, group) or _changes(proof, group, n)))
    return [n for n in range(len(group.rules)) if holds[n] and not changes[n]]


def _is_final(proof: TierSituations, group: Group) -> bool:
    """Tell whether another outcome of the group always makes another decision."""
    return group.name != "priority" or not proof.compiled.scope_reads_priority


def _changes(proof: TierSituations, group: Group, without: int) -> bool:
    """Tell whether some whole decision is another without a rule of a group that another group reads."""

    def evaluate(other: CompiledGroup, at: Sets) -> list[int]:
        bits = holding(other, at, proof.space.all)
        return [0 if other.name == group.name and n == without else b for n, b in enumerate(bits)]

    parts = outcomes(proof.compiled, proof.tier, proof.sets["scope"], proof.space.all, evaluate)
    return any(bits & proof.valid & ~proof.parts.get(outcome, 0) for outcome, bits in parts.items())
