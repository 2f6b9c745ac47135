"""Conditions: a mapping of facts, `all`, `any` and `not`, read into the records of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from ..model import ALWAYS, BUILT_IN_FACTS, All, Any, Compares, Comparison, Condition, Fact, IsOneOf, Not, Value
from .fact_values import NotAValue, read_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols

DEPTH = 20
_KINDS = {"tier": "tier", "priority": "level", "arrived_by": "way"}
_COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)


def parse_condition(node: Node | None, symbols: Symbols, readable: Collection[str]) -> Condition:
    """Return the condition that a node writes; no node means always.

    `readable` are the facts that it may read. Whatever is wrong is a finding, and the part it
    is wrong in is left out.
    """
    if node is None:
        return ALWAYS
    return _Parser(symbols, readable).mapping(node, 1)


def facts_read(condition: Condition) -> Iterator[tuple[str, Mark]]:
    """Yield every fact that a condition reads, with its mark."""
    if isinstance(condition, IsOneOf | Compares):
        yield condition.fact, condition.mark
    elif isinstance(condition, Not):
        yield from facts_read(condition.part)
    else:
        for part in condition.parts:
            yield from facts_read(part)


def parse_value(fact: Fact, node: Node, symbols: Symbols) -> Value | None:
    """Return the value of a fact that a node writes, None after a finding where it writes none."""
    if isinstance(node.value, list | dict) or (node.value is None):
        return None  # the schema has said so
    try:
        return read_value(fact, node.value)
    except NotAValue as problem:
        if fact.name in _KINDS and isinstance(node.value, str):
            symbols.unknown(node.value, _KINDS[fact.name], list(fact.choices), node.mark)
            return None
        check = "unknown-choice" if fact.type == "choice" else "wrong-value"
        symbols.findings.error(check, str(problem), node.mark, problem.help)
        return None


class _Parser:
    def __init__(self, symbols: Symbols, readable: Collection[str]) -> None:
        self.symbols = symbols
        self.findings = symbols.findings
        self.readable = readable

    def mapping(self, node: Node, depth: int) -> Condition:
        if depth > DEPTH:
            self.findings.error("too-deep", f"condition is nested deeper than the limit of {DEPTH}", node.mark)
            return ALWAYS
        parts = [self.entry(key, value, mark, depth) for key, value, mark in node.entries()]
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else All(known, mark=node.mark)

    def entry(self, key: str, node: Node, mark: Mark, depth: int) -> Condition | None:
        if key == "not":
            return Not(self.mapping(node, depth + 1), mark=mark) if isinstance(node.value, dict) else None
        if key in ("all", "any"):
            items = node.value if isinstance(node.value, list) else []
            parts = tuple(self.mapping(item, depth + 1) for item in items if isinstance(item.value, dict))
            return (All if key == "all" else Any)(parts, mark=mark)
        fact = self.fact(key, mark)
        if fact is None:
            return None
        if isinstance(node.value, dict):
            return self.comparisons(fact, node)
        items = node.value if isinstance(node.value, list) else [node]
        values = [value for item in items if (value := parse_value(fact, item, self.symbols)) is not None]
        return IsOneOf(fact=fact.name, values=tuple(dict.fromkeys(values)), mark=mark)

    def fact(self, name: str, mark: Mark) -> Fact | None:
        if name in self.symbols.unreadable:
            return None
        if name in self.readable and name in self.symbols.facts:
            return self.symbols.facts[name]
        if name in ("coverage", "channel", "policy"):
            self.findings.error("not-readable", f"`{name}` cannot be read by a condition", mark)
        elif name in self.symbols.facts:
            self.findings.error("not-readable", f"`{name}` cannot be read here", mark)
        else:
            self.symbols.unknown(name, "fact", [*self.readable, "all", "any", "not"], mark)
        return None

    def comparisons(self, fact: Fact, node: Node) -> Condition | None:
        """Return a comparison, or all of several on one fact."""
        is_ordered = fact.type == "number" or (fact.type == "choice" and fact.name not in BUILT_IN_FACTS)
        if not is_ordered:
            kind = "a built-in fact" if fact.name in BUILT_IN_FACTS else f"of type {fact.type}"
            self.findings.error(
                "not-ordered", f"`{fact.name}` is {kind}, which has no order", node.mark, "list the values instead"
            )
            return None
        parts = []
        for key, bound, mark in node.entries():
            comparison = next((known for known in _COMPARISONS if known == key), None)
            value = None if isinstance(bound.value, bool) else parse_value(fact, bound, self.symbols)
            if comparison is not None and value is not None:
                parts.append(Compares(fact=fact.name, comparison=comparison, bound=value, mark=mark))
        return parts[0] if len(parts) == 1 else All(tuple(parts), mark=node.mark)
