"""Conditions and hours with one thing changed: a limb dropped, a bound moved by one, a day that opens later."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from ...language.time_notation import written_openings
from ...language.yaml_writer import written_value
from ...model import (
    ALWAYS,
    MINUTES_A_DAY,
    WEEKDAYS,
    Age,
    All,
    Any,
    Compares,
    Condition,
    Fact,
    Hours,
    IsOneOf,
    Not,
    Opening,
    Span,
    Value,
)
from ...worktime import collisions, day_length, never_open
from .altered_calendars import calendars_dropped, parts_dropped, places_otherwise, written_zone

AlteredCondition = tuple[str, Condition]
"""What was done, in words, and what it made."""

AlteredHours = tuple[str, Hours, str, str]
"""What was done, in words, what it made, and the lines before and after."""

Day = tuple[Opening, ...]

_CALENDAR = range(1, date.max.toordinal() + 1)
"""The days of the calendar, as `date.toordinal` counts."""

_STEP = 30
"""By so many minutes an opening is changed."""


def altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[AlteredCondition]:
    """Yield a condition in every way in which one thing of it is changed."""
    if condition == ALWAYS:
        return
    if not isinstance(condition, All) or len(condition.parts) == 1:
        yield "its only limb dropped", ALWAYS
    # The limbs of a mapping are what stands in it: to negate them all at once is to change more than one thing.
    yield from _within(condition, facts) if isinstance(condition, All) else _altered(condition, facts)


def _altered(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[AlteredCondition]:
    if isinstance(condition, Not):
        yield "a negation dropped", condition.part
        for what, part in _within(condition.part, facts):
            yield what, replace(condition, part=part)
    else:
        yield "a limb negated", Not(condition, mark=condition.mark)
        yield from _within(condition, facts)


def _within(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[AlteredCondition]:
    """Yield a condition in every way in which one thing inside it is changed."""
    if isinstance(condition, All | Any):
        yield from _parts(condition, facts)
    elif isinstance(condition, IsOneOf):
        values = condition.values
        for n in range(len(values) if len(values) > 1 else 0):
            yield "a value dropped", replace(condition, values=(*values[:n], *values[n + 1 :]))
    elif isinstance(condition, Compares):
        for bound in _moved(condition.bound, facts.get(condition.fact)):
            yield "a threshold moved by one", replace(condition, bound=bound)
    else:
        yield from _altered(condition, facts)


def _parts(condition: All | Any, facts: Mapping[str, Fact]) -> Iterator[AlteredCondition]:
    parts = condition.parts
    for n, part in enumerate(parts):
        if len(parts) > 1:
            fewer = (*parts[:n], *parts[n + 1 :])
            yield "a limb dropped", fewer[0] if len(fewer) == 1 else replace(condition, parts=fewer)
        for what, changed in _altered(part, facts):
            yield what, replace(condition, parts=(*parts[:n], changed, *parts[n + 1 :]))


def _moved(bound: Value | Age, fact: Fact | None) -> Iterator[Value | Age]:
    """Yield the bounds beside one that the fact can have: one less and one more, or the next choices."""
    if fact is not None and fact.choices:
        choices = list(fact.choices)
        index = choices.index(str(bound))
        yield from (choices[n] for n in (index - 1, index + 1) if 0 <= n < len(choices))
    elif isinstance(bound, date):
        yield from (date.fromordinal(n) for n in (bound.toordinal() - 1, bound.toordinal() + 1) if n in _CALENDAR)
    elif isinstance(bound, Age):
        yield from (replace(bound, count=count) for count in (bound.count - 1, bound.count + 1) if count >= 0)
    elif isinstance(bound, int | float) and not isinstance(bound, bool):
        low, high = (fact.minimum, fact.maximum) if fact is not None else (None, None)
        beside = (number for number in (bound - 1, bound + 1) if number != bound)  # a huge one has none
        yield from (n for n in beside if (low is None or n >= low) and (high is None or n <= high))


def hours_mutants(hours: Hours) -> Iterator[AlteredHours]:
    """Yield hours with one thing changed: what, the hours, and the lines before and after.

    A business day keeps its length: what is changed is when the clock runs, not how much is owed.
    Hours that would never open are left out, for no policy may have them.
    """
    week = tuple(tuple(sorted(day, key=lambda opening: opening.start)) for day in hours.week)
    fixed = replace(hours, week=week, day=day_length(hours))
    yield from (altered for altered in _altered_hours(fixed) if not never_open(altered[1]))
    if hours.day is not None:
        lengths = hours.day, hours.day + _STEP * 60
        line, line_after = (f"day: {written_value(Span(length))}" for length in lengths)
        yield "a longer business day", replace(fixed, day=lengths[1]), line, line_after


def _altered_hours(hours: Hours) -> Iterator[AlteredHours]:
    yield from _changed_week(hours, "opens half an hour later", _later)
    yield from _changed_week(hours, "closes half an hour earlier", closes_earlier)
    last = next((n for n in reversed(range(len(hours.week))) if hours.week[n]), None)
    if last is not None:
        day = WEEKDAYS[last]
        closed = replace(hours, week=(*hours.week[:last], (), *hours.week[last + 1 :]))
        yield f"closed on {day}", closed, f"{day}: {written_openings(hours.week[last])}", f"{day}: closed"
        following = next((n for n in range(last, len(hours.week)) if not hours.week[n]), None)
        if following is not None:
            opened = replace(hours, week=(*hours.week[:following], hours.week[last], *hours.week[following + 1 :]))
            day, openings = WEEKDAYS[following], written_openings(hours.week[last])
            if not any(collisions(opened)):
                yield f"open on {day}, too", opened, f"{day}: closed", f"{day}: {openings}"
    if hours.is_union:
        yield from parts_dropped(hours)
        return  # its zone is for display
    zone = "Asia/Tokyo" if hours.timezone == "UTC" or hours.zone_of else "UTC"
    moved = replace(hours, timezone=zone, zone_of=None)
    yield "another time zone", moved, f"timezone: {written_zone(hours)}", f"timezone: {zone}"
    yield from places_otherwise(hours)
    yield from calendars_dropped(hours)


def _changed_week(hours: Hours, what: str, change: Callable[[Day], Day]) -> Iterator[AlteredHours]:
    """Yield hours with every day of the week changed, and as lines the first day that differs."""
    week = tuple(map(change, hours.week))
    differing = next(((old, new) for old, new in zip(hours.week, week, strict=True) if old != new), None)
    if differing:
        yield what, replace(hours, week=week), written_openings(differing[0]), written_openings(differing[1])


def _later(day: Day) -> Day:
    """Return a day that opens later; an opening that is too short is gone, one so late stays."""
    start = day[0].start + _STEP if day else MINUTES_A_DAY
    if start >= MINUTES_A_DAY:
        return day
    return (day[0]._replace(start=start), *day[1:]) if start < day[0].end else day[1:]


def closes_earlier(day: Day) -> Day:
    """Return a day that closes half an hour earlier; its last opening is gone where it is too short."""
    if not day:
        return day
    end = day[-1].end - _STEP
    return (*day[:-1], day[-1]._replace(end=end)) if day[-1].start < end else day[:-1]


def longer(span: Span) -> Span:
    """Return a span longer by one of its smallest unit."""
    if span.days and not span.seconds:
        return Span(0, span.days + 1)
    unit = next((length for length in (86400, 3600, 60, 1) if span.seconds % length == 0 and span.seconds >= length), 1)
    return Span(span.seconds + unit, span.days)
