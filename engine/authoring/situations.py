"""Every situation of a policy at once, and one of a set as words."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ..rules.outcomes import Outcome, TooManyOutcomes, outcomes
from ..rules.rulebook import PROVABLE
from ..rules.spaces import Space, constant, holding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcomes of all situations of one tier, each with the set of situations that have it."""

    tier: str
    space: Space
    parts: Mapping[Outcome, int]


def prove(book: Rulebook, tier: str, group: str | None = None) -> Proof | None:
    """Decide every situation of a tier; None where there are more than can be proved.

    For one `group` alone, the facts that cannot bear on it have one value each.
    """
    facts = [fact for fact in book.codes if fact in book.relevant and fact != "tier"]
    free = [fact for fact in facts if group is None or fact in _bearing_on(book, group)]
    axes = [book.codes[fact] for fact in free]
    if prod(len(axis) for axis in axes) > PROVABLE:
        return None
    space = Space(axes)
    fixed = {fact: next(iter(book.codes[fact])) for fact in facts if fact not in free}
    sets = constant({**fixed, "tier": book.codes["tier"].code(tier)}, space.all)
    sets |= {fact: space.choices(fact) for fact in space.facts}
    try:
        return Proof(
            tier, space, outcomes(book, tier, sets, space.all, lambda group, at: holding(group, at, space.all))
        )
    except TooManyOutcomes:
        return None


def _bearing_on(book: Rulebook, group: str) -> set[str]:
    """Return the facts on which a group's outcome depends, or whether its question arises."""
    reads = {group, "scope"} if group in ("scope", "channel") else {group, "scope", "priority"}
    found: set[str] = set()
    for name in ("scope", "priority", "scope"):
        if name in reads or name in found:
            found |= set(book.groups[name].reads)
    return (
        found | set(book.groups[group].reads) | (set(book.groups["priority"].reads) if "priority" in found else set())
    )


def described(book: Rulebook, tier: str, codes: Mapping[str, int], facts: set[str]) -> str:
    """Word a situation by the facts that count in it."""
    words = [f"tier {tier}"]
    for fact, code in codes.items():
        if fact in facts:
            value = book.codes[fact].example(code)
            shown = str(value).lower() if isinstance(value, bool) else "none" if value is None else str(value)
            words.append(f"{fact} {shown}")
    return ", ".join(words)
