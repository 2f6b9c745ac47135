"""Spans: numbers and units, perhaps with the word `business`."""

from __future__ import annotations

import re

from ..model import Span

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 0}
_PART = r"([0-9]{1,9})\s+(?:business\s+)?(second|minute|hour|day)s?(?:\s+|$)"
_SPAN = re.compile(rf"(?:{_PART})+")
EXPECTED = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"


def parse_span(text: str) -> Span | None:
    """Return the span that a text such as `6 business hours` writes, None where it is none.

    `business` is accepted and adds nothing: every span counts open time.
    """
    if not _SPAN.fullmatch(text.strip()):
        return None
    parts = [(int(amount), unit) for amount, unit in re.findall(_PART, text.strip())]
    seconds = sum(amount * _SECONDS[unit] for amount, unit in parts)
    return Span(seconds=seconds, days=sum(amount for amount, unit in parts if unit == "day"), text=text.strip())
