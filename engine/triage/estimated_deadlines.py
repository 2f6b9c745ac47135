"""The estimated holidays on which deadlines and receipts depend: whether they can on some, and notes that name them."""

from collections.abc import Iterator, Mapping

from ..model import Hours, Policy, Value
from ..text import both
from ..worktime import estimated_holidays, may_be_estimated
from ..worktime.placed_hours import placed_hours


def estimates_of(hours: Hours, start: int, due: int, *, is_date: bool) -> Mapping[str, str]:
    """Return the estimated holidays that a deadline depends on: of a date, those on any day from the first to the last.

    Raises WorktimeError where country or region is not known.
    """
    if is_date:
        from ..worktime import day_of, midnight_of  # noqa: PLC0415 - start-up is felt

        start, due = midnight_of(hours, day_of(hours, start)), midnight_of(hours, day_of(hours, due) + 1)
    return estimated_holidays(hours, start, due)


def estimate_notes(estimated: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield a note for each set of estimated holidays on which deadlines depend, with the promises that do.

    `estimated` are those days by promise.
    """
    promises: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for promise, days in estimated.items():
        if days:
            promises.setdefault(tuple(days.items()), []).append(promise.replace("_", " "))
    for named_days, names in promises.items():
        listed = both(f"{day} {name}" for day, name in named_days)
        yield f"{both(names)} may fall due earlier or later: {listed} may move by a day"


def receipt_notes(
    policy: Policy, received_within: Mapping[str, bool], facts: Mapping[str, Value], received: int
) -> Iterator[str]:
    """Yield a note for each of the hours of which estimated holidays decide whether they were open at the receipt.

    Places that no fact gives have none.
    """
    for name, was_open in received_within.items():
        hours = policy.hours[name]
        places = ((fact, str(facts[fact]) if fact in facts else None) for fact in hours.places)
        days = estimated_holidays(placed_hours(hours, tuple(places)), received, received + 1)
        if days:
            listed = both(f"{day} {holiday}" for day, holiday in days.items())
            word = "outside" if was_open else "within"
            yield f"it may turn out to be received {word} {name.replace('_', ' ')}: {listed} may move by a day"


def are_estimated(hours: Hours) -> bool:
    """Tell whether a calendar may only estimate holidays of some hours."""
    calendars = [calendar.public for part in hours.parts for calendar in part.holidays]
    return any(part.holidays_of for part in hours.parts) or any(
        public is not None and may_be_estimated(public) for public in calendars
    )
