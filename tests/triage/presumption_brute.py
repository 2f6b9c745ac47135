"""Unsafe presumptions and their alternatives, a second time: every completion on values, every other value decided."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from rules.plain import OTHER_SPANS, OTHER_TEXT, OTHER_WAY, leaves, read, truth, values_of

from remit.engine.language.yaml_writer import written_span
from remit.engine.model import Compares, DueDate, Span, SpanOf
from remit.engine.rules.hit_policy import Gap, Ways
from remit.engine.worktime import count_of, deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rules.brute import Brute

    from remit.engine.model import Condition, Value
    from remit.engine.rules.outcomes import Owed

    Record = dict[str, Any]

SCOPES = ("support", "consulting", "not_covered")
LONG_SPANS = (Span(36_000), Span(0, 9))
"""Spans that no office closes after, so that other hours give another deadline."""


# ── what a completion owes the customer ───────────────────────────────────────


@dataclass(frozen=True)
class Standing:
    """What a customer has in one completion; of scope and level the lowest number is the best."""

    scope: int
    level: int
    needed: frozenset[str]
    due: Mapping[str, int | None]

    def gains(self, other: Standing) -> set[str]:
        """Return in what ways this is better for the customer than another."""
        is_earlier = (self._is_earlier(promise, other) for promise in self.due)
        ways = {
            "scope": self.scope < other.scope,
            "level": self.level < other.level,
            "required": bool(self.needed - other.needed),
            "deadline": any(is_earlier),
        }
        return {way for way, is_better in ways.items() if is_better}

    def _is_earlier(self, promise: str, other: Standing) -> bool:
        if promise not in other.due:
            return True
        mine, theirs = self.due[promise], other.due[promise]
        # What no hours are decided for falls due at no instant, as what no rule decides is the narrowest scope.
        return mine is not None and (theirs is None or mine < theirs)


@dataclass(frozen=True)
class Asked:
    """A request, its facts by value; None is stated as not known."""

    policy: str
    tier: str
    received: str
    facts: Mapping[str, Value | None]
    channel: str | None = None
    last_update: str | None = None

    @property
    def request(self) -> Record:
        """The request as JSON."""
        keys = {"channel": self.channel, "last_update": self.last_update}
        return {
            "policy": self.policy,
            "tier": self.tier,
            "received": self.received,
            "facts": {name: written(value) for name, value in self.facts.items()},
            **{key: value for key, value in keys.items() if value},
        }

    @property
    def blocked(self) -> frozenset[str]:
        """The facts of which nothing is presumed."""
        return frozenset(name for name, value in self.facts.items() if value is None)

    def known(self, ways: Iterable[str]) -> dict[str, Value]:
        """Return what is stated, with the way in which it came."""
        arrived: dict[str, Value] = {}
        if self.channel:
            arrived = {"arrived_by": self.channel if self.channel in ways else OTHER_WAY}
        # No request here claims a level, and no claim is a known value.
        claim: dict[str, Value] = {"claimed_priority": "none"}
        return {**claim, **{name: value for name, value in self.facts.items() if value is not None}, **arrived}

    def start(self, *, repeats: bool) -> int:
        """Return the instant that a promise counts from."""
        start = self.last_update if repeats and self.last_update else self.received
        return int(datetime.fromisoformat(start).timestamp())


@dataclass
class Completions:
    """Every completion of one request in which no presumption counts but those that are confirmed."""

    brute: Brute
    asked: Asked
    presumed: Mapping[str, Value]
    confirmed: Mapping[str, Value]
    standings: dict[tuple[Value | None, ...], Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out what is known, and the values of what is not."""
        stated = {**self.asked.known(self.brute.policy.ways), **self.confirmed}
        names, presumed, absent = self.brute.open(self.asked.tier, stated, self.asked.blocked)
        self.known: dict[str, Value | None] = {**dict.fromkeys(absent), **stated, "tier": self.asked.tier}
        can_matter = self._deciding_facts()
        self.axes = {
            name: self.distinct_values(name)
            for name in self.brute.read
            if name in can_matter and (name in names or name in presumed)
        }

    def _deciding_facts(self) -> set[str]:
        """Return the facts that rules and promises read; those that only presumptions read decide nothing here."""
        entries = [entry for promise in self.brute.policy.promises.values() for entry in promise.entries()]
        spans = {entry.within.fact for entry in entries if entry and isinstance(entry.within, SpanOf)}
        return read(self.rule_conditions) | spans

    @property
    def rule_conditions(self) -> list[Condition]:
        """The conditions of all rules."""
        return [rule.when for group in self.brute.policy.groups for rule in group.rules]

    def distinct_values(self, name: str) -> list[Value | None]:
        """Return a value for each answer that rules can tell apart, the presumed one first; of spans all tried."""
        fact, conditions = self.brute.facts[name], self.rule_conditions
        tests = [leaf for when in conditions for leaf in leaves(when) if leaf.fact == name]
        ahead = [self.presumed[name]] if name in self.presumed else []
        spans = LONG_SPANS if fact.type == "span" else ()
        values: dict[tuple[object, ...], Value | None] = {}
        for value in [*ahead, *self.brute.choices[name], *values_of(fact, conditions), *spans]:
            answers = tuple(truth(test, {name: value}, self.brute.facts) for test in tests)
            values.setdefault((*answers, value is None, value if fact.type == "span" else None), value)
        return list(values.values())

    @property
    def size(self) -> int:
        """How many completions there are."""
        return prod(map(len, self.axes.values()))

    def standing(self, chosen: tuple[Value | None, ...]) -> Standing:
        """Return what the customer has where the open facts are so."""
        if chosen not in self.standings:
            self.standings[chosen] = self._standing({**self.known, **dict(zip(self.axes, chosen, strict=True))})
        return self.standings[chosen]

    def _standing(self, values: dict[str, Value | None]) -> Standing:
        policy = self.brute.policy
        outcome, spans = self.brute.ending(self.asked.tier, values)
        levels, ways = list(policy.levels), outcome.ways
        return Standing(
            scope=len(SCOPES) if isinstance(outcome.scope, Gap) else SCOPES.index(outcome.scope),
            level=levels.index(outcome.level) if isinstance(outcome.level, str) else len(levels),
            needed=frozenset(ways.needed if isinstance(ways, Ways) else ()),
            due={owed.promise: self._due(owed, span) for owed, span in zip(outcome.owed, spans, strict=True)},
        )

    def _due(self, owed: Owed, span: Span | DueDate) -> int | None:
        policy = self.brute.policy
        if isinstance(owed.hours, Gap):
            return None
        hours, start = policy.hours[owed.hours], self.asked.start(repeats=policy.promises[owed.promise].repeats)
        return deadline(count_of(hours, span, owed.cutoff), start)

    def gains(self, fact: str) -> set[str]:
        """Return what a customer could gain if a presumed fact alone were otherwise, in some completion."""
        if fact not in self.axes or fact in self.confirmed:
            return set()
        place = list(self.axes).index(fact)
        presumed, *different = self.axes[fact]
        gains: set[str] = set()
        for chosen in product(*(values if name != fact else [presumed] for name, values in self.axes.items())):
            now = self.standing(chosen)
            for value in different:
                gains |= self.standing((*chosen[:place], value, *chosen[place + 1 :])).gains(now)
        return gains

    def unsafe(self) -> set[str]:
        """Return the presumptions that are unsafe."""
        return {fact for fact in self.presumed if fact not in self.confirmed and self.gains(fact)}


