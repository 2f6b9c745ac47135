"""Requests that leave a fact out of which the two policies presume different values."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.outcomes import Outcome
    from .aspects import Aspect, OutcomeComparison


def presumption_changes(
    proofs: tuple[TierSituations, TierSituations],
    pairs: Mapping[tuple[Outcome, Outcome], int],
    fact: str,
    comparison: OutcomeComparison,
) -> Iterator[tuple[Aspect, int]]:
    """Yield in which aspects a request is decided otherwise for leaving a fact out, with situations that show it.

    `pairs` are the situations compared, by old and new outcome. Those yielded are of the new
    policy, in which the fact has the value that it presumes; with the value that the old one
    presumes nothing changed in that aspect.
    """
    old, new = proofs
    if fact not in old.space.facts:
        return
    having = new.sets["scope"][fact]
    for (old_code, under), (new_code, beneath) in product(_cases(old, fact), _cases(new, fact)):
        for (before, meanwhile), bits in pairs.items() if old_code != new_code else ():
            at = bits & under & having.get(old_code, 0)
            moved = new.space.moved(at, fact, old_code, new_code) & beneath if at else 0
            for after, part in new.parts.items() if moved else ():
                if moved & part:
                    changed = {(r.about, r.name) for r in comparison.aspects(before, meanwhile)}
                    aspects = (r for r in comparison.aspects(before, after) if (r.about, r.name) not in changed)
                    yield from ((aspect, moved & part) for aspect in aspects)


def _cases(proof: TierSituations, fact: str) -> Iterator[tuple[int, int]]:
    """Yield the codes presumed of a fact, each with the situations in which nothing before it applies."""
    remaining = proof.space.all
    for when, code in proof.compiled.presumptions[fact]:
        applies = proof.where(when, "scope") & remaining
        remaining &= ~applies
        yield code, applies
