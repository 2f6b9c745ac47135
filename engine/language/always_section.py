"""The section `always`: invariants that must hold in every situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Expectation, Invariant, Value
from ..text import nearest, quoted
from .conditions import parse_condition, parse_value
from .fact_values import short_text
from .repeats import check_repeats
from .spans import EXPECTED, parse_span

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..findings import Mark
    from ..model import Fact
    from .nodes import Node
    from .symbols import Symbols

COMPARED = {
    "scope": ("same", "no_narrower", "no_wider"),
    "priority": ("same", "no_lower", "no_higher"),
    "required": ("same",),
    "preferred": ("same",),
    "allowed": ("same", "no_fewer", "no_more"),
    "due": ("same", "no_later", "no_earlier"),
}
"""What can be compared between two situations, and the relations that can be expected."""

_EXPECTED = ("coverage", "allows", "forbids", "within")
"""What can be expected of one situation alone."""

_DECIDED = ("scope", "priority")


def parse_always(root: Node, symbols: Symbols) -> tuple[Invariant, ...]:
    """Return the invariants declared."""
    parser = _Parser(symbols)
    invariants = tuple(parser.invariant(node) for node in root.items("always") if isinstance(node.value, dict))
    check_repeats("duplicate-invariant", "invariant", ((i.id, i.mark) for i in invariants), symbols.findings)
    return invariants


class _Parser:
    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.known: dict[str, tuple[str, Collection[str]]] = {
            "priority": ("level", symbols.levels),
            "coverage": ("hours", symbols.hours),
            **dict.fromkeys(("required", "preferred", "allowed", "allows", "forbids"), ("way", symbols.ways)),
        }

    def invariant(self, node: Node) -> Invariant:
        between = self.between(node)
        when = parse_condition(node.get("when"), self.symbols, list(self.symbols.facts))
        read = self.compared if node.get("between") is not None else self.expected
        expect = tuple(e for key, value, mark in node.section("expect").entries() for e in read(key, value, mark))
        return Invariant(
            id=node.text("id"),
            when=when,
            expect=expect,
            between=between,
            cite=self.symbols.check_citations(node),
            mark=node.mark,
        )

    def between(self, node: Node) -> tuple[str, tuple[Value, ...]] | None:
        """Return the fact whose values are compared, with them."""
        entries = list(node.section("between").entries())
        if len(entries) > 1:
            self.symbols.findings.error(
                "wrong-shape",
                f"`between` compares the values of one fact, not of {len(entries)}",
                node.key_mark("between"),
            )
        for name, listed, mark in entries[:1]:
            fact = self.symbols.facts.get(name)
            if name in _DECIDED:
                self.symbols.findings.error(
                    "not-readable", f"`{name}` is decided by rules, so two situations cannot differ in it alone", mark
                )
            elif name in self.symbols.unreadable:
                return None
            elif fact is None:
                self.symbols.unknown(name, "fact", list(self.symbols.facts), mark)
            elif isinstance(listed.value, list):
                return name, self.values(fact, listed.value)
        return None

    def values(self, fact: Fact, listed: list[Node]) -> tuple[Value, ...]:
        """Return the values listed, with a finding for one that is there already."""
        values: list[Value] = []
        for item in listed:
            value = parse_value(fact, item, self.symbols)
            if value is not None and value in values:
                self.symbols.findings.error(
                    "duplicate", f"`{fact.name}` lists `{short_text(item.value)}` twice", item.mark
                )
            elif value is not None:
                values.append(value)
        return tuple(values)

    def compared(self, key: str, node: Node, mark: Mark) -> list[Expectation]:
        """Return how two situations are expected to compare."""
        if key not in COMPARED:
            if key not in _EXPECTED:
                return []  # the schema has said so
            self.symbols.findings.error(
                "wrong-shape",
                f"`{key}` cannot be compared between two situations",
                mark,
                f"these can: {quoted(COMPARED)}",
            )
            return []
        if key == "due":
            return [self.promised(key, promise, item.value, key_mark) for promise, item, key_mark in node.entries()]
        if isinstance(node.value, dict | bool | int | float) or (node.value is None and key == "allowed"):
            return []  # of the wrong type, as the schema has said
        if node.value not in COMPARED[key]:
            actual = node.kind if isinstance(node.value, list) else f"`{short_text(node.value)}`"
            self.symbols.findings.error(
                "wrong-value",
                f"`{key}` is {actual}, not {'one of ' if len(COMPARED[key]) > 1 else ''}{quoted(COMPARED[key])}",
                node.mark,
                nearest(str(node.value), COMPARED[key]),
            )
            return []
        return [Expectation(key, str(node.value), mark=mark)]

    def promised(self, key: str, promise: str, value: object, mark: Mark) -> Expectation:
        if promise not in self.symbols.promises:
            self.symbols.unknown(promise, "promise", self.symbols.promises, mark)
        return Expectation(key=key, value=value if isinstance(value, str) else None, promise=promise, mark=mark)

    def expected(self, key: str, node: Node, mark: Mark) -> list[Expectation]:
        """Return what is expected of one situation."""
        if key == "due":
            self.symbols.findings.error(
                "wrong-shape",
                "`due` compares two situations and needs `between`",
                mark,
                "`within` bounds what one situation is owed",
            )
            return []
        if key == "within":
            return [self.within(promise, item, key_mark) for promise, item, key_mark in node.entries()]
        if node.value is None:
            return [Expectation(key, (None,), mark=mark)]
        if key not in ("scope", *self.known):
            return []  # the schema has said so
        return [Expectation(key, self.named(key, node.own_texts()), mark=mark)]

    def named(self, key: str, nodes: list[Node]) -> tuple[str, ...]:
        """Return the names that are expected at a key, each once, with findings for those that are none."""
        kind, known = self.known.get(key, ("", ()))
        for node in nodes:
            if node.value in COMPARED.get(key, ()) and node.value not in known:
                self.symbols.findings.error(
                    "wrong-shape", f"`{node.value}` compares two situations and needs `between`", node.mark
                )
                return ()
        if kind:
            return self.symbols.check_all(nodes, kind, known)
        scopes = [parse_value(self.symbols.facts[key], node, self.symbols) for node in nodes]
        return tuple(dict.fromkeys(str(scope) for scope in scopes if scope is not None))

    def within(self, promise: str, node: Node, mark: Mark) -> Expectation:
        """Return the span in which a promise is expected to be owed, at most."""
        expectation = self.promised("within", promise, None, mark)
        if node.value == "none" or not isinstance(node.value, str):
            return expectation
        span = parse_span(node.value)
        if span is None:
            self.symbols.findings.error(
                "wrong-span", f"`{promise}` is `{short_text(node.value)}`, not {EXPECTED} or `none`", node.mark
            )
        return Expectation(key="within", value=span, promise=promise, mark=mark)
