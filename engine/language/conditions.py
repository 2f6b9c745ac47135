"""Conditions: a mapping of facts, `all`, `any` and `not`."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import get_args

from ..findings import Mark
from ..model import (
    ALWAYS,
    BUILT_IN_FACTS,
    CLAIM,
    All,
    Any,
    Compares,
    Comparison,
    Condition,
    Fact,
    IsOneOf,
    Not,
    Value,
)
from ..model.facts import PLACES
from ..model.receipt_facts import RECEIVED, receipt_fact
from .date_tests import check_date_words, parse_date_test
from .fact_values import NotAValue, read_value
from .nodes import Node
from .symbols import Symbols

DEPTH = 20
_KINDS = {"tier": "tier", "priority": "level", "arrived_by": "way", CLAIM: "level"}
"""The kind of name that a value of these facts is."""
_NEVER_READ = ("coverage", "channel", "policy")
_SIGNS: dict[str, Comparison] = {
    **dict.fromkeys((">=", "=>", "\u2265", "at least", "from", "min"), "at_least"),
    **dict.fromkeys((">", "more than", "over", "above"), "more_than"),
    **dict.fromkeys(("<=", "=<", "\u2264", "at most", "up to", "max"), "at_most"),
    **dict.fromkeys(("<", "less than", "under", "below", "fewer than"), "less_than"),
}
_COMPARED = rf"(?P<sign>{'|'.join(_SIGNS)})\s*(?P<bound>[0-9.]+)|(?P<least>[0-9.]+)\s*\+"
"""Compiled when it is first needed: start-up is felt."""
_COMPARISONS: dict[str, Comparison] = {comparison: comparison for comparison in get_args(Comparison)}


def parse_condition(
    node: Node | None, symbols: Symbols, readable: Collection[str] | None = None, depth: int = 1
) -> Condition:
    """Return the condition that a node writes; no node means always.

    `readable` are the facts that it may read, all where they are left out. Whatever is wrong is a
    finding, and the part it is wrong in is left out.
    """
    if node is None:
        return ALWAYS
    if depth > DEPTH:
        symbols.findings.error("too-deep", f"condition is nested deeper than the limit of {DEPTH}", node.mark)
        return ALWAYS
    names = symbols.facts if readable is None else readable
    nested = partial(parse_condition, symbols=symbols, readable=names, depth=depth + 1)
    parts = [_part(entry, symbols, names, nested) for entry in node.entries()]
    known = tuple(part for part in parts if part is not None)
    return known[0] if len(known) == 1 else All(known, mark=node.mark)


def facts_read(condition: Condition) -> Iterator[tuple[str, Mark]]:
    """Yield every fact that a condition reads, with its mark."""
    if isinstance(condition, IsOneOf | Compares):
        yield condition.fact, condition.mark
    else:
        for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
            yield from facts_read(part)


def parse_value(fact: Fact, node: Node, symbols: Symbols) -> Value | None:
    """Return the value of a fact that a node writes, None after a finding where it writes none."""
    if isinstance(node.value, list | dict) or node.value is None:
        return None  # the schema has said so
    try:
        return read_value(fact, node.value)
    except NotAValue as problem:
        if fact.name in _KINDS and isinstance(node.value, str):
            symbols.unknown(node.value, _KINDS[fact.name], list(fact.choices), node.mark)
        else:
            check = "unknown-choice" if fact.type == "choice" else "wrong-value"
            help_ = (_comparison_help(node.value) if fact.type == "number" else "") or problem.help
            symbols.findings.error(check, str(problem), node.mark, help_)
    return None


def _comparison_help(written: object) -> str:
    """Return what to write in place of a comparison in signs or words, such as `>= 500` and `500+`."""
    match = re.fullmatch(_COMPARED, written.strip().lower()) if isinstance(written, str) else None
    if match is None:
        return ""
    comparison = _SIGNS[match["sign"]] if match["sign"] else "at_least"
    return f"write `{{{comparison}: {match['bound'] or match['least']}}}`"


def _part(
    entry: tuple[str, Node, Mark], symbols: Symbols, readable: Collection[str], nested: Callable[[Node], Condition]
) -> Condition | None:
    key, node, mark = entry
    if key == "not":
        return Not(nested(node), mark=mark) if isinstance(node.value, dict) else None
    if key in ("all", "any"):
        items = node.value if isinstance(node.value, list) else []
        parts = tuple(nested(item) for item in items if isinstance(item.value, dict))
        return (All if key == "all" else Any)(parts, mark=mark)
    if key == RECEIVED:
        return _received(node, mark, symbols)
    fact = _fact(key, mark, symbols, readable)
    return None if fact is None else _test(fact, node, mark, symbols)


def _test(fact: Fact, node: Node, mark: Mark, symbols: Symbols) -> Condition | None:
    if fact.type == "date":
        return parse_date_test(fact, node, symbols)
    if isinstance(node.value, dict):
        return _comparisons(fact, node, symbols) if check_date_words(fact, node, symbols) else None
    values = [value for item in node.one_or_list() if (value := parse_value(fact, item, symbols)) is not None]
    return IsOneOf(fact=fact.name, values=tuple(dict.fromkeys(values)), mark=mark)


def _received(node: Node, mark: Mark, symbols: Symbols) -> Condition | None:
    """Return that one of some hours is open at the receipt; what is no name of hours the schema has refused."""
    names = symbols.check_all(node.texts("within"), "hours")
    parts = tuple(IsOneOf(fact=receipt_fact(name), values=(True,), mark=mark) for name in names)
    return parts[0] if len(parts) == 1 else Any(parts, mark=mark) if parts else None


def _fact(name: str, mark: Mark, symbols: Symbols, readable: Collection[str]) -> Fact | None:
    if name in symbols.unreadable:
        return None
    if name in readable and name in symbols.facts:
        fact = symbols.facts[name]
        if fact.type in PLACES:
            kind = "a time zone" if fact.type == "timezone" else "a country"
            help_ = "hours count in it; declare a fact with choices for what rules tell apart"
            symbols.findings.error("not-readable", f"`{name}` is {kind}, which no condition compares", mark, help_)
            return None
        return fact
    if name in _NEVER_READ or name in symbols.facts:
        symbols.findings.error(
            "not-readable", f"`{name}` cannot be read {'by a condition' if name in _NEVER_READ else 'here'}", mark
        )
    else:
        symbols.unknown(name, "fact", [*readable, "all", "any", "not"], mark)
    return None


def _comparisons(fact: Fact, node: Node, symbols: Symbols) -> Condition | None:
    """Return a comparison, or all of several on one fact."""
    is_built_in = fact.name in BUILT_IN_FACTS
    if fact.type != "number" and (fact.type != "choice" or is_built_in):
        kind = "a built-in fact" if is_built_in else f"of type {fact.type}"
        symbols.findings.error(
            "not-ordered", f"`{fact.name}` is {kind}, which has no order", node.mark, "list the values instead"
        )
        return None
    parts = tuple(
        Compares(fact=fact.name, comparison=_COMPARISONS[key], bound=value, mark=mark)
        for key, bound, mark in node.entries()
        if not isinstance(bound.value, bool)
        if (value := parse_value(fact, bound, symbols)) is not None and key in _COMPARISONS
    )
    return parts[0] if len(parts) == 1 else All(parts, mark=node.mark)
