"""The Kleene bound: what is possible where completions are too many to decide one by one.

Each group is bounded by itself from the rules that are true or unknown, so the bound can name
outcomes that no completion has; it never leaves out one that some completion has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import prod
from typing import TypeVar

from ..model import SCOPES, Offer, Promise, Rule
from .channel_ways import joined_ways
from .codes import members
from .compiled import CompiledGroup, Verdict
from .compiled_policy import CompiledPolicy
from .engines import Engine
from .hit_policy import CONFLICTING, UNDECIDED, Gap, Ways
from .outcomes import Outcome
from .owed_times import counted_in
from .places import possible_places
from .promised import Owing, possible_owing

T = TypeVar("T")

_OFFERS = 10
"""Undecided channel rules up to which every combination is tried."""

_COMBINED = 1024
"""Ways in which promises can owe together up to which every combination is tried."""


@dataclass(slots=True)
class Bound:
    """Outcomes that cannot be ruled out, and the facts that undecided rules read, with their groups."""

    outcomes: tuple[Outcome, ...] = ()
    read: dict[str, list[str]] = field(default_factory=dict)


def bound(compiled: CompiledPolicy, engine: Engine, tier: str, codes: Mapping[str, int]) -> Bound:
    """Return every outcome that the rules do not rule out, given the codes that are known."""
    bounded = Bound()
    outcomes: dict[Outcome, None] = {}
    for scope, level in _scopes_and_levels(compiled, engine, codes, bounded):
        decided = Outcome(scope, level if scope == "support" else None)
        known = _with(compiled, codes, decided)
        for promises, rules in _owing(compiled, engine, tier, decided, known, bounded):
            chosen: list[str | Gap | None] = [None]
            if not all(owed.has_own_hours for owed in promises):
                verdict = _verdict(compiled, "coverage", engine, known, bounded)
                chosen = [*possible_hours(compiled.policy.coverage.rules, verdict)]
            for hours in chosen:
                owed = counted_in(promises, hours or UNDECIDED)
                placed = possible_places(
                    compiled.places, compiled.codes, Outcome(scope, decided.level, hours, None, owed, rules), codes
                )
                offers = _ways(compiled, engine, scope, known, bounded)
                for outcome, ways in product(placed, offers):
                    outcomes[outcome._replace(ways=ways)] = None
    bounded.outcomes = tuple(outcomes)
    return bounded


def _with(compiled: CompiledPolicy, codes: Mapping[str, int], decided: Outcome) -> dict[str, int]:
    level = decided.level if isinstance(decided.level, str) else None
    known = {**codes, "priority": compiled.codes["priority"].code(level)}
    if isinstance(decided.scope, str):
        known["scope"] = SCOPES.index(decided.scope)
    return known


def _scopes_and_levels(
    compiled: CompiledPolicy, engine: Engine, codes: Mapping[str, int], bounded: Bound
) -> list[tuple[str | Gap, str | Gap]]:
    policy = compiled.policy
    pairs: dict[tuple[str | Gap, str | Gap], None] = {}
    if compiled.scope_reads_priority:
        for level in possible_winners(
            policy.levels, policy.priority.rules, _verdict(compiled, "priority", engine, codes, bounded)
        ):
            known = {**codes, "priority": compiled.codes["priority"].code(level if isinstance(level, str) else None)}
            for scope in possible_winners(
                SCOPES, policy.scope.rules, _verdict(compiled, "scope", engine, known, bounded)
            ):
                pairs[scope, level] = None
    else:
        for scope in possible_winners(SCOPES, policy.scope.rules, _verdict(compiled, "scope", engine, codes, bounded)):
            known = {**codes, **({"scope": SCOPES.index(scope)} if isinstance(scope, str) else {})}
            for level in possible_winners(
                policy.levels, policy.priority.rules, _verdict(compiled, "priority", engine, known, bounded)
            ):
                pairs[scope, level] = None
    return list(pairs)


def _verdict(compiled: CompiledPolicy, name: str, engine: Engine, codes: Mapping[str, int], bounded: Bound) -> Verdict:
    """Return a group's verdict, noting the facts that its undecided rules read."""
    group: CompiledGroup = compiled.groups[name]
    verdict = engine.verdict(group, codes)
    undecided = ((1 << len(group.rules)) - 1) & ~(verdict.true | verdict.false)
    for n in members(undecided):
        for fact in compiled.base_facts(group.rules[n].reads.difference(codes)):
            if fact not in codes and name not in bounded.read.setdefault(fact, []):
                bounded.read[fact].append(name)
    return verdict


