"""Answers as a request holds them."""

from dataclasses import replace
from datetime import date

from ..language.symbols import short_text
from ..language.time_notation import NotAnInstant, parse_instant
from ..model import Request, Span, Value
from .fact_questions import Written
from .questions import NotAnAnswer


def under_terms(request: Request, key: str, name: str) -> Request:
    """Return a request that names its contract, policy or tier."""
    if key == "contract":
        return replace(request, contract=name)
    return replace(request, policy=name) if key == "policy" else replace(request, tier=name)


def instant_of(written: object) -> int:
    """Return the instant that a text writes; raise NotAnAnswer where it writes none."""
    try:
        return parse_instant(str(written))
    except NotAnInstant as problem:
        raise NotAnAnswer(f"`{short_text(written)}` {problem}", problem.help) from None


def request_value(value: Value) -> Written:
    """Return a value of a fact as a request file writes it."""
    if isinstance(value, Span):
        return value.text
    return value.isoformat() if isinstance(value, date) else value
