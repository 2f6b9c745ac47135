"""Grids: a matrix as a document prints it."""

from __future__ import annotations

import pytest

from remit.engine.model import All, Grid, GridCell, IsOneOf, Span

from .verbs import complains, helps, policy, whole

FACTS = """\
facts:
  impact: {choices: [high, low]}
  urgency: {choices: [high, on hold]}
  users: {type: number}
"""


def levels(*rules: str) -> str:
    """Return facts and levels, with rules, a line each, the first on line 8."""
    lines = ["priorities:", "  levels: {P1: Urgent, P2: Normal}", "  rules:", *(f"    - {rule}" for rule in rules)]
    return whole(FACTS + "\n".join([*lines, ""]))


CELLS = "high: {high: P1, on hold: P2}, low: {high: P2, on hold: none}"


def grid(cells: str = CELLS, axes: str = "down: impact, across: urgency", more: str = "cite: terms.all") -> str:
    """Return levels with one grid, on line 8."""
    return levels(f"{{grid: {{{axes}}}, id: matrix, cells: {{{cells}}}, {more}}}")


def test_each_cell_is_a_rule_named_after_its_place():
    """Under the grid's condition and the values of its row and column; `none` is no rule, and spaces are no name's."""
    read = policy(grid(more="when: {users: 1}, cite: terms.all"))
    assert ["matrix-high-high", "matrix-high-on_hold", "matrix-low-high"] == [rule.id for rule in read.priority.rules]
    assert ["P1", "P2", "P2"] == [rule.then for rule in read.priority.rules]
    first = read.priority.rules[0]
    users = IsOneOf("users", (1,))
    assert All((users, IsOneOf("impact", ("high",)), IsOneOf("urgency", ("high",)))) == first.when
    matrix = Grid(id="matrix", down="impact", across="urgency", when=users, cite=("terms.all",))
    assert GridCell(grid=matrix, down="high", across="high") == first.cell
    assert (matrix,) == read.priority.grids
    assert ("terms.all",) == first.cite


def test_values_and_levels_are_matched_as_everywhere():
    """In capitals or not, with spaces, hyphens and underscores alike."""
    read = policy(grid("High: {HIGH: p1, on_hold: P2}, low: {high: P2, On-hold: P2}"))
    assert [("high", "high", "P1"), ("high", "on hold", "P2")] == [
        (rule.cell.down, rule.cell.across, rule.then) for rule in read.priority.rules[:2] if rule.cell
    ]


def test_tier_can_be_an_axis():
    """As the built-in fact that every policy has."""
    read = policy(grid("base: {high: P1, low: P2}, plus: {high: P1, low: P1}", "down: tier, across: impact"))
    assert "matrix-plus-low" == read.priority.rules[-1].id


