"""What many situations can turn out to be, decided together: their outcomes, and the facts that decide among them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import log, prod
from typing import TypeVar

import numpy as np

from ...model import SpanOf
from ...rules.compiled import facts_of
from ...rules.compiled_policy import CompiledPolicy
from ...rules.completions import EXACT, completed_sets, joined_by
from ...rules.hit_policy import TooManyOutcomes
from ...rules.outcomes import Outcome, outcomes, without_idle_hours
from ...rules.spaces import Sets
from .bit_sets import Indices, bits_of, flags_of
from .settled_rules import RunRules, SettledRules
from .situation_runs import Axis, Run, situation_runs
from .situation_sets import KnownSets, lacking_sets, live_sets, presumable_sets
from .situation_space import SituationSpace

T = TypeVar("T")

_NEAR = 1e-6
"""How near sums of logarithms are taken for equal, so that the product itself is looked at."""

MOST_COMPLETIONS = 1 << 19
"""Completions that are decided at a time."""


@dataclass(frozen=True, slots=True)
class DecidedGroup:
    """What situations, given by index, can turn out to be.

    `outcomes` are by outcome those that can have it, `missing` by fact those in which it decides; both are sets of
    places among the indices.
    """

    indices: Indices
    outcomes: Mapping[Outcome, int]
    missing: Mapping[str, int]


def decided_groups(compiled: CompiledPolicy, known: KnownSets) -> Iterator[DecidedGroup]:
    """Yield what situations can turn out to be, those together in which the same facts are open.

    Situations with more completions than are decided exactly are left out.
    """
    count = known.all.bit_length()
    lacking = lacking_sets(compiled, known)
    presumable = presumable_sets(compiled, known, lacking)
    live = live_sets(compiled, known.codes, known.all, presumable)
    runs = situation_runs(
        axes_of(compiled, live, presumable), known.all & ~too_wide(compiled, lacking, EXACT, count), count
    )
    sets = runs.sorted_sets(known.codes, count)
    rules = SettledRules(compiled, sets, runs.runs)
    for place, run in enumerate(runs.runs):
        decide = partial(_decided, compiled, sets, rules.of_run(place))
        for part, group in in_parts(compiled, run, decide):
            yield DecidedGroup(runs.order[part.start : part.end], *group)


def axes_of(compiled: CompiledPolicy, opened: Mapping[str, int], presumable: Mapping[str, int]) -> dict[Axis, int]:
    """Return the axes of situations by the facts that are open in them, apart where something may be presumed."""
    axes: dict[Axis, int] = {}
    for fact in (fact for fact in compiled.codes if fact in opened):
        axes[fact, False] = opened[fact] & presumable.get(fact, 0)
        axes[fact, True] = opened[fact] & ~presumable.get(fact, 0)
    return {axis: bits for axis, bits in axes.items() if bits}


def in_parts(compiled: CompiledPolicy, run: Run, decide: Callable[[Run], T]) -> Iterator[tuple[Run, T]]:
    """Decide a run, as many situations at a time as can be; those with too many outcomes by themselves are left out."""
    ahead = [*run.parts(MOST_COMPLETIONS // prod(len(compiled.codes[fact]) for fact in run.facts))]
    while ahead:
        part = ahead.pop()
        try:
            yield part, decide(part)
        except TooManyOutcomes:
            ahead += part.parts((part.count + 1) // 2) if part.count > 1 else ()


def completed_run(compiled: CompiledPolicy, sets: Sets, run: Run, read: Collection[str]) -> tuple[SituationSpace, Sets]:
    """Return the completions of a run, and the sets of those facts that are to be read and of what they follow from."""
    space = SituationSpace([compiled.codes[fact] for fact in run.facts], run.count)
    needed = needed_facts(compiled, {*read, *run.facts})
    known = run.cut_sets(sets, [fact for fact in needed if fact not in run.facts])
    completed = {fact: {code: space.completions(bits) for code, bits in own.items()} for fact, own in known.items()}
    completed = completed_sets(compiled, completed, space.facts, run.blocked, space)
    for fact in needed:  # what no undecided rule needs to know may have no value
        completed.setdefault(fact, {})
    return space, completed


def needed_facts(compiled: CompiledPolicy, facts: Collection[str]) -> list[str]:
    """Return facts with those by which they are derived or presumed, in the order of the policy."""
    needed = {"tier", *facts, *compiled.counted}
    for fact, cases in reversed([*compiled.presumptions.items()]):  # whatever one of them reads comes before it
        if fact in needed:
            for when, _ in (*cases, *compiled.derivations.get(fact, ())):
                needed |= facts_of(when)
    return [fact for fact in compiled.codes if fact in needed]


def by_tier(compiled: CompiledPolicy, completed: Sets) -> dict[str, int]:
    """Return by tier the completions of requests that have it."""
    codes = compiled.codes["tier"]
    return {str(codes.example(code)): bits for code, bits in completed["tier"].items()}


def _decided(
    compiled: CompiledPolicy, sets: Sets, rules: RunRules, run: Run
) -> tuple[dict[Outcome, int], dict[str, int]]:
    """Return by outcome the situations of a run that can have it, and by fact those in which it is missing."""
    space, completed = completed_run(compiled, sets, run, rules.read_facts())
    parts = outcomes(compiled, by_tier(compiled, completed), completed, space.all, rules.holding(space.all))
    possible = {outcome: space.situations(bits) for outcome, bits in parts.items()}
    missing: dict[str, int] = {}
    if run.axes:
        joint = [*joined_by(parts, partial(without_idle_hours, compiled.policy)).values()]
        missing = {fact: space.depending(fact, joint) for fact in run.facts} if len(joint) > 1 else {}
        for fact, owing in open_places(possible).items():
            if fact in run.facts:
                missing[fact] = missing.get(fact, 0) | owing
    return possible, {fact: bits for fact, bits in missing.items() if bits}


def open_places(possible: Mapping[Outcome, int]) -> dict[str, int]:
    """Return by fact the situations in which its value gives a span, a zone or a country of what can be owed."""
    giving: dict[str, int] = {}
    for outcome, bits in possible.items():
        for owed in outcome.owed:
            facts = [owed.span.fact] if isinstance(owed.span, SpanOf) else []
            for fact in (*facts, *(place.fact for place in owed.places if not place.is_known)):
                giving[fact] = giving.get(fact, 0) | bits
    return giving


def too_wide(compiled: CompiledPolicy, opened: Mapping[str, int], most: int, count: int) -> int:
    """Return the situations that have more completions than `most`, given those in which each fact is open."""
    if prod(len(compiled.codes[fact]) for fact in opened) <= most:
        return 0
    size = np.zeros(count, np.float64)
    for fact, bits in opened.items():
        size += flags_of(bits, count) * log(len(compiled.codes[fact]))
    near = np.abs(size - log(most)) < _NEAR
    wide = (size > log(most)) & ~near
    for index in np.flatnonzero(near).tolist():
        wide[index] = prod(len(compiled.codes[f]) for f, bits in opened.items() if bits >> index & 1) > most
    return bits_of(wide)
