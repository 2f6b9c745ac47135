"""Slicing: a space too large to lay out whole, cut by the values of the facts that most rules read.

In each slice the rules that are settled, and the facts that only they read, drop out.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ..rules.budget import spend
from ..rules.compiled import Either, Neither, Test
from ..rules.compiled_policy import PROVABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ..rules.codes import Codes
    from ..rules.compiled import Compiled, CompiledGroup
    from ..rules.compiled_policy import CompiledPolicy

_SLICES = 4096
"""Slices up to which a space is cut."""

_SHARES = (1, 16, 256)
"""Parts of all situations that can be looked at which one slice may have, one after the other."""


class TooManySituations(Exception):
    """There are more situations than can be decided."""


class Slice(NamedTuple):
    """The codes that a slice fixes, and the facts among them that nothing reads in it."""

    fixed: Mapping[str, int]
    idle: frozenset[str]


def slices_of(
    facts: Sequence[str],
    codes: Mapping[str, Codes],
    read: Callable[[Mapping[str, int]], Mapping[str, int]],
    also: Collection[str] = (),
) -> list[Slice]:
    """Return the slices of the space of some facts; facts `also` vary in every one.

    `read` tells, once some facts are fixed, which are still read, and by how many rules. Small
    slices make more facts drop out, large ones are fewer; the largest that do are taken. Raises
    TooManySituations where none do.
    """
    if prod(len(codes[fact]) for fact in facts) <= PROVABLE // _SHARES[0]:
        return [Slice({}, frozenset())]
    for share in _SHARES:
        slices = _cut(facts, codes, read, also, max(1, PROVABLE // share))
        if slices is not None:
            return slices
    raise TooManySituations


def _cut(
    facts: Sequence[str],
    codes: Mapping[str, Codes],
    read: Callable[[Mapping[str, int]], Mapping[str, int]],
    also: Collection[str],
    most: int,
) -> list[Slice] | None:
    """Cut a space into slices of so many situations at most; None where they are too many."""
    slices: list[Slice] = []
    ahead: list[dict[str, int]] = [{}]
    remaining = PROVABLE
    while ahead:
        fixed = ahead.pop()
        still = read(fixed)
        free = [fact for fact in facts if fact in also or (fact in still and fact not in fixed)]
        size = prod(len(codes[fact]) for fact in free)
        cuttable = [fact for fact in free if fact not in also]
        if size <= most or not cuttable:
            remaining -= size
            idle = {fact: next(iter(codes[fact])) for fact in facts if fact not in free and fact not in fixed}
            slices.append(Slice({**idle, **fixed}, frozenset(idle)))
        else:
            fact = max(cuttable, key=lambda name: (still[name], len(codes[name])))
            ahead += [{**fixed, fact: code} for code in codes[fact]]
        if remaining < 0 or len(ahead) + len(slices) > _SLICES:
            return None
    return slices


def still_read(
    compiled: CompiledPolicy, groups: Iterable[CompiledGroup], fixed: Mapping[str, int], spans: Collection[str]
) -> dict[str, int]:
    """Return the facts that rules, presumptions and promises' `spans` read once some are fixed, with how often."""
    read: dict[str, int] = dict.fromkeys(spans, 1)
    for group in groups:
        spend(len(group.rules))
        for rule in group.rules:
            _count(read, rule.when, fixed)
    for name in reversed(list(compiled.presumptions)):
        # Whether an optional fact can be absent depends on what its presumptions read.
        absent = name in read if name not in fixed else fixed[name] == compiled.codes[name].none
        if compiled.facts[name].optional and absent:
            for when, _ in compiled.presumptions[name]:
                _count(read, when, fixed)
    return read


def _count(read: dict[str, int], condition: Compiled, fixed: Mapping[str, int]) -> None:
    facts: list[str] = []
    if _bearing(condition, fixed, facts) is None:
        for fact in set(facts):
            read[fact] = read.get(fact, 0) + 1


def _bearing(condition: Compiled, fixed: Mapping[str, int], bearing: list[str]) -> bool | None:
    """Evaluate a condition as `kleene` does; where it is unknown, the facts that still bear on it are added to some."""
    if isinstance(condition, Test):
        code = fixed.get(condition.fact)
        if code is None:
            bearing.append(condition.fact)
            return None
        return bool(condition.codes >> code & 1)
    if isinstance(condition, Neither):
        value = _bearing(condition.part, fixed, bearing)
        return None if value is None else not value
    decisive, before = isinstance(condition, Either), len(bearing)
    for part in condition.parts:
        if _bearing(part, fixed, bearing) is decisive:
            del bearing[before:]
            return decisive
    return None if len(bearing) > before else not decisive
