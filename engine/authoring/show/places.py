"""What is owed and how a request may come in, tier by tier and level by level, over all situations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...proof.situations import StateSpace
from ...rules.outcomes import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...proof.situations import TierSituations
    from ...rules.evaluator import Evaluator
    from ...rules.outcomes import Outcome

Place = tuple[str, str | None]
"""A tier and a level; no level is consulting."""


@dataclass(frozen=True, slots=True)
class Situations:
    """What can come out at each place.

    `hours` are those in which a promise can count there, `ways` the ways in which a request can
    come in; a place without an entry does not arise. None: there are too many situations to say.
    """

    hours: dict[tuple[str, Place], list[str]] | None
    ways: dict[Place, list[Ways]] | None


def situations(evaluator: Evaluator) -> Situations:
    """Return what can come out at each tier and level."""
    policy = evaluator.compiled.policy
    hours: dict[tuple[str, Place], list[str]] = {}
    owed = _places(evaluator, "coverage")
    for place, outcome in owed or ():
        for one in outcome.owed:
            chosen = hours.setdefault((one.promise, place), [])
            if isinstance(one.hours, str) and one.hours not in chosen:
                chosen.append(one.hours)
    order = list(policy.hours)
    ways: dict[Place, list[Ways]] = {}
    offered = _places(evaluator, "channel")
    for place, outcome in offered or ():
        found = ways.setdefault(place, [])
        if isinstance(outcome.ways, Ways) and outcome.ways not in found:
            found.append(outcome.ways)
    return Situations(
        None if owed is None else {key: sorted(names, key=order.index) for key, names in hours.items()},
        None if offered is None else ways,
    )


def _places(evaluator: Evaluator, group: str) -> list[tuple[Place, Outcome]] | None:
    """Return the outcomes of all situations that are taken, each with its place, or None where there are too many."""
    for ground in (StateSpace(evaluator.compiled), StateSpace(evaluator.compiled, group)):
        if ground.slices is not None:
            taken = (one for proof in ground.proofs() for one in _taken(proof))
            return list(dict.fromkeys(taken))
    return None


def _taken(proof: TierSituations) -> Iterator[tuple[Place, Outcome]]:
    for outcome, bits in proof.parts.items():
        if not bits & proof.valid:
            continue
        if outcome.scope == "consulting":
            yield (proof.tier, None), outcome
        elif outcome.scope == "support" and isinstance(outcome.level, str):
            yield (proof.tier, outcome.level), outcome
