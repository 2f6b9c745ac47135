"""Hours of a policy of which some, or a calendar that they name, are others: also where they are parts of a union."""

from collections.abc import Mapping
from dataclasses import replace

from ..model import Calendar, Hours


def hours_with_calendar(hours: Mapping[str, Hours], calendar: Calendar, altered: Calendar) -> dict[str, Hours]:
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
