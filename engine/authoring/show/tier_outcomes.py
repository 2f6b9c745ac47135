"""What is owed and how a request may come in, tier by tier and level by level, over all situations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...proof.situations import StateSpace
from ...rules.hit_policy import Ways

if TYPE_CHECKING:
    from ...rules.evaluator import Evaluator
    from ...rules.hit_policy import Gap
    from ...rules.outcomes import Outcome

TierLevel = tuple[str, str | None]
"""A tier and a level; no level is consulting."""


@dataclass(frozen=True, slots=True)
class TierOutcomes:
    """What can come out at each tier and level.

    `hours` are those in which a promise can count there, `ways` the ways in which a request can
    come in; a level without an entry does not arise. None: there are too many situations to say.
    """

    hours: dict[tuple[str, TierLevel], list[str]] | None
    ways: dict[TierLevel, list[Ways]] | None


def tier_outcomes(evaluator: Evaluator) -> TierOutcomes:
    """Return what can come out at each tier and level."""
    order = list(evaluator.compiled.policy.hours)
    hours: dict[tuple[str, TierLevel], set[str | Gap]] = {}
    counted = _outcomes(evaluator, "coverage")
    for level, outcome in counted or ():
        for owed in outcome.owed:
            hours.setdefault((owed.promise, level), set()).add(owed.hours)
    ways: dict[TierLevel, dict[Ways, None]] = {}
    offered = _outcomes(evaluator, "channel")
    for level, outcome in offered or ():
        ways.setdefault(level, {}).update({outcome.ways: None} if isinstance(outcome.ways, Ways) else {})
    ordered_hours = {key: [name for name in order if name in names] for key, names in hours.items()}
    return TierOutcomes(
        hours=None if counted is None else ordered_hours,
        ways=None if offered is None else {level: list(choices) for level, choices in ways.items()},
    )


def _outcomes(evaluator: Evaluator, group: str) -> list[tuple[TierLevel, Outcome]] | None:
    """Return the outcomes of all requests that are taken, each with its level, None where there are too many."""
    for space in (StateSpace(evaluator.compiled), StateSpace(evaluator.compiled, group)):
        if space.slices is not None:
            outcomes = (
                ((proof.tier, level), outcome)
                for proof in space.proofs()
                for outcome, bits in proof.parts.items()
                if bits & proof.valid
                for level in _levels(outcome)
            )
            return list(dict.fromkeys(outcomes))
    return None


def _levels(outcome: Outcome) -> tuple[str | None, ...]:
    """Return the level of a request that is taken, none where it is consulting; nothing where it is not taken."""
    if outcome.scope == "consulting":
        return (None,)
    return (outcome.level,) if outcome.scope == "support" and isinstance(outcome.level, str) else ()
