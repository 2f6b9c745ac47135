"""Outcomes: what the groups decide together, and what is owed by it.

Everything works on sets of completions, so that a single situation (a set of one) and half a
million of them go the same way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model import SCOPES, DueDate, Entry, Policy, Promise, Span, SpanOf, WallTime
from ..model.entries import Kind
from .compiled import CompiledGroup
from .compiled_policy import CompiledPolicy
from .hit_policy import UNDECIDED, Gap, Ways, decided, ways
from .places import Place, with_places
from .spaces import Sets, union

Evaluate = Callable[[CompiledGroup, Sets], Sequence[int]]


_MOST = 4096
"""Combinations of ways up to which completions are told apart."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the groups decide together; None where a question does not arise."""

    scope: str | Gap
    level: str | Gap | None = None
    coverage: str | Gap | None = None
    ways: Ways | Gap | None = None
    owed: tuple[Owed, ...] = ()


def owed_of(outcome: Outcome, promise: str) -> Owed | None:
    """Return what an outcome owes of a promise."""
    return next((owed for owed in outcome.owed if owed.promise == promise), None)


def without_idle_hours(policy: Policy, outcome: Outcome) -> Outcome:
    """Return an outcome without the hours on which no deadline depends, equal for all requests that are owed alike.

    Hours that never close are the same in every zone.
    """
    if not isinstance(outcome.coverage, str):
        return outcome
    owed = tuple(replace(o, hours=_hours_that_matter(policy, o)) for o in outcome.owed)
    is_counted = any(not o.is_due_at_once and not o.has_own_hours for o in outcome.owed)
    return replace(outcome, coverage=_open_as(policy, outcome.coverage) if is_counted else None, owed=owed)


def _hours_that_matter(policy: Policy, owed: Owed) -> str | Gap:
    if owed.is_due_at_once:
        return ""
    return owed.hours if owed.depends_on_days else _open_as(policy, owed.hours)


def _open_as(policy: Policy, name: str | Gap) -> str | Gap:
    """Return the first hours of a policy that are open, and count days, as those of a name do."""
    if isinstance(name, Gap) or not (hours := policy.hours[name]).never_close:
        return name
    return next(other.name for other in policy.hours.values() if other.never_close and other.day == hours.day)


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
    sets["priority"] = {**in_support, level_codes.code(None): everything & ~union(in_support.values())}
    sets["scope"] = {SCOPES.index(scope): bits for scope, bits in scopes.items() if isinstance(scope, str)}
    parts: Parts = {}
    for scope, bits in scopes.items():
        for level, also in (levels if scope == "support" else {None: everything}).items():
            if bits & also:
                parts[Outcome(scope, level)] = bits & also
    parts = _with_promises(compiled, tier, parts, sets, evaluate)
    if compiled.places:
        parts = with_places(compiled.places, compiled.codes, parts, sets)
    return _with_ways(compiled, parts, sets, evaluate)


def _scope_and_priority(
    compiled: CompiledPolicy, sets: Sets, everything: int, evaluate: Evaluate
) -> tuple[dict[str | Gap, int], dict[str | Gap, int]]:
    """Decide the two groups that others may read, in the order that they need."""
    groups, policy = compiled.groups, compiled.policy
    if compiled.scope_reads_priority:
        levels = decided(policy, "priority", evaluate(groups["priority"], sets), everything)
        sets["priority"] = _coded(compiled, "priority", levels)
        scopes = decided(policy, "scope", evaluate(groups["scope"], sets), everything)
    else:
        scopes = decided(policy, "scope", evaluate(groups["scope"], sets), everything)
        sets["scope"] = _coded(compiled, "scope", scopes)
        levels = decided(policy, "priority", evaluate(groups["priority"], sets), everything)
    return scopes, levels


def _coded(compiled: CompiledPolicy, fact: str, by_outcome: Mapping[str | Gap, int]) -> dict[int, int]:
    codes = compiled.codes[fact]
    coded = {codes.code(outcome): bits for outcome, bits in by_outcome.items() if isinstance(outcome, str)}
    if UNDECIDED in by_outcome and codes.none is not None:
        coded[codes.none] = by_outcome[UNDECIDED]
    return coded


