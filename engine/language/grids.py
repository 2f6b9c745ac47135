"""Grids: a matrix as a document prints it, of which each cell is an entry under the values on its two axes."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Generic, NamedTuple, TypeVar

from ..findings import Mark
from ..model import All, Condition, Fact, Grid, GridCell, IsOneOf
from ..text import did_you_mean, quoted
from .conditions import parse_condition, parse_value
from .nodes import Node
from .symbols import Symbols, short_text

T = TypeVar("T")

NO_ENTRY = "none"
"""What stands in a cell that holds no entry."""

_NAMED = 6
"""Missing rows or cells that are named."""

Place = tuple[Node, Mark]
"""A table, and where it is said what it lacks."""

_NOT_IN_NAMES = r"[\s.`\x00-\x1f\x7f-\x9f]+"
"""Compiled when it is first needed: start-up is felt."""


class GridEntry(NamedTuple, Generic[T]):
    """What one cell of a grid holds, and when it counts."""

    id: str
    when: Condition
    value: T
    cell: GridCell
    mark: Mark


def is_grid(node: Node) -> bool:
    """Tell whether an item of a list of rules is a grid."""
    return node.get("grid") is not None


def parse_grid(
    node: Node,
    symbols: Symbols,
    read_cell: Callable[[str, Node, Mark], T | None],
    built_in_axes: Collection[str] = ("tier",),
    readable: Collection[str] | None = None,
) -> list[GridEntry[T]]:
    """Return the entries of a grid, row by row; `readable` are the facts that its `when` may read, else all.

    `read_cell` returns what a cell holds, given its key, its node and the key's mark: None where that is nothing or,
    after a finding, wrong.
    """
    id_ = node.text("id")
    when = parse_condition(node.get("when"), symbols, readable)
    cite = symbols.check_cited(node, "grid")
    down, across = (_axis(key, node.section("grid"), symbols, built_in_axes) for key in ("down", "across"))
    if down is None or across is None:
        return []
    if down == across:
        message = f"grid `{id_}` has `{down.name}` on both axes"
        symbols.findings.error("wrong-shape", message, node.section("grid").key_mark("across"), "name two facts")
        return []
    grid = Grid(id=id_, down=down.name, across=across.name, when=when, cite=cite, mark=node.mark)
    return list(_entries(grid, node, (down, across), symbols, read_cell))


def _axis(key: str, grid: Node, symbols: Symbols, built_in: Collection[str]) -> Fact | None:
    """Return the fact of an axis, None after a finding where it can be none."""
    node = grid.get(key)
    if node is None or not isinstance(node.value, str) or node.value in symbols.unreadable:
        return None
    name = node.value
    declared = (own for own in symbols.names["fact"] if own in symbols.facts and symbols.facts[own].choices)
    axes = [*declared, *built_in]
    if name in axes:
        return symbols.facts[name]
    if name not in symbols.facts:
        symbols.unknown(name, "fact", axes, node.mark)
    elif name in symbols.names["fact"]:
        message = f"`{name}` is of type {symbols.facts[name].type}, and an axis of a grid has choices"
        symbols.findings.error("wrong-shape", message, node.mark, did_you_mean("", axes))
    else:
        symbols.findings.error(
            "not-readable", f"`{name}` cannot be an axis of a grid here", node.mark, did_you_mean("", axes)
        )
    return None


def _entries(
    grid: Grid, node: Node, axes: tuple[Fact, Fact], symbols: Symbols, read_cell: Callable[[str, Node, Mark], T | None]
) -> Iterator[GridEntry[T]]:
    """Yield the entry of each cell that holds one, with a finding for each row that is not there in full."""
    down, across = axes
    table = node.section("cells")
    rows = _lines(down, table, symbols)
    if isinstance(node.value_at("cells"), dict):
        _check_missing(f"grid `{grid.id}` has no row", down, rows, (table, node.key_mark("cells")), symbols)
    for row, (line, line_mark) in rows.items():
        columns = _lines(across, line, symbols)
        if isinstance(line.value, dict):
            lacking = f"row `{short_text(row)}` of grid `{grid.id}` has no cell"
            _check_missing(lacking, across, columns, (line, line_mark), symbols)
        for column, (cell, cell_mark) in columns.items():
            if (value := read_cell(column, cell, cell_mark)) is not None:
                place = GridCell(grid=grid, down=row, across=column)
                yield GridEntry(
                    id=re.sub(_NOT_IN_NAMES, "_", f"{grid.id}-{row}-{column}"),
                    when=cell_condition(place, cell.mark),
                    value=value,
                    cell=place,
                    mark=cell.mark,
                )


def cell_condition(cell: GridCell, mark: Mark) -> Condition:
    """Return when the entry of a cell counts: where the grid does, and the facts on its axes have the cell's values."""
    grid = cell.grid
    limbs = grid.when.parts if isinstance(grid.when, All) else (grid.when,)
    values = ((grid.down, cell.down), (grid.across, cell.across))
    return All((*limbs, *(IsOneOf(fact, (value,), mark=mark) for fact, value in values)), mark=mark)


def _lines(fact: Fact, table: Node, symbols: Symbols) -> dict[str, Place]:
    """Return what a table holds by value of a fact, with the marks of its keys."""
    lines: dict[str, Place] = {}
    for key, node, mark in table.entries():
        value = parse_value(fact, Node(key, mark), symbols)
        if isinstance(value, str) and value in lines:
            message = f"`{short_text(key)}` is `{short_text(value)}` of `{fact.name}`, which the grid has already"
            symbols.findings.error("duplicate", message, mark)
        elif isinstance(value, str):
            lines[value] = node, mark
    return lines


def _check_missing(lacking: str, fact: Fact, lines: Collection[str], place: Place, symbols: Symbols) -> None:
    """Add a finding where a table lacks values of a fact; what could not be read may have been meant for one."""
    table, mark = place
    missing = [choice for choice in fact.choices if choice not in lines]
    if not missing or table.is_partial or len(table.keys) > len(lines):
        return
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    symbols.findings.error(
        "missing-key",
        f"{lacking}{'s' if len(missing) > 1 else ''} {quoted(missing[:_NAMED])}{more}",
        mark,
        "every pair of values has its cell: write `none` where no rule is meant",
    )
