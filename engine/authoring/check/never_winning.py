"""Rules that hold where their question arises, and win nowhere."""

from ...model import Group
from ...proof.situations import TierSituations
from .context import CheckContext


def never_winning(context: CheckContext, group: Group, proofs: list[TierSituations]) -> list[int]:
    """Return the numbers of the rules that hold where their group applies, and never win there."""
    holding: set[int] = set()
    winning: set[int] = set()
    for proof in proofs:
        applies = proof.applies(group.name)
        holding |= {n for n, bits in enumerate(proof.holding(group.name)) if bits & applies}
        winning |= {n for n, bits in enumerate(context.wins(proof, group.name)) if bits}
    return sorted(holding - winning)
