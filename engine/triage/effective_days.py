"""The days on which an edition of a policy, or a contract, is in force."""

from datetime import date

from ..model import Policy
from ..worktime import zone
from .clock import day_in


def date_range_text(ends: tuple[str | None, str | None]) -> str:
    """Return a range of days as text, such as `from 2026-01-01 to 2026-12-31`."""
    return " ".join(f"{word} {end}" for word, end in zip(("from", "to"), ends, strict=True) if end)


def is_effective(policy: Policy, instant: int) -> bool:
    """Tell whether a policy's effective range holds an instant, by the days of its own zone."""
    if policy.effective == (None, None):
        return True
    return covers_day(policy.effective, day_in(zone(policy.timezone), instant))


def covers_day(ends: tuple[str | None, str | None], day: date) -> bool:
    """Tell whether a range of days, both ends inclusive or absent, holds a day."""
    first, last = (date.fromisoformat(end) if end else None for end in ends)
    return (first is None or first <= day) and (last is None or day <= last)
