"""The value of a fact that is written somewhere, or why the fact cannot have it."""

import re
from datetime import date

from ..findings import HelpfulError
from ..model import Fact, Value
from ..text import did_you_mean
from .similar_words import similar_name
from .symbols import short_text
from .time_notation import EXPECTED_SPAN, parse_span

_BOOLEANS = dict.fromkeys(("yes", "y", "on", "true"), "true") | dict.fromkeys(("no", "n", "off", "false"), "false")
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_NAMED_EXACTLY = ("tier", "scope", "arrived_by")


class NotAValue(HelpfulError):
    """A written value that the fact cannot have; the message says why, `help` what would do."""


def read_value(fact: Fact, written: object) -> Value:  # noqa: PLR0911 - one for each type
    """Return the value that a plain written value means for a fact, or raise NotAValue."""
    match fact.type, written:
        case "choice", str() if (choice := _choice(fact, written)) is not None:
            return choice
        case "boolean", bool():
            return written
        case "number", _:
            return _number(fact, written)
        case "text", str():
            return written
        case "span", str() if span := parse_span(written):
            return span
        case "date", str():
            return _date(fact, written)
        case ("timezone" | "country") as kind, str():
            return _place(fact, kind, written)
    raise _refusal(fact, written)


def _choice(fact: Fact, written: str) -> str | None:
    """Return the choice that a text names or is similar to; tiers, scopes and ways are named exactly."""
    if written in fact.choices or fact.name in _NAMED_EXACTLY:
        return written if written in fact.choices else None
    return similar_name(written, fact.choices)


def _date(fact: Fact, written: str) -> date:
    from .date_notation import NotADate, parse_fact_date  # noqa: PLC0415 - start-up is felt

    try:
        return parse_fact_date(written)
    except NotADate as problem:
        raise NotAValue(f"`{fact.name}` is `{short_text(written)}`, {problem}", problem.help) from None


def _place(fact: Fact, kind: str, written: str) -> str:
    from .place_values import form_problem  # noqa: PLC0415 - start-up is felt

    problem = form_problem(kind, written)
    if problem:
        raise NotAValue(f"`{fact.name}` is `{short_text(written)}`, which {problem[0]}", problem[1])
    return written


def _refusal(fact: Fact, written: object) -> NotAValue:
    text = short_text(written)
    if fact.type == "choice":
        return NotAValue(f"`{text}` is not a choice of `{fact.name}`", did_you_mean(str(written), fact.choices))
    if fact.type == "boolean":
        return NotAValue(f"`{fact.name}` must be true or false, not {_kind(written)}", boolean_help(written))
    if fact.type == "date":
        from .date_notation import EXPECTED_DATE  # noqa: PLC0415 - start-up is felt

        return NotAValue(f"`{fact.name}` must be {EXPECTED_DATE}, not {_kind(written)}", "write it as in `2026-03-09`")
    if isinstance(written, str):
        from .span_suggestions import span_help  # noqa: PLC0415 - start-up is felt

        return NotAValue(f"`{fact.name}` is `{text}`, not {EXPECTED_SPAN}", span_help(written))
    return NotAValue(f"`{fact.name}` must be a string, not `{text}`", "quote it")


def boolean_help(written: object) -> str:
    """Return what to write in place of a value that is neither true nor false."""
    if written in ("true", "false"):
        return "drop the quotes"
    meant = _BOOLEANS.get(written.strip().lower()) if isinstance(written, str) else None
    return f"write `{meant}`" if meant else "write `true` or `false`"


def _number(fact: Fact, written: object) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise NotAValue(f"`{fact.name}` must be a number, not {_kind(written)}", _number_help(fact, written))
    if fact.minimum is not None and written < fact.minimum:
        message = f"`{fact.name}` must be at least {short_text(fact.minimum)}, not {short_text(written)}"
        raise NotAValue(message, _number_help(fact, written))
    if fact.maximum is not None and written > fact.maximum:
        message = f"`{fact.name}` must be at most {short_text(fact.maximum)}, not {short_text(written)}"
        raise NotAValue(message, _number_help(fact, written))
    return written


def _number_help(fact: Fact, written: object) -> str:
    """Return what to write in place of a value that is not a number of a fact."""
    text = written.strip() if isinstance(written, str) else ""
    if _DECIMAL.fullmatch(text):
        return "drop the quotes"
    digits = re.sub(r"(?<=[0-9])[ ,_'](?=[0-9]{3}(?![0-9]))", "", text)
    if _DECIMAL.fullmatch(digits):
        return f"write `{digits}`"
    low, high = fact.minimum, fact.maximum
    if low is not None and high is not None and low <= high:
        return f"write a number from {short_text(low)} to {short_text(high)}"
    bound = f" of at least {short_text(low)}" if low is not None else f" of at most {short_text(high)}" if high else ""
    return f"write a number{bound}, as in `{short_text(_plausible(low, high))}`"


def _plausible(low: float | None, high: float | None) -> float:
    """Return a number within bounds, of which at most one is there."""
    return max(20, low) if low is not None else min(20, high) if high is not None else 20


def _kind(written: object) -> str:
    return f"{'the string ' if isinstance(written, str) else ''}`{short_text(written)}`"
