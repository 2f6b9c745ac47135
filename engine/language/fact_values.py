"""Values of facts: what a fact may be, and how a written value is refused."""

import json
from collections.abc import Iterable

from ..model import SCOPES, Fact, Stated, Value
from ..text import did_you_mean
from .nodes import Node
from .time_notation import EXPECTED_SPAN, parse_span

_LONGEST = 60


class NotAValue(ValueError):
    """A written value that the fact cannot have; the message says why, `help` what would do."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - the finding's word
        super().__init__(message)
        self.help = help


def read_value(fact: Fact, written: object) -> Value:
    """Return the value that a plain written value means for a fact, or raise NotAValue."""
    match fact.type, written:
        case "choice", str() if written in fact.choices:
            return written
        case "boolean", bool():
            return written
        case "number", _:
            return _number(fact, written)
        case "text", str():
            return written
        case "span", str() if span := parse_span(written):
            return span
    raise _refusal(fact, written)


def _refusal(fact: Fact, written: object) -> NotAValue:
    text = short_text(written)
    if fact.type == "choice":
        return NotAValue(f"`{text}` is not a choice of `{fact.name}`", did_you_mean(str(written), fact.choices))
    if fact.type == "boolean":
        help_ = "drop the quotes" if written in ("true", "false") else "write true or false"
        return NotAValue(f"`{fact.name}` must be true or false, not {_kind(written)}", help_)
    if isinstance(written, str):
        return NotAValue(f"`{fact.name}` is `{text}`, not {EXPECTED_SPAN}")
    return NotAValue(f"`{fact.name}` must be a string, not `{text}`", "quote it")


def _number(fact: Fact, written: object) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float):
        is_number = isinstance(written, str) and written.replace(".", "", 1).isdigit()
        raise NotAValue(f"`{fact.name}` must be a number, not {_kind(written)}", "drop the quotes" if is_number else "")
    if fact.minimum is not None and written < fact.minimum:
        raise NotAValue(f"`{fact.name}` must be at least {short_text(fact.minimum)}, not {short_text(written)}")
    if fact.maximum is not None and written > fact.maximum:
        raise NotAValue(f"`{fact.name}` must be at most {short_text(fact.maximum)}, not {short_text(written)}")
    return written


def _kind(written: object) -> str:
    return f"{'the string ' if isinstance(written, str) else ''}`{short_text(written)}`"


def stated_facts(node: Node) -> dict[str, Stated]:
    """Return what a request or contract states under `facts`, as far as it can be read."""
    entries = node.section("facts").entries()
    return {name: Stated(stated.plain(), mark=stated.mark) for name, stated, _ in entries if not stated.has_gaps}


def short_text(written: object) -> str:
    """Return a written value as its author wrote it, on one line and cut where it is long."""
    if isinstance(written, dict | list):
        return "a mapping" if isinstance(written, dict) else "a list"
    text = json.dumps(written) if written is None or isinstance(written, bool) else " ".join(str(written).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def built_in_facts(tiers: Iterable[str], levels: Iterable[str], ways: Iterable[str]) -> dict[str, Fact]:
    """Return the facts that every policy has, as records like those that it declares."""
    asks: dict[str, tuple[str, Iterable[str]]] = {
        "tier": ("Which tier has the customer bought?", tiers),
        "scope": ("Is it support, consulting or not covered?", SCOPES),
        "priority": ("How severe is it?", levels),
        "arrived_by": ("How did the request come in?", ways),
    }
    return {
        name: Fact(name=name, ask=ask, type="choice", choices=dict.fromkeys(choices, ""))
        for name, (ask, choices) in asks.items()
    }
