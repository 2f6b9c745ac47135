"""Dates and cut-offs of entries with one thing changed."""

from collections.abc import Iterator
from dataclasses import replace

from ...model import MINUTES_A_DAY, DueDate, Entry, WallTime

_NOON = MINUTES_A_DAY // 2


def altered_due_dates(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Yield an entry with its date or its cut-off changed, each with what was done."""
    if entry.by is not None:
        yield "a day more", replace(entry, by=_a_day_more(entry.by))
        yield "at another time", replace(entry, by=replace(entry.by, at=_another_time(entry.by.at)))
        yield from _other_days(entry, entry.by)
    if entry.cutoff is not None:
        later = _later_cutoff(entry.cutoff)
        if later is not None:
            yield "a later cut-off", replace(entry, cutoff=later)
        yield "no cut-off", replace(entry, cutoff=None)


def _other_days(entry: Entry, date: DueDate) -> Iterator[tuple[str, Entry]]:
    """Yield an entry that counts every day in place of business days, or the other way round, where it may."""
    if not date.is_business:
        yield "counted in business days", replace(entry, by=replace(date, business_days=date.number, days=None))
    elif "close" not in (date.at, entry.cutoff):
        yield "counted in days", replace(entry, by=replace(date, business_days=None, days=date.number))


def _a_day_more(date: DueDate) -> DueDate:
    if date.is_business:
        return replace(date, business_days=date.number + 1)
    return replace(date, days=date.number + 1)


def _another_time(at: WallTime) -> WallTime:
    """Return a time a minute later; noon in place of the close, and a minute earlier in place of the end of the day."""
    if at == "close":
        return _NOON
    return at + 1 if at < MINUTES_A_DAY else at - 1


def _later_cutoff(cutoff: WallTime) -> WallTime | None:
    """Return a cut-off a minute later, or for the close, at the end of the day, after which there is none."""
    if cutoff == "close":
        return MINUTES_A_DAY
    return cutoff + 1 if cutoff < MINUTES_A_DAY else None
