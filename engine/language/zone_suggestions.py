"""What to write in place of a text that was meant as a time zone: `PST`, `UTC+1`, `Pacific Standard Time`."""

import re
from collections.abc import Collection

from ..text import counted, either, is_typo_of

_PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("PST", "PDT", "PT", "PACIFIC", "PST8PDT"), ("America/Los_Angeles",)),
    **dict.fromkeys(("MST", "MT", "MOUNTAIN"), ("America/Denver", "America/Phoenix")),
    **dict.fromkeys(("MDT", "MST7MDT"), ("America/Denver",)),
    **dict.fromkeys(("CST", "CDT", "CT", "CENTRAL", "CST6CDT"), ("America/Chicago",)),
    **dict.fromkeys(("EST", "EDT", "ET", "EASTERN", "EST5EDT"), ("America/New_York",)),
    **dict.fromkeys(("AKST", "AKDT"), ("America/Anchorage",)),
    **dict.fromkeys(("HST", "HAWAIIAN"), ("Pacific/Honolulu",)),
    "BST": ("Europe/London",),
    **dict.fromkeys(("WEST", "WET"), ("Europe/Lisbon",)),
    **dict.fromkeys(("CET", "CEST", "MET", "MEST", "MEZ", "MESZ"), ("Europe/Berlin", "Europe/Paris")),
    **dict.fromkeys(("EET", "EEST"), ("Europe/Helsinki", "Europe/Athens")),
    "MSK": ("Europe/Moscow",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "GST": ("Asia/Dubai",),
    "SGT": ("Asia/Singapore",),
    "HKT": ("Asia/Hong_Kong",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "AWST": ("Australia/Perth",),
    **dict.fromkeys(("ACST", "ACDT"), ("Australia/Adelaide",)),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AEDT": ("Australia/Sydney",),
    **dict.fromkeys(("NZST", "NZDT"), ("Pacific/Auckland",)),
    "BRT": ("America/Sao_Paulo",),
    "SAST": ("Africa/Johannesburg",),
}
HOURS_FROM_UTC: dict[str, float] = {
    "PST": -8,
    "PDT": -7,
    "MST": -7,
    "MDT": -6,
    "CST": -6,
    "CDT": -5,
    "EST": -5,
    "EDT": -4,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "BST": 1,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "MEZ": 1,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "GST": 4,
    "SGT": 8,
    "HKT": 8,
    "JST": 9,
    "KST": 9,
    "AWST": 8,
    "ACST": 9.5,
    "ACDT": 10.5,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "SAST": 2,
}
"""Abbreviations that say how far from UTC they are; `IST` may be one of three."""
UNCHANGING = ("EST", "MST", "HST")
"""Abbreviations that are names of zones for all that, in which no clock ever changes: hardly anybody means that."""
_AT_ZERO = ("UTC", "UCT", "UNIVERSAL", "ZULU", "Z", "GREENWICH", "GMT", "GMT0")
"""Names of UTC, most of which are names of zones, too."""
_NO_PLACES = (
    *("CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST"),
    *("MET", "MST", "MST7MDT", "PST8PDT", "UCT", "Universal", "WET", "Zulu"),
)
"""Zones without an area that are no countries either, as `Japan` is; `UTC` is the one that everybody understands."""
_OFFSET = (  # compiled when it is first needed: start-up is felt
    r"(?:(?P<turned>ETC/GMT)|(?:ETC/)?UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
)
_AREAS = ("AFRICA", "AMERICA", "ANTARCTICA", "ARCTIC", "ASIA", "ATLANTIC", "AUSTRALIA", "EUROPE", "INDIAN", "PACIFIC")
_DIRECTIONS = ("NORTH", "EAST", "SOUTH", "WEST")
_EXPECTED = "name a place, as in `Europe/Berlin`, or write `UTC`"


def names_no_place(zone: str) -> bool:
    """Tell whether a known time zone is named by an abbreviation or an offset; only `UTC` may be."""
    return zone in _NO_PLACES or zone.startswith("Etc/")


def zone_help(name: str, known: Collection[str] = ()) -> str:
    """Return what to write in place of a name of a time zone that names no place, or is not one that is `known`.

    It suggests no zone of another offset than the name says, nor of another place.
    """
    meant = name.strip().upper()
    word = re.sub(r"^US[ /]|\s+(?:STANDARD|DAYLIGHT|SUMMER)?\s*TIME.*", "", meant)
    if meant.removeprefix("ETC/") in _AT_ZERO:
        return "write `UTC`"
    places = _PLACES.get(meant) or _PLACES.get(word)
    if places:
        return f"name the place: {either(f'`{place}`' for place in places)}"
    if match := re.fullmatch(_OFFSET, meant):
        return _offset_help(match)
    near = [place for place in sorted(known) if not names_no_place(place) and _could_be(meant, place.upper())]
    return f"did you mean {either(f'`{place}`' for place in near)}?" if near else _EXPECTED


def _offset_help(match: re.Match[str]) -> str:
    """Return what to write in place of an offset; those of `Etc/GMT` have the sign turned round."""
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    if not hours and not minutes:
        return "write `UTC`"
    is_ahead = (match["sign"] == "+") != bool(match["turned"])
    if minutes or hours > (14 if is_ahead else 12):
        return "name the place whose clock counts"
    offset = f"{counted(hours, 'hour')} {'ahead of' if is_ahead else 'behind'} `UTC`"
    fixed = f"Etc/GMT{'-' if is_ahead else '+'}{hours}"
    return f"name the place whose clock counts; `{fixed}` is {offset} all year, whatever clocks do"


def _could_be(meant: str, place: str) -> bool:
    """Tell whether a name is that of a place: spelt with other marks, without its area, or with one typo."""
    area, _, city = place.rpartition("/")
    if "/" not in meant:
        return area.partition("/")[0] in _AREAS and city not in _DIRECTIONS and _letters(meant) == _letters(city)
    return _letters(meant) == _letters(place) or is_typo_of(meant, place)


def _letters(name: str) -> str:
    return re.sub(r"[\s_-]", "", name)
