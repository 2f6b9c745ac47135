"""Hit policies: from the rules that hold to scope, priority, coverage, channel and what is owed.

Everything works on sets of completions, so that a single situation (a set of one) and half a
million of them go the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import TYPE_CHECKING

from ..model import SCOPES, Offer, Span, SpanOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..model import Rule
    from .compiled import CompiledGroup
    from .compiled_policy import CompiledPolicy
    from .spaces import Sets

    Evaluate = Callable[[CompiledGroup, Sets], Sequence[int]]


_MOST = 4096
"""Combinations of channel rules up to which completions are told apart."""


class TooManyOutcomes(Exception):
    """More combinations of channel rules can hold than can be told apart."""


class Gap(Enum):
    """What stands in place of an outcome where the policy gives none."""

    undecided = "undecided"
    conflicting = "conflicting"


UNDECIDED = Gap.undecided
CONFLICTING = Gap.conflicting
"""Of the channel: two ways are required, or preferred, at once."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a request may come in; `allowed` includes the required and preferred ways."""

    required: str | None
    preferred: str | None
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that falls due: the hours it counts in and its span."""

    promise: str
    hours: str | Gap
    span: Span | SpanOf


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the groups decide together; None where a question does not arise."""

    scope: str | Gap
    level: str | Gap | None = None
    coverage: str | Gap | None = None
    ways: Ways | Gap | None = None
    owed: tuple[Owed, ...] = ()


Parts = dict[Outcome, int]
"""Completions by their outcome; every completion is in one part."""


def outcomes(compiled: CompiledPolicy, tier: str, sets: Sets, everything: int, evaluate: Evaluate) -> Parts:
    """Return the outcomes that completions have, each with the set of those that have it.

    `sets` holds every fact that rules read except scope and priority. `evaluate` returns, rule
    by rule, the completions in which a group's rules hold.
    """
    sets = dict(sets)
    scopes, levels = _scope_and_priority(compiled, sets, everything, evaluate)
    support = scopes.get("support", 0)
    level_codes = compiled.codes["priority"]
    in_support = {level_codes.code(level): bits & support for level, bits in levels.items() if isinstance(level, str)}
    sets["priority"] = {**in_support, level_codes.code(None): everything & ~sum(in_support.values())}
    sets["scope"] = {SCOPES.index(scope): bits for scope, bits in scopes.items() if isinstance(scope, str)}
    parts: Parts = {}
    for scope, bits in scopes.items():
        for level, also in (levels if scope == "support" else {None: everything}).items():
            if bits & also:
                parts[Outcome(scope, level)] = bits & also
    parts = _with_promises(compiled, tier, parts, sets, evaluate)
    return _with_ways(compiled, parts, sets, evaluate)


def _scope_and_priority(
    compiled: CompiledPolicy, sets: Sets, everything: int, evaluate: Evaluate
) -> tuple[dict[str | Gap, int], dict[str | Gap, int]]:
    """Decide the two groups that others may read, in the order that they need."""
    groups, policy = compiled.groups, compiled.policy
    if compiled.scope_reads_priority:
        levels = _most_severe(policy.levels, policy.priority.rules, evaluate(groups["priority"], sets), everything)
        sets["priority"] = _coded(compiled, "priority", levels)
        scopes = _most_severe(SCOPES, policy.scope.rules, evaluate(groups["scope"], sets), everything)
    else:
        scopes = _most_severe(SCOPES, policy.scope.rules, evaluate(groups["scope"], sets), everything)
        sets["scope"] = _coded(compiled, "scope", scopes)
        levels = _most_severe(policy.levels, policy.priority.rules, evaluate(groups["priority"], sets), everything)
    return scopes, levels


def _coded(compiled: CompiledPolicy, fact: str, found: Mapping[str | Gap, int]) -> dict[int, int]:
    codes = compiled.codes[fact]
    coded = {codes.code(outcome): bits for outcome, bits in found.items() if isinstance(outcome, str)}
    if UNDECIDED in found and codes.none is not None:
        coded[codes.none] = found[UNDECIDED]
    return coded


def _most_severe(
    order: Iterable[str], rules: Sequence[Rule], holding: Sequence[int], everything: int
) -> dict[str | Gap, int]:
    """Give every completion the first outcome, in the order, of which some rule holds."""
    by_outcome: dict[str, int] = {}
    for rule, bits in zip(rules, holding, strict=True):
        if isinstance(rule.then, str):
            by_outcome[rule.then] = by_outcome.get(rule.then, 0) | bits
    return _first(((outcome, by_outcome.get(outcome, 0)) for outcome in order), everything)


def _first(candidates: Iterable[tuple[str, int]], everything: int) -> dict[str | Gap, int]:
    found: dict[str | Gap, int] = {}
    left = everything
    for outcome, bits in candidates:
        if bits & left:
            found[outcome] = found.get(outcome, 0) | bits & left
            left &= ~bits
    if left:
        found[UNDECIDED] = left
    return found


