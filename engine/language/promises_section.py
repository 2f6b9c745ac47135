"""The section `promises`: what is owed, by tier and level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..model import Cell, Promise, SpanOf
from .fact_values import short_text
from .spans import EXPECTED, parse_span

if TYPE_CHECKING:
    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols


def parse_promises(root: Node, symbols: Symbols) -> dict[str, Promise]:
    """Return the promises declared."""
    return {name: _promise(name, node, mark, symbols) for name, node, mark in root.section("promises").entries()}


def _promise(name: str, node: Node, mark: Mark, symbols: Symbols) -> Promise:
    hours = node.get("hours")
    kind = node.text("kind")
    scope: Literal["support", "consulting"] = "consulting" if node.text("scope") == "consulting" else "support"
    return Promise(
        name=name,
        scope=scope,
        within=_within(node.section("within"), scope, symbols),
        cite=symbols.check_citations(node),
        repeats=node.value_at("repeats") is True,
        hours=symbols.check(hours, "hours", symbols.hours) if hours else None,
        kind="goal" if kind == "goal" else "guarantee" if kind == "guarantee" else None,
        mark=mark,
    )


def _within(table: Node, scope: str, symbols: Symbols) -> dict[tuple[str, str | None], Cell]:
    """Return the cells of a table of tiers, or of tiers and levels."""
    cells: dict[tuple[str, str | None], Cell] = {}
    for tier, node, mark in table.entries():
        if tier not in symbols.tiers:
            symbols.unknown(tier, "tier", symbols.tiers, mark)
        levels: list[str | None] = list(symbols.levels) if scope == "support" else [None]
        is_table = isinstance(node.value, dict) and ("fact" not in node.value or "fact" in symbols.levels)
        if is_table and scope == "consulting":
            symbols.findings.error("wrong-shape", "a consulting promise has no levels", mark, "give the tier one span")
        elif is_table:
            for level, cell, level_mark in node.entries():
                if level not in symbols.levels:
                    symbols.unknown(level, "level", symbols.levels, level_mark)
                _fill(cells, [(tier, level)], cell, symbols)
        else:
            _fill(cells, [(tier, level) for level in levels], node, symbols)
    return cells


def _fill(
    cells: dict[tuple[str, str | None], Cell], keys: list[tuple[str, str | None]], node: Node, symbols: Symbols
) -> None:
    """Fill cells with what a node writes; a wrong entry is a finding and leaves its cells out."""
    cell: Cell = None
    if isinstance(node.value, dict):
        fact_node = node.get("fact")
        spans = [name for name, fact in symbols.facts.items() if fact.type == "span"]
        if fact_node and isinstance(fact_node.value, str) and fact_node.value in symbols.unreadable:
            return
        name = symbols.check(fact_node, "span fact", spans) if fact_node else None
        if name is None:
            return
        cell = SpanOf(name)
    elif isinstance(node.value, str) and node.value != "none":
        cell = parse_span(node.value)
        if cell is None:
            symbols.findings.error(
                "wrong-span", f"`{short_text(node.value)}` is neither {EXPECTED} nor `none`", node.mark
            )
            return
    cells.update(dict.fromkeys(keys, cell))
