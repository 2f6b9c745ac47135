"""Where a mutant may show of which that is not known: the tier, the level, and the event that starts the clock."""

from collections.abc import Sequence

from ...findings import printable
from ...model import RECEIVED, Policy
from ...proof.situations import StateSpace
from ...rules.outcomes import Outcome, owed_of
from .equivalence import Divergence
from .mutants import Mutant


def where_it_may_show(policy: Policy, divergences: Sequence[Divergence]) -> str:
    """Return where a mutant decides unlike its policy, in words; empty where no such situation is known."""
    for _, _, _, before, after, *_ in divergences[:1]:
        apart = [name for name in policy.promises if owed_of(before, name) != owed_of(after, name)]
        events = [policy.promises[name].clock.starts_at for name in apart]
        event = next((event for event in events if event != RECEIVED), None)
        return _where(divergences[0].proof.tier, before, event)
    return ""


def where_clock_may_show(space: StateSpace, mutant: Mutant) -> str:
    """Return where a promise is owed of which the clock was changed, in words; empty where that is not known."""
    event = mutant.policy.promises[mutant.clock_of].clock.starts_at
    for proof in space.proofs():
        for outcome, bits in proof.parts.items():
            owed = owed_of(outcome, mutant.clock_of)
            if owed is not None and not owed.is_due_at_once and bits & proof.valid:
                return _where(proof.tier, outcome, None if event == RECEIVED else event)
    return ""


def _where(tier: str, outcome: Outcome, event: str | None) -> str:
    level = f" at `{printable(outcome.level)}`" if isinstance(outcome.level, str) else ""
    start = f", from `{printable(event)}` on" if event else ""
    return f" (may show in tier `{printable(tier)}`{level}{start})"
