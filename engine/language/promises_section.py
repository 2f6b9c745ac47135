"""The section `promises`: what is owed, by tier and level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..model import Cell, Promise, SpanOf

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols

Cells = dict[tuple[str, str | None], Cell]


def parse_promises(root: Node, symbols: Symbols) -> dict[str, Promise]:
    """Return the promises declared."""
    return {name: _promise(name, node, mark, symbols) for name, node, mark in root.section("promises").entries()}


def _promise(name: str, node: Node, mark: Mark, symbols: Symbols) -> Promise:
    kind = node.text("kind")
    scope: Literal["support", "consulting"] = "consulting" if node.text("scope") == "consulting" else "support"
    return Promise(
        name=name,
        scope=scope,
        within=_within(node.section("within"), scope, symbols),
        cite=symbols.check_citations(node),
        repeats=node.value_at("repeats") is True,
        hours=symbols.check_node(node.get("hours"), "hours"),
        kind="goal" if kind == "goal" else "guarantee" if kind == "guarantee" else None,
        mark=mark,
    )


def _within(table: Node, scope: str, symbols: Symbols) -> Cells:
    """Return the cells of a table of tiers, or of tiers and levels."""
    cells: Cells = {}
    levels = symbols.names["level"]
    columns: Collection[str | None] = levels if scope == "support" else [None]
    for tier, node, mark in table.entries():
        symbols.check(tier, "tier", mark)
        is_table = isinstance(node.value, dict) and ("fact" not in node.value or "fact" in levels)
        if is_table and scope == "consulting":
            symbols.findings.error("wrong-shape", "a consulting promise has no levels", mark, "give the tier one span")
        elif is_table:
            for level, cell, level_mark in node.entries():
                symbols.check(level, "level", level_mark)
                _fill(cells, [(tier, level)], cell, symbols)
        else:
            _fill(cells, [(tier, level) for level in columns], node, symbols)
    return cells


def _fill(cells: Cells, keys: list[tuple[str, str | None]], node: Node, symbols: Symbols) -> None:
    """Fill cells with what a node writes; a wrong entry is a finding and leaves its cells out."""
    cell: Cell = None
    if node.text("fact") in symbols.unreadable:
        return
    if isinstance(node.value, dict):
        name = symbols.check_node(node.get("fact"), "span fact")
        cell = SpanOf(name) if name else None
    elif node.value != "none":
        cell = symbols.read_span(node, "", " is neither ", " nor `none`")
    if cell or node.value == "none":
        cells.update(dict.fromkeys(keys, cell))
