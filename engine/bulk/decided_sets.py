"""What many situations can turn out to be, decided together: their outcomes, and the facts that decide among them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np
import numpy.typing as npt

from ..model import SpanOf
from ..rules.compiled_policy import CompiledPolicy
from ..rules.completions import EXACT, joined_by
from ..rules.known import applied_presumptions
from ..rules.outcomes import Outcome, outcomes, without_idle_hours
from ..rules.spaces import Sets, holding, union
from .bit_sets import Flags, flags_of
from .situation_sets import KnownSets, split_by
from .situation_space import SituationSpace, cut, sets_of_completions

MOST_COMPLETIONS = 1 << 22
"""Completions that are decided at a time."""

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class DecidedGroup:
    """What situations, given by index, can turn out to be.

    `outcomes` are by outcome those that can have it, `missing` by fact those in which it decides; `presumed` are by
    fact and code those in which it is presumed whichever way the other open facts turn out.
    """

    indices: Indices
    outcomes: Mapping[Outcome, Flags]
    missing: Mapping[str, Flags]
    presumed: Mapping[str, Mapping[int, Flags]]


def decided_groups(compiled: CompiledPolicy, known: KnownSets) -> Iterator[DecidedGroup]:
    """Yield what situations can turn out to be, those together that have the same open facts.

    Situations with more completions than are decided exactly are left out.
    """
    count = known.all.bit_length()
    flags = {fact: {code: flags_of(bits, count) for code, bits in own.items()} for fact, own in known.codes.items()}
    relevant = [fact for fact in compiled.codes if fact in compiled.relevant]
    opened = [(fact, lacking) for fact in relevant if (lacking := known.lacking(fact))]
    # Those of which nothing is presumed because it is stated that they are not known.
    blocked = [(f, known.blocked.get(f, 0) & bits) for f, bits in opened if f in compiled.presumptions]
    for situations, facts in split_by(opened, known.all):
        if prod(len(compiled.codes[fact]) for fact in facts) > EXACT:
            continue
        for bits, names in split_by(blocked, situations):
            for chosen in in_parts(flags_of(bits, count), compiled, facts):
                yield _decided(compiled, known.tier, cut(flags, chosen), chosen, (facts, names))


def in_parts(flags: Flags, compiled: CompiledPolicy, facts: Iterable[str]) -> Iterator[Indices]:
    """Yield the indices of situations, as many at a time as are decided together where some facts are open."""
    indices = np.flatnonzero(flags)
    step = max(1, MOST_COMPLETIONS // prod(len(compiled.codes[fact]) for fact in facts))
    yield from (indices[start : start + step] for start in range(0, len(indices), step))


def _decided(
    compiled: CompiledPolicy, tier: str, known: Sets, indices: Indices, opened: tuple[Sequence[str], Collection[str]]
) -> DecidedGroup:
    facts, blocked = opened
    space = SituationSpace([compiled.codes[fact] for fact in facts], len(indices))
    sets = sets_of_completions(compiled, space, known, blocked)
    parts = outcomes(compiled, tier, sets, space.all, lambda group, at: holding(group, at, space.all))
    possible = {outcome: space.situations(bits) for outcome, bits in parts.items()}
    missing: dict[str, Flags] = {}
    if facts:
        joint = [*joined_by(parts, partial(without_idle_hours, compiled.policy)).values()]
        missing = {fact: space.depending(fact, joint) for fact in facts} if len(joint) > 1 else {}
        for fact, owing in open_places(possible).items():
            if fact in facts:
                missing[fact] = missing[fact] | owing if fact in missing else owing
    return DecidedGroup(
        indices=indices,
        outcomes=possible,
        missing={fact: flags for fact, flags in missing.items() if flags.any()},
        presumed=_presumed_anyway(compiled, sets, space, blocked),
    )


def open_places(possible: Mapping[Outcome, Flags]) -> dict[str, Flags]:
    """Return by fact the situations in which its value gives a span, a zone or a country of what can be owed."""
    giving: dict[str, Flags] = {}
    for outcome, flags in possible.items():
        for owed in outcome.owed:
            facts = [owed.span.fact] if isinstance(owed.span, SpanOf) else []
            for fact in (*facts, *(place.fact for place in owed.places if not place.is_known)):
                giving[fact] = giving[fact] | flags if fact in giving else flags
    return giving


def _presumed_anyway(
    compiled: CompiledPolicy, sets: Sets, space: SituationSpace, blocked: Collection[str]
) -> dict[str, dict[int, Flags]]:
    presumed: dict[str, dict[int, Flags]] = {}
    for fact in space.facts:
        if fact not in compiled.presumptions or fact in blocked:
            continue
        counting, remaining = applied_presumptions(compiled, fact, sets, space.all)
        by_code = {code: union(bits for own, bits in counting if own == code) for code, _ in counting}
        applying = {code: flags for code, bits in by_code.items() if (flags := space.situations(bits)).any()}
        if applying:
            times = sum((flags.astype(np.int16) for flags in applying.values()), np.zeros(space.count, np.int16))
            is_one = (times == 1) & ~space.situations(remaining)
            presumed[fact] = {code: only for code, flags in applying.items() if (only := flags & is_one).any()}
    return presumed
