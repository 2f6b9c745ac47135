"""Receipts: which combinations of hours are open at some instant at which a request can be received.

A proof reads of a receipt which hours were open at it. Not every combination occurs: hours that lie within others are
never open without them. What occurs is found by laying out when each of the hours opens and closes, from when the
edition comes into force until ten years after that, or after the day from which on requests come in.

Hours that facts place are laid out in every place that the policy names, and what occurs is told by place. Where only
a request says the place, it is the policy's own zone, and a country without holidays; what does not occur there, and
soon does in another zone or country, is of that one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, product

from ..model import FIRST_RECEIVED, LAST_RECEIVED, Hours, Policy
from ..rules.codes import Codes
from ..rules.compiled_policy import CompiledPolicy
from ..triage.clock import midnight
from ..worktime import WorktimeError, is_open, zone
from ..worktime.open_time import merged
from ..worktime.placed_hours import placed_hours
from .open_stretches import PART, Stretch, open_stretches
from .other_places import Places, places_of

Combination = tuple[int, ...]
"""The codes of the facts of the receipt, in their order: 1 where the hours are open; then those of the places."""

_AHEAD = 10
"""Years that are laid out."""
_USUAL = date(2020, 1, 1)
"""Where neither a day is known nor an edition has a start, receipts are those from here on."""
_LATEST = midnight(LAST_RECEIVED, zone("UTC"))
_WEEKS = 35 * 86_400
"""Seconds that are laid out of a zone that a policy does not name."""


class Receipts:
    """The receipts of one edition, by which of some hours are open at them.

    `hours` are by fact of the receipt. `policy` is the one whose edition is in force. `places` are the codes of the
    facts that place hours; hours of which there are none are in the policy's own zone.
    """

    def __init__(
        self, hours: Mapping[str, Hours], policy: Policy, day: str = "", places: Mapping[str, Codes] | None = None
    ) -> None:
        """Take the hours, the policy, the day from which on requests come in, and the facts that place hours."""
        self.facts = tuple(hours)
        self.places = tuple(places or ())
        self._codes = tuple((places or {}).values())
        self._policy = policy
        self._hours = tuple(hours.values())
        start, end = (date.fromisoformat(written) if written else None for written in policy.effective)
        present = max(date.fromisoformat(day) if day else start or _USUAL, start or FIRST_RECEIVED)
        following = end + timedelta(days=1) if end and end < LAST_RECEIVED else LAST_RECEIVED
        self._since, self._present, self._until = (
            min(max(midnight(instant, zone(policy.timezone)), 0), _LATEST)
            for instant in (start or present, min(present, end or present), min(_years_on(present), following))
        )
        self._stretches: dict[tuple[frozenset[Combination], int, int], tuple[Stretch, ...]] = {}

    @classmethod
    def of(cls, compiled: CompiledPolicy, day: str = "") -> "Receipts":
        """Return the receipts of a compiled policy, from a day on."""
        placing = {place for places in compiled.placed.values() for place in places}
        places = {fact: codes for fact, codes in compiled.codes.items() if fact in placing}
        return cls(compiled.receipts, compiled.policy, day, places)

    @cached_property
    def first(self) -> Mapping[Combination, int]:
        """The first receipt of each combination that occurs, from the day on and else before; none where unknown."""
        first: dict[Combination, int] = {}
        for codes in product(*self._codes):
            first |= {(*combination, *codes): instant for combination, instant in self._first_in(codes).items()}
        return first

    def _first_in(self, codes: tuple[int, ...]) -> Mapping[Combination, int]:
        """Return the first receipts of combinations of open hours in places with these codes."""
        first: dict[Combination, int] = {}
        of_all = 1 << len(self.facts)
        usual: Places | None = None
        for places in self._places(codes):
            for since, until in self._spans(places, usual):
                try:
                    for start, _, combination in self._laid_out(since, until, places):
                        first.setdefault(combination, start)
                        if len(first) == of_all:
                            return first
                except WorktimeError:
                    continue  # holidays are not known from some year on: no request of then is decided
            usual = usual or places
        return first

    def _spans(self, places: Places, usual: Places | None) -> tuple[Stretch, ...]:
        """Return from when to when hours are laid out in places: those that only a request says serve for what is left.

        In another zone the same comes again within weeks, in another country within a year.
        """
        if usual is None:
            return (self._present, self._until), (self._since, self._present)
        is_zone = any(self._policy.facts[fact].type == "timezone" for fact in places if places[fact] != usual[fact])
        start = self._present if self._present < self._until else self._since
        return ((start, min(start + (_WEEKS if is_zone else PART), self._until)),)

    def _places(self, codes: tuple[int, ...]) -> Iterator[Places]:
        """Yield places with these codes, of those that are not named the one first with which proofs compare."""
        return places_of(self._policy, dict(zip(self.places, codes, strict=True)), self._codes, self._present)

    def _hours_in(self, places: Places) -> list[Hours]:
        return [
            placed_hours(hours, tuple((p, places[p]) for p in hours.places if p in places)) for hours in self._hours
        ]

    def _laid_out(self, since: int, until: int, places: Places) -> Iterator[tuple[int, int, Combination]]:
        """Yield the stretches between changes, in order, each with what is open all along."""
        return open_stretches(self._hours_in(places), since, until)

    def places_at(self, instant: int, codes: Mapping[str, int]) -> Places:
        """Return the places that have codes, in which hours are open at a receipt as the codes of their facts say."""
        known = {place: codes[place] for place in self.places if place in codes}
        every = [*places_of(self._policy, known, self._codes, self._present)]
        expected = {fact: code for fact, code in codes.items() if fact in self.facts}
        agree = (places for places in every if expected.items() <= self._codes_in(instant, places).items())
        return next(agree, every[0])

    def codes_at(self, instant: int, codes: Mapping[str, int] | None = None) -> dict[str, int]:
        """Return the code of each fact at a receipt, where places have the codes given, and those of the places.

        There are none where holidays are not known, and none of hours of which a place is not given.
        """
        known = codes or {}
        at = self._codes_in(instant, self.places_at(instant, known))
        return {**at, **{place: known[place] for place in self.places if place in known}}

    def all_at(self, instant: int) -> list[dict[str, int]]:
        """Return what `codes_at` does in each of the places; of those that are not named, the one compared with."""
        places = (dict(zip(self.places, codes, strict=True)) for codes in product(*self._codes))
        return [{**self._codes_in(instant, next(self._places(tuple(own.values())))), **own} for own in places]

    def _codes_in(self, instant: int, places: Places) -> dict[str, int]:
        try:
            return {
                fact: int(is_open(hours, instant))
                for fact, written, hours in zip(self.facts, self._hours, self._hours_in(places), strict=True)
                if all(place in places for place in written.places if place in self.places)
            }
        except WorktimeError:
            return {}

    def instant(self, codes: Mapping[str, int]) -> int | None:
        """Return a receipt at which facts have the codes given, of those that have one; None where there is none."""
        for combination, instant in self.first.items():
            if self.is_in(combination, codes):
                return instant
        return None

    def is_in(self, combination: Combination, codes: Mapping[str, int]) -> bool:
        """Tell whether a combination has the codes given, of those that are of the receipt or of a place."""
        return all(codes.get(fact, code) == code for fact, code in self.codes_of(combination).items())

    def codes_of(self, combination: Combination) -> dict[str, int]:
        """Return the codes of a combination, by fact."""
        return dict(zip((*self.facts, *self.places), combination, strict=True))

    def is_every(self, combinations: Collection[Combination]) -> bool:
        """Tell whether a request can come in at any receipt: in some places, with whatever is open there."""
        count = len(self.facts)
        open_in, possible = (Counter(combination[count:] for combination in own) for own in (self.first, combinations))
        return any(number == open_in[places] for places, number in possible.items())

    def having(self, codes: Mapping[str, int]) -> "SomeReceipts | None":
        """Return the receipts at which facts have the codes given, of those that have one; None for all receipts."""
        if not any(fact in codes for fact in self.facts):
            return None
        combinations = frozenset(combination for combination in self.first if self.is_in(combination, codes))
        return SomeReceipts(self, combinations) if combinations else None

    def stretches(self, combinations: frozenset[Combination], since: int, until: int) -> tuple[Stretch, ...]:
        """Return when some combinations occur from one instant to before another; if never, when they do in a year."""
        key = (combinations, since, until)
        if key not in self._stretches:
            occurring = tuple(self._occurring(combinations, since, until))
            if not occurring:
                instants = [self.first[combination] for combination in combinations if combination in self.first]
                start = min(instants, default=since)
                occurring = tuple(self._occurring(combinations, start, min(start + PART, self._until)))
            self._stretches[key] = occurring
        return self._stretches[key]

    def _occurring(self, combinations: Collection[Combination], since: int, until: int) -> Iterator[Stretch]:
        count = len(self.facts)
        by_places: dict[tuple[int, ...], set[Combination]] = {}
        for combination in combinations:
            by_places.setdefault(combination[count:], set()).add(combination[:count])
        stretches = [self._occurring_in(codes, own, since, until) for codes, own in by_places.items()]
        return iter(stretches[0] if len(stretches) == 1 else merged(sorted(chain.from_iterable(stretches))))

    def _occurring_in(
        self, codes: tuple[int, ...], combinations: Collection[Combination], since: int, until: int
    ) -> list[Stretch]:
        """Return when combinations of open hours occur in the first of places with these codes in which they do."""
        for places in self._places(codes):
            laid_out = self._laid_out(since, until, places)
            if stretches := [(start, end) for start, end, combination in laid_out if combination in combinations]:
                return stretches
        return []


@dataclass(frozen=True, slots=True)
class SomeReceipts:
    """Those receipts at which hours are open in one of some combinations."""

    receipts: Receipts
    combinations: frozenset[Combination]

    @classmethod
    def union(cls, sets: Iterable["SomeReceipts"]) -> "SomeReceipts":
        """Return the receipts of any of some sets, which are of the same ones and at least one."""
        listed = list(sets)
        return cls(listed[0].receipts, frozenset[Combination]().union(*(each.combinations for each in listed)))

    def between(self, since: int, until: int) -> tuple[Stretch, ...]:
        """Return when they are, from one instant to before another."""
        return self.receipts.stretches(self.combinations, since, until)


def _years_on(day: date) -> date:
    return LAST_RECEIVED if day.year + _AHEAD > LAST_RECEIVED.year else day.replace(year=day.year + _AHEAD, day=1)
