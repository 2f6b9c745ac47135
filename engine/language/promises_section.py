"""The section `promises`: what is owed, by tier and level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..model import Cell, Promise, SpanOf
from .fact_values import shown
from .spans import EXPECTED, parse_span

if TYPE_CHECKING:
    from ..findings import Mark
    from .nodes import Node
    from .symbols import Symbols


def parse_promises(root: Node, names: Symbols) -> dict[str, Promise]:
    """Return the promises declared."""
    return {name: _promise(name, node, mark, names) for name, node, mark in root.section("promises").entries()}


def _promise(name: str, node: Node, mark: Mark, names: Symbols) -> Promise:
    hours = node.get("hours")
    repeats = node.get("repeats")
    kind = node.text("kind")
    scope: Literal["support", "consulting"] = "consulting" if node.text("scope") == "consulting" else "support"
    return Promise(
        name,
        scope,
        _within(node.section("within"), scope, names),
        names.cites(node),
        bool(repeats and repeats.value is True),
        names.check(hours, "hours", names.hours) if hours else None,
        "goal" if kind == "goal" else "guarantee" if kind == "guarantee" else None,
        mark,
    )


def _within(table: Node, scope: str, names: Symbols) -> dict[tuple[str, str | None], Cell]:
    """Lay a table of tiers, or of tiers and levels, out as cells."""
    cells: dict[tuple[str, str | None], Cell] = {}
    for tier, node, mark in table.entries():
        if tier not in names.tiers:
            names.unknown(tier, "tier", names.tiers, mark)
        levels: list[str | None] = list(names.levels) if scope == "support" else [None]
        is_table = isinstance(node.value, dict) and ("fact" not in node.value or "fact" in names.levels)
        if is_table and scope == "consulting":
            names.findings.error("wrong-shape", "a consulting promise has no levels", mark, "give the tier one span")
        elif is_table:
            for level, cell, level_mark in node.entries():
                if level not in names.levels:
                    names.unknown(level, "level", names.levels, level_mark)
                _set(cells, [(tier, level)], cell, names)
        else:
            _set(cells, [(tier, level) for level in levels], node, names)
    return cells


def _set(
    cells: dict[tuple[str, str | None], Cell], keys: list[tuple[str, str | None]], node: Node, names: Symbols
) -> None:
    """Put what a node writes into cells; what it writes wrongly stays out, with a finding."""
    cell: Cell = None
    if isinstance(node.value, dict):
        found = node.get("fact")
        spans = [name for name, fact in names.facts.items() if fact.type == "span"]
        if found and isinstance(found.value, str) and found.value in names.unread:
            return
        name = names.check(found, "span fact", spans) if found else None
        if name is None:
            return
        cell = SpanOf(name)
    elif isinstance(node.value, str) and node.value != "none":
        cell = parse_span(node.value)
        if cell is None:
            message = f"`{shown(node.value)}` is not {EXPECTED}, nor `none`"
            names.findings.error("wrong-span", message, node.mark)
            return
    cells.update(dict.fromkeys(keys, cell))
