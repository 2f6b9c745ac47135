"""All completions of a request, one at a time: what *Unknown* means in the policy language, written a second time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from remit.engine.rules.outcomes import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.engine.rules.outcomes import Outcome

    from .brute import Brute, Ending, Values

ASPECTS = {
    "scope": lambda ending: ending[0].scope,
    "priority": lambda ending: ending[0].level,
    "coverage": lambda ending: ending[0].coverage,
    "channel": lambda ending: ending[0].ways,
}


@dataclass(frozen=True)
class Answer:
    """What is said of a request; `missing` maps facts to what they decide."""

    status: str
    possible: frozenset[Outcome]
    missing: Mapping[str, tuple[str, ...]]
    presumed: frozenset[str]


def answer(brute: Brute, tier: str, stated: Values, blocked: frozenset[str]) -> Answer:
    """Return what is to be said of a request."""
    names, presumed, absent = brute.open(tier, stated, blocked)
    endings = _endings(brute, tier, stated, blocked, names)
    possible = frozenset(outcome for outcome, _ in endings.values())
    missing = _missing(names, endings)
    bare = [name for name in brute.read if name in presumed or name in names]
    nothing_presumed = _endings(brute, tier, {**stated, **dict.fromkeys(absent)}, frozenset(brute.facts), bare)
    would_be_missing = frozenset(_missing(bare, nothing_presumed)) & presumed
    return Answer(_status(possible, missing), possible, missing, would_be_missing)


def _endings(
    brute: Brute, tier: str, stated: Values, blocked: frozenset[str], names: list[str]
) -> dict[tuple[object, ...], Ending]:
    return {
        chosen: brute.completed(tier, stated, blocked, dict(zip(names, chosen, strict=True)))
        for chosen in product(*(brute.choices[name] for name in names))
    }


def _missing(names: list[str], endings: Mapping[tuple[object, ...], Ending]) -> dict[str, tuple[str, ...]]:
    """Return the facts in which alone two completions differ that differ in what they come to, and in what."""
    missing = {}
    for place, name in enumerate(names):
        lines: dict[tuple[object, ...], set[Ending]] = {}
        for chosen, ending in endings.items():
            lines.setdefault((*chosen[:place], *chosen[place + 1 :]), set()).add(ending)
        mixed = [line for line in lines.values() if len(line) > 1]
        # A question that does not arise in a completion is not decided by what settles whether it arises.
        groups = [group for group, of in ASPECTS.items() if any(len({*map(of, line)} - {None}) > 1 for line in mixed)]
        if mixed:
            missing[name] = tuple(groups) or _promises(mixed)
    return missing


def _promises(lines: Iterable[set[Ending]]) -> tuple[str, ...]:
    """Return the promises that endings differ in."""
    found = {}
    for line in lines:
        owing = [
            {owed.promise: (owed, span) for owed, span in zip(outcome.owed, spans, strict=True)}
            for outcome, spans in line
        ]
        for promise in {name for owed in owing for name in owed}:
            if len({owed.get(promise) for owed in owing}) > 1:
                found[promise] = None
    return tuple(sorted(found))


def _status(possible: Iterable[Outcome], missing: Iterable[str]) -> str:
    if list(missing):
        return "needs_facts"
    (outcome,) = possible
    parts = (outcome.scope, outcome.level, outcome.coverage, outcome.ways)
    return "undecided" if UNDECIDED in parts else "decided"
