"""Calendars, and what hours and unions consist of, with one thing dropped."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...language.yaml_writer import written_calendar, written_value
from ...model import Calendar, Hours, PlaceOf


def written_zone(hours: Hours) -> str:
    """Return the zone of hours, or the fact that gives it, as a policy writes it."""
    return written_value(_plain_place(hours.zone_of)) if hours.zone_of else hours.timezone


def _plain_place(place: PlaceOf) -> dict[str, str]:
    return {"fact": place.fact, **({"else": place.otherwise} if place.otherwise else {})}


def calendars_dropped(hours: Hours) -> Iterator[tuple[str, Hours, str, str]]:
    """Yield hours without one of their calendars: what, the hours, and the lines before and after."""
    listed: list[tuple[str, tuple[Calendar, ...], tuple[PlaceOf, ...]]] = [
        *((written_calendar(calendar), (calendar,), ()) for calendar in hours.holidays),
        *((written_value(_plain_place(place)), (), (place,)) for place in hours.holidays_of),
    ]
    written = [text for text, _, _ in listed]
    for n, text in enumerate(written):
        remaining = listed[:n] + listed[n + 1 :]
        altered = replace(
            hours,
            holidays=tuple(calendar for _, calendars, _ in remaining for calendar in calendars),
            holidays_of=tuple(place for _, _, places in remaining for place in places),
        )
        if not remaining:
            yield "no holidays", altered, f"holidays: {text}", "(no holidays)"
        else:
            before, after = (f"holidays: [{', '.join(own)}]" for own in (written, written[:n] + written[n + 1 :]))
            yield f"holidays without {text}", altered, before, after


def parts_dropped(union: Hours) -> Iterator[tuple[str, Hours, str, str]]:
    """Yield a union without one of its parts, as `calendars_dropped` does."""
    parts = union.any_of
    for n, part in enumerate(parts if len(parts) > 1 else ()):
        remaining = (*parts[:n], *parts[n + 1 :])
        before, after = (f"any_of: {written_value([own.name for own in listed])}" for listed in (parts, remaining))
        yield f"any_of without {part.name}", replace(union, any_of=remaining), before, after


def calendar_mutants(calendar: Calendar) -> Iterator[tuple[str, Calendar, str, str]]:
    """Yield a calendar that has a name with one thing dropped, as `calendars_dropped` does."""
    if calendar.public and calendar.dates:
        code = written_calendar(Calendar(public=calendar.public))
        yield "no public holidays", replace(calendar, public=None, without=()), code, "(no country)"
    for key, days in (("except", calendar.without), ("dates", calendar.dates)):
        for n, day in enumerate(days):
            fewer = (*days[:n], *days[n + 1 :])
            altered = replace(calendar, without=fewer) if key == "except" else replace(calendar, dates=fewer)
            before, after = (f"{key}: [{', '.join(listed)}]" for listed in (days, fewer))
            if altered.public or altered.dates:
                yield f"{key} without {day}", altered, before, after


def with_calendar(hours: Mapping[str, Hours], calendar: Calendar, altered: Calendar) -> dict[str, Hours]:
    """Return hours in which one calendar is another, also where they are parts of a union."""
    changed = dict(hours)
    for name, own in hours.items():
        if calendar in own.holidays:
            holidays = tuple(altered if listed == calendar else listed for listed in own.holidays)
            changed = with_hours(changed, name, replace(own, holidays=holidays))
    return changed


def with_hours(hours: Mapping[str, Hours], name: str, altered: Hours) -> dict[str, Hours]:
    """Return hours of which one is another, also where it is a part of a union."""
    return {
        own_name: altered
        if own_name == name
        else replace(own, any_of=tuple(altered if part.name == name else part for part in own.any_of))
        if any(part.name == name for part in own.any_of)
        else own
        for own_name, own in hours.items()
    }
