"""Derived facts go through everything that authors ask: checks, coverage, mutants, invariants, diff and the page."""

from __future__ import annotations

import pytest

from remit.engine.authoring.diff import diff

from .coverage.verbs import NO_CASES, cases, covered, impossible, uncovered
from .mutation.verbs import changes, done, policy_of, surviving
from .show.verbs import sheet, tables
from .verbs import TODAY, case, complaints, edited

DESK = """\
remit: 1
policy: acme
title: Desk
edition: "1"
effective: {from: 2026-01-01}
sources: {sla: {title: Terms, clauses: {all: {at: Page 1, says: all}, far: {at: Page 2, says: far is slow}}}}
facts:
  outage: {ask: "How much is down?", choices: [all, some, none]}
  region: {ask: "Where is it?", choices: [near, far]}
  staff: {ask: "How many are hit?", type: number, minimum: 0}
  severity:
    choices: [high, low]
    derive:
      - {id: many, when: {staff: {at_least: 100}}, value: high, cite: sla.all}
      - {id: down, when: {outage: all}, value: high, cite: sla.all}
      - {id: rest, value: low, cite: sla.all}
  span:
    type: span
    derive:
      - grid: {down: severity, across: region}
        id: spans
        cells: {high: {near: 1 hour, far: 4 hours}, low: {near: 2 hours, far: 8 hours}}
        cite: sla.far
hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}
tiers: {basic: {title: Basic}}
scope: {rules: [{id: everything, then: support, cite: sla.all}]}
priorities:
  levels: {P1: Urgent, P2: Normal}
  rules:
    - {id: urgent, when: {severity: high}, then: P1, cite: sla.all}
    - {id: normal, when: {severity: low}, then: P2, cite: sla.all}
coverage: {rules: [{id: in-office, then: office, cite: sla.all}]}
promises: {initial_response: {within: {basic: {P1: {fact: span}, P2: {fact: span}}}, cite: sla.all}}
"""


