"""One completion of a request, on values: presumptions and hit policies as the language has them, a second time."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from remit.engine.language.symbols import built_in_facts
from remit.engine.model import CLAIM, NO_CLAIM, SCOPES, DueDate, Offer, Policy, Span, SpanOf
from remit.engine.rules.hit_policy import CONFLICTING, UNDECIDED, Gap, Ways
from remit.engine.rules.outcomes import Outcome, Owed
from remit.engine.rules.places import Place

from .plain import OTHER_ZONES, named, read, truth, values_of
from .worlds import ZONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from remit.engine.model import Condition, Fact, Rule, Value

    Values = Mapping[str, Value | None]

EVERY_ZONE: tuple[object, ...] = (*ZONES, *OTHER_ZONES, None)

Ending = tuple[Outcome, tuple[Span | DueDate, ...]]
"""What one completion comes to: its outcome, and the spans that its promises are owed within or by."""


@dataclass
class Brute:
    """A policy, read as its author wrote it."""

    policy: Policy
    endings: dict[tuple[object, ...], Ending] = field(default_factory=dict)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The declared facts and the built-in ones."""
        policy = self.policy
        return {**built_in_facts(list(policy.tiers), list(policy.levels), list(policy.ways)), **policy.facts}

    @cached_property
    def conditions(self) -> list[Condition]:
        """Every condition on which an outcome can depend."""
        of_rules = [rule.when for group in self.policy.groups for rule in group.rules]
        return of_rules + [p.when for fact in self.policy.facts.values() for p in fact.presume]

    @cached_property
    def read(self) -> list[str]:
        """The facts that a condition or a promise reads; no other can make a difference."""
        entries = [entry for promise in self.policy.promises.values() for entry in promise.entries()]
        spans = {entry.within.fact for entry in entries if entry and isinstance(entry.within, SpanOf)}
        tested = read(self.conditions)
        spans |= {place for hours in self.policy.hours.values() for place in hours.places}
        return [name for name in self.facts if name in tested | spans and name not in ("scope", "priority", "tier")]

    @cached_property
    def choices(self) -> dict[str, list[Value | None]]:
        """The values of each fact that a completion chooses from."""
        found = {name: values_of(self.facts[name], self.conditions) for name in self.read}
        for name, spans in self.named_spans.items():
            found[name] = list(dict.fromkeys([*spans, *found[name]]))
        return found

    # ── what is known ─────────────────────────────────────────────────────────

    def settle(self, values: dict[str, Value | None], blocked: Iterable[str]) -> dict[str, Value]:
        """Presume what can be, over and over until nothing more follows; return what was presumed."""
        presumed: dict[str, Value] = {}
        if CLAIM not in blocked:
            values.setdefault(CLAIM, NO_CLAIM)
        ahead = [name for name in self.policy.facts if name not in blocked]
        while True:
            found = {name: self.first(name, values) for name in ahead if name not in values}
            now = {name: value for name, value in found.items() if not isinstance(value, Gap)}
            if not now:
                return presumed
            values.update(now)
            presumed.update({name: value for name, value in now.items() if value is not None})

    def first(self, name: str, values: Values) -> Value | Gap | None:
        """Return what is presumed, None for a fact that is absent, or UNDECIDED for one that stays open."""
        for presumption in self.facts[name].presume:
            holds = truth(presumption.when, values, self.facts)
            if holds is None:
                return UNDECIDED
            if holds:
                return presumption.value
        return None if self.facts[name].optional else UNDECIDED

    def open(self, tier: str, stated: Values, blocked: frozenset[str]) -> tuple[list[str], set[str], set[str]]:
        """Return the facts that are read and open, those that are presumed, and those that are absent."""
        values = {"tier": tier, **stated}
        presumed = self.settle(values, blocked)
        absent = {name for name, value in values.items() if value is None}
        return [name for name in self.read if name not in values], set(presumed) & set(self.read), absent

    def size(self, names: Iterable[str]) -> int:
        """Return how many completions some open facts have."""
        return prod(len(self.choices[name]) for name in names)

    # ── one completion ────────────────────────────────────────────────────────

    def completed(self, tier: str, stated: Values, blocked: frozenset[str], chosen: Values) -> Ending:
        """Return what comes of one choice for every open fact."""
        return self.ending_of(tier, self.values_when(tier, stated, blocked, chosen))

    def ending_of(self, tier: str, values: dict[str, Value | None]) -> Ending:
        """Return what comes of values of all that is read, worked out once."""
        key = (tier, *[values[name] for name in self.read])
        if key not in self.endings:
            self.endings[key] = self.ending(tier, values)
        return self.endings[key]

    def values_when(
        self, tier: str, stated: Values, blocked: frozenset[str], chosen: Values
    ) -> dict[str, Value | None]:
        """Return all facts in one completion: presumptions apply again, and where none does the choice counts."""
        values = {"tier": tier, **stated, **{name: chosen[name] for name in chosen if self.is_free(name, blocked)}}
        while True:
            self.settle(values, blocked)
            left = [name for name in chosen if name not in values]
            # No presumption of theirs holds, or one waits for another of them.
            ready = [name for name in left if self.is_settled_against(name, values)]
            if not ready:
                return values
            values[ready[0]] = chosen[ready[0]]

    def is_free(self, name: str, blocked: frozenset[str]) -> bool:
        """Say whether nothing is presumed of a fact."""
        return name in blocked or not self.facts[name].presume

    def is_settled_against(self, name: str, values: Values) -> bool:
        """Say whether every presumption of a fact is false."""
        return all(truth(p.when, values, self.facts) is False for p in self.facts[name].presume)

    def ending(self, tier: str, values: dict[str, Value | None]) -> Ending:
        """Apply the hit policies, on values."""
        scope, level = self.scope_and_level(values)
        shown = level if scope == "support" else None
        values = values | {"scope": as_value(scope), "priority": as_value(shown)}
        rules = self.promise_rules(scope, values)
        hours, owed, spans = self.owed(tier, (scope, shown), values, dict(rules))
        ways = self.ways(values) if self.policy.channel.rules and scope in ("support", "consulting") else None
        return Outcome(scope, shown, hours, ways, owed, rules), spans

    @cached_property
    def is_priority_first(self) -> bool:
        """Whether a rule of scope reads the priority, which is decided before it then."""
        return "priority" in read([rule.when for rule in self.policy.scope.rules])

    def scope_and_level(self, values: dict[str, Value | None]) -> tuple[str | Gap, str | Gap]:
        """Decide scope and priority, the one first that the other may read."""
        policy = self.policy
        if self.is_priority_first:
            level = self.severest(policy.levels, policy.priority.rules, values)
            return self.severest(SCOPES, policy.scope.rules, values | {"priority": as_value(level)}), level
        scope = self.severest(SCOPES, policy.scope.rules, values)
        return scope, self.severest(policy.levels, policy.priority.rules, values | {"scope": as_value(scope)})

    def holding(self, rules: Iterable[Rule], values: Values) -> Iterator[str | Offer]:
        """Yield the outcomes of the rules that hold."""
        outcomes = (rule.then for rule in rules if truth(rule.when, values, self.facts))
        return (then for then in outcomes if isinstance(then, str | Offer))

    def severest(self, order: Iterable[str], rules: Iterable[Rule], values: Values) -> str | Gap:
        """Return the outcome that comes first in the order, of those that hold."""
        held = set(self.holding(rules, values))
        return next((outcome for outcome in order if outcome in held), UNDECIDED)

    def promise_rules(self, scope: str | Gap, values: Values) -> tuple[tuple[str, int], ...]:
        """Return the first rule that holds of each promise of a scope that has one."""
        promises = [promise for promise in self.policy.promises.values() if promise.scope == scope]
        holding = (
            (promise.name, [n for n, rule in enumerate(promise.rules) if truth(rule.when, values, self.facts)])
            for promise in promises
        )
        return tuple((name, indices[0]) for name, indices in holding if indices)

    def owed(
        self,
        tier: str,
        decided: tuple[str | Gap, str | Gap | None],
        values: dict[str, Value | None],
        by: dict[str, int],
    ) -> tuple[str | Gap | None, tuple[Owed, ...], tuple[Span | DueDate, ...]]:
        """Return the hours that count, if something counts in them, and what is owed within which spans or by dates.

        `decided` are scope and level; `by` has the rule that counts of promises of which one holds.
        """
        first = next((str(then) for then in self.holding(self.policy.coverage.rules, values)), UNDECIDED)
        scope, level = decided
        owed: list[Owed] = []
        spans: list[Span | DueDate] = []
        counts = False
        for promise in self.policy.promises.values():
            entry = None if isinstance(level, Gap) else promise.within.get((tier, level))
            if promise.name in by:
                entry = promise.rules[by[promise.name]].then
            if promise.scope != scope or entry is None or (amount := entry.within or entry.by) is None:
                continue
            cell: object = amount
            if isinstance(cell, SpanOf):
                cell = cell.otherwise if values[cell.fact] is None else values[cell.fact]
            if isinstance(cell, Span | DueDate):
                hours = entry.hours or promise.hours
                shown = self.shown(amount, cell, values)
                kind = entry.kind or promise.kind
                places = self.places(hours or first, cell, values)
                owed.append(Owed(promise.name, hours or first, shown, kind, places, cutoff=entry.cutoff))
                # In another zone it is owed otherwise: a span of its own stands for each.
                spans += [cell, *(Span(10**6 + EVERY_ZONE.index(values[place.fact])) for place in places)]
                counts = counts or hours is None
        return first if counts else None, tuple(owed), tuple(spans)

    def places(self, hours: str | Gap, cell: Span | DueDate, values: dict[str, Value | None]) -> tuple[Place, ...]:
        """Return the zone that a fact gives to hours: one that a request says is told from those that are presumed."""
        given = self.policy.hours[hours].zone_of if isinstance(hours, str) else None
        if given is None or cell == Span(0):
            return ()
        zone = values[given.fact]
        is_known = zone is None or zone in self.named_spans[given.fact]
        return (Place(given.fact, str(zone) if zone is not None and is_known else None, is_known),)

    def shown(
        self, cell: Span | SpanOf | DueDate, span: Span | DueDate, values: dict[str, Value | None]
    ) -> Span | SpanOf | DueDate:
        """Return the span of an outcome: where a fact gives it, only the spans that the policy names are told apart."""
        if not isinstance(cell, SpanOf) or values[cell.fact] is None or span in self.named_spans[cell.fact]:
            return span
        return SpanOf(cell.fact)

    @cached_property
    def named_spans(self) -> dict[str, list[Value]]:
        """The spans that a condition or a presumption names."""
        return {
            name: [*named(name, self.conditions), *(p.value for p in self.facts[name].presume)]
            for name in self.read
            if self.facts[name].type in ("span", "timezone")
        }

    def ways(self, values: Values) -> Ways | Gap:
        """Join what all channel rules that hold require, prefer and allow."""
        offers = [then for then in self.holding(self.policy.channel.rules, values) if isinstance(then, Offer)]
        required = sorted({way for offer in offers for way in offer.require})
        preferred = sorted({way for offer in offers for way in offer.prefer})
        if len(required) > 1 or len(preferred) > 1:
            return CONFLICTING
        if not any(offer.require or offer.prefer or offer.allow for offer in offers):
            return UNDECIDED
        usable = required or [*preferred, *(way for offer in offers for way in offer.allow)]
        allowed = tuple(way for way in self.policy.ways if way in usable)
        following = tuple(
            way for way in self.policy.ways if way not in required and any(way in o.follow_up for o in offers)
        )
        return Ways(next(iter(required), None), next(iter(preferred), None), allowed, following)


def as_value(outcome: str | Gap | None) -> str | None:
    """Return a group's outcome as a fact that others read."""
    return outcome if isinstance(outcome, str) else None
