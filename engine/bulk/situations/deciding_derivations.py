"""Which derived facts decide something in many situations: with another value, something would be otherwise."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...rules.outcomes import Outcome
from .assumed_codes import AssumedCodes
from .bit_sets import Flags, Indices, bits_of, flags_of
from .decided_sets import DecidedGroup, decided_groups
from .situation_sets import KnownSets, applying_sets


class DecidingDerivations(NamedTuple):
    """By derived fact and the place of the entry that gives its value, the situations in which that decides.

    In those that are too `wide`, that cannot be told here.
    """

    deciding: dict[tuple[str, int], int]
    wide: int


def deciding_derivations(assumed: AssumedCodes, decided: Sequence[DecidedGroup]) -> DecidingDerivations:
    """Return which derived facts decide, given what situations can turn out to be."""
    compiled, known, wide = assumed.compiled, assumed.known, 0
    deciding: dict[tuple[str, int], int] = {}
    outcomes = _by_outcome(decided, assumed.count)
    rooms = assumed.rooms(decided, ("service", "escalation", "intake"))
    for fact, cases in compiled.derivations.items():
        differing = 0
        for indices, then in assumed.of(fact, _union(known, fact)):
            groups = list(decided_groups(compiled, then))
            changed = assumed.listed_otherwise(indices, then, rooms) | _changed(outcomes, groups, indices)
            differing |= assumed.spread(changed, indices)
            wide |= assumed.spread(bits_of(~_are_decided(groups, len(indices))), indices)
        for place, (_, bits) in enumerate(applying_sets(cases, known.codes, known.all)[0]):
            if bits & differing:
                deciding[fact, place] = bits & differing
    return DecidingDerivations(deciding, wide)


def _union(known: KnownSets, fact: str) -> int:
    return known.all & ~known.lacking(fact)


def _by_outcome(decided: Sequence[DecidedGroup], count: int) -> dict[Outcome, Flags]:
    """Return by outcome which of so many situations can have it."""
    flags: dict[Outcome, Flags] = {}
    for group in decided:
        for outcome, bits in group.outcomes.items():
            if outcome not in flags:
                flags[outcome] = np.zeros(count, np.bool_)
            flags[outcome][group.indices] |= flags_of(bits, len(group.indices))
    return flags


def _changed(outcomes: dict[Outcome, Flags], groups: Sequence[DecidedGroup], indices: Indices) -> int:
    """Return the situations, by place among the indices, that can turn out to be something else."""
    then, none = _by_outcome(groups, len(indices)), np.zeros(len(indices), np.bool_)
    changed = none.copy()
    for outcome in {**outcomes, **then}:
        before = outcomes[outcome][indices] if outcome in outcomes else none
        changed |= before != then.get(outcome, none)
    return bits_of(changed)


def _are_decided(groups: Sequence[DecidedGroup], count: int) -> Flags:
    flags = np.zeros(count, np.bool_)
    for group in groups:
        flags[group.indices] = True
    return flags
