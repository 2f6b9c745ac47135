"""Tables of rules: when each holds, and what it then comes to."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ...model import Entry, Offer, Policy, Rule
from ...render.document import Block, Cell, Piece, Table, cell, line_of
from .citations import Citations
from .condition_wording import worded_condition
from .grid_matrix import grid_matrix
from .show_wording import spaced, worded_entry, worded_offer


def rule_table(policy: Policy, rules: Iterable[Rule], citations: Citations, then: str = "") -> Table:
    """Return rules as a table, with what each gives under a title where there is one."""
    rows = [
        citations.row(
            f"rule-{rule.id}",
            rule.cites,
            cell(rule.id),
            worded_condition(rule.when, policy.facts),
            *([_consequence(rule.then)] if then else []),
        )
        for rule in rules
    ]
    return Table(columns=("rule", "when", *([then] if then else [])), rows=tuple(rows))


def ordered_rules(policy: Policy, rules: Iterable[Rule], citations: Citations, then: str) -> Iterator[Block]:
    """Yield rules of which the first that holds counts: as tables, with grids drawn where they stand."""
    for grid, listed in groupby(rules, key=lambda rule: rule.cell.grid if rule.cell else None):
        if grid is None:
            yield rule_table(policy, listed, citations, then)
        else:
            cells = {(rule.cell.down, rule.cell.across): _consequence(rule.then) for rule in listed if rule.cell}
            yield from grid_matrix(policy, grid, cells, citations)


def _consequence(then: str | Offer | Entry | None) -> Cell:
    """Return what a rule of channels offers, the hours that a rule of coverage chooses, or what a promise rule owes."""
    if isinstance(then, str):
        return (line_of(spaced(then), to=f"#hours-{then}"),)
    if isinstance(then, Offer):
        return cell(worded_offer(then))
    hours = then and then.hours
    counted = [(Piece("in ", role="dim"), *line_of(spaced(hours), to=f"#hours-{hours}", role="dim"))] if hours else []
    return (line_of(worded_entry(then), role="" if then else "dim"), *counted)
