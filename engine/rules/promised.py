"""What promises owe: by the first of their rules that holds, else by tier and level.

Everything works on sets of completions. Those are told apart in which another rule wins, and by the spans that facts
give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from ..model import Cell, DueDate, Promise, Span, SpanOf, WallTime
from ..model.entries import Kind
from .budget import spend
from .compiled_policy import CompiledPolicy
from .hit_policy import UNDECIDED, Gap, TooManyOutcomes, first_holding
from .places import Place
from .spaces import Sets, union

_MOST = 4096
"""Combinations of what promises owe up to which completions are told apart."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that falls due: its hours and their places, its span or date, its cut-off, and how binding it is."""

    promise: str
    hours: str | Gap
    span: Span | SpanOf | DueDate
    kind: Kind | None = None
    places: tuple[Place, ...] = ()
    has_own_hours: bool = field(default=False, compare=False)
    """Whether the promise or its entry names the hours, so that coverage chooses none."""
    cutoff: WallTime | None = None

    def __hash__(self) -> int:
        return hash((self.promise, self.hours))  # which mostly tell apart what is owed, and are had at once

    @property
    def is_due_at_once(self) -> bool:
        """Whether no time is to pass, so that it is due on receipt whatever the hours."""
        return isinstance(self.span, Span) and not self.span.seconds and not self.span.days and self.cutoff is None

    @property
    def counts_every_day(self) -> bool:
        """Whether it is a date that is counted in days, whether hours open or not."""
        return isinstance(self.span, DueDate) and not self.span.is_business

    @property
    def depends_on_days(self) -> bool:
        """Whether it matters which day it is in the zone of the hours."""
        return isinstance(self.span, DueDate) or self.cutoff is not None


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
) -> Mapping[Owing, int]:
    """Return what completions of one tier, scope and level (the key) are owed, with those that are owed it.

    `holding` returns, rule by rule, the completions in which the rules of a group hold.
    """
    tier, scope, level = key
    split: dict[Owing, int] = {((), ()): bits}
    for promise in compiled.policy.promises.values():
        if promise.scope != scope:
            continue
        cell = promise.within.get((tier, level))
        if not promise.rules and (cell is None or not isinstance(cell.within, SpanOf)):
            # Owed in all of these completions alike, as most is.
            more = _owed(promise, cell)
            split = {(owed + more, rules): own for (owed, rules), own in split.items()} if more else split
            continue
        wins = first_holding(holding(promise.group.name)) if promise.rules else []
        winners: list[tuple[int | None, int]] = [*enumerate(wins), (None, ~union(wins))]
        ways = (_ways(compiled, promise, cell, (n, won & bits), sets) for n, won in winners)
        split = _combined(split, list(chain.from_iterable(ways)))
    return split


def _combined(split: Mapping[Owing, int], ways: Iterable[tuple[Owing, int]]) -> dict[Owing, int]:
    """Return what is owed by some promises and by one more, which can owe in several ways."""
    combined: dict[Owing, int] = {}
    for ((owed, rules), bits), ((more, by), own) in ((pair, way) for pair in split.items() for way in ways):
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
    owed = _owed(promise, cell if n is None else promise.rules[n].then)
    if owed and isinstance(owed[0].span, SpanOf):
        having = sets[owed[0].span.fact].items()
        yield from (((with_span(compiled, owed[0], code), by), won & bits) for code, bits in having if won & bits)
    elif won:
        yield (owed, by), won


def possible_owing(
    compiled: CompiledPolicy, promise: Promise, cell: Cell, rules: Iterable[int | None], codes: Mapping[str, int]
) -> Iterator[Owing]:
    """Yield the ways in which a promise can owe by some of its rules, or by its cell (None), given the known codes."""
    for n in rules:
        by: PromiseRules = () if n is None else ((promise.name, n),)
        owed = _owed(promise, cell if n is None else promise.rules[n].then)
        if owed and isinstance(owed[0].span, SpanOf):
            fact = owed[0].span.fact
            possible = [codes[fact]] if fact in codes else list(compiled.codes[fact])
            yield from ((with_span(compiled, owed[0], code), by) for code in possible)
        else:
            yield owed, by


def _owed(promise: Promise, entry: Cell) -> tuple[Owed, ...]:
    """Return what an entry of a promise owes, nothing where it owes none, as yet without the hours of coverage."""
    span = None if entry is None else entry.within or entry.by
    if entry is None or span is None:
        return ()
    hours = entry.hours or promise.hours
    owed = Owed(
        promise=promise.name,
        hours=hours or UNDECIDED,
        span=span,
        kind=entry.kind or promise.kind,
        has_own_hours=hours is not None,
        cutoff=entry.cutoff,
    )
    return (owed,)


def with_span(compiled: CompiledPolicy, owed: Owed, code: int) -> tuple[Owed, ...]:
    """Return what is owed where the fact that gives its span has a code; of none what is owed otherwise."""
    if not isinstance(owed.span, SpanOf):
        return (owed,)
    codes = compiled.codes[owed.span.fact]
    span = owed.span.otherwise if code == codes.none else codes.example(code) or SpanOf(owed.span.fact)
    return (replace(owed, span=span),) if isinstance(span, Span | SpanOf) else ()


def counted_in(promises: Iterable[Owed], hours: str | Gap) -> tuple[Owed, ...]:
    """Return promises with the hours that coverage chose for those that have none of their own."""
    return tuple(owed if owed.has_own_hours else _counted_in(owed, hours) for owed in promises)


def _counted_in(owed: Owed, hours: str | Gap) -> Owed:
    # Not by `replace`, which takes three times as long.
    return Owed(owed.promise, hours, owed.span, owed.kind, owed.places, owed.has_own_hours, owed.cutoff)
