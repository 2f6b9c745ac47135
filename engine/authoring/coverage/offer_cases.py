"""The cases that would cover what none does: few of them, each with as little said as shows it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ...proof.witness import Witnesses
from .hits import shown
from .targets import ConditionIs, ThresholdSide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...rules.compiled_policy import CompiledPolicy
    from .hits import Hits
    from .items import Item
    from .situation_sets import SituationSets
    from .targets import Event

_COMPARED = 4
"""Plots of which the one is taken where most can be shown at once."""

_SOUGHT = 512
"""Items beside the first that a request is sought for; it may show more. All with all takes the square of time."""


class Offer(NamedTuple):
    """A request, the items that it covers, and the rules that decide it."""

    request: Mapping[str, object]
    covers: frozenset[Item]
    rules: tuple[str, ...]


class _Spot(NamedTuple):
    """Situations of a plot that show some events, and the codes that facts have there which no rule reads."""

    plot: SituationSets
    bits: int
    told: Mapping[str, int]
    events: tuple[Event, ...]


class Offers:
    """Finds requests that cover items of one policy."""

    def __init__(self, compiled: CompiledPolicy, day: str) -> None:
        """Take the policy, and the day from which on requests come in."""
        self._compiled = compiled
        self._witnesses = Witnesses(compiled, day)

    def covering(self, items: Iterable[Item], plots: Mapping[Event, Sequence[SituationSets]]) -> list[Offer]:
        """Return requests that together cover the items; `plots` are those in which an event is shown."""
        left = dict.fromkeys(items)
        wanted = dict.fromkeys(left)
        offers: list[Offer] = []
        while left:
            first = next(iter(left))
            there = [(plot, event) for event in first.events for plot in plots.get(event, ())]
            spots = (self._spot(plot, event, left) for plot, event in there[:_COMPARED])
            spot = max(spots, key=lambda one: len(one.events), default=None)
            offer = self._offer(spot, wanted) if spot else None
            if spot and offer is None:
                offer = self._offer(spot._replace(events=spot.events[:1]), wanted)
            if offer is not None:
                offers.append(offer)
            for item in (first, *(offer.covers if offer else ())):
                left.pop(item, None)
        return _needed(offers)

    def _spot(self, plot: SituationSets, first: Event, left: Iterable[Item]) -> _Spot:
        """Return situations that show an event, and as many of the others as can be had in turn."""
        bits, told = next(iter(place for place in first.places(plot, {}) if place[0]))
        events = {first: None}
        tried: set[tuple[Event, ...]] = set()
        for item in islice(left, _SOUGHT):
            if item.events in tried:
                continue
            tried.add(item.events)
            for event in item.events:
                place = next(((bits & b, more) for b, more in event.places(plot, told) if bits & b), None)
                if place:
                    bits, told = place
                    events[event] = None
                    break
        return _Spot(plot, bits, told, tuple(events))

    def _offer(self, spot: _Spot, items: Iterable[Item]) -> Offer | None:
        """Return the smallest request found that shows the events of a spot, and which items it covers."""
        tier = spot.plot.proof.tier
        codes = {**spot.plot.proof.codes(spot.bits), **spot.told}
        is_one = len(self._witnesses.seen(tier, codes).outcomes) == 1
        needed = self._needed(spot.events)

        def shows(fewer: Mapping[str, int]) -> bool:
            if not needed <= fewer.keys():
                return False  # to see that takes less time than to decide
            seen = self._witnesses.seen(tier, fewer)
            if is_one and len(seen.outcomes) > 1:
                return False
            found = shown(self._compiled, tier, seen)
            return all(event.is_shown(found) for event in spot.events)

        if not shows(codes):
            return None  # where a group is proved alone, too much else may be open
        told = self._witnesses.least(codes, shows)
        found = shown(self._compiled, tier, self._witnesses.seen(tier, told))
        return Offer(
            self._witnesses.request(tier, told), _covered(items, found), tuple(found.rules(self._compiled.policy))
        )

    def _needed(self, events: Iterable[Event]) -> set[str]:
        """Return facts that events test and that have no value unless they are stated."""
        compiled = self._compiled
        tested = {event.test.fact for event in events if isinstance(event, ConditionIs | ThresholdSide)}
        stated = tested - {"tier", "scope", "priority"}
        return {fact for fact in stated if not compiled.facts[fact].optional and not compiled.presumptions.get(fact)}


def where_shown(events: Iterable[Event], plots: Iterable[SituationSets]) -> dict[Event, list[SituationSets]]:
    """Return, by event, some plots in which it is shown; none for one that no situation shows."""
    plots = list(plots)
    return {
        event: list(islice((p for p in plots if any(bits for bits, _ in event.places(p, {}))), _COMPARED))
        for event in events
    }


def _covered(items: Iterable[Item], showing: Hits) -> frozenset[Item]:
    return frozenset(item for item in items if any(event.is_shown(showing) for event in item.events))


def _needed(offers: list[Offer]) -> list[Offer]:
    """Leave out each offer whose items the others cover, those that cover least first."""
    kept = list(offers)
    for offer in sorted(offers, key=lambda one: len(one.covers)):
        others = frozenset[object]().union(*(one.covers for one in kept if one is not offer))
        if offer.covers <= others:
            kept.remove(offer)
    return kept
