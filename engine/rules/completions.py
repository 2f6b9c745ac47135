"""Completions: every way in which the open facts of a request could turn out.

From them come what is possible, which facts are missing, and which presumptions matter.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from math import prod
from typing import NamedTuple, TypeVar

from ..model import SpanOf, Value
from .bounds import bound
from .compiled import CompiledGroup
from .compiled_policy import CompiledPolicy
from .derivations import derived_elsewhere, joined_codes
from .engines import Engine
from .hit_policy import TooManyOutcomes
from .known import Known, applied_presumptions
from .outcomes import Outcome, Parts, outcomes, owed_of, without_idle_hours
from .spaces import Sets, Space, constant, union, where

K = TypeVar("K")

_REMEMBERED = 1_024
EXACT = 100_000
"""Completions up to which what is possible is exact."""

Pairs = Sequence[tuple[Outcome, int]]
"""Outcomes, each with its completions: what goes through them all is spared to look them up."""

Order = Callable[[CompiledPolicy, Mapping[str, tuple[str, ...]], Pairs, Space | None], tuple[str, ...]]
"""Takes missing facts with what they decide, and outcomes with their completions; returns the facts in an order."""


class Possible(NamedTuple):
    """The outcomes that a request can still have, and the facts that decide among them.

    `missing` maps each missing fact to what it decides: groups, else promises. It `is_settled` where the outcomes
    differ in nothing but hours on which no deadline depends.
    """

    outcomes: tuple[Outcome, ...]
    missing: Mapping[str, tuple[str, ...]]
    is_exact: bool = True
    is_settled: bool = False


def _certain(compiled: CompiledPolicy, engine: Engine, known: Known) -> Outcome:
    """Return the outcome of a request of which no relevant fact is open, as the engine has it."""
    sets = constant(known.codes, 1)
    return next(iter(outcomes(compiled, known.tier, sets, 1, engine.holding)))


def possible(compiled: CompiledPolicy, engine: Engine, known: Known, in_order: Order | None = None) -> Possible:
    """Return what a request can turn out to be: one outcome where no relevant fact is open.

    Missing facts stand `in_order`, without one in that of the policy.
    """
    if not known.open:
        return Possible((_certain(compiled, engine, known),), {}, is_settled=True)
    axes = [compiled.codes[fact] for fact in known.open]
    if prod(len(axis) for axis in axes) > EXACT:
        return bounded_possible(compiled, engine, known, in_order)
    space = Space(axes)
    with suppress(TooManyOutcomes):
        parts = decide_all(compiled, engine, known, space)
        distinct = joined_by(parts, partial(distinct_outcome, compiled))
        return possible_among(compiled, known, parts, [*distinct.items()], space, in_order)
    return bounded_possible(compiled, engine, known, in_order)


def _presuming(compiled: CompiledPolicy, known: Known, space: Space) -> Sets:
    return completed_sets(compiled, constant(known.codes, space.all), known.open, known.blocked, space)


def completed_sets(
    compiled: CompiledPolicy, known: Sets, opened: Sequence[str], blocked: Collection[str], space: Space
) -> Sets:
    """Return every fact's sets, where presumptions apply again, and facts are derived, once open facts are chosen.

    `known` are the sets of the other facts. Nothing is presumed of those that are `blocked`.
    """
    sets, open_facts = dict(known), set(opened)
    for fact in [*(f for f in opened if f not in compiled.presumptions), *compiled.presumptions]:
        if fact in compiled.derivations:
            sets |= derived_elsewhere(fact, compiled.derivations[fact], sets, space.all)
        if fact not in open_facts:
            continue
        chosen = space.choices(fact)
        if fact in blocked:
            sets[fact] = chosen
            continue
        counting, remaining = applied_presumptions(compiled, fact, sets, space.all)
        by_code = joined_codes(counting)
        if compiled.facts[fact].optional and compiled.presumptions.get(fact):
            # No presumption applies and nobody stated a value: absent, which is known.
            none = compiled.codes[fact].code(None)
            by_code[none], remaining = by_code.get(none, 0) | remaining, 0
        for code, bits in chosen.items():
            by_code[code] = by_code.get(code, 0) | bits & remaining
        sets[fact] = by_code
    return sets


def presumed_anyway(compiled: CompiledPolicy, known: Known) -> dict[str, int]:
    """Return the open facts of which one value is presumed whichever way the others turn out, with its place."""
    names = [fact for fact in known.open if fact in compiled.presumptions and fact not in known.blocked]
    axes = [compiled.codes[fact] for fact in known.open]
    if not names or prod(len(axis) for axis in axes) > EXACT:
        return {}
    space = Space(axes)
    sets, indices = _presuming(compiled, known, space), dict[str, int]()
    for fact in names:
        places: dict[Value, int] = {}
        counting, remaining = applied_presumptions(compiled, fact, sets, space.all)
        for place, (_, under) in enumerate(counting):
            if under:
                places.setdefault(compiled.facts[fact].presume[place].value, place)
        if not remaining and len(places) == 1:
            indices[fact] = next(iter(places.values()))
    return indices


def decide_all(compiled: CompiledPolicy, engine: Engine, known: Known, space: Space) -> Parts:
    """Decide every completion."""

    def evaluate(group: CompiledGroup, at: Sets) -> list[int]:
        # What is known settles most rules of a large policy, and only the others are worked out.
        verdict = engine.verdict(group, known.codes)
        true, settled, everything = verdict.true, verdict.true | verdict.false, space.all
        return [
            (everything if true >> n & 1 else 0) if settled >> n & 1 else where(rule.when, at, everything)
            for n, rule in enumerate(group.rules)
        ]

    return outcomes(compiled, known.tier, _presuming(compiled, known, space), space.all, evaluate)


def possible_among(  # noqa: PLR0913 - what completions come to, and where
    compiled: CompiledPolicy,
    known: Known,
    possible: Iterable[Outcome],
    distinct: Pairs,
    space: Space,
    in_order: Order | None,
) -> Possible:
    """Return what is possible and missing, by completions that differ in one fact.

    `distinct` are their outcomes, each with its completions, without hours on which no deadline depends.
    """
    outcomes, missing = tuple(possible), dict[str, tuple[str, ...]]()
    if len(distinct) > 1:
        aspects = [(name, list(joined_pairs(distinct, of).values())) for name, of in _ASPECTS.items()]
        joint = [bits for _, bits in distinct]
        for fact in space.facts:
            if space.depends_on(fact, joint):
                decides = [name for name, sets in aspects if len(sets) > 1 and space.depends_on(fact, sets)]
                if decides == ["coverage"] and not _tells_hours_apart(fact, distinct, space):
                    decides = []  # hours are chosen only because the fact makes something owed
                missing[fact] = tuple(decides or _decides_promises(fact, distinct, space))
    for fact, promise in open_spans(outcomes, known):
        missing.setdefault(fact, (promise,))
    if in_order and len(missing) > 1:
        missing = {fact: missing[fact] for fact in in_order(compiled, missing, distinct, space)}
    return Possible(outcomes, missing, is_settled=len(distinct) == 1)


def distinct_outcome(compiled: CompiledPolicy, outcome: Outcome) -> Outcome:
    """Return an outcome without the hours on which no deadline depends, which is remembered of a few."""
    distinct = compiled.distinct_outcomes.get(outcome)
    if distinct is None:
        distinct = without_idle_hours(compiled.policy, outcome)
        if len(compiled.distinct_outcomes) < _REMEMBERED:
            compiled.distinct_outcomes[outcome] = distinct
    return distinct


def _tells_hours_apart(fact: str, parts: Pairs, space: Space) -> bool:
    """Tell whether two completions that differ in a fact alone count in different hours, and not one in none."""
    choices, by_hours = space.choices(fact), joined_pairs(parts, _ASPECTS["coverage"])
    counted = [bits for hours, bits in by_hours.items() if hours is not None]
    if len(counted) == len(by_hours):
        return True
    return any(
        space.moved(at, fact, code, following) & union(counted) & ~bits
        for bits in counted
        for code, own in choices.items()
        if (at := bits & own)
        for following in choices
        if following != code
    )


def _decides_promises(fact: str, parts: Pairs, space: Space) -> list[str]:
    promises = dict.fromkeys(owed.promise for outcome, _ in parts for owed in outcome.owed)
    owed_by_promise = {
        promise: joined_pairs(parts, lambda o, p=promise: tuple(x for x in o.owed if x.promise == p))  # type: ignore[misc]
        for promise in promises
    }
    return [promise for promise, by_owed in owed_by_promise.items() if space.depends_on(fact, by_owed.values())]


def open_spans(parts: Iterable[Outcome], known: Known) -> Iterable[tuple[str, str]]:
    """Yield the open facts whose span is owed, or in whose zone or country it counts: not only their code matters."""
    for outcome in parts:
        for owed in outcome.owed:
            if isinstance(owed.span, SpanOf) and owed.span.fact not in known.codes:
                yield owed.span.fact, owed.promise
            for place in owed.places:
                if not place.is_known and place.fact not in known.codes:
                    yield place.fact, owed.promise


def _open_derived_spans(
    compiled: CompiledPolicy, possible: Iterable[Outcome], known: Known
) -> Iterable[tuple[str, str]]:
    """Yield the open facts from which the span of a promise follows, with the promise."""
    for promise in dict.fromkeys(owed.promise for outcome in possible for owed in outcome.owed):
        entries = (entry for entry in compiled.policy.promises[promise].entries() if entry)
        spans = {
            e.within.fact for e in entries if isinstance(e.within, SpanOf) and e.within.fact in compiled.derivations
        }
        for fact in compiled.base_facts(spans.difference(known.codes)).intersection(known.open):
            yield fact, promise


_ASPECTS: dict[str, Callable[[Outcome], Hashable]] = {
    "scope": lambda outcome: outcome.scope,
    "priority": lambda outcome: outcome.level,
    "coverage": lambda outcome: outcome.coverage,
    "channel": lambda outcome: outcome.ways,
}


def joined_by(parts: Mapping[Outcome, int], aspect: Callable[[Outcome], K]) -> dict[K, int]:
    """Join the sets of outcomes that are alike in one aspect."""
    return joined_pairs(parts.items(), aspect)


def joined_pairs(parts: Iterable[tuple[Outcome, int]], aspect: Callable[[Outcome], K]) -> dict[K, int]:
    """Join the sets of outcomes, each a pair with one, that are alike in one aspect."""
    joined: dict[K, int] = {}
    for outcome, bits in parts:
        key = aspect(outcome)
        joined[key] = joined.get(key, 0) | bits
    return joined


def bounded_possible(compiled: CompiledPolicy, engine: Engine, known: Known, in_order: Order | None = None) -> Possible:
    """Bound what is possible, one group after the other, where completions are too many."""
    bounded = bound(compiled, engine, known.tier, known.codes)
    distinct = {without_idle_hours(compiled.policy, outcome) for outcome in bounded.outcomes}
    open_groups = {name: name for name, of in _ASPECTS.items() if len(set(map(of, distinct))) > 1}
    for group in compiled.policy.groups:
        promise = group.promise
        if promise is not None and len({owed_of(outcome, promise) for outcome in distinct}) > 1:
            open_groups[group.name] = promise
    missing = {
        fact: tuple(decides)
        for fact, groups in bounded.read.items()
        if fact in known.open and (decides := [open_groups[group] for group in groups if group in open_groups])
    }
    for fact, promise in (
        *open_spans(bounded.outcomes, known),
        *_open_derived_spans(compiled, bounded.outcomes, known),
    ):
        missing.setdefault(fact, (promise,))
    if in_order:
        missing = {fact: missing[fact] for fact in in_order(compiled, missing, (), None)}
    return Possible(bounded.outcomes, missing, is_exact=False, is_settled=len(distinct) == 1)
