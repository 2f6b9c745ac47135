"""Entries, and rules of promises: what is owed, in which hours, how binding it is, and what a deadline cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from remit.engine.rules import durable

from .verbs import contract, decision, policy, record, request, store

if TYPE_CHECKING:
    from remit.engine.rules.engines import Choice

SOURCES = """
  sla:
    title: Service levels
    clauses:
      scope: {at: Page 1, says: faults are support}
      hours: {at: Page 2, says: when the desk is open}
      table: {at: Page 3, says: how soon}
      critical: {at: Page 4, says: of critical faults}
      days: {at: Page 5, says: of normal faults of gold}
      outages: {at: Page 6, says: nothing is owed in major outages}
      copper: {at: Page 7, says: copper is slower}
      fibre: {at: Page 8, says: fibre is quicker}
      chosen: {at: Page 9, says: which hours count}
"""
FACTS = """
  activity: {choices: [fault, question, project]}
  outage: {choices: [none, partial, complete], presume: none}
  major: {type: boolean, presume: false}
  service: {choices: [copper, fibre, leased]}
  agreed: {type: span, from: contract, optional: true}
"""
HOURS = """
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: sla.hours}
  always: {timezone: UTC, week: 24x7, day: 24 hours}
"""
RESOLUTION = """
  resolution:
    within:
      gold: {P1: 4 hours, P2: {within: 2 business days, hours: office, kind: goal, cite: sla.days}}
    rules:
      - {id: major, when: {major: true}, then: none, cite: sla.outages}
      - {id: copper, when: {service: copper, priority: P2}, then: {within: 15 hours, hours: office}, cite: sla.copper}
      - {id: fibre, when: {service: fibre}, then: {within: 2 hours, kind: guarantee}, cite: sla.fibre}
    cite: [sla.table, {levels: P1, cite: sla.critical}]
"""
CHOICES = {"copper": "copper", "fibre": "fibre", "leased": "leased"}


def desk(promises: str = RESOLUTION, rules: Choice = "builtin", **sections: str) -> Any:
    """Return a store of one policy that makes these promises."""
    written = {
        "sources": SOURCES,
        "facts": FACTS,
        "hours": HOURS,
        "scope": "{rules: [{id: support, when: {activity: fault}, then: support, cite: sla.scope},"
        " {id: projects, when: {activity: [question, project]}, then: consulting, cite: sla.scope}]}",
        "priorities": "{levels: {P1: Critical, P2: Normal}, rules: [{id: down, when: {outage: complete}, then: P1,"
        " cite: sla.scope}, {id: rest, then: P2, cite: sla.scope}]}",
        "coverage": "{rules: [{id: office, when: {tier: basic}, then: office, cite: sla.chosen},"
        " {id: always, then: always, cite: sla.chosen}]}",
        "channels": "{ways: {phone: {}}, rules: [{id: phone, then: {allow: phone}, cite: sla.scope}]}",
        "promises": promises,
        **sections,
    }
    return store(policy(**written), rules=rules)


def deadline(at: Any = None, tier: str = "gold", *contracts: dict[str, Any], **facts: object) -> dict[str, Any]:
    """Return the deadline of the resolution of a fault."""
    asked = request(tier=tier, facts={"activity": "fault", **facts})
    deadlines = record(asked, at or desk(), *contracts)["deadlines"]
    return next(owed for owed in deadlines if owed["promise"] == "resolution")


def not_owed(at: Any = None, tier: str = "gold", **facts: object) -> list[dict[str, Any]]:
    """Return what is explicitly not owed of a fault."""
    decided: list[dict[str, Any]] = record(request(tier=tier, facts={"activity": "fault", **facts}), at or desk())[
        "not_owed"
    ]
    return decided


# ── which entry counts ────────────────────────────────────────────────────────


def test_the_first_rule_that_holds_counts():
    by_fibre = deadline(service="fibre")
    assert ("fibre", "2 hours") == (by_fibre["rule"], by_fibre["within"])
    assert [{"promise": "resolution", "rule": "major", "cites": ["sla.table", "sla.outages"]}] == not_owed(
        service="fibre", major=True
    )


def test_else_the_cell_counts():
    decided = deadline(service="leased")
    assert "rule" not in decided
    assert "2 business days" == decided["within"]


def test_else_nothing_is_owed_and_nothing_said():
    decided = record(request(tier="basic", facts={"activity": "fault", "service": "leased"}), desk())
    assert ([], [], []) == (decided["deadlines"], decided["not_owed"], decided["notes"])


def test_a_rule_owes_what_the_table_leaves_out():
    assert "15 hours" == deadline(tier="basic", service="copper")["within"]


def test_none_by_a_rule_names_it():
    decided = record(request(tier="gold", facts={"activity": "fault", "major": True, "service": "leased"}), desk())
    assert ["no resolution is owed, by rule `major`"] == decided["notes"]


def test_rules_read_what_coverage_reads():
    """Tier, scope, the level and how the request came."""
    at = desk("""
  resolution:
    scope: consulting
    rules:
      - {id: of-p1, when: {tier: gold, scope: consulting, priority: P1}, then: 1 hour, cite: sla.table}
      - {id: by-phone, when: {tier: gold, scope: consulting, arrived_by: phone}, then: 2 hours, cite: sla.table}
