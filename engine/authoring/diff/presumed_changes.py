"""Requests that omit a fact of which the two policies presume different values."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from ...rules.completions import applied_presumptions

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
    """Yield in which aspects a request is decided differently for omitting a fact, with situations that show it.

    `pairs` are the situations compared, by old and new outcome. Those yielded are of the new
    policy, in which the fact has the value that it presumes; with the value that the old one
    presumes nothing changed in that aspect.
    """
    old, new = proofs
    if fact not in old.space.facts:
        return
    cases = (applied_presumptions(proof.compiled, fact, proof.sets["scope"], proof.valid)[0] for proof in proofs)
    for (old_code, old_bits), (new_code, new_bits) in product(*cases):
        start = old_bits & new.sets["scope"][fact].get(old_code, 0)
        for (before, unmoved), bits in pairs.items() if start and old_code != new_code else ():
            moved = new.space.moved(bits & start, fact, old_code, new_code) & new_bits
            for after, part in new.parts.items() if moved else ():
                if moved & part:
                    known = {(aspect.about, aspect.name) for aspect in comparison.aspects(before, unmoved)}
                    aspects = comparison.aspects(before, after)
                    yield from ((a, moved & part) for a in aspects if (a.about, a.name) not in known)
