"""How mutants went, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .run import MutationResult


def as_record(results: Iterable[MutationResult]) -> list[dict[str, Any]]:
    """Return, for each edition, how many mutants were made of it and how they went."""
    return [
        {
            "policy": result.policy.id,
            "edition": result.policy.edition,
            "made": result.made,
            "killed": result.killed,
            "same": result.equivalent,
            "survived": len(result.survivors),
            "not_proved": len(result.unproved),
        }
        for result in results
    ]
