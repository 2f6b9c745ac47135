"""gap: a situation in which a group that applies has no rule that holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...rules.outcomes import UNDECIDED
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rules.evaluator import Seen
    from ...rules.outcomes import Outcome
    from .context import CheckContext


def gap(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each group that some situation leaves undecided."""
    for group in subject.policy.groups:
        name = group.name
        for proof in subject.proofs(name):
            bits = sum(b for outcome, b in proof.parts.items() if of_group(outcome, name) is UNDECIDED) & proof.valid
            if bits:
                witness = subject.witness(proof, bits, partial(_shows, name))
                message = f"no rule decides {name} in some situation"
                help_ = "add a rule without `when`, or one for this situation"
                yield Found(name, message, group.mark, help_, witness)
                break


def _shows(group: str, seen: Seen) -> bool:
    return all(of_group(outcome, group) is UNDECIDED for outcome in seen.outcomes)


def of_group(outcome: Outcome, group: str) -> object:
    """Return what an outcome has of one group."""
    parts = {"scope": outcome.scope, "priority": outcome.level, "coverage": outcome.coverage, "channel": outcome.ways}
    return parts[group]
