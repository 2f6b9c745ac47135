"""How mutants went, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .run import Mutated


def as_record(mutated: Iterable[Mutated]) -> list[dict[str, Any]]:
    """Return, for each edition, how many mutants were made of it and how they went."""
    return [
        {
            "policy": one.policy.id,
            "edition": one.policy.edition,
            "made": one.made,
            "killed": one.killed,
            "same": one.same,
            "survived": len(one.survivors),
            "not_proved": len(one.unproved),
        }
        for one in mutated
    ]
