"""Every situation of a policy at once, and one of a set as words."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ..rules.outcomes import Outcome, outcomes
from ..rules.rulebook import PROVABLE
from ..rules.spaces import Space, constant, where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.compiled import CompiledGroup
    from ..rules.rulebook import Rulebook
    from ..rules.spaces import Sets


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcomes of all situations of one tier, each with the set of situations that have it."""

    tier: str
    space: Space
    parts: Mapping[Outcome, int]


def prove(book: Rulebook, tier: str) -> Proof | None:
    """Decide every situation of a tier; None where there are more than can be proved."""
    axes = [codes for fact, codes in book.codes.items() if fact in book.relevant and fact != "tier"]
    if prod(len(axis) for axis in axes) > PROVABLE:
        return None
    space = Space(axes)
    sets = {
        **constant({"tier": book.codes["tier"].code(tier)}, space.all),
        **{f: space.choices(f) for f in space.facts},
    }

    def holding(group: CompiledGroup, sets: Sets) -> list[int]:
        return [where(rule.when, sets, space.all) for rule in group.rules]

    return Proof(tier, space, outcomes(book, tier, sets, space.all, holding))


def described(book: Rulebook, tier: str, codes: Mapping[str, int], facts: set[str]) -> str:
    """Word a situation by the facts that count in it."""
    words = [f"tier {tier}"]
    for fact, code in codes.items():
        if fact in facts:
            value = book.codes[fact].example(code)
            shown = str(value).lower() if isinstance(value, bool) else "none" if value is None else str(value)
            words.append(f"{fact} {shown}")
    return ", ".join(words)
