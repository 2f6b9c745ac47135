"""Hours and calendars in each of the forms that the language has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .drawn_facts import Draws, Written

CALENDARS: Written = {
    "company": {"country": "DE", "region": "BE", "except": ["2026-03-08", "10-03"], "dates": "12-27..12-30"},
    "works_council": {"dates": ["2026-05-15", "12-24..01-01"]},
}
DATES: tuple[Written, ...] = (
    {"2026-12-24": "closed", "2026-12-31": "09:00-12:00"},
    {"12-24..01-01": "closed", "2027-12-27..2027-12-29": "09:00-13:00", "2027-02-06": "09:00-17:00"},
    {"02-29": "closed"},
)
WEEKS: tuple[Written, ...] = (
    {"mon-fri": "09:00-17:00"},
    {"mon-thu": "09:00-12:30, 13:00-17:00", "fri": "09:00-15:00", "sat, sun": "closed"},
)


def draw_calendars(draws: Draws) -> Written:
    """Draw the section of calendars."""
    return {name: {**CALENDARS[name], "cite": draws.cite()} for name in draws.several([*CALENDARS], 1, 2)}


def draw_hours(draws: Draws, calendars: Written) -> Written:
    """Draw the hours: `office`, `noon` and `always`, which rules choose, and others that promises count in."""
    office: Written = {"timezone": _timezone(draws), "week": draws.pick(WEEKS), "day": "8 hours"}
    if holidays := _holidays(draws, calendars):
        office["holidays"] = holidays
    if draws.seldom():
        office["dates"] = draws.pick(DATES)
    hours: Written = {
        "office": office,
        "noon": {"timezone": "Europe/Berlin", "week": {"mon, wed, fri": "11:00-13:00"}, "cite": draws.cite()},
        "always": {"timezone": "UTC", "week": draws.pick(["24x7", "24x5"])},
    }
    if draws.seldom():
        hours["nights"] = {"timezone": "America/New_York", "week": {"mon-fri": "22:00-06:00"}}
    if draws.seldom():
        hours["anywhere"] = {"any_of": ["office", "noon"], "timezone": "UTC", "day": "6 hours"}
    return hours


def _timezone(draws: Draws) -> Any:
    zones = [name for name in ("zone", "home") if name in draws.facts]
    if not zones or draws.seldom():
        return draws.pick(["Europe/Berlin", "UTC"])
    name = draws.pick(zones)
    otherwise = {"else": "America/Lima"} if draws.facts[name].get("optional") else {}
    return {"fact": name, **otherwise}


def _holidays(draws: Draws, calendars: Written) -> Any:
    forms: list[Any] = [None, {"country": "DE", "region": "BE"}, {"dates": "12-24"}]
    forms += list(calendars)
    if "land" in draws.facts:
        otherwise = {"else": "none"} if draws.facts["land"].get("optional") else {}
        forms += [[{"fact": "land", **otherwise}, {"dates": ["12-24"]}, *calendars]] * 3
    return draws.pick(forms)
