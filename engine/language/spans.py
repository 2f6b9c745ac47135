"""Spans: numbers and units, perhaps with the word `business`."""

from __future__ import annotations

import re

from ..model import Span

_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_PART = re.compile(r"([0-9]{1,9})\s+(?:business\s+)?(second|minute|hour|day)s?(?:\s+|$)")
EXPECTED = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"


def parse_span(text: str) -> Span | None:
    """Return the span that a text such as `6 business hours` writes, None where it is none.

    `business` is accepted and adds nothing: every span counts open time.
    """
    seconds = days = position = 0
    stripped = text.strip()
    while position < len(stripped):
        part = _PART.match(stripped, position)
        if part is None:
            return None
        amount = int(part[1])
        if part[2] == "day":
            days += amount
        else:
            seconds += amount * _UNITS[part[2]]
        position = part.end()
    return Span(seconds=seconds, days=days, text=stripped) if stripped else None
