"""Grids go through everything that authors ask: checks, coverage, mutants, diff and the page of a policy."""

from __future__ import annotations

from .coverage.verbs import NO_CASES, covered
from .mutation.verbs import changes, done, evaluator_of, without_cases
from .show.verbs import sheet, tables
from .verbs import complaints, edited

CARDIFF = """\
remit: 1
policy: cardiff
title: IT service desk
edition: "1"
effective: {from: 2026-01-01}
sources:
  sla: {title: Terms, clauses: {matrix: {at: Page 1, says: priority}, rest: {at: Page 2, says: all else is low}}}
facts:
  impact: {ask: "How many are hit?", choices: [high, medium, low]}
  urgency: {ask: "How urgent is it?", choices: [high, medium, low]}
  clinical: {ask: "Is a patient at risk?", type: boolean}
hours: {office: {timezone: Europe/London, week: {mon-fri: "09:00-17:00"}}}
tiers: {all: {title: Everybody}}
scope: {rules: [{id: everything, then: support, cite: sla.matrix}]}
priorities:
  levels: {P1: Critical, P2: High, P3: Medium, P4: Low}
  rules:
    - grid: {down: impact, across: urgency}
      id: matrix
      when: {clinical: false}
      cells:
        high:   {high: P1, medium: P2, low: P3}
        medium: {high: P2, medium: P3, low: P4}
        low:    {high: P3, medium: P4, low: none}
      cite: sla.matrix
    - {id: at-risk, when: {clinical: true}, then: P1, cite: sla.matrix}
    - {id: little, when: {clinical: false, impact: low, urgency: low}, then: P4, cite: sla.rest}
coverage: {rules: [{id: office, then: office, cite: sla.matrix}]}
promises:
  initial_response: {within: {all: {P1: 1 hour, P2: 2 hours, P3: 4 hours, P4: 8 hours}}, cite: sla.matrix}
"""

ROWS = {"high": ("P1", "P2", "P3"), "medium": ("P2", "P3", "P4"), "low": ("P3", "P4", None)}


def written_out() -> str:
    """Return the same policy with a rule in place of each cell."""
    start = CARDIFF.index("    - grid:")
    end = CARDIFF.index("    - {id: at-risk")
    rules = [
        f"    - {{id: matrix-{row}-{column}, when: {{clinical: false, impact: {row}, urgency: {column}}}, "
        f"then: {level}, cite: sla.matrix}}\n"
        for row, levels in ROWS.items()
        for column, level in zip(("high", "medium", "low"), levels, strict=True)
        if level
    ]
    return CARDIFF[:start] + "".join(rules) + CARDIFF[end:]


def test_a_grid_is_what_its_rules_written_out_are():
    """Compiled, both are the same records."""
    grid, rules = evaluator_of(CARDIFF).compiled, evaluator_of(written_out()).compiled
    assert rules.groups == grid.groups


def test_nothing_is_found_in_a_grid():
    """Cells that could be one rule, or stand beside another of the same level, are the document's."""
    assert [] == complaints(CARDIFF)
    alike = edited(("high: P2, medium: P3, low: P4", "high: P2, medium: P2, low: P4"), content=CARDIFF)
    assert [] == complaints(alike)
    rules = edited(("urgency: medium}, then: P3", "urgency: medium}, then: P2"), content=written_out())
    assert "note same-outcome" in {check for check, *_ in complaints(rules)}
    doubled = edited(("low: none}", "low: P4}"), content=CARDIFF)
    assert [("note redundant", "little")] == [
        (check, message.split("`")[1]) for check, message, *_ in complaints(doubled)
    ]


def test_a_cell_that_never_wins_is_found_at_the_cell():
    """As any rule is."""
    masked = edited(("{id: at-risk, when: {clinical: true}", "{id: at-risk, when: {impact: high}"), content=CARDIFF)
    masked = edited(("{id: little, when: {clinical: false, ", "{id: little, when: {"), content=masked)
    never_winning = [(message, place) for check, message, _, place in complaints(masked) if check == "warning masked"]
    assert ("rule `matrix-high-medium` holds but never wins over `at-risk` (line 26)", "P2, low: P3}") in never_winning


def test_coverage_counts_a_cell_once():
    """And no limbs of it, nor of the condition of its grid."""
    (edition,) = covered(NO_CASES, CARDIFF, "cardiff").policies
    missing = [item.words for item in edition.uncovered if "matrix-" in item.words]
    places = [f"{row}-{column}" for row in ROWS for column in ROWS][:-1]
    assert sorted(f"rule `matrix-{place}` never decides" for place in places) == sorted(missing)


def test_mutants_change_each_cell_and_the_condition_of_the_grid():
    """A cell has its outcome changed or is dropped; its place stays."""
    assert ["its outcome changed to P1", "its outcome changed to P3"] == done(CARDIFF, "rule `matrix-high-medium`: ")
    assert ["dropped"] == done(CARDIFF, "rule `matrix-high-medium` ")
    (negated,) = (change for change in changes(CARDIFF, "grid `matrix`: ") if "negated" in change.what)
    assert (("- when: {clinical: false}",), ("- when: {not: {clinical: false}}",)) == (negated.before, negated.after)


def test_what_is_changed_of_a_grid_can_be_told():
    """But for a condition without which another rule is more severe all the same."""
    result = without_cases(CARDIFF)
    assert () == tuple(result.unproved)
    surviving = {survivor.mutant.what for survivor in result.survivors}
    assert ["grid `matrix`: its only limb dropped"] == [
        what for what in done(CARDIFF) if "`matrix" in what and what not in surviving
    ]


def test_the_page_draws_the_matrix():
    """Rows are the values down, columns those across; a cell without a rule is a dash."""
    matrix = tables("Priorities", sheet(CARDIFF))[-1]
    assert [
        ["high", "P1", "P2", "P3"],
        ["medium", "P2", "P3", "P4"],
        ["low", "P3", "P4", "—"],
    ] == matrix[-3:]
