"""Outcomes: what the groups decide together, and what is owed by it.

Everything works on sets of completions, so that a single situation (a set of one) and half a
million of them go the same way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import SCOPES, Policy, Span, SpanOf
from .compiled import CompiledGroup
from .compiled_policy import CompiledPolicy
from .hit_policy import UNDECIDED, Gap, Ways, decided, ways
from .spaces import Sets, union

Evaluate = Callable[[CompiledGroup, Sets], Sequence[int]]


_MOST = 4096
"""Combinations of ways up to which completions are told apart."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that falls due: the hours it counts in and its span."""

    promise: str
    hours: str | Gap
    span: Span | SpanOf

    @property
    def is_due_at_once(self) -> bool:
        """Whether no time is to pass, so that it is due on receipt whatever the hours."""
        return isinstance(self.span, Span) and not self.span.seconds and not self.span.days


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
    owed = tuple(replace(o, hours="" if o.is_due_at_once else _open_as(policy, o.hours)) for o in outcome.owed)
    is_counted = any(not o.is_due_at_once and policy.promises[o.promise].hours is None for o in outcome.owed)
    return replace(outcome, coverage=_open_as(policy, outcome.coverage) if is_counted else None, owed=owed)


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
            if all(own_hours for _, own_hours, _ in promises):
                _add(with_promises, outcome, None, promises, owing)
                continue
            if coverage is None:  # where nothing counts in them, no hours are chosen
                everything = union(parts.values())
                holding = evaluate(compiled.groups["coverage"], sets)
                coverage = decided(compiled.policy, "coverage", holding, everything)
            for hours, covered in coverage.items():
                if covered & owing:
                    _add(with_promises, outcome, hours, promises, covered & owing)
    return with_promises


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
                        resolved_promises = with_span(compiled, promises, pair, code)
                        resolved[resolved_promises] = resolved.get(resolved_promises, 0) | owing & having
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
        return tuple((pair[0], pair[1], span) if promise == pair else promise for promise in promises)
    return tuple(promise for promise in promises if promise != pair) if code == codes.none else promises


def _add(parts: Parts, outcome: Outcome, hours: str | Gap | None, promises: Promised, bits: int) -> None:
    owed = tuple(Owed(name, own_hours or hours or UNDECIDED, cell) for name, own_hours, cell in promises)
    outcome_owing = Outcome(outcome.scope, outcome.level, hours, None, owed)
    parts[outcome_owing] = parts.get(outcome_owing, 0) | bits


def _with_ways(compiled: CompiledPolicy, parts: Parts, sets: Sets, evaluate: Evaluate) -> Parts:
    """Split outcomes by the ways in which the request may come; what is not covered has none."""
    rules = compiled.policy.channel.rules
    asked = {outcome: bits for outcome, bits in parts.items() if rules and outcome.scope in ("support", "consulting")}
    with_ways = {outcome: bits for outcome, bits in parts.items() if outcome not in asked}
    if not asked:
        return with_ways
    holding = evaluate(compiled.groups["channel"], sets)
    for outcome, offered, situations in ways(compiled.policy, holding, asked, _MOST):
        outcome_with_ways = Outcome(outcome.scope, outcome.level, outcome.coverage, offered, outcome.owed)
        with_ways[outcome_with_ways] = with_ways.get(outcome_with_ways, 0) | situations
    return with_ways
