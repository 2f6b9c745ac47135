"""Calendars, and what hours and unions consist of, with one thing dropped."""

from collections.abc import Iterator
from dataclasses import replace

from ...language.yaml_writer import written_calendar, written_value
from ...model import Calendar, Hours, PlaceOf


def written_zone(hours: Hours) -> str:
    """Return the zone of hours, or the fact that gives it, as a policy writes it."""
    return written_value(_plain_place(hours.zone_of)) if hours.zone_of else hours.timezone


def _plain_place(place: PlaceOf) -> dict[str, str]:
    return {"fact": place.fact, **({"else": place.otherwise} if place.otherwise else {})}


def places_otherwise(hours: Hours) -> Iterator[tuple[str, Hours, str, str]]:
    """Yield hours with another zone, or no holidays, where a fact that gives them has no value."""
    if hours.zone_of and hours.zone_of.otherwise:
        zone = "Asia/Tokyo" if hours.zone_of.otherwise == "UTC" else "UTC"
        altered = replace(hours, zone_of=replace(hours.zone_of, otherwise=zone))
        yield (
            "another time zone otherwise",
            altered,
            f"timezone: {written_zone(hours)}",
            f"timezone: {written_zone(altered)}",
        )
    for n, place in enumerate(hours.holidays_of):
        if place.otherwise:
            less = replace(place, otherwise=None)
            altered = replace(hours, holidays_of=(*hours.holidays_of[:n], less, *hours.holidays_of[n + 1 :]))
            before, after = (f"holidays: {written_value(_plain_place(own))}" for own in (place, less))
            yield "no holidays otherwise", altered, before, after


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


def public_dropped(calendar: Calendar) -> Iterator[tuple[str, Calendar, str, str]]:
    """Yield a calendar that has a name and days of its own without its public holidays, as `calendars_dropped` does."""
    if calendar.public and calendar.dates:
        code = written_calendar(Calendar(public=calendar.public))
        yield "no public holidays", replace(calendar, public=None, without=()), code, "(no country)"
