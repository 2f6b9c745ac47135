"""What two policies declare differently: hours, and facts with what is presumed of them."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from ...language.time_notation import written_openings
from ...language.yaml_writer import written_condition, written_span, written_value
from ...model import ALWAYS, WEEKDAYS, Calendar, Derivation, Fact, Hours, Policy, Span, parse_dates
from ...text import both, either
from ...worktime import day_length
from ..show.hours_wording import worded_calendar, worded_place
from ..show.show_wording import spaced
from .changes import Change
from .common_codes import bounds
from .record_changes import both_ways, entry_change, entry_changes, in_both


def hours_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield the hours that were added, removed and changed, in the parts that differ."""
    before, after = ({name: _hours_words(hours) for name, hours in policy.hours.items()} for policy in (old, new))
    old_words, new_words = ({name: "; ".join(parts) for name, parts in words.items()} for words in (before, after))
    yield from entry_changes("hours", old_words, new_words, ("changed", "changed", ""))
    for name, parts, new_parts in in_both(before, after):
        if parts != new_parts:
            words = ["; ".join(p for p in own if p not in opposite) for own, opposite in both_ways(parts, new_parts)]
            yield entry_change("hours", name, words[0] or None, words[1] or None)


def _hours_words(hours: Hours) -> list[str]:
    """Return what hours are, in parts that can differ."""
    length = day_length(hours)
    holidays = [*dict.fromkeys(map(worded_calendar, hours.holidays)), *map(worded_place, hours.holidays_of)]
    pattern = [
        *_week_words(hours),
        f"closed on the holidays of {both(holidays)}" if holidays else "open on holidays",
        *(f"{_days_words(day)} {written_openings(openings)}" for day, openings in sorted(hours.dates.items())),
    ]
    return [
        _zone_words(hours),
        *([f"open whenever {either(spaced(part.name) for part in hours.any_of)} is"] if hours.is_union else pattern),
        *([f"a business day of {written_span(Span(length))}"] if length else []),
    ]


def _zone_words(hours: Hours) -> str:
    return f"time zone of {worded_place(hours.zone_of)}" if hours.zone_of else f"time zone {hours.timezone}"


def calendar_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield the calendars that were added, removed and changed, in the days that differ."""
    before, after = ({name: _calendar_words(own) for name, own in p.calendars.items()} for p in (old, new))
    old_words, new_words = ({name: "; ".join(parts) for name, parts in words.items()} for words in (before, after))
    yield from entry_changes("calendar", old_words, new_words, ("changed", "changed", ""))
    for name, parts, new_parts in in_both(before, after):
        if parts != new_parts:
            words = ["; ".join(p for p in own if p not in opposite) for own, opposite in both_ways(parts, new_parts)]
            yield entry_change("calendar", name, words[0] or None, words[1] or None)


def _calendar_words(calendar: Calendar) -> list[str]:
    """Return what a calendar is, in parts that can differ."""
    public = [f"holidays of {calendar.public.code}"] if calendar.public else []
    return [
        *public,
        *(f"open on {_days_words(days)}" for days in sorted(calendar.without)),
        *(f"closed on {_days_words(days)}" for days in sorted(calendar.dates)),
    ]


def _days_words(written: str) -> str:
    days = parse_dates(written)
    return f"{'every ' if days.is_yearly else ''}{' to '.join(written.split('..'))}"


def _week_words(hours: Hours) -> Iterator[str]:
    """Yield the days of a week, those that are alike and side by side as one."""
    for openings, run in groupby(zip(WEEKDAYS, hours.week, strict=True), key=itemgetter(1)):
        days = [day for day, _ in run]
        yield f"{'-'.join(dict.fromkeys((days[0], days[-1])))} {written_openings(openings)}"


def fact_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what facts of both policies can be differently, where they come from and what is presumed of them."""
    for name, fact, new_fact in in_both(old.facts, new.facts):
        pairs = [*_choices(fact, new_fact), *zip(_fact_words(fact), _fact_words(new_fact), strict=True)]
        yield from (entry_change("fact", name, before, after) for before, after in pairs if before != after)
        if fact.type == new_fact.type and fact.presume != new_fact.presume:
            yield entry_change("fact", name, _presumption_words(fact), _presumption_words(new_fact), ("presumed",) * 3)
        if fact.derive and new_fact.derive:
            yield from (entry_change("fact", name, *pair) for pair in _entry_changes(fact, new_fact))


def _entry_changes(old: Fact, new: Fact) -> Iterator[tuple[str | None, str | None]]:
    """Yield the entries of a derived fact that are others, by their ids, and their order where they are the same."""
    before, after = ({entry.id: _entry_words(entry) for entry in fact.derive} for fact in (old, new))
    for id_ in {**before, **after}:
        if before.get(id_) != after.get(id_):
            yield before.get(id_), after.get(id_)
    if before == after and [*before] != [*after]:
        yield ", ".join(before), ", ".join(after)


def _entry_words(entry: Derivation) -> str:
    condition = "" if entry.when == ALWAYS else f" if {written_condition(entry.when)}"
    return f"{written_value(entry.value)}{condition}, by {entry.id}"


def _choices(old: Fact, new: Fact) -> Iterator[tuple[str | None, str | None]]:
    """Yield the choices that a fact has in one policy alone, and the order of the others in both."""
    if old.type == new.type == "choice":
        removed, added, before, after = (
            ", ".join(spaced(choice) for choice in own.choices if (choice in opposite.choices) is is_common) or None
            for is_common in (False, True)
            for own, opposite in both_ways(old, new)
        )
        yield from ((removed, None), (None, added), (before, after))


def _fact_words(fact: Fact) -> tuple[str, str, str]:
    """Return what kind of value a fact has, where it comes from, and whether it can be none."""
    ends = (f"{spaced(comparison)} {written_value(bound)}" for comparison, bound in bounds(fact))
    return (
        " ".join([fact.type, *ends]),
        "derived" if fact.derive else f"from the {'contract where there is one' if fact.from_contract else 'request'}",
        "can have no value" if fact.optional else "always has a value",
    )


def _presumption_words(fact: Fact) -> str:
    cases = [
        written_value(p.value) + ("" if p.when == ALWAYS else f" if {written_condition(p.when)}") for p in fact.presume
    ]
    return ", else ".join(cases) or "nothing"