def _with_promises(compiled: CompiledPolicy, tier: str, parts: Parts, sets: Sets, evaluate: Evaluate) -> Parts:
    """Split outcomes by the hours that count and by what is owed."""
    coverage: dict[str | Gap, int] | None = None
    with_promises: Parts = {}
    for outcome, bits in parts.items():
        cells = promised(compiled, tier, outcome)
        for promises, owing in _split_by_spans(compiled, cells, bits, sets):
            if all(owed.has_own_hours for owed in promises):
                _add(with_promises, replace(outcome, owed=promises), owing)
                continue
            if coverage is None:  # where nothing counts in them, no hours are chosen
                everything = union(parts.values())
                holding = evaluate(compiled.groups["coverage"], sets)
                coverage = decided(compiled.policy, "coverage", holding, everything)
            for hours, covered in coverage.items():
                if covered & owing:
                    owed = counted_in(promises, hours)
                    _add(with_promises, replace(outcome, coverage=hours, owed=owed), covered & owing)
    return with_promises


def promised(compiled: CompiledPolicy, tier: str, outcome: Outcome) -> tuple[Owed, ...]:
    """Return what a tier is owed at the scope and level of an outcome, as yet without the hours of coverage."""
    level = outcome.level if isinstance(outcome.level, str) else None
    return tuple(
        _owed(promise, cell)
        for promise in compiled.policy.promises.values()
        if promise.scope == outcome.scope and (cell := promise.within.get((tier, level))) is not None
    )


def _owed(promise: Promise, entry: Entry) -> Owed:
    span = entry.within or entry.by
    assert span is not None  # noqa: S101 - for the type checker
    hours = entry.hours or promise.hours
    return Owed(
        promise=promise.name,
        hours=hours or UNDECIDED,
        span=span,
        kind=entry.kind or promise.kind,
        has_own_hours=hours is not None,
        cutoff=entry.cutoff,
    )


def counted_in(promises: Iterable[Owed], hours: str | Gap) -> tuple[Owed, ...]:
    """Return promises with the hours that coverage chose for those that have none of their own."""
    return tuple(owed if owed.has_own_hours else replace(owed, hours=hours) for owed in promises)


def _split_by_spans(
    compiled: CompiledPolicy, promises: tuple[Owed, ...], bits: int, sets: Sets
) -> Iterable[tuple[tuple[Owed, ...], int]]:
    """Set completions apart by the spans that facts give; a presumed one is known."""
    split = {promises: bits}
    for owed in promises:
        if isinstance(owed.span, SpanOf):
            resolved: dict[tuple[Owed, ...], int] = {}
            for together, owing in split.items():
                for code, having in sets[owed.span.fact].items():
                    if owing & having:
                        resolved_promises = with_span(compiled, together, owed, code)
                        resolved[resolved_promises] = resolved.get(resolved_promises, 0) | owing & having
            split = resolved
    return split.items()


def with_span(compiled: CompiledPolicy, promises: tuple[Owed, ...], owed: Owed, code: int) -> tuple[Owed, ...]:
    """Return promises where the fact that gives one of them its span has a code; of none what is owed otherwise."""
    if not isinstance(owed.span, SpanOf):
        return promises
    codes = compiled.codes[owed.span.fact]
    span = owed.span.otherwise if code == codes.none else codes.example(code) or SpanOf(owed.span.fact)
    if isinstance(span, Span | SpanOf):
        return tuple(replace(owed, span=span) if promise == owed else promise for promise in promises)
    return tuple(promise for promise in promises if promise != owed)


def _add(parts: Parts, outcome: Outcome, bits: int) -> None:
    parts[outcome] = parts.get(outcome, 0) | bits


def _with_ways(compiled: CompiledPolicy, parts: Parts, sets: Sets, evaluate: Evaluate) -> Parts:
    """Split outcomes by the ways in which the request may come; what is not covered has none."""
    rules = compiled.policy.channel.rules
    asked = {outcome: bits for outcome, bits in parts.items() if rules and outcome.scope in ("support", "consulting")}
    with_ways = {outcome: bits for outcome, bits in parts.items() if outcome not in asked}
    if not asked:
        return with_ways
    holding = evaluate(compiled.groups["channel"], sets)
    for outcome, offered, situations in ways(compiled.policy, holding, asked, _MOST):
        _add(with_ways, replace(outcome, ways=offered), situations)
    return with_ways
