"""When mutants can show of which days that hours or calendars list are others."""

from collections.abc import Iterable, Iterator

from ...model import DueDate, Policy
from ...proof.delays import DelayComparison
from ...proof.open_stretches import Stretch
from ...worktime import midnight_of
from ..listed_days import days_open_otherwise, occurring_days
from .mutants import Mutant

_BEFORE, _AFTER = 3, 2
"""Days around one on which hours are open otherwise, in which a clock starts that shows it."""
_BUSINESS_DAY = 2
"""Days that each business day may take, beside two weeks in which few come."""
_FEW = 14


def delays_of(policy: Policy, mutant: Mutant, day: str) -> DelayComparison | None:
    """Return what compares deadlines around the days that a mutant changed; None where it changed none.

    A span shows a day to a clock that starts on it, or the day before; a date of so many business days to one that
    starts as long before.
    """
    before, after = mutant.changed_days
    if before == after:
        return None
    days = days_open_otherwise(policy, mutant.policy, occurring_days(policy, day, before, after))
    return DelayComparison(day, tuple(_joined(_around(policy, days))))


def _around(policy: Policy, days: Iterable[int]) -> Iterator[Stretch]:
    hours = next(iter(policy.hours.values()))
    entries = (entry for promise in policy.promises.values() for entry in promise.entries())
    dates = [entry.by for entry in entries if entry is not None and isinstance(entry.by, DueDate)]
    numbers = [date.number for date in dates if date.is_business]
    before = _FEW + _BUSINESS_DAY * max(numbers) if numbers else _BEFORE
    for day in days:
        yield max(midnight_of(hours, day - before), 0), midnight_of(hours, day + _AFTER)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield stretches in order, those joined that touch."""
    current: Stretch | None = None
    for start, end in sorted(stretches):
        if current is None or start > current[1]:
            if current is not None:
                yield current
            current = start, end
        else:
            current = current[0], max(current[1], end)
    if current is not None:
        yield current
