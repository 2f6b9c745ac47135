"""How long something is kept, as text: `90d`, `12w`, `6m`, `3y`."""

import re

_KEPT = re.compile(r"([1-9][0-9]{0,4})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DAY = 24 * 60 * 60 * 1000
_MOST_DAYS = 100 * 365


def parse_keep(text: str) -> int:
    """Return how long something is kept, in milliseconds: days, weeks, months of 30 days, years of 365."""
    match = _KEPT.fullmatch(text.strip())
    days = int(match[1]) * _DAYS[match[2]] if match else 0
    if not 0 < days <= _MOST_DAYS:
        raise ValueError("is no time to keep something, such as `90d`, `12w`, `6m` or `3y`, of at most 100 years")
    return days * _DAY
