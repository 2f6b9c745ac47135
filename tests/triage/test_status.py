"""The status of a decision: decided, needs facts, undecided; and what each scope leaves."""

from __future__ import annotations

import pytest

from .verbs import SMALL, decision, policy, record, request, store

NO_PROJECTS = SMALL["scope"].replace("then: consulting", "then: not_covered")
ONLY_FAULTS = """
  rules:
    - {id: faults, when: {activity: fault}, then: support, cite: terms.all}
    - {id: projects, when: {activity: project}, then: consulting, cite: terms.all}
"""
NO_REST = SMALL["priorities"].replace("    - {id: rest, then: P2, cite: terms.all}\n", "")
NO_OFFICE = SMALL["coverage"].replace("    - {id: office, then: office, cite: terms.all}\n", "")
NO_EMAIL = SMALL["channels"].replace("    - {id: email, then: {allow: email}, cite: terms.all}\n", "")
TWO_CALLS = f"""{SMALL["channels"].rstrip()}
    - {{id: down-email, when: {{outage: complete}}, then: {{require: email}}, cite: terms.all}}
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"activity": "fault", "outage": "none"}, "decided"),
        ({"activity": "project"}, "decided"),
        ({"activity": "fault"}, "needs_facts"),
        ({"outage": "complete"}, "needs_facts"),
        ({}, "needs_facts"),
    ],
)
def test_decided_as_soon_as_nothing_that_applies_is_open(facts, expected):
    assert expected == decision(request(facts=facts)).status


@pytest.mark.parametrize(
    ("sections", "facts"),
    [
        ({"scope": ONLY_FAULTS}, {"activity": "question", "outage": "none"}),
        ({"priorities": NO_REST}, {"activity": "fault", "outage": "none"}),
        ({"coverage": NO_OFFICE}, {"activity": "fault", "outage": "none"}),
        ({"channels": NO_EMAIL}, {"activity": "fault", "outage": "none"}),
        ({"channels": TWO_CALLS}, {"activity": "fault", "outage": "complete"}),
    ],
    ids=["no scope", "no priority", "no hours", "no channel", "two ways required"],
)
def test_undecided_where_a_group_that_applies_has_no_rule_that_holds(sections, facts):
    found = decision(request(facts=facts), store(policy(**sections)))
    assert ("undecided", ()) == (found.status, found.missing)


def test_an_undecided_scope_says_that_no_rule_decides():
    found = record(request(facts={"activity": "question", "outage": "none"}), store(policy(scope=ONLY_FAULTS)))
    assert {"outcome": None, "rules": [], "cites": [], "possible": [None]} == found["scope"]
    assert (None, [], []) == (found["priority"]["level"], found["deadlines"], found["channel"]["allowed"])


def test_an_undecided_priority_owes_nothing_that_a_level_would():
    found = decision(request(facts={"activity": "fault", "outage": "none"}), store(policy(priorities=NO_REST)))
    assert ((None,), {}) == (found.priority.possible, found.deadlines)


def test_undecided_hours_leave_a_deadline_without_bounds():
    asked = request(facts={"activity": "fault", "outage": "none"})
    (deadline,) = record(asked, store(policy(coverage=NO_OFFICE)))["deadlines"]
    expected = {"due": None, "due_local": None, "earliest": None, "latest": None, "certain": True, "hours": None}
    assert expected == {key: deadline[key] for key in expected}
    assert ("1 business day", []) == (deadline["within"], deadline["periods"])


def test_two_ways_required_at_once_are_an_error_that_names_both_rules():
    found = decision(request(facts={"activity": "fault", "outage": "complete"}), store(policy(channels=TWO_CALLS)))
    message = "rules require `phone` (rule `p1-phone`) and `email` (rule `down-email`) at once"
    assert [("error", "conflicting-ways", message)] == [(f.severity.name, f.check, f.message) for f in found.findings]


def test_an_open_fact_counts_before_a_gap():
    """Whether the gap is met is not known yet."""
    found = decision(request(facts={"activity": "fault"}), store(policy(priorities=NO_REST)))
    assert ("needs_facts", ("P1", None)) == (found.status, found.priority.possible)


def test_a_gap_in_hours_that_nothing_is_counted_in_is_none():
    found = decision(
        request(facts={"activity": "fault", "outage": "none"}), store(policy(coverage=NO_OFFICE, promises=None))
    )
    assert "decided" == found.status


def test_consulting_has_a_channel_and_no_priority():
    found = record(request(facts={"activity": "project", "outage": "complete"}, channel="email"))
    assert "consulting" == found["scope"]["outcome"]
    assert (None, None, []) == (found["priority"]["level"], found["priority"]["title"], found["priority"]["possible"])
    assert (["email"], True, ["email"]) == tuple(found["channel"][key] for key in ("allowed", "met", "rules"))
    assert [] == found["deadlines"]


def test_not_covered_has_neither():
    asked = request(facts={"activity": "project", "outage": "complete"}, channel="email")
    found = record(asked, store(policy(scope=NO_PROJECTS)))
    assert "not_covered" == found["scope"]["outcome"]
    assert (None, []) == (found["priority"]["level"], found["priority"]["possible"])
    assert ([], False, []) == tuple(found["channel"][key] for key in ("allowed", "met", "rules"))
    assert [] == found["deadlines"]


def test_a_priority_that_scope_itself_read_is_not_shown_outside_support():
    scope = """
  rules:
    - {id: support, when: {priority: P1}, then: support, cite: terms.all}
    - {id: lesser, when: {priority: P2}, then: consulting, cite: terms.all}
"""
    found = decision(request(facts={"outage": "none"}), store(policy(scope=scope)))
    assert ("decided", "consulting", None, ()) == (
        found.status,
        found.scope.outcome,
        found.priority.level,
        found.priority.possible,
    )


def test_the_most_restrictive_scope_wins_whatever_the_order():
    rules = [
        "{id: yes, then: support, cite: terms.all}",
        "{id: no, when: {outage: none}, then: not_covered, cite: terms.all}",
    ]
    for order in (rules, rules[::-1]):
        scope = "\n  rules:\n" + "".join(f"    - {rule}\n" for rule in order)
        found = decision(request(facts={"outage": "none"}), store(policy(scope=scope)))
        assert ("not_covered", ("no",)) == (found.scope.outcome, found.scope.rules)


def test_every_true_rule_of_the_outcome_that_won_is_named_in_file_order():
    priorities = (
        SMALL["priorities"]
        + """
    - {id: any-outage, when: {not: {outage: none}}, then: P1, cite: terms.hours}
"""
    )
    found = decision(request(facts={"activity": "fault", "outage": "complete"}), store(policy(priorities=priorities)))
    assert (("down", "any-outage"), ("terms.all", "terms.hours")) == (
        found.priority.rules,
        found.priority.cites,
    )
