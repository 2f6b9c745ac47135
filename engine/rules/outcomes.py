"""Outcomes: what the groups decide together, and what is owed by it.

Everything works on sets of completions, so that a single situation (a set of one) and half a
million of them go the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from ..model import SCOPES, Cell, Policy
from .compiled import CompiledGroup
from .compiled_policy import CompiledPolicy
from .hit_policy import UNDECIDED, Gap, Ways, decided
from .owed_times import Owed
from .places import with_places
from .promised import PromiseRules, owing
from .spaces import Sets, union

__all__ = [
    "Evaluate",
    "Outcome",
    "Owed",
    "Parts",
    "entry_of",
    "outcomes",
    "owed_of",
    "rule_of",
    "scope_and_priority",
    "without_idle_hours",
]

Evaluate = Callable[[CompiledGroup, Sets], Sequence[int]]


_MOST = 4096
"""Combinations of ways up to which completions are told apart."""


class Outcome(NamedTuple):
    """What the groups decide together; None where a question does not arise."""

    scope: str | Gap
    level: str | Gap | None = None
    coverage: str | Gap | None = None
    ways: Ways | Gap | None = None
    owed: tuple[Owed, ...] = ()
    promise_rules: PromiseRules = ()


def rule_of(outcome: Outcome, promise: str) -> int | None:
    """Return the index of the rule of a promise that wins; None where none holds."""
    return next((rule for name, rule in outcome.promise_rules if name == promise), None)


def level_of(outcome: Outcome) -> str | None:
    """Return the level of an outcome; None where it has none, or a gap leaves it open."""
    return outcome.level if isinstance(outcome.level, str) else None


def entry_of(policy: Policy, tier: str, outcome: Outcome, promise: str) -> Cell:
    """Return what counts of a promise in an outcome of a tier: the entry of a rule or of a cell; None for nothing."""
    level = outcome.level if isinstance(outcome.level, str) else None
    return policy.promises[promise].entry(tier, level, rule_of(outcome, promise))


def owed_of(outcome: Outcome, promise: str) -> Owed | None:
    """Return what an outcome owes of a promise."""
    return next((owed for owed in outcome.owed if owed.promise == promise), None)


def without_idle_hours(policy: Policy, outcome: Outcome) -> Outcome:
    """Return an outcome without the hours on which no deadline depends, equal for all requests that are owed alike.

    Hours that never close are the same in every zone. Nor does it matter which rule of a promise it is that owes.
    """
    if not isinstance(outcome.coverage, str):
        return outcome._replace(promise_rules=()) if outcome.promise_rules else outcome
    owed = tuple(
        o if (hours := _hours_that_matter(policy, o)) == o.hours else replace(o, hours=hours) for o in outcome.owed
    )
    is_counted = any(not o.is_due_at_once and not o.has_own_hours for o in outcome.owed)
    coverage = _open_as(policy, outcome.coverage) if is_counted else None
    return Outcome(scope=outcome.scope, level=outcome.level, coverage=coverage, ways=outcome.ways, owed=owed)


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


def outcomes(
    compiled: CompiledPolicy, tier: str | Mapping[str, int], sets: Sets, everything: int, evaluate: Evaluate
) -> Parts:
    """Return the outcomes that completions have, each with the set of those that have it.

    `tier` is that of all completions, or has by tier those of it. `sets` holds every fact that rules read except scope
    and priority. `evaluate` returns, rule by rule, the completions in which a group's rules hold.
    """
    sets = dict(sets)
    scopes, levels = scope_and_priority(compiled, sets, everything, evaluate)
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


def scope_and_priority(
    compiled: CompiledPolicy, sets: Sets, everything: int, evaluate: Evaluate
) -> tuple[dict[str | Gap, int], dict[str | Gap, int]]:
    """Decide the two groups that others may read, in the order that they need; the first one is added to `sets`."""
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


def _with_promises(
    compiled: CompiledPolicy, tier: str | Mapping[str, int], parts: Parts, sets: Sets, evaluate: Evaluate
) -> Parts:
    """Split outcomes by the hours that count and by what is owed."""
    if not isinstance(tier, str):
        with_promises: Parts = {}
        for name, of_tier in tier.items():
            of_parts = {outcome: own for outcome, bits in parts.items() if (own := bits & of_tier)}
            for outcome, bits in _with_promises(compiled, name, of_parts, sets, evaluate).items():
                _add(with_promises, outcome, bits)
        return with_promises
    coverage: dict[str | Gap, int] | None = None
    holding = cache(lambda group: evaluate(compiled.groups[group], sets))
    with_promises = {}
    for outcome, bits in parts.items():
        level = outcome.level if isinstance(outcome.level, str) else None
        for (promises, rules), owing_bits in owing(compiled, (tier, str(outcome.scope), level), bits, sets, holding):
            if all(owed.has_own_hours for owed in promises):
                _add(with_promises, Outcome(outcome.scope, outcome.level, None, None, promises, rules), owing_bits)
                continue
            if coverage is None:  # where nothing counts in them, no hours are chosen
                coverage = decided(compiled.policy, "coverage", holding("coverage"), union(parts.values()))
            for hours, covered in coverage.items():
                if covered & owing_bits:
                    owed = compiled.owed_times.counted_in(promises, hours)
                    counted = Outcome(outcome.scope, outcome.level, hours, None, owed, rules)
                    _add(with_promises, counted, covered & owing_bits)
    return with_promises


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
    for outcome, offered, situations in compiled.channel_ways.ways(holding, asked, _MOST):
        _add(
            with_ways,
            Outcome(outcome.scope, outcome.level, outcome.coverage, offered, outcome.owed, outcome.promise_rules),
            situations,
        )
    return with_ways