def test_findings_stand_at_the_cell():
    """Which is where the rule stands."""
    assert [(8, 80), (8, 93)] == [
        (rule.mark.line, rule.mark.column) for rule in policy(grid()).priority.rules if rule.cell
    ][:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (grid("high: {high: P1, on hold: P2}"), "8:59 missing-key grid `matrix` has no row `low`"),
        (
            grid("high: {high: P1}, low: {high: P1, on hold: P2}"),
            "8:67 missing-key row `high` of grid `matrix` has no cell `on hold`",
        ),
        (grid(CELLS.replace("P1", "P9")), "8:80 unknown-level level `P9` is not declared"),
        (grid(CELLS.replace("low", "medium")), "8:98 unknown-choice `medium` is not a choice of `impact`"),
        (
            grid(CELLS.replace("low:", "High:")),
            "8:98 duplicate `High` is `high` of `impact`, which the grid has already",
        ),
        (
            grid(axes="down: impact, across: users"),
            "8:37 wrong-shape `users` is of type number, and an axis of a grid has choices",
        ),
        (grid(axes="down: impact, across: impact"), "8:29 wrong-shape grid `matrix` has `impact` on both axes"),
        (grid(axes="down: impact, across: urgncy"), "8:37 unknown-fact fact `urgncy` is not declared"),
        (grid(axes="down: impact, across: priority"), "8:37 not-readable `priority` cannot be an axis of a grid here"),
        (grid(axes="down: impact"), "8:8 missing-key `grid` lacks the key `across`"),
        (grid(axes="down: [impact], across: urgency"), "8:15 wrong-type `down` must be a string, not a list"),
        (grid("high: P1, low: {high: P1, on hold: P2}"), "8:67 wrong-type `high` must be a mapping, not a string"),
        (grid(CELLS.replace("P1", "1")), "8:74 wrong-type `high` must be a string, not a number"),
        (grid(more="then: P1, cite: terms.all"), "8:131 unknown-key unknown key `then` in item 1 of `rules`"),
        (grid(more="when: {users: 1}"), "8:7 uncited-rule item 1 of `rules` lacks the key `cite`"),
        (grid(more="cite: terms.al"), "8:137 unknown-clause clause `terms.al` is not declared"),
        (
            levels(
                f"{{grid: {{down: impact, across: urgency}}, id: m, cells: {{{CELLS}}}, cite: terms.all}}",
                "{id: m-low-high, then: P1, cite: terms.all}",
            ),
            "9:7 duplicate-rule rule `m-low-high` is given twice, first on line 8",
        ),
    ],
)
def test_grid_that_cannot_be_read(text, expected):
    """Each mistake is one finding, at its place."""
    assert [expected] == complains(text, "policy")


def test_help_for_a_missing_cell():
    """It says what to write where no rule is meant."""
    help_ = "every pair of values has its cell: write `none` where no rule is meant"
    assert [help_] == helps(grid("high: {high: P1, on hold: P2}"))


def promise(cells: str, axes: str = "down: tier, across: priority") -> str:
    """Return a promise whose only rules are a grid."""
    rule = f"{{grid: {{{axes}}}, id: m, cells: {{{cells}}}, cite: terms.all}}"
    return whole(f"promises: {{p: {{rules: [{rule}]}}}}\n")


def test_cells_of_a_promise_hold_entries():
    """Levels can be an axis; `none` is no rule, so that the next rule counts, or the table."""
    cells = "base: {P1: 1 hour, P2: none}, plus: {P1: {within: 2 hours, hours: office}, P2: 1 day}"
    rules = policy(promise(cells)).promises["p"].rules
    assert ["m-base-P1", "m-plus-P1", "m-plus-P2"] == [rule.id for rule in rules]
    spans = [entry.within for rule in rules if (entry := rule.then)]
    assert [Span(3600), Span(7200), Span(0, 1)] == spans
    assert "office" == (rules[1].then and rules[1].then.hours)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("base: {P1: soon, P2: none}, plus: {P1: 1 hour, P2: 1 day}", "wrong-span `soon` is neither a span"),
        ("base: {P1: 1 hour, P2: none}", "missing-key grid `m` has no row `plus`"),
        ("base: {P1: {hours: office}, P2: none}, plus: {P1: 1 hour, P2: 1 day}", "missing-key `P1` lacks the key"),
        ("base: {P1: 1 hour, P9: none}, plus: {P1: 1 hour, P2: 1 day}", "unknown-level level `P9` is not declared"),
    ],
)
def test_cells_of_a_promise_that_cannot_be_read(cells, expected):
    """Each is found at its cell."""
    said = [line.partition(" ")[2] for line in complains(promise(cells), "policy")]
    assert [line for line in said if line.startswith(expected)], said


def test_a_grid_is_refused_where_no_grid_can_stand():
    """Scope, coverage and channels have rules alone."""
    text = "scope:\n  rules:\n    - {grid: {down: down, across: tier}, id: m, cells: {}, cite: terms.all}\n"
    assert any("unknown key `grid`" in line for line in complains(whole(text), "policy"))
