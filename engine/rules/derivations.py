"""Derived facts: their values follow from those of other facts, in one situation and in sets of situations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .compiled import Compiled, facts_of, kleene
from .spaces import union, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .spaces import Sets

Cases = tuple[tuple[Compiled, int], ...]
"""Conditions with the codes that a fact has under them, of which the first that holds counts."""


def applying(cases: Sequence[tuple[Compiled, int]], codes: Mapping[str, int]) -> int | None:
    """Return the place of the case that counts; None where none does or one before it may."""
    for place, (when, _) in enumerate(cases):
        holds = kleene(when, codes)
        if holds is not False:
            return place if holds else None
    return None


def may_apply(cases: Sequence[tuple[Compiled, int]], codes: Mapping[str, int]) -> Iterator[int]:
    """Yield the places of the cases that may be the first that holds."""
    for place, (when, _) in enumerate(cases):
        holds = kleene(when, codes)
        if holds is not False:
            yield place
        if holds:
            return


def applied(cases: Iterable[tuple[Compiled, int]], sets: Sets, everything: int) -> tuple[list[tuple[int, int]], int]:
    """Return by case its code and where it counts, which no earlier one does, and where none does."""
    remaining, counting = everything, []
    for when, code in cases:
        under = where(when, sets, everything) & remaining
        remaining &= ~under
        counting.append((code, under))
    return counting, remaining


def joined_codes(counting: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return by code where one of the cases counts that give it."""
    by_code: dict[int, int] = {}
    for code, bits in counting:
        by_code[code] = by_code.get(code, 0) | bits
    return by_code


def derived_sets(derivations: Mapping[str, Cases], sets: Mapping[str, dict[int, int]], everything: int) -> Sets:
    """Return the sets of derived facts that are not among some sets, each after those that it reads.

    What reads a fact that has no sets is left out: whoever needs it has the sets of all that it reads.
    """
    known = dict(sets)
    for fact, cases in derivations.items():
        if fact not in known and all(facts_of(when) <= known.keys() for when, _ in cases):
            known[fact] = joined_codes(applied(cases, known, everything)[0])
    return {fact: known[fact] for fact in derivations if fact in known and fact not in sets}


def derived_elsewhere(fact: str, cases: Cases, sets: Sets, everything: int) -> Sets:
    """Return the sets of a derived fact, which has no code yet in some completions; none where what it reads has none.

    The codes that it has stay.
    """
    own = sets.get(fact, {})
    lacking = everything & ~union(own.values())
    if not lacking or not all(facts_of(when) <= sets.keys() for when, _ in cases):
        return {fact: own} if own else {}
    return {fact: joined_codes([*own.items(), *applied(cases, sets, lacking)[0]])}


def base_facts(derivations: Mapping[str, Cases], facts: Iterable[str]) -> set[str]:
    """Return facts with those that are read, straight or by way of others, in place of derived ones."""
    bases = set(facts)
    for fact in reversed(list(derivations)):  # whatever one of them reads comes before it
        if fact in bases:
            bases.remove(fact)
            bases |= set().union(*(facts_of(when) for when, _ in derivations[fact]))
    return bases
