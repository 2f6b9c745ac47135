"""Receipts: which combinations of hours are open at some instant at which a request can be received.

A proof reads of a receipt which hours were open at it. Not every combination occurs: hours that lie within others are
never open without them. What occurs is found by laying out when each of the hours opens and closes, from when the
edition comes into force until ten years after that, or after the day from which on requests come in.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import merge
from operator import itemgetter

from ..model import FIRST_RECEIVED, LAST_RECEIVED, Hours, Policy
from ..rules.budget import spend
from ..triage.clock import midnight
from ..worktime import WorktimeError, is_open, open_time, zone

Combination = tuple[int, ...]
"""The codes of the facts of the receipt, in their order: 1 where the hours are open."""

Stretch = tuple[int, int]
"""Receipts from one instant to before another."""

_AHEAD = 10
"""Years that are laid out."""
_USUAL = date(2020, 1, 1)
"""Where neither a day is known nor an edition has a start, receipts are those from here on."""
_PART = 366 * 86_400
"""Seconds that are laid out at a time: most often everything occurs in the first part."""
_LATEST = midnight(LAST_RECEIVED, zone("UTC"))
_SPENT = 64
"""Changes of what is open that cost one step."""


class Receipts:
    """The receipts of one edition, by which of some hours are open at them.

    `hours` are by fact of the receipt. `policy` is the one whose edition is in force.
    """

    def __init__(self, hours: Mapping[str, Hours], policy: Policy, day: str = "") -> None:
        """Take the hours, the policy, and the day from which on requests come in."""
        self.facts = tuple(hours)
        self._hours = tuple(hours.values())
        start, end = (date.fromisoformat(written) if written else None for written in policy.effective)
        present = max(date.fromisoformat(day) if day else start or _USUAL, start or FIRST_RECEIVED)
        following = end + timedelta(days=1) if end and end < LAST_RECEIVED else LAST_RECEIVED
        self._since, self._present, self._until = (
            min(max(midnight(instant, zone(policy.timezone)), 0), _LATEST)
            for instant in (start or present, min(present, end or present), min(_years_on(present), following))
        )
        self._stretches: dict[tuple[frozenset[Combination], int, int], tuple[Stretch, ...]] = {}

    @cached_property
    def first(self) -> Mapping[Combination, int]:
        """The first receipt of each combination that occurs, from the day on and else before; none where unknown."""
        first: dict[Combination, int] = {}
        of_all = 1 << len(self.facts)
        for since, until in ((self._present, self._until), (self._since, self._present)):
            try:
                for start, _, combination in self._laid_out(since, until):
                    first.setdefault(combination, start)
                    if len(first) == of_all:
                        return first
            except WorktimeError:
                continue  # holidays are not known from some year on: no request of then is decided
        return first

    def _laid_out(self, since: int, until: int) -> Iterator[tuple[int, int, Combination]]:
        """Yield the stretches between changes, in order, each with what is open all along."""
        for start in range(since, until, _PART):
            yield from self._part(start, min(start + _PART, until))

    def _part(self, since: int, until: int) -> Iterator[tuple[int, int, Combination]]:
        changes = []
        for index, hours in enumerate(self._hours):
            periods = open_time(hours, since, until - 1).between(since, until)
            changes.append([(at, index, code) for period in periods for at, code in zip(period, (1, 0), strict=True)])
        spend(1 + sum(map(len, changes)) // _SPENT)
        codes, start = [0] * len(self._hours), since
        for at, index, code in merge(*changes, key=itemgetter(0)):
            if at > start:
                yield start, at, tuple(codes)
                start = at
            codes[index] = code
        if start < until:
            yield start, until, tuple(codes)

    def codes_at(self, instant: int) -> dict[str, int]:
        """Return the code of each fact at a receipt; nothing where holidays are not known."""
        try:
            return {fact: int(is_open(hours, instant)) for fact, hours in zip(self.facts, self._hours, strict=True)}
        except WorktimeError:
            return {}

    def instant(self, codes: Mapping[str, int]) -> int | None:
        """Return a receipt at which facts have the codes given, of those that have one; None where there is none."""
        for combination, instant in self.first.items():
            if all(codes.get(fact, code) == code for fact, code in zip(self.facts, combination, strict=True)):
                return instant
        return None

    def having(self, codes: Mapping[str, int]) -> "SomeReceipts | None":
        """Return the receipts at which facts have the codes given, of those that have one; None for all receipts."""
        combinations = frozenset(
            combination
            for combination in (self.first if any(fact in codes for fact in self.facts) else ())
            if all(codes.get(fact, code) == code for fact, code in zip(self.facts, combination, strict=True))
        )
        return SomeReceipts(self, combinations) if combinations else None

    def stretches(self, combinations: frozenset[Combination], since: int, until: int) -> tuple[Stretch, ...]:
        """Return when some combinations occur from one instant to before another; if never, when they do in a year."""
        key = (combinations, since, until)
        if key not in self._stretches:
            occurring = tuple(self._occurring(combinations, since, until))
            if not occurring:
                instants = [self.first[combination] for combination in combinations if combination in self.first]
                start = min(instants, default=since)
                occurring = tuple(self._occurring(combinations, start, min(start + _PART, self._until)))
            self._stretches[key] = occurring
        return self._stretches[key]

    def _occurring(self, combinations: Collection[Combination], since: int, until: int) -> Iterator[Stretch]:
        for start, end, combination in self._laid_out(since, until):
            if combination in combinations:
                yield start, end


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
