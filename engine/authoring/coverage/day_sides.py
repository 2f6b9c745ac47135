"""Sides of days that hours or calendars list: a deadline, or what rules read of the receipt, that depends on one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...model import FIRST_RECEIVED, LAST_RECEIVED, SpanOf
from ...model.receipt_facts import hours_of_receipt
from ...rules.places import placed_hours_of
from ...triage.clock import midnight
from ...worktime import WorktimeError, at_wall_time, count_of, deadline, is_business_day, is_open, midnight_of, zone
from ..listed_days import is_open_otherwise, occurring_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Hours, Policy
    from ...rules.outcomes import Outcome, Owed
    from .hits import Hits

_LOOKED_AT = 12
"""Occurrences of a day around which receipts are looked for."""
_BEFORE = 15
"""Days before one on which a clock may start that comes to it."""
_AHEAD = 400
"""Days among which holidays are looked for that nobody lists."""
_MINUTE, _HOUR, _NOON = 60, 3_600, 12 * 60


@dataclass(frozen=True, slots=True)
class AlteredPolicy:
    """A policy with another list of days, both lists, and facts of the receipt of which the hours are others.

    Without lists, public holidays are what it has no more.
    """

    policy: Policy
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class DaySide:
    """One side of a day: it shows where a policy, with that side another, owes something at another instant.

    Or where a receipt is within hours that rules read, and is not with the side another, or the other way round. One of
    the policies `altered` suffices. `words` say in the name of a case when this is received, `possible` what is known
    of something owed, and (None) of receipts.
    """

    policy: Policy
    altered: tuple[AlteredPolicy, ...]
    words: str
    day: str
    possible: dict[Owed | None, bool] = field(default_factory=dict)

    def is_received(self, hits: Hits) -> bool:
        """Tell whether a request shows it."""
        return hits.depends_on(self)

    def can_be(self, outcome: Outcome) -> bool:
        """Tell whether a clock of an outcome, or the receipt, can depend on it."""
        if None not in self.possible:
            self.possible[None] = next(self._receipts(), None) is not None
        for owed in outcome.owed:
            if owed not in self.possible:
                self.possible[owed] = self._is_open(owed) or next(self._starts_of(owed), None) is not None
        return any(self.possible[key] for key in (None, *outcome.owed))

    def starts(self, outcome: Outcome) -> Iterator[int]:
        """Yield instants of receipt at which a request with an outcome may show it."""
        for owed in outcome.owed:
            yield from self._starts_of(owed)
        yield from self._receipts()

    def occurring(self, altered: AlteredPolicy) -> Iterator[int]:
        """Yield the days on which one list has a day alone, while requests come in."""
        if altered.before or altered.after:
            yield from occurring_days(self.policy, self.day, altered.before, altered.after)
        else:
            first = max(date.fromisoformat(self.day), date.fromisoformat(self.policy.effective[0] or self.day))
            yield from range(first.toordinal(), first.toordinal() + _AHEAD)

    def _is_open(self, owed: Owed) -> bool:
        """Tell whether it depends on what only a request says: how much is owed, or on which country's holidays."""
        is_altered = any(self._hours(owed, altered) is not None for altered in self.altered)
        return is_altered and (isinstance(owed.span, SpanOf) or any(not place.is_known for place in owed.places))

    def _hours(self, owed: Owed, altered: AlteredPolicy) -> tuple[Hours, Hours] | None:
        """Return the hours in which something is owed, of both policies; None where they are the same."""
        name = owed.hours if isinstance(owed.hours, str) else ""
        if name not in self.policy.hours or self.policy.hours[name] is altered.policy.hours[name]:
            return None
        return placed_hours_of(self.policy, owed), placed_hours_of(altered.policy, owed)

    def _starts_of(self, owed: Owed) -> Iterator[int]:
        since, until = _receipts_of(self.policy)
        for altered in self.altered:
            hours = self._hours(owed, altered)
            if hours is None or isinstance(owed.span, SpanOf):
                continue
            days = (day for day in self.occurring(altered) if is_open_otherwise(*hours, day))
            for day, _ in zip(days, range(_LOOKED_AT), strict=False):
                yield from (
                    start
                    for start in _starts_around(hours[0].parts[0], day)
                    if since <= start < until and _is_due_otherwise(owed, hours, start)
                )

    def _receipts(self) -> Iterator[int]:
        """Yield receipts within hours that rules read in one policy alone."""
        since, until = _receipts_of(self.policy)
        for altered in self.altered:
            for name in map(hours_of_receipt, altered.read):
                hours = self.policy.hours[name], altered.policy.hours[name]
                days = (day for day in self.occurring(altered) if is_open_otherwise(*hours, day))
                for day, _ in zip(days, range(_LOOKED_AT), strict=False):
                    starts = (opening for own in hours for opening in _openings_on(own, day))
                    yield from (start for start in starts if since <= start < until and _is_open_apart(hours, start))


def _receipts_of(policy: Policy) -> tuple[int, int]:
    """Return the receipts, from the first to before the last, while a policy is in force."""
    first, last = (date.fromisoformat(day) if day else None for day in policy.effective)
    where = zone(policy.timezone)
    since = midnight(max(first or FIRST_RECEIVED, FIRST_RECEIVED), where)
    return max(since, 0), midnight(min(last or LAST_RECEIVED, LAST_RECEIVED - timedelta(1)) + timedelta(1), where)


def _starts_around(hours: Hours, day: int) -> Iterator[int]:
    """Yield instants at which a clock may start that comes to a day: most often late on the one before."""
    for before in (*range(1, _BEFORE), 0):
        try:
            if is_business_day(hours, day - before):
                close = at_wall_time(hours, day - before, "close")
                yield from (close - _HOUR, close - _MINUTE)
            yield from (at_wall_time(hours, day - before, _NOON), midnight_of(hours, day - before))
        except WorktimeError:
            return


def _openings_on(hours: Hours, day: int) -> Iterator[int]:
    openings = {o.start for part in hours.parts for listed in (*part.week, *part.dates.values()) for o in listed}
    yield from (at_wall_time(part, day, start) for part in hours.parts[:1] for start in sorted(openings))


def _is_open_apart(hours: tuple[Hours, Hours], instant: int) -> bool:
    try:
        return is_open(hours[0], instant) != is_open(hours[1], instant)
    except WorktimeError:
        return False


def _is_due_otherwise(owed: Owed, hours: tuple[Hours, Hours], start: int) -> bool:
    if isinstance(owed.span, SpanOf):
        return False
    try:
        first, second = (deadline(count_of(own, owed.span, owed.cutoff), start) for own in hours)
    except WorktimeError:
        return False
    return first != second


def read_otherwise(policy: Policy, altered: Policy, read: Mapping[str, Hours]) -> tuple[str, ...]:
    """Return the facts of the receipt, of those that rules read, of which two policies have other hours."""
    names = {fact: hours_of_receipt(fact) for fact in read}
    return tuple(fact for fact, name in names.items() if policy.hours[name] is not altered.hours[name])
