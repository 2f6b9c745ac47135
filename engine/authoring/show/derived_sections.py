"""The section on facts that follow from others: their entries in order, with grids drawn where they stand."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...model import Derivation, Fact, Grid, Policy
from ...render.document import Block, Heading, Section, Table, cell, line_of, paragraph
from .citations import Citations
from .condition_wording import worded_condition
from .grid_matrix import grid_matrix
from .show_wording import spaced, titled, worded_value


def derived_facts(policy: Policy, citations: Citations) -> Section:
    """Return each derived fact, and what gives it which value."""
    blocks = [block for fact in policy.facts.values() if fact.derive for block in _fact(policy, fact, citations)]
    return Section(title="Derived facts", anchor="derived-facts", blocks=tuple(blocks))


def _fact(policy: Policy, fact: Fact, citations: Citations) -> Iterator[Block]:
    yield Heading(line_of(titled(fact.name)), f"fact-{fact.name}")
    yield paragraph("Nobody states it: the first of these that holds gives its value.")
    for grid, entries in groupby(fact.derive, key=_grid_of):
        if grid is None:
            yield _entries(policy, list(entries), citations)
        else:
            cells = {(e.cell.down, e.cell.across): cell(worded_value(e.value)) for e in entries if e.cell}
            yield from grid_matrix(policy, grid, cells, citations)


def _grid_of(entry: Derivation) -> Grid | None:
    return entry.cell.grid if entry.cell else None


def _entries(policy: Policy, entries: Sequence[Derivation], citations: Citations) -> Table:
    rows = (
        citations.row(
            f"rule-{entry.id}",
            entry.cite,
            cell(spaced(entry.id)),
            worded_condition(entry.when, policy.facts),
            cell(worded_value(entry.value)),
        )
        for entry in entries
    )
    return Table(columns=("entry", "when", "value"), rows=tuple(rows))
