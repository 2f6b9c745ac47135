"""Requests that show a change: the smallest that both policies decide, each as the change says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from ...findings import Findings
from ...language.fact_values import read_value
from ...language.yaml_writer import written_span
from ...model import Span, SpanOf
from ...proof.delays import Lateness
from ...proof.witness import received_on, written_value
from ...rules.compiled_policy import compile_policy
from ...rules.completions import possible, presume
from ...rules.engines import Engine
from ...rules.outcomes import Owed, Ways
from .aspects import aspect_value
from .changes import Witness
from .common_codes import OLD, unlike_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...model import Policy, Value
    from ...rules.codes import Codes
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.outcomes import Outcome
    from .aspects import Aspect, AspectValue

StatedFacts = dict[str, str | bool | float]
"""Facts as a request writes them, by their names in the aligned policies."""

_SPANS = (
    Span(3600, text="1 hour"),
    Span(0, 1, text="1 day"),
    Span(0, 10, text="10 days"),
    Span(0, 100, text="100 days"),
    Span(60, text="1 minute"),
    Span(36_000, text="10 hours"),
    Span(360_000, text="100 hours"),
    Span(3_600_000, text="1000 hours"),
)
"""What a request is tried with where it says a span: not days alone, whose length some hours do not say."""


class DiffWitnesses:
    """Writes the requests that show how two policies differ."""

    def __init__(self, old: Policy, new: Policy, compiled: CompiledPolicy, day: str) -> None:
        """Take both policies, one of their aligned compiled policies, and the day from which on requests come in."""
        self._compiled = compiled
        # Of its own: that a span which is only tried cannot be counted hides no change.
        self._lateness = Lateness(day)
        unlike = unlike_facts(old, new)
        self._old = _Side(old, {f"{name}{OLD}": name for name in unlike}, frozenset(unlike))
        self._new = _Side(new, {}, frozenset())
        self._received = received_on(replace(new, effective=(None, None)), day)

    def witness(self, aspect: Aspect, tier: str, codes: Mapping[str, int]) -> Witness | None:
        """Return the smallest request found that shows an aspect, starting from a situation that does."""
        facts = {
            fact: _stated_value(self._compiled.codes[fact], code)
            for fact, code in codes.items()
            if code != self._compiled.codes[fact].none
        }
        for spans, received in self._receipts(aspect):
            if self._shows(aspect, tier, {**facts, **spans}):
                facts = self._minimise(aspect, tier, {**facts, **spans})
                return Witness(*(side.request(tier, facts, received) for side in (self._old, self._new)))
        return None

    def _receipts(self, aspect: Aspect) -> Iterator[tuple[StatedFacts, str]]:
        """Yield instants of receipt that show an aspect, each with the spans to state where a request says them."""
        by = aspect.by
        if by is None or not by.is_open:
            yield {}, by.received if by and by.received else self._received
            return
        old, new = (owed for owed in aspect.values if isinstance(owed, Owed))
        facts = dict.fromkeys(owed.span.fact for owed in (old, new) if isinstance(owed.span, SpanOf))
        for spans in product(*(self._spans(fact) for fact in facts)):
            stated = dict(zip(facts, spans, strict=True))
            before, after = _with_span(old, stated), _with_span(new, stated)
            old_policy, new_policy = self._old.policy, self._new.policy
            if aspect.kind == "looser":
                later = self._lateness.later(new_policy, after, before, old_policy)
            else:
                later = self._lateness.later(old_policy, before, after, new_policy, during=new_policy)
            if later and later.received:
                yield {fact: written_span(span) for fact, span in stated.items()}, later.received

    def _spans(self, fact: str) -> list[Span]:
        """Return what a fact can be tried with, of which what the policies name is perhaps decided otherwise."""
        return [*_SPANS, *(value for value in self._compiled.codes[fact].values if isinstance(value, Span))]

    def _minimise(self, aspect: Aspect, tier: str, facts: StatedFacts) -> StatedFacts:
        """Return as few of the facts as still show an aspect."""
        count = len(facts) + 1
        while len(facts) < count:  # without one fact, another may have come to be presumed that was needed before
            count = len(facts)
            for fact in sorted(facts, key=lambda name: not (self._old.presumes(name) or self._new.presumes(name))):
                fewer = {name: value for name, value in facts.items() if name != fact}
                if self._shows(aspect, tier, fewer):
                    facts = fewer
        return facts

    def _shows(self, aspect: Aspect, tier: str, facts: StatedFacts) -> bool:
        return all(
            side.shows(aspect, value, tier, facts)
            for side, value in zip((self._old, self._new), aspect.values, strict=True)
        )


class _Side:
    """One of the two policies as its requests see it."""

    def __init__(self, policy: Policy, names: Mapping[str, str], foreign: frozenset[str]) -> None:
        """Take the policy, what its facts are called that have another name where aligned, and facts not its own."""
        self.policy = policy
        self._names = names
        self._foreign = foreign
        self._compiled = compile_policy(policy, Findings())
        self._engine = Engine(self._compiled, "builtin")

    def presumes(self, fact: str) -> bool:
        own = self._own(fact)
        return own in self.policy.facts and bool(self.policy.facts[own].presume)

    def _own(self, fact: str) -> str:
        return "" if fact in self._foreign else self._names.get(fact, fact)

    def stated(self, facts: StatedFacts) -> dict[str, Value]:
        """Return the values of the facts that the policy has."""
        own = {self._own(fact): value for fact, value in facts.items()}
        return {fact: read_value(self.policy.facts[fact], own[fact]) for fact in self.policy.facts if fact in own}

    def shows(self, aspect: Aspect, expected: AspectValue, tier: str, facts: StatedFacts) -> bool:
        """Tell whether every way in which a request could turn out has what is seen in an aspect."""
        stated = self.stated(facts)
        codes = {fact: self._compiled.codes[fact].code(value) for fact, value in stated.items()}
        if "arrived_by" in facts:
            codes["arrived_by"] = self._compiled.codes["arrived_by"].code(facts["arrived_by"])
        known = presume(self._compiled, tier, codes, frozenset())
        outcomes = possible(self._compiled, self._engine, known).outcomes
        return all(self._has_value(aspect, expected, outcome, stated) for outcome in outcomes)

    def _has_value(self, aspect: Aspect, expected: AspectValue, outcome: Outcome, stated: Mapping[str, Value]) -> bool:
        if aspect.about in ("promise", "channel", "priority") and outcome.scope != aspect.scope:
            return False
        actual = aspect_value(outcome, aspect.about, aspect.name)
        if isinstance(actual, Owed) and isinstance(expected, Owed):
            return actual.hours == expected.hours and self._same_span(actual.span, expected.span, stated)
        if isinstance(actual, Ways) and isinstance(expected, Ways):
            return _ways(actual) == _ways(expected)
        return actual == expected

    def _same_span(self, actual: Span | SpanOf, expected: Span | SpanOf, stated: Mapping[str, Value]) -> bool:
        if isinstance(actual, Span):
            return actual == expected
        if isinstance(expected, SpanOf):
            return self._own(expected.fact) == actual.fact and actual.fact in stated
        return stated.get(actual.fact) == expected

    def request(self, tier: str, facts: StatedFacts, received: str) -> dict[str, object]:
        """Return a request that states facts, in the request format."""
        request: dict[str, object] = {"received": received, "policy": self.policy.id, "tier": tier}
        if "arrived_by" in facts:
            request["channel"] = facts["arrived_by"]
        own = {self._own(fact): value for fact, value in facts.items()}
        own_facts = {fact: own[fact] for fact in self.policy.facts if fact in own}
        return {**request, "facts": own_facts} if own_facts else request


def _with_span(owed: Owed, stated: Mapping[str, Span]) -> Owed:
    return replace(owed, span=stated[owed.span.fact]) if isinstance(owed.span, SpanOf) else owed


def _stated_value(codes: Codes, code: int) -> str | bool | float:
    value = codes.example(code)
    return written_span(value) if isinstance(value, Span) else written_value(codes, code)


def _ways(ways: Ways) -> tuple[Sequence[str | None], frozenset[str]]:
    return (ways.required, ways.preferred), frozenset(ways.allowed)
