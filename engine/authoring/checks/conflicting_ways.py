"""conflicting-ways: two rules that require, or prefer, different ways in one situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Offer
from ...rules.outcomes import CONFLICTING
from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Rule
    from ..proofs import Proof
    from .subject import Subject


def conflicting_ways(subject: Subject) -> Iterator[Found]:
    """Yield a finding for the first two rules that conflict in some situation."""
    for proof in subject.proofs("channel"):
        bits = sum(b for outcome, b in proof.parts.items() if outcome.ways is CONFLICTING) & proof.valid
        clash = _clash(subject.policy.channel.rules, proof, bits)
        if clash is not None:
            word, first, second, both = clash
            witness = subject.witness(proof, both, lambda seen: all(o.ways is CONFLICTING for o in seen.outcomes))
            message = f"rules `{first.id}` (line {first.mark.line}) and `{second.id}` {word} different ways at once"
            yield Found(second.id, message, second.mark, witness=witness)
            return


def _clash(rules: tuple[Rule, ...], proof: Proof, bits: int) -> tuple[str, Rule, Rule, int] | None:
    """Return what two rules disagree on, the two, and where they do."""
    holding = proof.holding("channel") if bits else []
    for word in ("require", "prefer"):
        named = [
            (rule, set(getattr(rule.then, word)), there)
            for rule, there in zip(rules, holding, strict=bool(bits))
            if isinstance(rule.then, Offer)
        ]
        for n, (second, ways, there) in enumerate(named):
            for first, others, also in named[:n]:
                if ways and others and len(ways | others) > 1 and there & also & bits:
                    return word, first, second, there & also & bits
    return None
