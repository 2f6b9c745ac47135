"""Delays: whether one thing owed can fall due after another, and by how much."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain

from ..model import FIRST_RECEIVED, LAST_RECEIVED, Policy, Span, SpanOf
from ..rules.hit_policy import Gap
from ..rules.outcomes import Owed
from ..rules.places import placed_hours_of
from ..triage.clock import duration, midnight
from ..worktime import (
    Count,
    DateCount,
    Lag,
    WorktimeError,
    count_of,
    deadline,
    largest_lag,
    never_later,
    open_alike,
    zone,
)
from .occurring_receipts import SomeReceipts
from .open_stretches import Stretch

_YEAR = timedelta(days=366)
_YEAR_LONG = int(_YEAR.total_seconds())
_FIRST, _LAST = FIRST_RECEIVED + timedelta(1), LAST_RECEIVED - timedelta(1)
"""Days in which requests can be received, in any zone."""

_NOON = 12  # on the same day in nearly all zones
_STRIDE = 5 * 86_400 + 7 * 3_600 + 1_800
"""Seconds between the receipts that are looked at first: all weekdays and hours come up soon."""
_DAY, _MORNING = 86_400, 10 * 3_600
_TRIED = 64
"""Stretches of receipts of which the beginnings are looked at first."""


AnyCount = Count | DateCount
Key = tuple[object, ...]
"""What tells counts apart: their hours by identity, and all else."""


@dataclass(frozen=True, slots=True)
class Later:
    """How something is later: by so many seconds, when received at an instant.

    Without `seconds` nothing is owed, or (`is_open`) how much is only known of a request.
    """

    seconds: int | None = None
    received: str | None = None
    is_open: bool = False

    @property
    def words(self) -> str:
        """How much later, in words."""
        if self.is_open:
            return "by as much as a request says"
        return "without end" if self.seconds is None else f"by up to {duration(self.seconds)}"


class DelayComparison:
    """Compares what policies owe, over all receipts of the year from a day on."""

    def __init__(self, day: str, near: Sequence[Stretch] | None = None) -> None:
        """Take the day from which on requests come in, and of any year the receipts that alone are compared."""
        self.day = day
        self._near = near
        first = datetime.fromisoformat(day).replace(hour=_NOON, tzinfo=UTC)
        self._since, self._until = int(first.timestamp()), int((first + _YEAR).timestamp())
        self.not_compared: dict[str, str] = {}
        """By promise, why a deadline could not be counted, and so not be compared."""
        self._lag = cache(self._largest)
        self._apart = cache(self._find_apart)
        self._counts: dict[Key, AnyCount] = {}

    @property
    def uncounted(self) -> str:
        """Why some deadline could not be counted, and so not be compared; empty where all could."""
        return next(iter(self.not_compared.values()), "")

    def later(  # noqa: PLR0913 - each is a part of what is compared
        self,
        policy: Policy,
        first: Owed | None,
        second: Owed | None,
        against: Policy | None = None,
        during: Policy | None = None,
        received: SomeReceipts | None = None,
    ) -> Later | None:
        """Tell how the first can fall due after the second; None where it cannot.

        Nothing owed is later than whatever is. `against` is the policy of the second, where it is another,
        and `during` that which is in force meanwhile, where it is not the first's. They are compared at all receipts,
        or at those that both can have, `received`.
        """
        if first is None or second is None:
            return Later() if second is not None else None
        if isinstance(first.hours, Gap) or isinstance(second.hours, Gap):
            return None  # a gap of coverage is found as such
        against = against or policy
        if isinstance(first.span, SpanOf) or isinstance(second.span, SpanOf):
            return None if _owe_alike(policy, first, against, second) else Later(is_open=True)
        try:
            return self._counted(during or policy, _count(policy, first), _count(against, second), received)
        except WorktimeError as problem:
            self._note(first, problem)
            return None

    def differs(
        self,
        policy: Policy,
        first: Owed | None,
        before: Policy,
        second: Owed | None,
        received: SomeReceipts | None = None,
    ) -> str | None:
        """Return an instant of receipt at which two things owed, each by its policy, fall due apart, if any.

        It is one while the first policy is in force, of those `received` where there are fewer than all. Raises
        WorktimeError where a span counts days in hours that do not say how long one is.
        """
        if first is None or second is None:
            return self._first_of_all(policy, received) if first is not second else None
        if isinstance(first.hours, Gap) or isinstance(second.hours, Gap):
            return None if first.hours == second.hours else self._first_of_all(policy, received)
        is_open = isinstance(first.span, SpanOf) or isinstance(second.span, SpanOf)
        # Where what a request says counts in one of them alone, some zone or country tells them apart.
        if is_open or _open_places(first) != _open_places(second):
            return None if _owe_alike(policy, first, before, second) else self._first_of_all(policy, received)
        counts = _count(policy, first), _count(before, second)
        if counts[0] == counts[1]:
            return None
        try:
            stretches = self._stretches(policy, received)
            return self._written(policy, self._apart(*map(self._key, counts), stretches)) if stretches else None
        except WorktimeError as problem:
            self._note(first, problem)
            return None

    def _note(self, owed: Owed, problem: WorktimeError) -> None:
        self.not_compared.setdefault(owed.promise, str(problem))

    def _first_of_all(self, policy: Policy, received: SomeReceipts | None) -> str | None:
        stretches = self._stretches(policy, received)
        return self._written(policy, stretches[0][0]) if stretches else None

    def _stretches(self, policy: Policy, received: SomeReceipts | None) -> tuple[Stretch, ...]:
        """Return the receipts to compare at: some, or all, of a year in which a policy is in force."""
        if self._near is not None:
            return tuple(_received_in(self._near, self._in_force(policy)[0], _end_of(policy), received))
        in_force = self._in_force(policy)
        return (in_force,) if received is None else received.between(*in_force)

    def _written(self, policy: Policy, instant: int | None) -> str | None:
        return None if instant is None else datetime.fromtimestamp(instant, zone(policy.timezone)).isoformat()

    def _find_apart(self, first_key: Key, second_key: Key, stretches: tuple[Stretch, ...]) -> int | None:
        """Return an instant of receipt at which two counts end apart: most do so on the first days looked at."""
        first, second = self._counts[first_key], self._counts[second_key]
        for received in chain.from_iterable(map(self._looked_at, stretches[:_TRIED])):
            if deadline(first, received) != deadline(second, received):
                return received
        pairs = ((first_key, second_key), (second_key, first_key))
        # Between stretches that lie years apart there is nothing to lay out.
        parts = [stretches] if self._near is None else [(stretch,) for stretch in stretches]
        lags = (self._lag(*pair, part) for part in parts for pair in pairs)
        return next((received for seconds, received in lags if seconds > 0), None)

    def _looked_at(self, stretch: Stretch) -> range:
        """Return the receipts of a stretch that are looked at first: a morning of each day, where it is short."""
        start, end = stretch
        return range(start, end, _STRIDE) if self._near is None else range(start + _MORNING, end, _DAY)

    def _counted(
        self, during: Policy, first: AnyCount, second: AnyCount, received: SomeReceipts | None
    ) -> Later | None:
        stretches = () if never_later(first, second) else self._stretches(during, received)
        if not stretches:
            return None
        lag, instant = self._lag(self._key(first), self._key(second), stretches)
        return Later(lag, self._written(during, instant)) if lag > 0 else None

    def _in_force(self, policy: Policy) -> tuple[int, int]:
        """Return the receipts to compare at: of a year from the day on, or nearest to it, in which a policy holds."""
        first, last = (date.fromisoformat(day) if day else None for day in policy.effective)
        where = zone(policy.timezone)
        start = midnight(min(max(first, _FIRST), _LAST), where) if first else 0
        end = midnight(max(min(last, _LAST), _FIRST) + timedelta(1), where) if last else self._until
        since = max(self._since, start)
        if last and since >= end:
            since = max(start, end - _YEAR_LONG, 0)
        until = min(since + _YEAR_LONG, midnight(LAST_RECEIVED + timedelta(1), zone("UTC")))
        return since, min(until, end) if last else until

    def _key(self, count: AnyCount) -> Key:
        # Hours hold a mapping and have no hash: their identity stands for them, and they are kept.
        key = (id(count.hours), *count[1:])
        self._counts[key] = count
        return key

    def _largest(self, first: Key, second: Key, stretches: tuple[Stretch, ...]) -> Lag:
        since, until = stretches[0][0], stretches[-1][1]
        return largest_lag(self._counts[first], self._counts[second], since, until, stretches)


def _end_of(policy: Policy) -> int:
    """Return the instant from which on no request is received while a policy is in force."""
    last = date.fromisoformat(policy.effective[1]) if policy.effective[1] else _LAST
    return midnight(max(min(last, _LAST), _FIRST) + timedelta(1), zone(policy.timezone))


def _received_in(near: Iterable[Stretch], since: int, until: int, received: SomeReceipts | None) -> Iterator[Stretch]:
    """Yield some stretches, as far as they lie in a longer one, and as far as requests are received in them."""
    for start, end in ((max(start, since), min(end, until)) for start, end in near):
        if start < end:
            parts = ((start, end),) if received is None else received.between(start, end)
            yield from (part for part in parts if start <= part[0] and part[1] <= end)


def _owe_alike(policy: Policy, first: Owed, before: Policy, second: Owed) -> bool:
    """Tell whether two things owed have the same span and cut-off, in hours that are open alike."""
    hours, hours_before = placed_hours_of(policy, first), placed_hours_of(before, second)
    is_placed_alike = _open_places(first) == _open_places(second) and open_alike(hours, hours_before)
    return (first.span, first.cutoff) == (second.span, second.cutoff) and is_placed_alike


def states_places(stated: Container[str], *compared: Owed | None) -> bool:
    """Tell whether a request states the zones and countries in which something compared counts, where it has to."""
    return all(place in stated for owed in compared if owed is not None for place in _open_places(owed))


def _open_places(owed: Owed) -> list[str]:
    """Return the facts that give places of which only a request says what they are."""
    return [place.fact for place in owed.places if not place.is_known]


def _count(policy: Policy, owed: Owed) -> AnyCount:
    hours = placed_hours_of(policy, owed)
    return count_of(hours, Span(0) if isinstance(owed.span, SpanOf) else owed.span, owed.cutoff)
