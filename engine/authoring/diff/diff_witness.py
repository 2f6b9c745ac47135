"""Requests that show a change: the smallest that both policies decide, each as the change says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product

from ...language.yaml_writer import written_span
from ...model import CLAIM, Policy, Span, SpanOf
from ...proof.delays import DelayComparison
from ...proof.witness import Witnesses, least, received_on, stated_value
from ...rules.compiled_policy import CompiledPolicy
from ...rules.outcomes import Owed
from .aspects import Aspect, aspect_value, delay
from .changes import Witness
from .common_codes import aligned_names

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

    def __init__(self, old: Policy, new: Policy, aligned: tuple[CompiledPolicy, CompiledPolicy], day: str) -> None:
        """Take both policies, what they compile to once aligned, and the day from which on requests come in."""
        # Of its own: that a span which is only tried cannot be counted hides no change.
        self._delays = DelayComparison(day)
        self._policies = old, new
        self._names = aligned_names(old, new)
        self._sides = [Witnesses(compiled, day) for compiled in aligned]
        self._codes = aligned[0].codes
        self._presumed = {fact for own in aligned for fact, cases in own.presumptions.items() if cases}
        self._received = received_on(replace(new, effective=(None, None)), day)

    def witness(self, aspect: Aspect, tier: str, codes: Mapping[str, int]) -> Witness | None:
        """Return the smallest request found that shows an aspect, starting from a situation that does."""
        situation = {fact: code for fact, code in codes.items() if code != self._codes[fact].none}
        shows = partial(self._shows, aspect, tier)
        for spans, received in self._receipts(aspect):
            stated = {**situation, **{fact: self._codes[fact].code(span) for fact, span in spans.items()}}
            if shows(stated):
                stated = least(stated, shows, self._presumed)
                return Witness(*(self._request(side, tier, stated, spans, received) for side in (0, 1)))
        return None

    def _receipts(self, aspect: Aspect) -> Iterator[tuple[Mapping[str, Span], str]]:
        """Yield instants of receipt that show an aspect, each with the spans to state where a request says them."""
        by = aspect.change.by
        if by is None or not by.is_open:
            yield {}, by.received if by and by.received else self._received
            return
        owed = [value for value in aspect.values if isinstance(value, Owed)]
        facts = dict.fromkeys(value.span.fact for value in owed if isinstance(value.span, SpanOf))
        fixed = [value.span for value in owed if isinstance(value.span, Span)]
        beside = [Span(int(times * span.seconds), int(times * span.days)) for span in fixed for times in (0.5, 2, 40)]
        # What the policies name comes last: it may be decided differently.
        named = ([value for value in self._codes[fact].values if isinstance(value, Span)] for fact in facts)
        for spans in product(*([*_SPANS, *beside, *own] for own in named)):
            stated = dict(zip(facts, spans, strict=True))
            before, after = (
                replace(value, span=stated[value.span.fact]) if isinstance(value.span, SpanOf) else value
                for value in owed
            )
            by = delay(self._delays, self._policies, aspect.change.kind, before, after)
            if by and by.received:
                yield stated, by.received

    def _shows(self, aspect: Aspect, tier: str, codes: Mapping[str, int]) -> bool:
        """Tell whether every way in which a request could turn out has the values of an aspect, each by its policy."""
        owed = [value.span for value in aspect.values if isinstance(value, Owed)]
        return all(span.fact in codes for span in owed if isinstance(span, SpanOf)) and all(
            aspect.scope in (None, outcome.scope)
            and aspect_value(outcome, aspect.change.about, aspect.change.name) == value
            for side, value in zip(self._sides, aspect.values, strict=True)
            for outcome in side.outcomes(tier, codes)
        )

    def _request(
        self, side: int, tier: str, codes: Mapping[str, int], spans: Mapping[str, Span], received: str
    ) -> dict[str, object]:
        """Return the request to one policy, with the facts that it has by its own names, and with the spans tried."""
        witnesses = self._sides[side]
        arrived = {fact: code for fact, code in codes.items() if fact in ("arrived_by", CLAIM)}
        facts = {
            name: written_span(spans[aligned])
            if aligned in spans
            else stated_value(witnesses.compiled, aligned, codes[aligned], received)
            for name, aligned in self._names[side].items()
            if aligned in codes
        }
        request = witnesses.request(tier, arrived, received)
        return {**request, "facts": facts} if facts else request
