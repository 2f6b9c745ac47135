"""Decisions under policies of which facts are derived."""

from __future__ import annotations

import json
from typing import Any

import pytest

import remit

POLICY = """\
remit: 1
policy: desk
title: Desk
edition: "1"
sources:
  sla:
    title: Terms
    clauses:
      matrix: {at: Page 1, says: severity by impact and urgency}
      risk: {at: Page 2, says: risk to a patient is critical}
      spans: {at: Page 3, says: how long it takes}
      all: {at: Page 4, says: all else}
readings:
  usual: {clause: sla.spans, question: "how long does the usual take?", answer: four hours}
facts:
  impact: {choices: [high, low]}
  urgency: {choices: [high, low], presume: low}
  clinical: {type: boolean, optional: true}
  severity:
    choices: [critical, major, minor]
    derive:
      - {id: at-risk, when: {clinical: true}, value: critical, cite: sla.risk}
      - grid: {down: impact, across: urgency}
        id: matrix
        cells: {high: {high: critical, low: major}, low: {high: major, low: minor}}
        cite: sla.matrix
  is_quick: {type: boolean, derive: [{id: quick, when: {severity: critical}, value: true, cite: sla.spans},
                                     {id: slow, value: false, cite: sla.spans}]}
  span:
    type: span
    derive:
      - {id: fast, when: {is_quick: true}, value: 1 hour, cite: sla.spans}
      - {id: usual, value: 4 hours, cite: readings.usual}
  unread: {type: text, derive: [{id: words, value: nothing, cite: sla.all}]}
hours: {always: {timezone: UTC, week: 24x7}}
tiers: {all: {title: All}}
scope: {rules: [{id: everything, then: support, cite: sla.all}]}
priorities:
  levels: {P1: Critical, P2: Other}
  rules:
    - {id: critical, when: {severity: critical}, then: P1, cite: sla.all}
    - {id: other, when: {severity: [major, minor]}, then: P2, cite: sla.all}
coverage: {rules: [{id: any-time, then: always, cite: sla.all}]}
promises: {resolution: {within: {all: {P1: {fact: span}, P2: {fact: span}}}, cite: sla.all}}
intake: [{needs: a picture, when: {unread: nothing}, cite: sla.all}]
"""


def decided(**facts: object) -> dict[str, Any]:
    """Return the decision of a request that states facts, as plain values."""
    policy = remit.Policy.from_text(POLICY)
    request = {"received": "2026-03-06T10:00:00Z", "tier": "all", "facts": facts}
    return policy.decide(request).to_dict()


def derived(**facts: object) -> list[tuple[object, object, object]]:
    """Return the derived facts that decide something, each with its entry."""
    return [(entry["fact"], entry["value"], entry["rule"]) for entry in decided(**facts).get("derived", [])]


def test_the_first_entry_that_holds_gives_the_value():
    """By the facts that it follows from, presumed ones among them."""
    assert ("severity", "major", "matrix-high-low") == derived(impact="high")[0]
    assert ("severity", "critical", "matrix-high-high") == derived(impact="high", urgency="high")[0]
    assert ("severity", "critical", "at-risk") == derived(impact="low", clinical=True)[0]


def test_a_decision_lists_the_derived_facts_of_which_another_value_would_change_the_outcome():
    """What follows from the other value follows; a fact that no rule reads is not among them."""
    facts = [fact for fact, _, _ in derived(impact="high", urgency="high")]
    assert ["severity", "is_quick", "span"] == facts


def test_a_deadline_cites_the_entry_that_gave_its_span():
    """After its own clauses, the rule that chose the hours and the hours; with a reading goes its clause."""
    decision = decided(impact="low")
    (deadline,) = decision["deadlines"]
    assert ["sla.all", "readings.usual"] == deadline["cites"]
    assert ["usual"] == decision["readings"]
    assert "4 hours" == deadline["within"]


def test_where_a_fact_is_open_the_derived_one_is_and_the_open_one_is_missing():
    """Never the derived one; of its spans the deadline is open between the first and the last."""
    decision = decided(urgency="high")
    assert "needs_facts" == decision["status"]
    assert ["impact"] == [missing["fact"] for missing in decision["missing"]]
    (deadline,) = decision["deadlines"]
    assert (None, "2026-03-06T11:00:00Z", "2026-03-06T14:00:00Z") == tuple(
        deadline[key] for key in ("due", "earliest", "latest")
    )
    assert ["sla.all", "sla.spans", "readings.usual"] == deadline["cites"]
    assert "derived" not in decision


def test_a_presumption_is_unsafe_by_what_follows_from_it():
    """The fact that is presumed is what somebody confirms."""
    (presumed,) = decided(impact="high")["presumed"]
    assert ("urgency", True) == (presumed["fact"], presumed["unsafe"])
    (alternative,) = presumed["alternatives"]
    assert (["P1"], {"resolution": "2026-03-06T11:00:00Z"}) == (alternative["level"], alternative["earliest"])


@pytest.mark.parametrize("key", ["facts", "confirmed"])
def test_a_derived_fact_is_never_stated(key):
    """Nor confirmed: the request is invalid."""
    policy = remit.Policy.from_text(POLICY)
    request = {"received": "2026-03-06T10:00:00Z", "tier": "all", key: {"severity": "critical"}}
    with pytest.raises(remit.RequestError) as refused:
        policy.decide(request)
    assert ["derived-fact-stated"] == [finding.check for finding in refused.value.findings]


def test_a_contract_states_no_derived_fact():
    """As it is checked."""
    contract = {"id": "c", "customer": "C", "policy": "desk", "tier": "all", "facts": {"severity": "critical"}}
    policy = remit.Policy.from_text(POLICY, contracts=[contract])
    with pytest.raises(remit.RequestError) as refused:
        policy.decide({"received": "2026-03-06T10:00:00Z", "contract": "c", "facts": {"impact": "low"}})
    assert ["derived-fact-stated"] == [finding.check for finding in refused.value.findings]


def test_a_condition_of_intake_reads_a_derived_fact():
    """Whether or not anything else does."""
    assert [True] == [need["certain"] for need in decided(impact="low")["intake"]]


def test_the_sheet_names_what_is_derived_and_by_which_entry():
    """In one row, and under `why` with what each entry cites."""
    policy = remit.Policy.from_text(POLICY)
    text = str(policy.decide({"received": "2026-03-06T10:00:00Z", "tier": "all", "facts": {"impact": "low"}}))
    (row,) = [line for line in text.splitlines() if line.strip().startswith("derived")]
    assert "severity minor; is quick false; span 4 hours" in row


def test_json_of_a_decision_is_as_its_schema_says():
    """With what is derived."""
    assert json.dumps(decided(impact="low"))
    assert {"fact", "value", "rule", "cites"} == set(decided(impact="low")["derived"][0])
