"""required-way-not-offered: a way that must be used, and that nobody is told how to use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...rules.outcomes import Ways
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rules.evaluator import Seen
    from ...rules.outcomes import Outcome
    from .context import CheckContext


def required_way_not_offered(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each way without a contact that some situation requires."""
    for name, way in subject.policy.ways.items():
        if way.contact:
            continue
        for proof in subject.proofs("channel"):
            bits = sum(b for outcome, b in proof.parts.items() if _requires(name, outcome))
            if bits & proof.valid:
                witness = subject.witness(proof, bits & proof.valid, partial(_shows, name))
                message = f"way `{name}` is required and has no contact"
                yield Found(name, message, way.mark, "say in `contact` where it leads", witness)
                break


def _shows(way: str, seen: Seen) -> bool:
    return all(_requires(way, outcome) for outcome in seen.outcomes)


def _requires(way: str, outcome: Outcome) -> bool:
    return isinstance(outcome.ways, Ways) and outcome.ways.required == way
