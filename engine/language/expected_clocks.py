"""What a case expects of clocks: how promises stand, what is left of them, when they were met, and before that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..findings import Findings, Mark
from .instants import instant_at
from .nodes import Node
from .symbols import short_text
from .time_notation import parse_span

NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """The instant at which a case expects a promise to fall due; None expects that nothing is owed."""

    promise: str
    instant: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class OfPromise:
    """What a case expects of the clock of a promise, as plain values: texts, numbers, instants in seconds, or None."""

    promise: str
    value: object
    mark: Mark


def parse_expected_clocks(key: str, node: Node, findings: Findings) -> tuple[OfPromise, ...]:
    """Return what a case expects at one of the keys about clocks, as far as it can be read."""
    read = _READERS[key]
    values = []
    for promise, value, mark in node.entries():
        count = len(findings)
        expected = read(value, findings)
        if len(findings) == count:
            values.append(OfPromise(promise=promise, value=expected, mark=mark))
    return tuple(values)


def _state(node: Node, findings: Findings) -> object:  # noqa: ARG001 - the schema says what is no state
    return node.plain()


def _seconds(node: Node, findings: Findings) -> object:
    """Return so many seconds, which a span in hours, minutes or seconds may write; None for none."""
    if not isinstance(node.value, str) or node.value == NONE:
        return None if node.value == NONE else node.plain()
    is_negative = node.value.startswith("-")
    span = parse_span(node.value.removeprefix("-"))
    if span is None or span.days:
        message = f"`{short_text(node.value)}` is neither seconds nor a span in hours, minutes and seconds, nor `none`"
        findings.error("wrong-span", message, node.mark, "write it as in `2 hours 30 minutes`, `-300` or `none`")
        return None
    return -span.seconds if is_negative else span.seconds


def _instant(node: Node, findings: Findings) -> object:
    return None if node.value == NONE else instant_at("the instant", node, findings)


def _occurrences(node: Node, findings: Findings) -> object:
    """Return occurrences, each with the keys that it has."""
    items = node.value if isinstance(node.value, list) else []
    return tuple(_occurrence(item, findings) for item in items)


def _occurrence(node: Node, findings: Findings) -> Mapping[str, object]:
    readers: dict[str, Callable[[Node, Findings], object]] = {"due": _instant, "state": _state, "met_at": _instant}
    return {key: readers[key](value, findings) for key, value, _ in node.entries() if key in readers}


_READERS: dict[str, Callable[[Node, Findings], object]] = {
    "state": _state,
    "left": _seconds,
    "met_at": _instant,
    "occurrences": _occurrences,
}
CLOCK_KEYS = tuple(_READERS)
"""The keys of `expect` that are about clocks."""
