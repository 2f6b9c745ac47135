"""conflicting-ways: two rules that require, or prefer, different ways in one situation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...model import Offer
from ...rules.outcomes import CONFLICTING
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Rule
    from ...proof.situations import TierSituations
    from ...rules.evaluator import Seen
    from .context import CheckContext


def conflicting_ways(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for the first two rules that conflict in some situation."""
    rules = subject.policy.channel.rules
    for proof in subject.proofs("channel"):
        bits = sum(b for outcome, b in proof.parts.items() if outcome.ways is CONFLICTING) & proof.valid
        clash = _clash(rules, proof, bits)
        if clash is not None:
            word, one, other, both = clash
            witness = subject.witness(proof, both, partial(_shows, (one, other)))
            first, second = rules[one], rules[other]
            message = f"rules `{first.id}` (line {first.mark.line}) and `{second.id}` {word} different ways at once"
            yield Found(second.id, message, second.mark, witness=witness)
            return


def _shows(rules: tuple[int, int], seen: Seen) -> bool:
    return all(seen.holds("channel", n) for n in rules) and all(o.ways is CONFLICTING for o in seen.outcomes)


def _clash(rules: tuple[Rule, ...], proof: TierSituations, bits: int) -> tuple[str, int, int, int] | None:
    """Return what two rules disagree on, their places, and where they do."""
    holding = proof.holding("channel") if bits else []
    for word in ("require", "prefer"):
        named = [
            (n, set(getattr(rules[n].then, word)), there & bits)
            for n, there in enumerate(holding)
            if isinstance(rules[n].then, Offer)
        ]
        for place, (second, ways, there) in enumerate(named):
            for first, others, also in named[:place]:
                if ways and others and len(ways | others) > 1 and there & also:
                    return word, first, second, there & also
    return None
