"""Days that hours and calendars list with one of them changed: dropped, moved, a range longer or shorter by a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ...language.time_notation import written_openings
from ...model import Policy, parse_dates
from ..altered_hours import with_hours
from ..listed_days import Changes, DayList, day_lists
from ..neighbouring_days import End, Step, beside, moved_end
from .altered_records import closes_earlier

_LISTED = 6
"""Days of a list that are shown with the one that changes."""

_ENDS: tuple[tuple[End, Step, str], ...] = (
    ("first", 1, "starts a day later"),
    ("first", -1, "starts a day earlier"),
    ("last", -1, "ends a day earlier"),
    ("last", 1, "ends a day later"),
)


class AlteredDays(NamedTuple):
    """What was done to a list of days, in words, the policy that it made, and the lines before and after.

    `days` are those of the list before, and after.
    """

    what: str
    policy: Policy
    line: str
    line_after: str
    days: tuple[tuple[str, ...], tuple[str, ...]]


def altered_days(policy: Policy) -> Iterator[tuple[DayList, AlteredDays]]:
    """Yield a policy with one thing changed of each list of days, of long ones at some of their days."""
    for listed in day_lists(policy):
        yield from ((listed, altered) for altered in _closing_earlier(policy, listed))
        for what, changed in (*_changes(listed), *_flips(policy, listed)):
            altered = listed.altered(changed)
            if altered is not None and not (listed.is_all and changed == dict.fromkeys(listed.days, ())):
                lines = (_line(listed, tuple(changed)), _line(listed, tuple(changed), changed))
                after = tuple(text for day in listed.days for text in changed.get(day, (day,)))
                yield listed, AlteredDays(f"{listed.owner}: {what}", altered, *lines, (listed.days, after))


def _closing_earlier(policy: Policy, listed: DayList) -> Iterator[AlteredDays]:
    """Yield hours that close half an hour earlier on a day on which they say when they open."""
    for day in listed.chosen if listed.openings else ():
        hours = policy.hours[listed.at]
        earlier = closes_earlier(hours.dates[day])
        if earlier != hours.dates[day]:
            altered = replace(hours, dates={**hours.dates, day: earlier})
            changed = replace(policy, hours=with_hours(policy.hours, hours.name, altered))
            line, line_after = (f"{day}: {written_openings(openings)}" for openings in (hours.dates[day], earlier))
            what = f"{listed.owner}: {day} closes half an hour earlier"
            yield AlteredDays(what, changed, line, line_after, ((day,), ()))


def _changes(listed: DayList) -> Iterator[tuple[str, Changes]]:
    """Yield what is done to each day that is looked at, with what then stands in its place."""
    for day in listed.chosen:
        yield f"{day} like any other day" if listed.openings is not None else f"{listed.key} without {day}", {day: ()}
        if parse_dates(day).is_range:
            for end, step, words in _ENDS:
                if moved := moved_end(day, end, step):
                    yield f"{day} {words}", {day: (moved,)}
        elif listed.key == "dates" and (following := beside(day, 1)):
            yield f"{day} a day later", {day: (following,)}


def _flips(policy: Policy, listed: DayList) -> Iterator[tuple[str, Changes]]:
    """Yield single days of every year in the first year of the edition alone, and dated ones in every year."""
    single = [day for day in listed.days if not parse_dates(day).is_range]
    yearly = [day for day in single if parse_dates(day).is_yearly]
    if dated := [day for day in single if day not in yearly]:
        yield "its dated days in every year", {day: (day.partition("-")[2],) for day in dated}
    first, _ = policy.effective
    if yearly and first and (in_year := {day: _in_year(day, date.fromisoformat(first).year) for day in yearly}):
        yield f"its yearly days in {first[:4]} alone", in_year


def _in_year(day: str, year: int) -> tuple[str, ...]:
    try:
        return (date(year, *parse_dates(day).first).isoformat(),)
    except ValueError:  # 29 February
        return ()


def _line(listed: DayList, changed: tuple[str, ...], after: Changes | None = None) -> str:
    """Return what a list says of changed days, before or `after` that."""
    texts = [(day, text) for day in changed for text in (after[day] if after is not None else (day,))]
    if listed.openings is not None:
        return ", ".join(f"{text}: {written_openings(listed.openings[day])}" for day, text in texts) or "(nothing)"
    if len(listed.days) <= _LISTED:
        days = [text for day in listed.days for text in (after or {}).get(day, (day,))]
        return f"{listed.key}: [{', '.join(days)}]"
    return f"{listed.key}: [{', '.join(('…', *(text for _, text in texts), '…'))}]"
