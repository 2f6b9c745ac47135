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
from ...rules.hit_policy import Ways
from ...rules.outcomes import Owed
from .aspects import aspect_value, delay
from .changes import Witness
from .common_codes import aligned_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
"""What a request that states a span is tried with: not days alone, whose length some hours do not say."""


class DiffWitnesses:
    """Writes the requests that show how two policies differ."""

    def __init__(self, old: Policy, new: Policy, compiled: CompiledPolicy, day: str) -> None:
        """Take both policies, one of their aligned compiled policies, and the day from which on requests come in."""
        self._codes = compiled.codes
        # Of its own: that a span which is only tried cannot be counted hides no change.
        self._lateness = Lateness(day)
        self._policies = old, new
        self._sides = tuple(map(_Side, (old, new), aligned_names(old, new)))
        self._received = received_on(replace(new, effective=(None, None)), day)

    def witness(self, aspect: Aspect, tier: str, codes: Mapping[str, int]) -> Witness | None:
        """Return the smallest request found that shows an aspect, starting from a situation that does."""
        situation = {
            fact: _stated_value(self._codes[fact], code)
            for fact, code in codes.items()
            if code != self._codes[fact].none
        }
        for spans, received in self._receipts(aspect):
            facts = {**situation, **spans}
            if self._shows(aspect, tier, facts):
                facts = self._minimise(aspect, tier, facts)
                return Witness(*(side.request(tier, facts, received) for side in self._sides))
        return None

    def _receipts(self, aspect: Aspect) -> Iterator[tuple[StatedFacts, str]]:
        """Yield instants of receipt that show an aspect, each with the spans to state where a request says them."""
        by = aspect.by
        if by is None or not by.is_open:
            yield {}, by.received if by and by.received else self._received
            return
        owed = [value for value in aspect.values if isinstance(value, Owed)]
        facts = dict.fromkeys(value.span.fact for value in owed if isinstance(value.span, SpanOf))
        # What the policies name comes last: it may be decided differently.
        named = ([value for value in self._codes[fact].values if isinstance(value, Span)] for fact in facts)
        for spans in product(*([*_SPANS, *own] for own in named)):
            stated = dict(zip(facts, spans, strict=True))
            before, after = (
                replace(value, span=stated[value.span.fact]) if isinstance(value.span, SpanOf) else value
                for value in owed
            )
            by = delay(self._lateness, self._policies, aspect.kind, before, after)
            if by and by.received:
                yield {fact: written_span(span) for fact, span in stated.items()}, by.received

    def _minimise(self, aspect: Aspect, tier: str, facts: StatedFacts) -> StatedFacts:
        """Return as few of the facts as still show an aspect."""
        count = len(facts) + 1
        while len(facts) < count:  # without one fact, another may have come to be presumed that was needed before
            count = len(facts)
            for fact in sorted(facts, key=lambda name: not any(name in side.presumed for side in self._sides)):
                fewer = {name: value for name, value in facts.items() if name != fact}
                if self._shows(aspect, tier, fewer):
                    facts = fewer
        return facts

    def _shows(self, aspect: Aspect, tier: str, facts: StatedFacts) -> bool:
        pairs = zip(self._sides, aspect.values, strict=True)
        return all(side.shows(aspect, value, tier, facts) for side, value in pairs)


class _Side:
    """One of the two policies as its requests see it."""

    def __init__(self, policy: Policy, names: Mapping[str, str]) -> None:
        """Take the policy, and by fact its name in the aligned policies."""
        self._policy, self._names = policy, names
        self._compiled = compile_policy(policy, Findings())
        self._engine = Engine(self._compiled, "builtin")
        self.presumed = {names[name] for name, fact in policy.facts.items() if fact.presume}

    def _own(self, facts: StatedFacts) -> StatedFacts:
        """Return the facts that the policy has, by their own names."""
        return {name: facts[aligned] for name, aligned in self._names.items() if aligned in facts}

    def shows(self, aspect: Aspect, expected: AspectValue, tier: str, facts: StatedFacts) -> bool:
        """Tell whether every way in which a request could turn out has a value in an aspect."""
        stated = {name: read_value(self._policy.facts[name], value) for name, value in self._own(facts).items()}
        arrived: dict[str, Value] = {name: value for name, value in facts.items() if name == "arrived_by"}
        codes = {fact: self._compiled.codes[fact].code(value) for fact, value in {**stated, **arrived}.items()}
        known = presume(self._compiled, tier, codes, frozenset())
        outcomes = possible(self._compiled, self._engine, known).outcomes
        return all(self._has_value(aspect, expected, outcome, stated) for outcome in outcomes)

    def _has_value(self, aspect: Aspect, expected: AspectValue, outcome: Outcome, stated: Mapping[str, Value]) -> bool:
        if aspect.scope not in (None, outcome.scope):
            return False
        actual = aspect_value(outcome, aspect.about, aspect.name)
        if isinstance(actual, Ways) and isinstance(expected, Ways):
            # Either policy may list the ways in an order of its own.
            return replace(actual, allowed=()) == replace(expected, allowed=()) and {*actual.allowed} == {
                *expected.allowed
            }
        if isinstance(actual, Owed) and isinstance(expected, Owed) and isinstance(actual.span, SpanOf):
            fact, span = actual.span.fact, expected.span
            if isinstance(span, SpanOf):
                return actual.hours == expected.hours and fact in stated and self._names[fact] == span.fact
            return actual.hours == expected.hours and stated.get(fact) == span
        return actual == expected

    def request(self, tier: str, facts: StatedFacts, received: str) -> dict[str, object]:
        """Return a request that states facts, in the request format."""
        own = self._own(facts)
        channel = {"channel": facts["arrived_by"]} if "arrived_by" in facts else {}
        stated = {"facts": own} if own else {}
        return {"received": received, "policy": self._policy.id, "tier": tier, **channel, **stated}


def _stated_value(codes: Codes, code: int) -> str | bool | float:
    value = codes.example(code)
    return written_span(value) if isinstance(value, Span) else written_value(codes, code)
