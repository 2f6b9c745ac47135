"""What to write in place of a text that was meant as a time zone: `PST`, `UTC+1`, `Pacific Standard Time`."""

import re

from ..text import either

_PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("PST", "PDT", "PT", "PACIFIC"), ("America/Los_Angeles",)),
    **dict.fromkeys(("MST", "MDT", "MT", "MOUNTAIN"), ("America/Denver", "America/Phoenix")),
    **dict.fromkeys(("CST", "CDT", "CT", "CENTRAL"), ("America/Chicago",)),
    **dict.fromkeys(("EST", "EDT", "ET", "EASTERN"), ("America/New_York",)),
    **dict.fromkeys(("AKST", "AKDT"), ("America/Anchorage",)),
    **dict.fromkeys(("HST", "HAWAIIAN"), ("Pacific/Honolulu",)),
    **dict.fromkeys(("BST", "GMT"), ("Europe/London",)),
    **dict.fromkeys(("WEST", "WET"), ("Europe/Lisbon",)),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), ("Europe/Berlin", "Europe/Paris")),
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
    **dict.fromkeys(("AEST", "AEDT"), ("Australia/Sydney", "Australia/Brisbane")),
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
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])0?([0-9]{1,2})(?::?00)?", re.IGNORECASE)
_EXPECTED = "name a place, as in `Europe/Berlin`, or write `UTC`"


def zone_help(name: str) -> str:
    """Return what to write in place of a name of a time zone that is not known."""
    meant = name.strip().upper()
    word = re.sub(r"^US[ /]|\s+(?:STANDARD|DAYLIGHT|SUMMER)?\s*TIME.*", "", meant)
    if meant in ("Z", "UTC"):
        return "write `UTC`"
    places = _PLACES.get(meant) or _PLACES.get(word)
    if places:
        return f"name the place: {either(f'`{place}`' for place in places)}"
    if match := _OFFSET.fullmatch(meant):
        hours = int(match[2])
        if not hours:
            return "write `UTC`"
        # In these names the sign is turned round.
        fixed = f"Etc/GMT{'-' if match[1] == '+' else '+'}{hours}"
        return f"name the place, as in `Europe/Berlin`; `{fixed}` is that offset all year, whatever clocks do"
    return _EXPECTED
