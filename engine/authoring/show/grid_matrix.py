"""Grids drawn as the document prints them: a row for each value down, a column for each value across."""

from collections.abc import Mapping

from ...model import ALWAYS, Grid, Policy
from ...render.document import Block, Cell, Heading, Paragraph, Piece, Row, Table, cell, line_of, tidy
from .citations import Citations
from .condition_wording import worded_condition
from .show_wording import level_title, spaced

Place = tuple[str, str]
"""A value down and a value across."""


def grid_matrix(policy: Policy, grid: Grid, cells: Mapping[Place, Cell], citations: Citations) -> list[Block]:
    """Return a grid as a heading, where it counts, its matrix, and what it cites."""
    facts = (grid.down, grid.across)
    down, across = ([*values] for values in (_values(policy, fact) for fact in facts))
    empty: Cell = (line_of("—", hint="no rule", role="dim"),)
    rows = (
        Row(cells=(_title(policy, grid.down, row), *(cells.get((row, column), empty) for column in across)))
        for row in down
    )
    titles = ("".join(piece.text for line in _title(policy, grid.across, value) for piece in line) for value in across)
    corner = tidy(" by ".join(map(spaced, facts)))
    blocks: list[Block] = [Heading(line_of(spaced(grid.id)), f"rule-{grid.id}")]
    if grid.when != ALWAYS:
        first, *limbs = worded_condition(grid.when, policy.facts)
        blocks.append(Paragraph(((Piece("Where "), *first), *limbs)))
    blocks.append(Table(columns=(corner, *titles), rows=tuple(rows), is_matrix=True))
    return [*blocks, citations.paragraph(grid.cite)] if grid.cite else blocks


def _values(policy: Policy, fact: str) -> Mapping[str, object]:
    """Return the values of an axis."""
    built_in: dict[str, Mapping[str, object]] = {"tier": policy.tiers, "priority": policy.levels}
    return built_in[fact] if fact in built_in else policy.facts[fact].choices


def _title(policy: Policy, fact: str, value: str) -> Cell:
    if fact == "priority":
        return (level_title(policy, value),)
    return cell(policy.tiers[value].title if fact == "tier" else spaced(value))