""")
    asked = request(tier="gold", channel="phone", facts={"activity": "project", "outage": "complete"})
    (decided,) = record(asked, at)["deadlines"]
    assert ("by-phone", "2 hours") == (decided["rule"], decided["within"])  # consulting has no level


def test_a_promise_may_have_rules_alone():
    at = desk("\n  resolution: {rules: [{id: fibre, when: {service: fibre}, then: 1 hour, cite: sla.fibre}]}\n")
    assert "1 hour" == deadline(at, service="fibre")["within"]
    assert [] == record(request(tier="gold", facts={"activity": "fault", "service": "leased"}), at)["deadlines"]


def test_an_entry_of_a_tier_stands_for_all_of_its_levels():
    at = desk("\n  resolution: {within: {gold: {within: 3 hours, hours: office, cite: sla.days}}}\n")
    for outage in ("none", "complete"):
        decided = deadline(at, outage=outage, service="leased")
        assert ("3 hours", "office", ["sla.days", "sla.hours"]) == (
            decided["within"],
            decided["hours"],
            decided["cites"],
        )


# ── spans of facts ────────────────────────────────────────────────────────────

AGREED = "\n  resolution: {within: {gold: {fact: agreed, else: 3 hours}}, cite: sla.table}\n"


def test_else_is_owed_where_the_fact_is_none():
    assert "3 hours" == deadline(desk(AGREED), "gold", service="leased")["within"]
    agreed = contract(tier="gold", facts={"agreed": "90 minutes"})
    asked = request(tier=None, contract="ada-1", facts={"activity": "fault"})
    assert "90 minutes" == record(asked, desk(AGREED), agreed)["deadlines"][0]["within"]


def test_a_rule_may_owe_what_a_fact_gives():
    at = desk("""
  resolution:
    within: {gold: 3 hours}
    rules: [{id: agreed, when: {service: copper}, then: {fact: agreed}, cite: sla.copper}]
    cite: sla.table
""")
    agreed = contract(tier="gold", facts={"agreed": "90 minutes"})
    asked = request(tier=None, contract="ada-1", facts={"activity": "fault", "service": "copper"})
    assert "90 minutes" == record(asked, at, agreed)["deadlines"][0]["within"]
    decided = record(request(tier="gold", facts={"activity": "fault", "service": "copper"}), at)
    assert [{"promise": "resolution", "rule": "agreed", "cites": ["sla.table", "sla.copper"]}] == decided["not_owed"]
    assert ["no resolution is owed: `agreed` is not agreed"] == decided["notes"]


# ── hours, and how binding it is ──────────────────────────────────────────────


def test_hours_are_the_entrys_else_the_promises_else_what_coverage_chose():
    assert "office" == deadline(service="copper")["hours"]
    assert "always" == deadline(service="fibre")["hours"]
    at = desk(RESOLUTION + "    hours: office\n")
    assert ["office", "office"] == [deadline(at, service=service)["hours"] for service in ("copper", "fibre")]


def test_the_kind_is_the_entrys_else_the_promises():
    at = desk(RESOLUTION + "    kind: goal\n")
    assert ["goal", "guarantee"] == [deadline(at, service=service)["kind"] for service in ("copper", "fibre")]
    assert [None, "guarantee"] == [deadline(service=service)["kind"] for service in ("copper", "fibre")]


def test_a_kind_that_is_open_is_not_said():
    decided = deadline()  # of copper no kind is said, of fibre it is a guarantee, of a leased line a goal
    assert (None, None) == (decided["kind"], decided["due"])


# ── what a deadline cites ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tier", "facts", "rules", "cites"),
    [
        ("gold", {"service": "leased"}, [], ["sla.table", "sla.days", "sla.hours"]),
        ("gold", {"service": "copper"}, ["copper"], ["sla.table", "sla.copper", "sla.hours"]),
        ("gold", {"service": "fibre"}, ["fibre", "always"], ["sla.table", "sla.fibre", "sla.chosen"]),
        (
            "gold",
            {"service": "leased", "outage": "complete"},
            ["always"],
            ["sla.table", "sla.critical", "sla.chosen"],
        ),
        (
            "basic",
            {"service": "fibre", "outage": "complete"},
            ["fibre", "office"],
            ["sla.table", "sla.critical", "sla.fibre", "sla.chosen", "sla.hours"],
        ),
    ],
    ids=["cell", "rule with hours", "rule", "level", "level and rule"],
)
def test_a_deadline_cites_what_selects_it_its_entry_and_rule_and_what_chose_its_hours_and_nothing_else(
    tier, facts, rules, cites
):
    decided = deadline(tier=tier, **facts)
    assert (rules, cites) == (decided["rules"], decided["cites"])


def test_an_entry_of_a_rule_cites_too():
    at = desk("""
  resolution:
    rules: [{id: fibre, then: {within: 1 hour, hours: always, cite: sla.days}, cite: sla.fibre}]
