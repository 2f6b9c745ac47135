"""Places: the zones and countries that facts give to the hours in which something is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ..worktime.placed_hours import placed_hours

if TYPE_CHECKING:
    from ..model import Hours, Policy
    from .codes import Codes
    from .outcomes import Outcome, Owed
    from .spaces import Sets


class Place(NamedTuple):
    """What a fact gives: a zone or country, None where it has no value; not known where only a request says."""

    fact: str
    value: str | None
    is_known: bool


class PlaceFacts(NamedTuple):
    """The facts that give hours their places: those on which open time, business days and midnights depend."""

    open_time: tuple[str, ...]
    days: tuple[str, ...]
    zone: tuple[str, ...]


PlacesByHours = Mapping[str, PlaceFacts]
"""The facts that give hours their zones and holidays, of those hours that have some."""


def places_by_hours(policy: Policy) -> dict[str, PlaceFacts]:
    """Return the facts that give hours their zones and holidays."""
    return {
        name: PlaceFacts(hours.places, days, (hours.zone_of.fact,) if hours.zone_of else ())
        for name, hours in policy.hours.items()
        if (days := hours.places_of_days)
    }


def _places_of(by_hours: PlacesByHours, owed: Owed) -> tuple[str, ...]:
    facts = by_hours.get(owed.hours) if isinstance(owed.hours, str) and not owed.is_due_at_once else None
    if facts is None:
        return ()
    if owed.counts_every_day:
        return facts.zone
    return facts.days if owed.depends_on_days else facts.open_time


def _facts_placing(by_hours: PlacesByHours, outcome: Outcome) -> dict[str, None]:
    """Return the facts on whose zones and countries the deadlines of an outcome depend, in order."""
    return dict.fromkeys(fact for owed in outcome.owed for fact in _places_of(by_hours, owed))


def _place(codes: Codes, code: int) -> Place:
    value = codes.example(code)
    return Place(codes.fact, value if isinstance(value, str) else None, not codes.is_unnamed(code))


def _placed(by_hours: PlacesByHours, outcome: Outcome, places: Iterable[Place]) -> Outcome:
    """Return an outcome in which what is owed says what is known of the places that it is counted in."""
    by_fact = {place.fact: place for place in places}
    owed = tuple(
        replace(entry, places=tuple(by_fact[fact] for fact in _places_of(by_hours, entry))) for entry in outcome.owed
    )
    return outcome._replace(owed=owed)


def with_places(
    by_hours: PlacesByHours, codes: Mapping[str, Codes], parts: Mapping[Outcome, int], sets: Sets
) -> dict[Outcome, int]:
    """Split outcomes by the zones and countries that facts are known to give to the hours in which they owe."""
    placed: dict[Outcome, int] = {}
    for outcome, bits in parts.items():
        split: list[tuple[tuple[Place, ...], int]] = [((), bits)]
        for fact in _facts_placing(by_hours, outcome):
            split = [
                ((*places, _place(codes[fact], code)), of_places & having)
                for places, of_places in split
                for code, having in sets[fact].items()
                if of_places & having
            ]
        for places, of_places in split:
            key = _placed(by_hours, outcome, places) if places else outcome
            placed[key] = placed.get(key, 0) | of_places
    return placed


def possible_places(
    by_hours: PlacesByHours, codes: Mapping[str, Codes], outcome: Outcome, known: Mapping[str, int]
) -> Iterator[Outcome]:
    """Yield an outcome with each combination of places that its deadlines can have, given the codes that are known."""
    facts = [*_facts_placing(by_hours, outcome)]
    for chosen in product(*([known[fact]] if fact in known else [*codes[fact]] for fact in facts)):
        places = [_place(codes[fact], code) for fact, code in zip(facts, chosen, strict=True)]
        yield _placed(by_hours, outcome, places) if places else outcome


def placed_hours_of(policy: Policy, owed: Owed) -> Hours:
    """Return the hours in which something is owed, with the places that are known, else the policy's zone."""
    places = tuple((place.fact, place.value) for place in owed.places if place.is_known)
    return placed_hours(policy.hours[str(owed.hours)], places)
