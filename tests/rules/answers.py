"""All completions of a request, one at a time: what *Unknown* means in the policy language, written a second time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from remit.engine.model import Opening
from remit.engine.rules.hit_policy import CONFLICTING, UNDECIDED

from .brute import as_value
from .plain import truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from remit.engine.model import Value
    from remit.engine.rules.hit_policy import Gap
    from remit.engine.rules.outcomes import Outcome

    from .brute import Brute, Ending, Values

DAY = (Opening(0, 1440),)
"""A day that is open from midnight to midnight."""

ASPECTS = {
    "scope": lambda ending: ending[0].scope,
    "priority": lambda ending: ending[0].level,
    "coverage": lambda ending: ending[0].coverage,
    "channel": lambda ending: ending[0].ways,
}


@dataclass(frozen=True)
class Answer:
    """What is said of a request."""

    status: str
    possible: frozenset[Outcome]
    missing: frozenset[str]
    presumed: frozenset[str]


def answer(brute: Brute, tier: str, stated: Values, blocked: frozenset[str]) -> Answer:
    """Return what is to be said of a request."""
    names, presumed, absent = brute.open(tier, stated, blocked)
    presumed |= _presumed_anyway(brute, tier, stated, blocked, names)
    endings = _endings(brute, tier, stated, blocked, names)
    possible = frozenset(outcome for outcome, _ in endings.values())
    missing = frozenset(_missing(brute, names, endings))
    bare = [name for name in brute.read if name in presumed or name in names]
    nothing_presumed = _endings(
        brute, tier, {**stated, **dict.fromkeys(absent)}, frozenset(brute.policy.facts) | blocked, bare
    )
    would_be_missing = frozenset(_missing(brute, bare, nothing_presumed)) & presumed
    return Answer(_status(possible, missing), possible, missing, would_be_missing)


def _presumed_anyway(brute: Brute, tier: str, stated: Values, blocked: frozenset[str], names: list[str]) -> set[str]:
    """Return the open facts of which one value is presumed in every completion."""
    values = [
        brute.values_when(tier, stated, blocked, dict(zip(names, chosen, strict=True)))
        for chosen in product(*(brute.choices[name] for name in names))
    ]
    presumed = {name: {brute.first(name, one) for one in values} for name in names if not brute.is_free(name, blocked)}
    return {name for name, found in presumed.items() if len(found) == 1 and not found & {None, UNDECIDED}}


def _endings(
    brute: Brute, tier: str, stated: Values, blocked: frozenset[str], names: list[str]
) -> dict[tuple[object, ...], Ending]:
    return {
        chosen: brute.completed(tier, stated, blocked, dict(zip(names, chosen, strict=True)))
        for chosen in product(*(brute.choices[name] for name in names))
    }


def _in_hours_as_open(brute: Brute, outcome: Outcome) -> Outcome:
    """Return an outcome in which all hours that never close have one name, since they are the same in every zone."""

    def as_open(name: str | Gap | None) -> str | Gap | None:
        hours = brute.policy.hours.get(name) if isinstance(name, str) else None
        is_round_the_clock = hours is not None and not hours.holidays and not hours.dates and set(hours.week) == {DAY}
        return f"round the clock, days of {hours.day}" if hours and is_round_the_clock else name

    owed = tuple(replace(promised, hours=as_open(promised.hours) or promised.hours) for promised in outcome.owed)
    return outcome._replace(coverage=as_open(outcome.coverage), owed=owed, promise_rules=())


def _missing(
    brute: Brute, names: list[str], endings: Mapping[tuple[object, ...], Ending]
) -> dict[str, list[set[Ending]]]:
    """Return the facts in which alone completions differ that differ in what they come to, with what those come to."""
    missing = {}
    counted = {chosen: (_in_hours_as_open(brute, outcome), spans) for chosen, (outcome, spans) in endings.items()}
    for place, name in enumerate(names):
        lines: dict[tuple[object, ...], set[Ending]] = {}
        for chosen, ending in counted.items():
            lines.setdefault((*chosen[:place], *chosen[place + 1 :]), set()).add(ending)
        mixed = [line for line in lines.values() if len(line) > 1]
        if mixed:
            missing[name] = mixed
    return missing


def decides(brute: Brute, tier: str, stated: Values, blocked: frozenset[str]) -> dict[str, tuple[set[str], set[str]]]:
    """Return by missing fact the groups that certainly are to be named, and what may be named.

    A question that does not arise in some completions may or may not be said to be decided by
    what settles whether it arises.
    """
    names, _, _ = brute.open(tier, stated, blocked)
    found = {}
    for name, lines in _missing(brute, names, _endings(brute, tier, stated, blocked, names)).items():
        answers = [(group, {of(ending) for ending in line}) for group, of in ASPECTS.items() for line in lines]
        must = {group for group, some in answers if len(some - {None}) > 1}
        may = {group for group, some in answers if len(some) > 1}
        owed = {promised.promise for line in lines for outcome, _ in line for promised in outcome.owed}
        found[name] = (must, may | owed)
    return found


def true_rules(brute: Brute, values: dict[str, Value | None]) -> dict[str, int]:
    """Return which rules hold in one completion, group by group, as bits."""
    scope, level = brute.scope_and_level(values)
    true: dict[str, int] = {}
    for group in brute.policy.groups:
        is_late = group.name not in ("scope", "priority") and scope != "support"
        seen = values | {"scope": as_value(scope), "priority": None if is_late else as_value(level)}
        true[group.name] = sum(1 << n for n, r in enumerate(group.rules) if truth(r.when, seen, brute.facts))
    return true


def _status(possible: Iterable[Outcome], missing: Iterable[str]) -> str:
    if list(missing):
        return "needs_facts"
    outcome = next(iter(possible))  # all that are possible count in hours that never close, if there are several
    parts = (outcome.scope, outcome.level, outcome.coverage, outcome.ways)
    return "undecided" if {UNDECIDED, CONFLICTING} & set(parts) else "decided"
