"""The key `derive` of facts: entries of which the first that holds gives the value of a fact that nobody states."""

from collections.abc import Collection

from ..findings import Mark
from ..model import RESERVED_NAMES, Derivation, Fact, Value
from .conditions import parse_condition, parse_value
from .grids import NO_ENTRY, GridEntry, is_grid, parse_grid
from .nodes import Node
from .symbols import Symbols

_EXCLUDED = ("presume", "from", "optional")
"""Keys of a fact that say where its value comes from, or that it has none."""


def parse_derivations(root: Node, symbols: Symbols) -> dict[str, tuple[Derivation, ...]]:
    """Return the entries of each derived fact."""
    # Facts are derived before any group has decided.
    readable = [name for name in symbols.facts if name not in ("scope", "priority")]
    derivations = {}
    for name, node, _ in root.section("facts").entries():
        if node.get("derive") is None or name not in symbols.facts or name in RESERVED_NAMES:
            continue
        symbols.derived.add(name)
        for key in _EXCLUDED:
            if node.get(key) is not None and (key, node.value_at(key)) != ("optional", False):
                message = f"`{name}` is derived, and has `{key}`"
                symbols.findings.error("wrong-shape", message, node.key_mark(key), f"keep `derive` or `{key}`")
        fact = symbols.facts[name]
        if name not in symbols.unreadable:
            derivations[name] = tuple(
                entry for item in node.mappings("derive") for entry in _entries(item, fact, symbols, readable)
            )
            if not derivations[name] and not symbols.findings.has_errors:  # grids alone, of which every cell is empty
                message = f"no entry gives the derived fact `{name}` a value"
                symbols.findings.error("gap", message, node.key_mark("derive"), "give cells a value other than `none`")
    return derivations


def _entries(node: Node, fact: Fact, symbols: Symbols, readable: Collection[str]) -> list[Derivation]:
    if is_grid(node):

        def value_in(_key: str, cell: Node, _mark: Mark) -> Value | None:
            is_empty = cell.value == NO_ENTRY and NO_ENTRY not in fact.choices
            return None if is_empty else _value(fact, cell, symbols)

        entries: list[GridEntry[Value]] = parse_grid(node, symbols, value_in, readable=readable)
        return [
            Derivation(
                id=entry.id,
                when=entry.when,
                value=entry.value,
                cite=entry.cell.grid.cite,
                cell=entry.cell,
                mark=entry.mark,
            )
            for entry in entries
        ]
    when = parse_condition(node.get("when"), symbols, readable)
    cite = symbols.check_cited(node, "entry")
    written = node.get("value")
    value = None if written is None else _value(fact, written, symbols)
    if written is None or value is None:
        return []
    return [
        Derivation(id=node.text("id"), when=when, value=value, cite=cite, mark=node.mark, marks={"value": written.mark})
    ]


def _value(fact: Fact, node: Node, symbols: Symbols) -> Value | None:
    value = parse_value(fact, node, symbols)
    if value is not None:
        symbols.dates.note_date(fact, "derive", node.mark)
    return value
