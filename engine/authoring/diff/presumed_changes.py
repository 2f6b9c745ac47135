"""Requests that leave a fact out of which the two policies presume different values."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.outcomes import Outcome
    from .aspects import Aspect, Aspects


def presumed_otherwise(
    proofs: tuple[TierSituations, TierSituations],
    pairs: Mapping[tuple[Outcome, Outcome], int],
    fact: str,
    respects: Aspects,
) -> Iterator[tuple[Aspect, int]]:
    """Yield in which respects a request is decided otherwise for leaving a fact out, with situations that show it.

    `pairs` are the situations compared, by old and new outcome. Those yielded are of the new
    policy, in which the fact has the value that it presumes; with the value that the old one
    presumes nothing changed in that respect.
    """
    old, new = proofs
    if fact not in old.space.facts:
        return
    having = new.sets["scope"][fact]
    for (one, under), (other, beneath) in product(_cases(old, fact), _cases(new, fact)):
        for (before, meanwhile), bits in pairs.items() if one != other else ():
            at = bits & under & having.get(one, 0)
            moved = new.space.moved(at, fact, one, other) & beneath if at else 0
            for after, those in new.parts.items() if moved else ():
                if moved & those:
                    changed = {(r.about, r.name) for r in respects.between(before, meanwhile)}
                    found = (r for r in respects.between(before, after) if (r.about, r.name) not in changed)
                    yield from ((respect, moved & those) for respect in found)


def _cases(proof: TierSituations, fact: str) -> Iterator[tuple[int, int]]:
    """Yield the codes presumed of a fact, each with the situations in which nothing before it applies."""
    left = proof.space.all
    for when, code in proof.compiled.presumptions[fact]:
        applies = proof.where(when, "scope") & left
        left &= ~applies
        yield code, applies
