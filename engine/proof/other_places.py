"""Places with which proofs reckon: those that a policy names, and others for those of which only a request says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from ..model import Policy
from ..rules.codes import Codes
from ..worktime import countries, zone
from ..worktime.zone_kinds import zones_of_each_kind

Places = Mapping[str, str | None]
"""Zones and countries by fact; None where the fact has no value."""

_WITHOUT_HOLIDAYS = ("BV", "HM", "IO")
"""Islands on which nobody lives, so that they have no public holidays."""
_WITH_HOLIDAYS = ("DE", "US", "JP", "IN", "SA", "IL")
"""Countries with holidays of many kinds, on which hours can turn out to be closed."""


def another_place(policy: Policy, codes: Codes) -> str:
    """Return the zone, or a country without holidays, in which is compared what counts where a request says."""
    return next(other_places(policy, codes, None))


def other_places(policy: Policy, codes: Codes, instant: int | None) -> Iterator[str]:
    """Yield places that a policy does not name: its own zone first, then one of each kind at an instant; countries."""
    if policy.facts[codes.fact].type == "timezone":
        if policy.timezone not in codes.values or instant is None:
            yield policy.timezone
        if instant is not None:
            kinds = (name for name in zones_of_each_kind(instant, codes.values) if name != policy.timezone)
            yield from sorted(kinds, key=lambda name: _offset(name, instant) != _offset(policy.timezone, instant))
        return
    candidates = [country for country in _WITHOUT_HOLIDAYS if country in countries()] or [*countries()]
    yield next(country for country in candidates if country not in codes.values)
    yield from (country for country in _WITH_HOLIDAYS if country in countries() and country not in codes.values)


def _offset(name: str, instant: int) -> object:
    return datetime.fromtimestamp(instant, zone(name)).utcoffset()


def places_of(policy: Policy, chosen: Mapping[str, int], codes: Sequence[Codes], instant: int) -> Iterator[Places]:
    """Yield places that have the codes chosen of facts; of those that are not named, one after the other is another."""
    by_fact = {own.fact: own for own in codes}
    unnamed = {
        fact: other_places(policy, by_fact[fact], instant)
        for fact, code in chosen.items()
        if by_fact[fact].is_unnamed(code)
    }
    named = {fact: by_fact[fact].example(code) for fact, code in chosen.items() if fact not in unnamed}
    places = {fact: value if isinstance(value, str) else None for fact, value in named.items()}
    places |= {fact: next(own) for fact, own in unnamed.items()}
    yield places
    for fact, own in unnamed.items():
        yield from ({**places, fact: place} for place in own)
