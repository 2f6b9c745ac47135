"""The estimated holidays on which deadlines depend, and the notes that name them."""

from collections.abc import Iterable, Iterator

from ..model import Policy
from ..rules.outcomes import Owed
from ..text import both
from ..worktime import estimated_holidays
from .decision import Deadline


def estimated_days(policy: Policy, start: int, dues: Iterable[tuple[Owed, int | None]]) -> dict[str, str]:
    """Return the estimated holidays on which a deadline depends, in any of the ways in which it can fall due."""
    days: dict[str, str] = {}
    for owed, instant in dues:
        if instant is not None and isinstance(owed.hours, str):
            days |= estimated_holidays(policy.hours[owed.hours], start, instant)
    return dict(sorted(days.items()))


def estimate_notes(deadlines: Iterable[Deadline]) -> Iterator[str]:
    """Yield a note for each set of estimated holidays on which deadlines depend, with the promises that do."""
    promises: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for deadline in deadlines:
        if deadline.estimated:
            promises.setdefault(tuple(deadline.estimated.items()), []).append(deadline.promise.replace("_", " "))
    for days, names in promises.items():
        listed = both(f"{day} {name}" for day, name in days)
        yield f"{both(names)} may fall due earlier or later: {listed} may move by a day"
