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
from .aspects import seen_of
from .changes import Witness
from .common_codes import OLD, unlike_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...model import Policy, Value
    from ...rules.codes import Codes
    from ...rules.compiled_policy import CompiledPolicy
    from ...rules.outcomes import Outcome
    from .aspects import Aspect, Seen

Written = dict[str, str | bool | float]
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

    def __init__(self, old: Policy, new: Policy, aligned: CompiledPolicy, day: str) -> None:
        """Take both policies, one of their aligned compiled policies, and the day from which on requests come in."""
        self._aligned = aligned
        # Of its own: that a span which is only tried cannot be counted hides no change.
        self._lateness = Lateness(day)
        unlike = unlike_facts(old, new)
        self._old = _Side(old, {f"{name}{OLD}": name for name in unlike}, frozenset(unlike))
        self._new = _Side(new, {}, frozenset())
        self._received = received_on(replace(new, effective=(None, None)), day)

    def witness(self, respect: Aspect, tier: str, codes: Mapping[str, int]) -> Witness | None:
        """Return the smallest request found that shows a respect, starting from a situation that does."""
        told = {
            fact: _written(self._aligned.codes[fact], code)
            for fact, code in codes.items()
            if code != self._aligned.codes[fact].none
        }
        for spans, received in self._receipts(respect):
            if self._shows(respect, tier, {**told, **spans}):
                told = self._least(respect, tier, {**told, **spans})
                return Witness(*(side.request(tier, told, received) for side in (self._old, self._new)))
        return None

    def _receipts(self, respect: Aspect) -> Iterator[tuple[Written, str]]:
        """Yield instants of receipt that show a respect, each with the spans to state where a request says them."""
        by = respect.by
        if by is None or not by.is_open:
            yield {}, by.received if by and by.received else self._received
            return
        one, other = (owed for owed in respect.seen if isinstance(owed, Owed))
        facts = dict.fromkeys(owed.span.fact for owed in (one, other) if isinstance(owed.span, SpanOf))
        for spans in product(*(self._spans(fact) for fact in facts)):
            stated = dict(zip(facts, spans, strict=True))
            before, after = _as_stated(one, stated), _as_stated(other, stated)
            old, new = self._old.policy, self._new.policy
            if respect.kind == "looser":
                later = self._lateness.later(new, after, before, old)
            else:
                later = self._lateness.later(old, before, after, new, during=new)
            if later and later.received:
                yield {fact: written_span(span) for fact, span in stated.items()}, later.received

    def _spans(self, fact: str) -> list[Span]:
        """Return what a fact can be tried with, of which what the policies name is perhaps decided otherwise."""
        return [*_SPANS, *(value for value in self._aligned.codes[fact].values if isinstance(value, Span))]

    def _least(self, respect: Aspect, tier: str, told: Written) -> Written:
        """Return as few of the facts as still show a respect."""
        left = len(told) + 1
        while len(told) < left:  # without one fact, another may have come to be presumed that was needed before
            left = len(told)
            for fact in sorted(told, key=lambda name: not (self._old.presumes(name) or self._new.presumes(name))):
                fewer = {name: value for name, value in told.items() if name != fact}
                if self._shows(respect, tier, fewer):
                    told = fewer
        return told

    def _shows(self, respect: Aspect, tier: str, told: Written) -> bool:
        return all(
            side.shows(respect, seen, tier, told)
            for side, seen in zip((self._old, self._new), respect.seen, strict=True)
        )


class _Side:
    """One of the two policies as its requests see it."""

    def __init__(self, policy: Policy, names: Mapping[str, str], others: frozenset[str]) -> None:
        """Take the policy, what its facts are called that have another name where aligned, and facts not its own."""
        self.policy = policy
        self._names = names
        self._others = others
        self._compiled = compile_policy(policy, Findings())
        self._engine = Engine(self._compiled, "builtin")

    def presumes(self, fact: str) -> bool:
        own = self._own(fact)
        return own in self.policy.facts and bool(self.policy.facts[own].presume)

    def _own(self, fact: str) -> str:
        return "" if fact in self._others else self._names.get(fact, fact)

    def stated(self, told: Written) -> dict[str, Value]:
        """Return the values of the facts that the policy has."""
        own = {self._own(fact): value for fact, value in told.items()}
        return {fact: read_value(self.policy.facts[fact], own[fact]) for fact in self.policy.facts if fact in own}

    def shows(self, respect: Aspect, seen: Seen, tier: str, told: Written) -> bool:
        """Tell whether every way in which a request could turn out has what is seen in a respect."""
        stated = self.stated(told)
        codes = {fact: self._compiled.codes[fact].code(value) for fact, value in stated.items()}
        if "arrived_by" in told:
            codes["arrived_by"] = self._compiled.codes["arrived_by"].code(told["arrived_by"])
        known = presume(self._compiled, tier, codes, frozenset())
        outcomes = possible(self._compiled, self._engine, known).outcomes
        return all(self._agrees(respect, seen, outcome, stated) for outcome in outcomes)

    def _agrees(self, respect: Aspect, seen: Seen, outcome: Outcome, stated: Mapping[str, Value]) -> bool:
        if respect.about in ("promise", "channel", "priority") and outcome.scope != respect.scope:
            return False
        own = seen_of(outcome, respect.about, respect.name)
        if isinstance(own, Owed) and isinstance(seen, Owed):
            return own.hours == seen.hours and self._same_span(own.span, seen.span, stated)
        if isinstance(own, Ways) and isinstance(seen, Ways):
            return _ways(own) == _ways(seen)
        return own == seen

    def _same_span(self, own: Span | SpanOf, seen: Span | SpanOf, stated: Mapping[str, Value]) -> bool:
        if isinstance(own, Span):
            return own == seen
        if isinstance(seen, SpanOf):
            return self._own(seen.fact) == own.fact and own.fact in stated
        return stated.get(own.fact) == seen

    def request(self, tier: str, told: Written, received: str) -> dict[str, object]:
        """Return a request that states facts, in the request format."""
        request: dict[str, object] = {"received": received, "policy": self.policy.id, "tier": tier}
        if "arrived_by" in told:
            request["channel"] = told["arrived_by"]
        own = {self._own(fact): value for fact, value in told.items()}
        facts = {fact: own[fact] for fact in self.policy.facts if fact in own}
        return {**request, "facts": facts} if facts else request


def _as_stated(owed: Owed, stated: Mapping[str, Span]) -> Owed:
    return replace(owed, span=stated[owed.span.fact]) if isinstance(owed.span, SpanOf) else owed


def _written(codes: Codes, code: int) -> str | bool | float:
    value = codes.example(code)
    return written_span(value) if isinstance(value, Span) else written_value(codes, code)


def _ways(ways: Ways) -> tuple[Sequence[str | None], frozenset[str]]:
    return (ways.required, ways.preferred), frozenset(ways.allowed)
