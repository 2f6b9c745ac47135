"""What a request could turn out to be had nothing been presumed of its facts."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import partial
from math import prod
from typing import NamedTuple

from .compiled_policy import CompiledPolicy
from .completions import Pairs, bounded_possible, decide_all, distinct_outcome, joined_by, open_spans
from .engines import Engine
from .hit_policy import TooManyOutcomes
from .known import Known, with_derived
from .spaces import ENUMERABLE, Space


class Unpresumed(NamedTuple):
    """All completions of a request of which nothing is presumed, in parts by outcome.

    All of them share the codes of `known`. `distinct` are the parts of which the outcomes differ in more than
    hours on which no deadline depends. There is no `space` where completions are too many.
    """

    known: Known
    space: Space | None
    parts: Pairs
    distinct: Pairs


def unpresumed(
    compiled: CompiledPolicy, engine: Engine, known: Known, confirmed: dict[str, int] | None = None
) -> Unpresumed:
    """Return what a request could turn out to be had nothing been presumed but the codes that somebody confirmed."""
    stated = {fact: code for fact, code in known.codes.items() if fact not in known.presumed} | (confirmed or {})
    fixed = with_derived(compiled, stated)
    # Those of the facts that stay open vary first, so that what is left once others are presumed lies side by side.
    varying = (*known.open, *(fact for fact in compiled.codes if fact in known.presumed))
    opened = [fact for fact in varying if fact not in fixed]
    live = _live(compiled, engine, fixed)
    axes = [compiled.codes[fact] for fact in opened if fact in live]
    names = tuple(axis.fact for axis in axes)
    # No rule that is still undecided reads the other open facts, so that they need no code.
    bare = Known(known.tier, fixed, {}, frozenset(names), names)
    if prod(len(axis) for axis in axes) <= ENUMERABLE:
        space = Space(axes)
        with suppress(TooManyOutcomes):
            parts = decide_all(compiled, engine, bare, space)
            distinct = joined_by(parts, partial(distinct_outcome, compiled))
            return Unpresumed(bare, space, [*parts.items()], [*distinct.items()])
    return Unpresumed(bare, None, (), ())


def deciding(
    compiled: CompiledPolicy, engine: Engine, free: Unpresumed, facts: Collection[str]
) -> tuple[frozenset[str], bool]:
    """Return which of some facts decide something where nothing is presumed, and whether that is exact."""
    if free.space is None:
        return frozenset(facts).intersection(bounded_possible(compiled, engine, free.known).missing), False
    spans = {fact for fact, _ in open_spans((outcome for outcome, _ in free.parts), free.known)}
    decide = (
        fact for fact in facts if fact in spans or _depends_on(free.space, fact, [bits for _, bits in free.distinct])
    )
    return frozenset(decide), True


def _depends_on(space: Space, fact: str, joint: Collection[int]) -> bool:
    return len(joint) > 1 and fact in space.facts and space.depends_on(fact, joint)


def _live(compiled: CompiledPolicy, engine: Engine, fixed: Mapping[str, int]) -> set[str]:
    """Return the facts that undecided rules read: the others cannot change any outcome."""
    live = set(compiled.counted.difference(fixed))
    for group in compiled.groups.values():
        verdict = engine.verdict(group, fixed)
        settled = verdict.true | verdict.false
        for n, rule in enumerate(group.rules):
            if not settled >> n & 1:
                live |= rule.reads.difference(fixed)
    return compiled.base_facts(live)
