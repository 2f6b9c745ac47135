"""What a decision cites: the rules that won, the cell, the hours, the tier and the ways that it shows, and no more."""

from __future__ import annotations

import pytest

from remit.engine.model.policy_citations import cited_readings
from remit.engine.triage.decision import Decision

from .verbs import answer, decision, policy, record, request, shipped, shipped_cases, store

SOURCES = """
  terms:
    title: Terms
    clauses:
      all: {at: Page 1, says: everything}
      down: {at: "Table 1, row 1", says: what is down is critical}
      rest: {at: "Table 1, row 2", says: all else is normal}
      gold: {at: Page 2, says: gold is answered around the clock}
      desk: {at: Page 3, says: when the desk is open}
      calls: {at: Page 4, says: critical requests are phoned in}
      mail: {at: Page 5, says: all else is mailed}
      number: {at: Page 6, says: the number}
      address: {at: Page 7, says: the address}
      plan: {at: Page 8, says: what gold costs}
"""
CITING = store(
    policy(
        sources=SOURCES,
        hours="""
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: terms.desk}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
""",
        tiers="{basic: {title: Basic, contacts: 1}, gold: {title: Gold, contacts: unlimited, cite: terms.plan}}",
        coverage="""
  rules:
    - {id: gold-p1, when: {tier: gold, priority: P1}, then: always, cite: terms.gold}
    - {id: office, then: office, cite: terms.all}
""",
        channels="""
  ways: {phone: {contact: "1", cite: terms.number}, email: {contact: a@b.example, cite: terms.address}}
  rules:
    - {id: p1-phone, when: {priority: P1}, then: {require: phone}, cite: terms.calls}
    - {id: email, then: {allow: email}, cite: terms.mail}
""",
        promises="""
  initial_response:
    within: {basic: {P1: 4 business hours, P2: 1 business day}, gold: {P1: 1 hour, P2: 4 business hours}}
    cite: [{levels: P1, cite: terms.down}, {levels: P2, cite: terms.rest}, {tiers: gold, levels: P1, cite: terms.gold}]
  status_update:
    repeats: true
    within: {gold: {P1: 1 hour, P2: none}}
    cite: [{levels: P1, cite: terms.down}, {levels: P2, cite: terms.rest}]
""",
    )
)

FAULT = {"activity": "fault", "outage": "none"}
DOWN = {"activity": "fault", "outage": "complete"}


@pytest.mark.parametrize(
    ("tier", "facts", "cites"),
    [
        ("basic", DOWN, ["terms.down", "terms.all", "terms.desk"]),
        ("basic", FAULT, ["terms.rest", "terms.all", "terms.desk"]),
        ("gold", DOWN, ["terms.down", "terms.gold"]),
        ("gold", FAULT, ["terms.rest", "terms.all", "terms.desk"]),
    ],
)
def test_a_deadline_cites_its_own_cell_the_rule_that_chose_its_hours_and_the_hours(tier, facts, cites):
    assert cites == record(request(tier=tier, facts=facts), CITING)["deadlines"][0]["cites"]


def test_a_deadline_of_an_open_level_cites_what_is_for_any_level_that_is_possible():
    asked = request(tier="basic", facts={"activity": "fault"})
    assert ["terms.down", "terms.rest", "terms.all", "terms.desk"] == record(asked, CITING)["deadlines"][0]["cites"]


def test_the_tier_passes_its_citations_on():
    cites = {tier: record(request(tier=tier, facts=FAULT), CITING)["tier_cites"] for tier in ("basic", "gold")}
    assert {"basic": [], "gold": ["terms.plan"]} == cites


@pytest.mark.parametrize(
    ("facts", "rules", "cited"),
    [
        (DOWN, ["p1-phone"], ["terms.calls", "terms.number"]),
        (FAULT, ["email"], ["terms.mail", "terms.address"]),
    ],
)
def test_a_channel_cites_the_rules_that_won_then_the_ways_that_it_shows(facts, rules, cited):
    """Where a way is required, a rule that only allows another did not win."""
    channel = record(request(facts=facts), CITING)["channel"]
    assert (rules, cited) == (channel["rules"], channel["cites"])


def test_a_promise_that_owes_nothing_cites_its_cell():
    found = record(request(tier="gold", facts=FAULT), CITING)
    assert [{"promise": "status_update", "cites": ["terms.rest"]}] == found["not_owed"]
    assert ["no status update is owed at this level"] == found["notes"]


def test_all_that_a_decision_cites():
    expected = "terms.all terms.mail terms.address terms.rest terms.desk terms.plan"
    assert expected.split() == list(decision(request(tier="gold", facts=FAULT), CITING).cites)


def test_the_readings_of_a_decision_are_those_that_it_cites():
    """A decision is filled from what is remembered of its situation: both say the same, in the same order."""
    requests = [case.request for case in shipped_cases() if case.request is not None]
    decisions = [made for asked in requests if isinstance(made := answer(asked, shipped()), Decision)]
    assert len(decisions) > 500
    assert all(made.readings == cited_readings(made.cites) for made in decisions)
