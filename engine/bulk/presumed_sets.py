"""Which presumptions decide something in many situations, and what they put at stake, compared together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import prod
from typing import TypeVar

import numpy as np

from ..rules.codes import Codes
from ..rules.compiled_policy import CompiledPolicy
from ..rules.completions import joined_by
from ..rules.hit_policy import Ways
from ..rules.outcomes import Owed, Parts, outcomes, owed_of, without_idle_hours
from ..rules.presumptions import level_rank, scope_rank
from ..rules.spaces import ENUMERABLE, Sets, holding, union
from .bit_sets import Flags, bits_of, flags_of
from .decided_sets import Indices, in_parts, open_places
from .situation_sets import KnownSets, live_sets, sets_without_presumptions, split_by
from .situation_space import SituationSpace, cut, sets_of_completions

K = TypeVar("K")

Sooner = tuple[str, Owed | None, Owed]
"""A presumed fact, what is owed as presumed, and what would be owed."""


@dataclass(frozen=True, slots=True)
class PresumedGroup:
    """The presumptions of situations, given by index, that decide something.

    `presumed` are by fact those in which it does, `unsafe` those of them in which it is so at any receipt, `sooner`
    those in which something else would be owed, which can be sooner.
    """

    indices: Indices
    presumed: Mapping[str, Flags]
    unsafe: Mapping[str, Flags]
    sooner: Mapping[Sooner, Flags]


def presumed_groups(compiled: CompiledPolicy, known: KnownSets, presumed: Sets) -> Iterator[PresumedGroup]:
    """Yield what presumptions decide, in situations together in which the same facts are open without presumptions.

    `presumed` has by fact and code the situations in which it is presumed. Situations with more completions than have
    a bit each are left out.
    """
    count = known.all.bit_length()
    fixed = sets_without_presumptions(compiled, known)
    live = live_sets(compiled, fixed, known.all)
    axes = []
    for fact in compiled.codes:
        opened = known.lacking(fact) if fact in compiled.relevant else 0
        lacking = known.all & ~union(fixed.get(fact, {}).values())
        axes.append((fact, (union(known.presumed.get(fact, {}).values()) | opened) & lacking & live.get(fact, 0)))
    flags, assumed = (
        {fact: {code: flags_of(bits, count) for code, bits in own.items()} for fact, own in sets.items()}
        for sets in (fixed, presumed)
    )
    concerned = union(bits for own in presumed.values() for bits in own.values())
    for situations, facts in split_by(axes, concerned):
        if prod(len(compiled.codes[fact]) for fact in facts) <= ENUMERABLE:
            for chosen in in_parts(flags_of(situations, count), compiled, facts):
                group = _Group(compiled, known.tier, cut(flags, chosen), facts, len(chosen))
                yield group.presumed(chosen, cut(assumed, chosen))


class _Group:
    """Situations that have the same open facts where nothing is presumed, with all their completions."""

    def __init__(self, compiled: CompiledPolicy, tier: str, fixed: Sets, facts: Sequence[str], count: int) -> None:
        self._compiled = compiled
        self._fixed = fixed
        self._space = SituationSpace([compiled.codes[fact] for fact in facts], count)
        everything = self._space.all
        sets = sets_of_completions(compiled, self._space, fixed, facts)
        for fact in compiled.relevant:
            sets.setdefault(fact, {})
        self._parts: Parts = outcomes(
            compiled, tier, sets, everything, lambda group, at: holding(group, at, everything)
        )

    def presumed(self, indices: Indices, assumed: Sets) -> PresumedGroup:
        """Return which of the presumptions decide something, and what they put at stake."""
        space, none = self._space, np.zeros(len(indices), np.bool_)
        presumed: dict[str, Flags] = {}
        unsafe: dict[str, Flags] = {}
        sooner: dict[Sooner, Flags] = {}
        for fact, by_code in assumed.items():
            deciding = self._deciding(fact) & flags_of(union(by_code.values()), space.count)
            if not deciding.any():
                continue
            presumed[fact] = deciding
            for code, situations in by_code.items() if fact in space.facts else ():
                chosen = space.completions(situations & bits_of(deciding))
                axis = _Axis(space, self._compiled.codes[fact], code, chosen)
                at_stake = self._at_stake(axis)
                unsafe[fact] = unsafe.get(fact, none) | at_stake
                for now, then, flags in self._owed_otherwise(axis):
                    key = (fact, now, then)
                    sooner[key] = sooner.get(key, none) | flags & ~at_stake
        return PresumedGroup(
            indices=indices,
            presumed=presumed,
            unsafe=_any(unsafe),
            sooner=_any(sooner),
        )

    def _deciding(self, fact: str) -> Flags:
        """Return the situations in which a fact decides something where nothing is presumed."""
        space = self._space
        deciding = self._open_places.get(fact, np.zeros(space.count, np.bool_))
        deciding = deciding & ~flags_of(union(self._fixed.get(fact, {}).values()), space.count)
        is_axis = len(self._joint) > 1 and fact in space.facts
        return deciding | space.depending(fact, self._joint) if is_axis else deciding

    @cached_property
    def _open_places(self) -> dict[str, Flags]:
        return open_places({outcome: self._space.situations(bits) for outcome, bits in self._parts.items()})

    @cached_property
    def _joint(self) -> list[int]:
        return [*joined_by(self._parts, partial(without_idle_hours, self._compiled.policy)).values()]

    def _at_stake(self, axis: "_Axis") -> Flags:
        """Return the situations in which another value gives a wider scope, a level more severe or a way required."""
        at_stake = np.zeros(self._space.count, np.bool_)
        for ranks in self._ranks:
            at_stake = at_stake | axis.raised(ranks)
        for bits in self._needed.values():
            at_stake = at_stake | axis.reached(self._space.all & ~bits, bits)
        return at_stake

    @cached_property
    def _ranks(self) -> list[dict[int, int]]:
        """The completions by the rank of their scope, and by that of their level, where there are several."""
        ranks = (joined_by(self._parts, scope_rank), joined_by(self._parts, partial(level_rank, self._compiled.policy)))
        return [own for own in ranks if len(own) > 1]

    @cached_property
    def _needed(self) -> dict[str, int]:
        needed: dict[str, int] = {}
        for outcome, bits in self._parts.items():
            for way in outcome.ways.needed if isinstance(outcome.ways, Ways) else ():
                needed[way] = needed.get(way, 0) | bits
        return needed

    @cached_property
    def _owed(self) -> list[dict[Owed | None, int]]:
        """The completions by what is owed of a promise, for each promise of which different things can be."""
        promises = dict.fromkeys(owed.promise for outcome in self._parts for owed in outcome.owed)
        by_promise = (joined_by(self._parts, partial(owed_of, promise=promise)) for promise in promises)
        return [by_owed for by_owed in by_promise if len(by_owed) > 1]

    def _owed_otherwise(self, axis: "_Axis") -> Iterator[tuple[Owed | None, Owed, Flags]]:
        """Yield what is owed as presumed, what else another value would owe, and the situations of that."""
        for by_owed in self._owed:
            for now, then, flags in axis.pairs(by_owed):
                if then is not None and then != now:
                    yield now, then, flags


class _Axis:
    """The completions in which a fact is as presumed, and those that differ from them in this fact alone."""

    def __init__(self, space: SituationSpace, codes: Codes, code: int, chosen: int) -> None:
        self._space, self._fact, self._code = space, codes.fact, code
        choices = space.choices(codes.fact)
        self._presumed = choices[code] & chosen
        self._choices = [(other, choices[other]) for other in codes if choices[other] != choices[code]]

    def _moved(self, bits: int) -> int:
        moved = (self._space.moved(at, self._fact, c, self._code) for c, own in self._choices if (at := bits & own))
        return union(moved)

    def reached(self, lower: int, higher: int) -> Flags:
        """Return the situations in which another value leads from some completions to some others."""
        as_presumed = lower & self._presumed
        return self._space.situations(as_presumed & self._moved(higher) if as_presumed else 0)

    def raised(self, ranks: Mapping[int, int]) -> Flags:
        """Return the situations in which another value leads up from a lower rank."""
        lower, higher = union(ranks.values()), 0
        raised = np.zeros(self._space.count, np.bool_)
        for rank in sorted(ranks, reverse=True):
            lower &= ~ranks[rank]
            higher |= ranks[rank]
            raised = raised | self.reached(lower, higher) if rank else raised
        return raised

    def pairs(self, joined: Mapping[Owed | None, int]) -> Iterator[tuple[Owed | None, Owed | None, Flags]]:
        """Yield the pairs of which another value leads from one to the other, with the situations in which it does."""
        moved = {key: at for key, bits in joined.items() if (at := self._moved(bits))}
        for now, bits in joined.items():
            if as_presumed := bits & self._presumed:
                for then, at in moved.items():
                    if both := at & as_presumed:
                        yield now, then, self._space.situations(both)


def _any(flags_by_key: Mapping[K, Flags]) -> dict[K, Flags]:
    return {key: flags for key, flags in flags_by_key.items() if flags.any()}