def found(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is found in the policy, edited: check and message."""
    return [(check.partition(" ")[2], message) for check, message, *_ in complaints(edited(*edits, content=DESK))]


def test_nothing_is_found_in_the_policy():
    """Its spans are compared only where they can arise together, so that near and far are not."""
    assert [] == found()


def test_an_entry_that_never_wins_is_masked():
    """As one after another that holds wherever it does."""
    (message,) = found(("{id: down, when: {outage: all}", "{id: down, when: {staff: {at_least: 200}, outage: all}"))
    assert ("masked", "entry `down` holds but never wins over `many` (line 14)") == message


def test_an_entry_after_which_another_always_gives_the_same_is_redundant():
    """Whatever stands between them; the last one is never, as without it there would be no value."""
    message = "`severity` always has the same value without entry `down`"
    alike = "{id: all-hit, when: {outage: [all, some]}, value: high, cite: sla.all}\n      - "
    assert [("redundant", message)] == found(("{id: rest, value: low", alike + "{id: rest, value: low"))
    between = "{id: few, when: {outage: all, staff: {less_than: 5}}, value: low, cite: sla.all}\n      - "
    assert ("redundant", message) not in found(("{id: rest, value: low", between + alike + "{id: rest, value: low"))


def test_an_entry_that_holds_nowhere_is_unreachable():
    """Here because of what another derived fact can be."""
    more = "  odd: {type: boolean, derive: [{id: odd, when: {severity: low, staff: {at_least: 100}}, value: true, "
    more += "cite: sla.all}, {id: even, value: false, cite: sla.all}]}\nhours:"
    assert ("unreachable", "entry `odd` can never hold") in found(("hours:", more))


def test_a_rule_that_needs_what_is_never_derived_is_unreachable():
    """Both parts of its condition hold, and never together."""
    rule = "    - {id: odd, when: {severity: low, outage: all}, then: P1, cite: sla.all}\ncoverage:"
    assert [("unreachable", "rule `odd` can never hold")] == found(("coverage:", rule))


SHIFTS = """\
remit: 1
policy: shifts
title: Shifts
edition: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
sources: {sla: {title: Terms, clauses: {all: {at: Page 1, says: all}}}}
facts:
  shift:
    choices: [day, night]
    derive:
      - {id: by-day, when: {received: {within: day}}, value: day, cite: sla.all}
      - {id: by-night, when: {received: {within: night}}, value: night, cite: sla.all}
hours:
  day: {timezone: UTC, week: {mon-sun: "06:00-22:00"}}
  night: {timezone: UTC, week: {mon-sun: "22:00-06:00"}}
tiers: {basic: {title: Basic}}
scope: {rules: [{id: everything, then: support, cite: sla.all}]}
priorities:
  levels: {P1: Urgent, P2: Normal}
  rules: [{id: at-night, when: {shift: night}, then: P1, cite: sla.all}, {id: rest, then: P2, cite: sla.all}]
coverage:
  rules: [{id: nightly, when: {shift: night}, then: night, cite: sla.all}, {id: daily, then: day, cite: sla.all}]
promises: {initial_response: {within: {basic: {P1: 1 hour, P2: 1 hour}}, cite: sla.all}}
"""


def test_receipts_that_occur_leave_no_gap():
    """No request comes in outside of both shifts; where the night begins later, one does."""
    assert [] == [check for check, *_ in complaints(SHIFTS) if "gap" in check]
    later = edited(('"22:00-06:00"', '"23:00-06:00"'), content=SHIFTS)
    message = "no entry gives the derived fact `shift` a value in some situation"
    assert ("error gap", message) in [finding[:2] for finding in complaints(later)]


def test_a_fact_that_only_entries_read_is_used():
    """And a derived fact that nothing reads is not."""
    more = "  odd: {type: boolean, derive: [{id: odd, value: true, cite: sla.all}]}\nhours:"
    assert [("unused-fact", "nothing reads fact `odd`")] == [
        line for line in found(("hours:", more)) if "fact" in line[0]
    ]


def test_levels_are_compared_by_spans_that_can_arise_together():
    """In one region a severe request is later than a mild one; what is owed in two regions is never compared."""
    (finding,) = found(("high: {near: 1 hour", "high: {near: 3 hours"))
    assert "slower-when-more-severe" == finding[0]
    assert "promise `initial_response` of tier `basic` falls due later at `P1` than at `P2`" in finding[1]


@pytest.mark.parametrize(
    ("invariant", "expected"),
    [
        ("when: {severity: high, region: near}, expect: {within: {initial_response: 1 hour}}", []),
        (
            "when: {severity: high}, expect: {within: {initial_response: 1 hour}}",
            ["invariant `x` is violated: initial_response is owed within 4 hours, not within 1 hour"],
        ),
        ("between: {region: [far, near]}, expect: {due: {initial_response: no_later}}", []),
        ("between: {outage: [none, all]}, expect: {priority: no_lower, due: {initial_response: no_later}}", []),
    ],
)
def test_invariants_take_derived_values_exactly(invariant, expected):
    """Where `between` varies a fact, those that follow from it follow."""
    lines = found(("tiers:", f"always: [{{id: x, {invariant}}}]\ntiers:"))
    assert expected == [message for check, message in lines if check == "not-always"]


def test_coverage_counts_each_entry_and_each_side_of_its_numbers():
    """An entry is covered where another value of its fact would change the decision."""
    words = [line.partition(":")[0] for line in uncovered(NO_CASES, DESK)]
    entries = ["many", "down", "rest", "spans-high-near", "spans-high-far", "spans-low-near", "spans-low-far"]
    assert [f"entry `{name}` never decides" for name in entries] == [line for line in words if line.startswith("entry")]
    assert ["`staff` is never just under 100", "`staff` is never 100 or just over"] == [
        line for line in words if "staff" in line
    ]
    assert [] == impossible(DESK)


def test_offered_cases_cover_every_entry_and_state_no_derived_fact():
    """Each is the smallest request found."""
    (edition,) = covered(NO_CASES, DESK).policies
    offered = {item.words for item in edition.uncovered if item.case is not None}
    assert offered == {item.words for item in edition.uncovered}
    stated = [new.request.get("facts", {}) for new in edition.offered]
    assert [] == [facts for facts in stated if not isinstance(facts, dict) or {"severity", "span"} & facts.keys()]


def test_a_case_covers_the_entries_that_decide_it():
    """And no other entry."""
    one = case("{priority: P1}", name="many", tier="basic", facts="{staff: 100, outage: none, region: far}")
    left = [line.split("`")[1] for line in uncovered(cases(one), DESK) if line.startswith("entry")]
    assert ["down", "rest", "spans-high-near", "spans-low-near", "spans-low-far"] == left


def test_mutants_change_drop_and_swap_entries():
    """Cells have their values changed, the last entry's condition decides nothing."""
    assert [
        ": its only limb dropped",
        ": a limb negated",
        ": a threshold moved by one",
        ": a threshold moved by one",
        ": its value changed to low",
        " dropped",
    ] == done(DESK, "entry `many`")
    assert [": its value changed to high", " dropped"] == done(DESK, "entry `rest`")
    assert ["`many` and `down` swapped", "`down` and `rest` swapped"] == done(DESK, "entries ")
    (changed,) = changes(DESK, "entry `spans-high-near`")
    assert ("- {id: spans-high-near, when: {severity: high, region: near}, value: 2 hours}",) == changed.after


def test_mutants_of_entries_are_told_apart_exactly():
    """Only swapping two entries of the same value is told by nothing."""
    alive = surviving(DESK)
    of_entries = [what for what in done(DESK) if what.startswith(("entry", "entries"))]
    assert ["entries `many` and `down` swapped"] == [what for what in of_entries if what not in alive]


def test_diff_tells_what_is_derived_otherwise():
    """By the decisions that change, exactly, and by the entry."""
    new = edited(('edition: "1"', 'edition: "2"'), ("staff: {at_least: 100}", "staff: {at_least: 50}"), content=DESK)
    changed = diff(policy_of(DESK), policy_of(new), TODAY)
    kinds = {(change.kind, change.about) for change in changed.changes}
    assert {("raised", "priority"), ("tighter", "promise"), ("changed", "fact")} <= kinds, kinds


def test_a_fact_that_one_edition_derives_is_two_facts():
    """What is stated to one follows in the other."""
    start, end = DESK.index("    derive:\n      - {id: many"), DESK.index("  span:\n")
    new = DESK[:start] + DESK[end:]
    changed = diff(policy_of(DESK), policy_of(new.replace('edition: "1"', 'edition: "2"')), TODAY)
    assert changed.changes


def test_the_page_shows_entries_and_draws_grids():
    """In the order in which they count."""
    entries, grid = tables("Derived facts", sheet(DESK))
    assert ["entry", "when", "value"] == entries[0]
    assert ["many", "staff is at least 100", "high", "sla.all"] == entries[1]
    assert [["severity by region", "near", "far"], ["high", "1 hour", "4 hours"], ["low", "2 hours", "8 hours"]] == grid
