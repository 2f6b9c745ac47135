"""The days that hours and calendars list, and policies in which one of them is another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal

from ..findings import Mark
from ..model import FIRST_RECEIVED, LAST_RECEIVED, Calendar, Hours, Opening, Policy, parse_dates
from ..worktime import WorktimeError, midnight_of, never_open, open_time
from .altered_hours import hours_with_calendar, with_hours

MOST = 12
"""Entries of one list that are looked at; of more, so many from its first to its last."""

_AHEAD = 10
"""Years in which days that come every year are looked at."""

Key = Literal["dates", "except"]
Changes = Mapping[str, tuple[str, ...]]
"""What stands in place of entries of a list, by entry, nothing where they are dropped."""


@dataclass(frozen=True, slots=True)
class DayList:
    """The days under a key of some hours, or of a calendar; `owner` is what these are called.

    `with_days` returns the policy in which the list is another: by each of its new entries, the old one that this
    stands for; None where hours would never open.
    """

    at: str
    owner: str
    key: Key
    days: tuple[str, ...]
    mark: Mark
    with_days: Callable[[Mapping[str, str]], Policy | None]
    openings: Mapping[str, tuple[Opening, ...]] | None = None
    """The openings on each day, where hours say some; a calendar has days off alone."""
    is_all: bool = False
    """Whether a calendar has no days but these."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The entries that are looked at, in their order: all, or of a long list some, its ends among them."""
        number = len(self.days)
        if number <= MOST:
            return self.days
        return tuple(self.days[n * (number - 1) // (MOST - 1)] for n in range(MOST))

    def altered(self, changes: Changes) -> Policy | None:
        """Return the policy with some entries changed; None where it would be none, or list a day that it has."""
        pairs = [(text, day) for day in self.days for text in changes.get(day, (day,))]
        altered = dict(pairs)
        is_listed_twice = len(altered) < len(pairs)
        return None if is_listed_twice or tuple(altered) == self.days else self.with_days(altered)


def day_lists(policy: Policy) -> Iterator[DayList]:
    """Yield every list of days of a policy, in the order of its text."""
    for name, hours in policy.hours.items():
        owner = f"hours `{name}`"
        if hours.dates:
            with_days = partial(_with_dates, policy, hours)
            yield DayList(name, owner, "dates", tuple(hours.dates), hours.mark, with_days, hours.dates)
        for calendar in hours.holidays:
            if not calendar.name:
                with_calendar = partial(_with_own, policy, hours, calendar)
                yield from _lists_of(replace(calendar, mark=hours.mark), name, owner, with_calendar)
    for name, calendar in policy.calendars.items():
        yield from _lists_of(calendar, name, f"calendar `{name}`", partial(_with_named, policy, calendar))


def parts_looked_at(policy: Policy) -> Iterator[str]:
    """Yield, of each list that is too long for all of it to be looked at, how much is, in words."""
    for listed in day_lists(policy):
        if len(listed.days) > MOST:
            yield f"{MOST} of the {len(listed.days)} days of {listed.owner}"


def _lists_of(
    calendar: Calendar, at: str, owner: str, with_calendar: Callable[[Calendar], Policy | None]
) -> Iterator[DayList]:
    listed: tuple[tuple[Key, tuple[str, ...]], ...] = (("except", calendar.without), ("dates", calendar.dates))
    for key, days in listed:
        if days:
            with_days = partial(_with_listed, calendar, key, with_calendar)
            yield DayList(
                at, owner, key, tuple(dict.fromkeys(days)), calendar.mark, with_days, is_all=not calendar.public
            )


def _with_listed(
    calendar: Calendar, key: Key, with_calendar: Callable[[Calendar], Policy | None], days: Mapping[str, str]
) -> Policy | None:
    listed = tuple(days)
    return with_calendar(replace(calendar, without=listed) if key == "except" else replace(calendar, dates=listed))


def _with_dates(policy: Policy, hours: Hours, days: Mapping[str, str]) -> Policy | None:
    return _with_hours(policy, replace(hours, dates={day: hours.dates[old] for day, old in days.items()}))


def _with_own(policy: Policy, hours: Hours, calendar: Calendar, altered: Calendar) -> Policy | None:
    holidays = tuple(altered if listed is calendar else listed for listed in hours.holidays)
    return _with_hours(policy, replace(hours, holidays=holidays))


def _with_hours(policy: Policy, altered: Hours) -> Policy | None:
    return None if never_open(altered) else replace(policy, hours=with_hours(policy.hours, altered.name, altered))


def _with_named(policy: Policy, calendar: Calendar, altered: Calendar) -> Policy:
    calendars = {**policy.calendars, calendar.name: altered}
    return replace(policy, calendars=calendars, hours=hours_with_calendar(policy.hours, calendar, altered))


def occurring_days(policy: Policy, day: str, before: Sequence[str], after: Sequence[str]) -> list[int]:
    """Return the days, as `date.toordinal` counts, that changes of a list are about, while requests can be received.

    Days of every year are those of some years from a day on, or from when the edition comes into force.
    """
    first, last = (date.fromisoformat(end) if end else None for end in policy.effective)
    start, end = max(first or FIRST_RECEIVED, FIRST_RECEIVED), min(last or LAST_RECEIVED, LAST_RECEIVED)
    present = min(max(date.fromisoformat(day), start), end)
    years = {*range(present.year, min(present.year + _AHEAD, end.year) + 1)}
    years |= {year for text in (*before, *after) for year in _years_of(text)}
    days = sorted(changed_days(before, after, years))
    return [at for at in days if start.toordinal() <= at <= end.toordinal() + 1]


def changed_days(before: Sequence[str], after: Sequence[str], years: Iterable[int]) -> set[int]:
    """Return the days of some years that entries of one list are about, and not the entries that replace them."""
    removed = [text for text in before if text not in after]
    added = [text for text in after if text not in before]
    changed: set[int] = set()
    for year in years:
        changed |= _days_in(removed, year) ^ _days_in(added, year)
    return changed


def _years_of(text: str) -> set[int]:
    days = parse_dates(text)
    return set() if days.is_yearly else {days.first[0], days.last[0]}


def _days_in(texts: Sequence[str], year: int) -> set[int]:
    return {day for text in texts for span in parse_dates(text).in_year(year) for day in span}


def days_open_otherwise(policy: Policy, altered: Policy, days: Iterable[int]) -> Iterator[int]:
    """Yield those of some days, in their order, on which hours of two policies are not open alike."""
    pairs = [
        (part, altered_part)
        for name, hours in policy.hours.items()
        for part, altered_part in zip(hours.parts, altered.hours[name].parts, strict=True)
        if part is not altered_part and not hours.is_union  # the parts of a union stand by themselves, too
    ]
    return (day for day in days if any(is_open_otherwise(*pair, day) for pair in pairs))


def is_open_otherwise(hours: Hours, altered: Hours, day: int) -> bool:
    """Tell whether one of two hours is open on a day, or in the night after it, when the other one is not."""
    try:
        since, until = midnight_of(hours, day), midnight_of(hours, day + 2)  # what opens in the evening ends later
        periods = (open_time(own, since, until).between(since, until) for own in (hours, altered))
        return len({tuple(listed) for listed in periods}) > 1
    except WorktimeError:
        return False  # holidays are not known: no request of then is decided