""")
    assert ["sla.fibre", "sla.days"] == deadline(at, service="fibre")["cites"]


def test_where_it_is_open_it_cites_all_that_is_possible():
    decided = deadline()
    expected = ["sla.table", "sla.days", "sla.copper", "sla.fibre", "sla.chosen", "sla.hours"]
    assert expected == decided["cites"]
    assert "rule" not in decided


# ── open facts ────────────────────────────────────────────────────────────────


def test_a_fact_that_only_a_promise_rule_reads_is_missing_for_that_promise():
    asked = request(tier="gold", facts={"activity": "fault"})
    decided = record(asked, desk())
    assert [("service", ["resolution"])] == [(missing["fact"], missing["decides"]) for missing in decided["missing"]]
    (owed,) = decided["deadlines"]
    assert ("2026-03-10T10:00:00Z", "2026-03-12T08:00:00Z", True) == (owed["earliest"], owed["latest"], owed["certain"])


def test_a_fact_between_rules_that_owe_the_same_is_not_asked_for():
    at = desk("""
  resolution:
    rules:
      - {id: copper, when: {service: copper}, then: 2 hours, cite: sla.copper}
      - {id: others, then: 2 hours, cite: sla.fibre}
""")
    decided = record(request(tier="gold", facts={"activity": "fault"}), at)
    assert ("decided", []) == (decided["status"], decided["missing"])
    (owed,) = decided["deadlines"]
    assert ("2 hours", ["always"]) == (owed["within"], owed["rules"])
    assert ["sla.copper", "sla.fibre", "sla.chosen"] == owed["cites"]


def test_a_presumed_fact_that_only_a_promise_rule_reads_is_unsafe_where_another_value_is_due_sooner():
    at = desk("""
  resolution:
    within: {gold: 8 hours}
    rules: [{id: major, when: {major: true}, then: 1 hour, cite: sla.outages}]
    cite: sla.table
""")
    (presumed,) = record(request(tier="gold", facts={"activity": "fault", "outage": "none"}), at)["presumed"]
    assert ("major", True) == (presumed["fact"], presumed["unsafe"])
    assert [{"value": True, "earliest": {"resolution": "2026-03-10T09:00:00Z"}}] == presumed["alternatives"]


def test_one_that_would_owe_nothing_is_not():
    decided = record(request(tier="gold", facts={"activity": "fault", "outage": "none", "service": "leased"}), desk())
    assert [("major", False)] == [(presumed["fact"], presumed["unsafe"]) for presumed in decided["presumed"]]


@pytest.mark.skipif(not durable.is_available(), reason="durable-rules is not installed")
@pytest.mark.parametrize("service", [None, *CHOICES])
@pytest.mark.parametrize("major", [None, False, True])
def test_both_engines_give_the_same(service, major):
    stated = {"service": service, "major": major}
    facts = {"activity": "fault", **{name: value for name, value in stated.items() if value is not None}}
    by_engine = [record(request(tier="gold", facts=facts), desk(rules=rules)) for rules in ("builtin", "durable")]
    for decided in by_engine:
        decided.pop("made_by")
    assert by_engine[0] == by_engine[1]


# ── the sheet ─────────────────────────────────────────────────────────────────


def test_a_decision_has_the_rule():
    asked = request(tier="gold", facts={"activity": "fault", "service": "fibre"})
    assert "fibre" == decision(asked, desk()).deadlines["resolution"].rule
