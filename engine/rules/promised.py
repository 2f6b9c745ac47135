"""What promises owe: by the first of their rules that holds, else by tier and level.

Everything works on sets of completions. Those are told apart in which another rule wins, and by the spans that facts
give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from ..model import Cell, Promise, SpanOf
from .budget import spend
from .compiled_policy import CompiledPolicy
from .hit_policy import TooManyOutcomes, first_holding
from .owed_times import Owed, owed_by_entry, with_span
from .spaces import Sets, union

_MOST = 4096
"""Combinations of what promises owe up to which completions are told apart."""


PromiseRules = tuple[tuple[str, int], ...]
"""Promises, each with the index of the rule of it that wins; of the others no rule holds."""

Owing = tuple[tuple[Owed, ...], PromiseRules]
"""What promises owe together, as yet without the hours of coverage, and by which of their rules."""


def owing(
    compiled: CompiledPolicy,
    key: tuple[str, str, str | None],
    bits: int,
    sets: Sets,
    holding: Callable[[str], Sequence[int]],
) -> Sequence[tuple[Owing, int]]:
    """Return what completions of one tier, scope and level (the key) are owed, with those that are owed it.

    `holding` returns, rule by rule, the completions in which the rules of a group hold.
    """
    tier, scope, level = key
    split: list[tuple[Owing, int]] = [(((), ()), bits)]
    for promise in compiled.policy.promises.values():
        if promise.scope != scope:
            continue
        cell = promise.within.get((tier, level))
        if not promise.rules and (cell is None or not isinstance(cell.within, SpanOf)):
            # Owed in all of these completions alike, as most is.
            if more := compiled.owed_times.of_entry(promise, cell):
                split = [((owed + more, rules), own) for (owed, rules), own in split]
            continue
        wins = first_holding(holding(promise.group.name)) if promise.rules else []
        winners: list[tuple[int | None, int]] = [*enumerate(wins), (None, ~union(wins))]
        ways = (_ways(compiled, promise, cell, (n, won & bits), sets) for n, won in winners)
        split = [*_combined(split, list(chain.from_iterable(ways))).items()]
    return split


def _combined(split: Iterable[tuple[Owing, int]], ways: Iterable[tuple[Owing, int]]) -> dict[Owing, int]:
    """Return what is owed by some promises and by one more, which can owe in several ways."""
    combined: dict[Owing, int] = {}
    for ((owed, rules), bits), ((more, by), own) in ((pair, way) for pair in split for way in ways):
        if both := bits & own:
            combined[owed + more, rules + by] = combined.get((owed + more, rules + by), 0) | both
    if len(combined) > 1:
        spend(len(combined), next(iter(combined.values())).bit_length())
        if len(combined) > _MOST:
            raise TooManyOutcomes
    return combined


def _ways(
    compiled: CompiledPolicy, promise: Promise, cell: Cell, winner: tuple[int | None, int], sets: Sets
) -> Iterator[tuple[Owing, int]]:
    """Yield how a promise can owe by one of its rules, or by its cell (None), where that wins, and with which spans."""
    n, won = winner
    by: PromiseRules = () if n is None else ((promise.name, n),)
    owed = compiled.owed_times.of_entry(promise, cell if n is None else promise.rules[n].then)
    if owed and isinstance(owed[0].span, SpanOf):
        having = sets[owed[0].span.fact].items()
        for code, bits in having:
            if both := won & bits:
                yield (compiled.owed_times.with_span(compiled.codes, owed[0], code), by), both
    elif won:
        yield (owed, by), won


def possible_owing(
    compiled: CompiledPolicy, promise: Promise, cell: Cell, rules: Iterable[int | None], codes: Mapping[str, int]
) -> Iterator[Owing]:
    """Yield the ways in which a promise can owe by some of its rules, or by its cell (None), given the known codes."""
    for n in rules:
        by: PromiseRules = () if n is None else ((promise.name, n),)
        owed = owed_by_entry(promise, cell if n is None else promise.rules[n].then)
        if owed and isinstance(owed[0].span, SpanOf):
            fact = owed[0].span.fact
            possible = [codes[fact]] if fact in codes else list(compiled.codes[fact])
            yield from ((with_span(compiled.codes, owed[0], code), by) for code in possible)
        else:
            yield owed, by