# ── what another value would change ───────────────────────────────────────────


def aspects(record: Record) -> Record:
    """Return of a decision's JSON what alternatives tell of."""
    channel = record["channel"]
    return {
        "scope": record["scope"]["possible"],
        "level": record["priority"]["possible"],
        "earliest": {d["promise"]: d["due"] or d["earliest"] for d in record["deadlines"]},
        "required": channel["possible"]["required"] if "possible" in channel else [channel["required"]],
        "follow_up": channel["possible"].get("follow_up", []) if "possible" in channel else channel["follow_up"],
    }


def changes(now: Record, then: Record) -> Record:
    """Return what a decision says otherwise than another, with the facts that are newly missing."""
    before, after = aspects(now), aspects(then)
    different = {key: after[key] for key in ("scope", "level", "required", "follow_up") if before[key] != after[key]}
    was, becomes = before["earliest"], after["earliest"]
    moved = {p: becomes.get(p) for p in {**was, **becomes} if was.get(p) != becomes.get(p)}
    different |= {"earliest": moved} if moved else {}
    asked = {missing["fact"] for missing in now["missing"]}
    opened = [missing["fact"] for missing in then["missing"] if missing["fact"] not in asked]
    return {**different, **({"opens": opened} if opened else {})}


def written(value: Value | None) -> object:
    """Return a value as a request states it."""
    if isinstance(value, date):
        return value.isoformat()
    return written_span(value) if isinstance(value, Span) else value


def regions(brute: Brute, name: str, value: object) -> tuple[bool, ...]:
    """Return on which side of each of the policy's thresholds a number lies."""
    assert isinstance(value, int | float)
    sides = []
    for leaf in (leaf for condition in brute.conditions for leaf in leaves(condition) if leaf.fact == name):
        comparison = leaf.comparison if isinstance(leaf, Compares) else None
        for bound in (leaf.bound,) if isinstance(leaf, Compares) else leaf.values:
            assert isinstance(bound, int | float)
            sides += [value < bound] if comparison in ("at_least", "less_than", None) else []
            sides += [value <= bound] if comparison in ("more_than", "at_most", None) else []
    return tuple(sides)


def other_values(brute: Brute, name: str, presumed: Value) -> Iterator[Value]:
    """Yield the values that a request could state in place of the presumed one; of a number, one for each region.

    Of texts and spans they are those that the policy names: an alternative has no word for any other.
    """
    fact = brute.facts[name]

    def region(value: Value) -> object:
        return regions(brute, name, value) if fact.type == "number" else value

    covered = {region(presumed)}
    for value in values_of(fact, brute.conditions):
        is_named = value not in (None, OTHER_TEXT, *OTHER_SPANS)
        if value is not None and is_named and region(value) not in covered:
            covered.add(region(value))
            yield value


def stated_as(request: Record, fact: str, value: object) -> Record:
    """Return a request that states one fact more."""
    return {**request, "facts": {**request.get("facts", {}), fact: value}}


def copied(record: Record) -> Record:
    """Return a decision as its JSON has it."""
    copy: Record = json.loads(json.dumps(record))
    return copy
