"""Requests that show a change: the smallest that both policies decide, each as the change says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import product

from ...language.time_notation import parse_instant
from ...language.yaml_writer import written_span
from ...model import CLAIM, Policy, Span, SpanOf
from ...proof.delays import DelayComparison
from ...proof.occurring_receipts import Receipts, SomeReceipts
from ...proof.witness import Witnesses, least, received_on
from ...rules.compiled_policy import CompiledPolicy
from ...rules.listed_entries import ListedEntry
from ...rules.outcomes import Owed
from ...worktime import zone
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

    def __init__(
        self,
        old: Policy,
        new: Policy,
        aligned: tuple[CompiledPolicy, CompiledPolicy],
        receipts: Receipts,
        day: str,
    ) -> None:
        """Take both policies, what they compile to once aligned, and the receipts from a day on."""
        # Of its own: that a span which is only tried cannot be counted hides no change.
        self._delays = DelayComparison(day)
        self._policies = old, new
        self._names = aligned_names(old, new)
        self._receipts = receipts
        self._sides = [Witnesses(compiled, day, receipts) for compiled in aligned]
        self._codes = aligned[0].codes
        self._presumed = {fact for own in aligned for fact, cases in own.presumptions.items() if cases}
        self._received = received_on(replace(new, effective=(None, None)), day)

    def witness(self, aspect: Aspect, tier: str, codes: Mapping[str, int]) -> Witness | None:
        """Return the smallest request found that shows an aspect, starting from a situation that does."""
        situation = {fact: code for fact, code in codes.items() if code != self._codes[fact].none}
        for spans, instant in self._instants(aspect, self._receipts.having(situation)):
            received = instant or self._received_with(tier, situation)
            sides = [side.at(received) for side in self._sides]
            shows = partial(self._shows, aspect, tier, sides)
            stated = {**situation, **{fact: self._codes[fact].code(span) for fact, span in spans.items()}}
            if shows(stated):
                stated = least(stated, shows, self._presumed)
                return Witness(*(self._request(side, sides, tier, stated, spans) for side in (0, 1)))
        return None

    def listed_witness(
        self, entries: tuple[ListedEntry, ListedEntry], tier: str, codes: Mapping[str, int], *, is_added: bool
    ) -> Witness | None:
        """Return the smallest request found for which one policy alone lists an entry, starting from such a situation.

        The entry is that of each policy; `is_added` says that it is the new policy that lists it.
        """
        situation = {fact: code for fact, code in codes.items() if code != self._codes[fact].none}
        sides = [side.at(self._received_with(tier, situation)) for side in self._sides]
        expected = (not is_added, is_added)

        def shows(stated: Mapping[str, int]) -> bool:
            return all(
                side.lists(entry, tier, stated) is is_listed
                for side, entry, is_listed in zip(sides, entries, expected, strict=True)
            )

        if not shows(situation):
            return None
        stated = least(situation, shows, self._presumed)
        return Witness(*(self._request(side, sides, tier, stated, {}) for side in (0, 1)))

    def _received_with(self, tier: str, codes: Mapping[str, int]) -> str:
        """Return an instant of receipt at which facts of it have these codes."""
        codes = self._sides[1].with_places(tier, codes)
        usual = self._receipts.codes_at(parse_instant(self._received), codes) if self._receipts.facts else {}
        instant = None
        if any(codes.get(fact, code) != code for fact, code in usual.items()):
            instant = self._receipts.instant(codes)
        where = zone(self._policies[1].timezone)
        return self._received if instant is None else datetime.fromtimestamp(instant, where).isoformat()

    def _instants(
        self, aspect: Aspect, receipts: SomeReceipts | None
    ) -> Iterator[tuple[Mapping[str, Span], str | None]]:
        """Yield instants of receipt that show an aspect, each with the spans to state where a request says them.

        None is any instant of the situation, which are the `receipts` where it has not all of them.
        """
        by = aspect.change.by
        if by is None or not by.is_open:
            yield {}, by.received if by else None
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
            by = delay(self._delays, self._policies, aspect.change.kind, before, after, receipts)
            if by and by.received:
                yield stated, by.received

    def _shows(self, aspect: Aspect, tier: str, sides: Sequence[Witnesses], codes: Mapping[str, int]) -> bool:
        """Tell whether every way in which a request could turn out has the values of an aspect, each by its policy."""
        owed = [value.span for value in aspect.values if isinstance(value, Owed)]
        return all(span.fact in codes for span in owed if isinstance(span, SpanOf)) and all(
            aspect.scope in (None, outcome.scope)
            and aspect_value(outcome, aspect.change.about, aspect.change.name) == value
            for side, value in zip(sides, aspect.values, strict=True)
            for outcome in side.outcomes(tier, codes)
        )

    def _request(
        self, side: int, sides: Sequence[Witnesses], tier: str, codes: Mapping[str, int], spans: Mapping[str, Span]
    ) -> dict[str, object]:
        """Return the request to one policy, with the facts that it has by its own names, and with the spans tried."""
        witnesses = sides[side]
        arrived = {fact: code for fact, code in codes.items() if fact in ("arrived_by", CLAIM)}
        facts = {
            name: written_span(spans[aligned])
            if aligned in spans
            else witnesses.stated_value(aligned, codes, witnesses.received)
            for name, aligned in self._names[side].items()
            if aligned in codes
        }
        request = witnesses.request(tier, arrived)
        return {**request, "facts": facts} if facts else request