def _with_promises(compiled: CompiledPolicy, tier: str, parts: Parts, sets: Sets, evaluate: Evaluate) -> Parts:
    """Split outcomes by the hours that count and by what is owed."""
    coverage: dict[str | Gap, int] | None = None
    found: Parts = {}
    for outcome, bits in parts.items():
        cells = promised(compiled, tier, outcome)
        for promises, owing in _split_by_spans(compiled, cells, bits, sets):
            if all(own_hours for _, own_hours, _ in promises):
                _add(found, outcome, None, promises, owing)
                continue
            if coverage is None:  # where nothing counts in them, no hours are chosen
                everything = sum(parts.values())
                rules = compiled.policy.coverage.rules
                holding = evaluate(compiled.groups["coverage"], sets)
                coverage = _first(((str(r.then), b) for r, b in zip(rules, holding, strict=True)), everything)
            for hours, covered in coverage.items():
                if covered & owing:
                    _add(found, outcome, hours, promises, covered & owing)
    return found


Promised = tuple[tuple[str, str | None, Span | SpanOf], ...]
"""What one tier and level is promised: name, hours of its own, span."""


def promised(compiled: CompiledPolicy, tier: str, outcome: Outcome) -> Promised:
    """Return what a tier is promised at the scope and level of an outcome."""
    level = outcome.level if isinstance(outcome.level, str) else None
    return tuple(
        (promise.name, promise.hours, cell)
        for promise in compiled.policy.promises.values()
        if promise.scope == outcome.scope and (cell := promise.within.get((tier, level))) is not None
    )


def _split_by_spans(compiled: CompiledPolicy, cells: Promised, bits: int, sets: Sets) -> Iterable[tuple[Promised, int]]:
    """Set completions apart by the spans that facts give: none owes nothing, and a presumed one is known."""
    split = {cells: bits}
    for pair in cells:
        if isinstance(pair[2], SpanOf):
            resolved: dict[Promised, int] = {}
            for promises, owing in split.items():
                for code, having in sets[pair[2].fact].items():
                    if owing & having:
                        whole = with_span(compiled, promises, pair, code)
                        resolved[whole] = resolved.get(whole, 0) | owing & having
            split = resolved
    return split.items()


def with_span(
    compiled: CompiledPolicy, promises: Promised, pair: tuple[str, str | None, Span | SpanOf], code: int
) -> Promised:
    """Return promises where the fact that gives one of them its span has a code."""
    if not isinstance(pair[2], SpanOf):
        return promises
    codes = compiled.codes[pair[2].fact]
    span = codes.example(code)
    if isinstance(span, Span):
        return tuple((pair[0], pair[1], span) if other == pair else other for other in promises)
    return tuple(other for other in promises if other != pair) if code == codes.none else promises


def _add(found: Parts, outcome: Outcome, hours: str | Gap | None, promises: Promised, bits: int) -> None:
    owed = tuple(Owed(name, own_hours or hours or UNDECIDED, cell) for name, own_hours, cell in promises)
    whole = Outcome(outcome.scope, outcome.level, hours, None, owed)
    found[whole] = found.get(whole, 0) | bits


def _with_ways(compiled: CompiledPolicy, parts: Parts, sets: Sets, evaluate: Evaluate) -> Parts:
    """Split outcomes by the ways in which the request may come; what is not covered has none."""
    rules = compiled.policy.channel.rules
    asked = {outcome: bits for outcome, bits in parts.items() if rules and outcome.scope in ("support", "consulting")}
    found = {outcome: bits for outcome, bits in parts.items() if outcome not in asked}
    if not asked:
        return found
    holding = evaluate(compiled.groups["channel"], sets)
    offers = [(rule.then, bits) for rule, bits in zip(rules, holding, strict=True) if isinstance(rule.then, Offer)]
    for outcome, bits in asked.items():
        for offered, some in combined([there for _, there in offers], bits, _MOST).items():
            ways = joined_ways([offers[n][0] for n in offered], list(compiled.policy.ways))
            whole = Outcome(outcome.scope, outcome.level, outcome.coverage, ways, outcome.owed)
            found[whole] = found.get(whole, 0) | some
    return found


def combined(holding: Sequence[int], bits: int, most: float = inf) -> Mapping[tuple[int, ...], int]:
    """Set completions apart by the rules, given by their places, that hold in them.

    Raises TooManyOutcomes where more combinations than `most` hold.
    """
    split: dict[tuple[int, ...], int] = {(): bits}
    for n, there in enumerate(holding):
        for held, some in list(split.items()):
            if some & there:
                del split[held]
                split[(*held, n)] = some & there
                if some & ~there:
                    split[held] = some & ~there
        if len(split) > most:
            raise TooManyOutcomes
    return split


def joined_ways(offers: Sequence[Offer], order: Sequence[str]) -> Ways | Gap:
    """Join what rules require, prefer and allow; two ways required or preferred decide nothing."""
    required = {way for offer in offers for way in offer.require}
    preferred = {way for offer in offers for way in offer.prefer}
    if len(required) > 1 or len(preferred) > 1:
        return CONFLICTING
    if not offers:
        return UNDECIDED
    allowed = required or preferred.union(*(offer.allow for offer in offers))
    return Ways(
        next(iter(required), None),
        next(iter(preferred), None),
        tuple(way for way in order if way in allowed),
    )