def possible_winners(order: Iterable[str], rules: Sequence[Rule], verdict: Verdict) -> list[str | Gap]:
    """Return the outcomes that can win, in the order, up to one that is certain to."""
    possible: list[str | Gap] = []
    for outcome in order:
        mine = [n for n, rule in enumerate(rules) if rule.then == outcome]
        if any(not verdict.false >> n & 1 for n in mine):
            possible.append(outcome)
        if any(verdict.true >> n & 1 for n in mine):
            return possible
    return [*possible, UNDECIDED]


def possible_hours(rules: Iterable[Rule], verdict: Verdict) -> list[str | Gap]:
    """Return the hours that coverage can choose: those of rules up to the first that is certain."""
    hours: dict[str | Gap, None] = {}
    for n, rule in enumerate(rules):
        if not verdict.false >> n & 1:
            hours[str(rule.then)] = None
        if verdict.true >> n & 1:
            return list(hours)
    return [*hours, UNDECIDED]


def _owing(  # noqa: PLR0913 - what is owed follows from
    compiled: CompiledPolicy,
    engine: Engine,
    tier: str,
    decided: Outcome,
    known: Mapping[str, int],
    bounded: Bound,
) -> list[Owing]:
    """Return what can be owed, by every rule that can win, and with every span that an open fact can give."""
    level = decided.level if isinstance(decided.level, str) else None
    alternatives: list[list[Owing]] = []
    for promise in compiled.policy.promises.values():
        if promise.scope == decided.scope:
            winners: list[int | None] = [None]
            if promise.rules:
                winners = possible_rules(_verdict(compiled, promise.group.name, engine, known, bounded), promise)
            cell = promise.within.get((tier, level))
            alternatives.append(list(dict.fromkeys(possible_owing(compiled, promise, cell, winners, known))))
    if prod(map(len, alternatives)) <= _COMBINED:
        chosen: Iterable[Sequence[Owing]] = product(*alternatives)
    else:  # too many to combine: each stands beside the first of the others
        first = [ways[0] for ways in alternatives]
        chosen = [[*first[:n], way, *first[n + 1 :]] for n, ways in enumerate(alternatives) for way in ways]
    joined = ((_joined(owed for owed, _ in ways), _joined(rules for _, rules in ways)) for ways in chosen)
    return list(dict.fromkeys(joined))


def _joined(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(item for part in parts for item in part)


def possible_rules(verdict: Verdict, promise: Promise) -> list[int | None]:
    """Return the rules of a promise that can win, by index, and None where it can be that none holds."""
    winners: list[int | None] = []
    for n in range(len(promise.rules)):
        if not verdict.false >> n & 1:
            winners.append(n)
        if verdict.true >> n & 1:
            return winners
    return [*winners, None]


def _ways(
    compiled: CompiledPolicy, engine: Engine, scope: str | Gap, known: Mapping[str, int], bounded: Bound
) -> list[Ways | Gap | None]:
    rules = compiled.policy.channel.rules
    if not rules or scope not in ("support", "consulting"):
        return [None]
    verdict = _verdict(compiled, "channel", engine, known, bounded)
    offers = [(rule.then, 1 << n) for n, rule in enumerate(rules) if isinstance(rule.then, Offer)]
    must = list(dict.fromkeys(offer for offer, bit in offers if verdict.true & bit))
    may = [
        o for o in dict.fromkeys(o for o, bit in offers if not (verdict.true | verdict.false) & bit) if o not in must
    ]
    order = list(compiled.policy.ways)
    if len(may) <= _OFFERS:
        subsets = (chosen for count in range(len(may) + 1) for chosen in combinations(may, count))
        return list(dict.fromkeys(joined_ways([*must, *chosen], order) for chosen in subsets))
    # Too many to combine: what each could require or prefer, with the fewest and the most ways allowed.
    required = dict.fromkeys((way for o in (*must, *may) for way in o.require), True) | {None: True}
    preferred = dict.fromkeys((way for o in (*must, *may) for way in o.prefer), True) | {None: True}
    ends = [joined_ways(list(subset), order) for subset in (must, [*must, *may])]
    allowed = dict.fromkeys(ways.allowed for ways in ends if isinstance(ways, Ways))
    most = tuple(way for way in order if any(way in (*o.require, *o.prefer, *o.allow) for o in (*must, *may)))
    following = dict.fromkeys(
        tuple(way for way in order if any(way in o.follow_up for o in offers_joined))
        for offers_joined in (must, [*must, *may])
    )
    found_ways = [
        Ways(
            required_way,
            preferred_way,
            (required_way,) if required_way else subset,
            tuple(way for way in follow_up if way != required_way),
        )
        for required_way, preferred_way, subset, follow_up in product(
            required, preferred, [*allowed, most, ()], following
        )
    ]
    return [*dict.fromkeys(found_ways), UNDECIDED, CONFLICTING]
