"""What the requester claims, as a fact that rules read."""

from __future__ import annotations

import pytest
from rules.verbs import needs_durable

from remit.engine.language.similar_words import claimed_name

from .verbs import SMALL, decision, policy, record, remarks, request, store

LEVELS = """
  levels: {P1: {title: Critical, also: [urgent, sev 1, "1"]}, P2: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: terms.all}
    - {id: accepted, when: {claimed_priority: P1}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
ACCEPTS = policy(priorities=LEVELS)
FAULT = {"activity": "fault", "outage": "none"}

ENGINES = ["builtin", pytest.param("durable", marks=needs_durable)]


def decided(written: str | None, content: str = ACCEPTS, rules: str = "builtin"):
    at = store(content, rules="durable" if rules == "durable" else "builtin")
    return decision(request(facts=FAULT, claimed_priority=written), at)


@pytest.mark.parametrize("rules", ENGINES)
@pytest.mark.parametrize(
    "written", ["P1", "p1", "critical", "Urgent", "sev 1", "SEV-1", "Sev_1", " sev  1 ", "1", "CRITICAL"]
)
def test_a_claim_by_any_word_of_a_level_is_that_level(written, rules):
    result = decided(written, rules=rules)
    assert ("decided", "P1", ("accepted",)) == (result.status, result.priority.level, result.priority.rules)
    assert ("P1", True, ()) == (result.priority.claimed, result.priority.agrees, result.findings)


@pytest.mark.parametrize("rules", ENGINES)
def test_no_claim_is_none_which_is_known_and_never_missing(rules):
    result = decided(None, rules=rules)
    assert ("decided", "P2", ()) == (result.status, result.priority.level, result.missing)
    none = policy(priorities=LEVELS.replace("claimed_priority: P1", "claimed_priority: [none, P2]"))
    assert ["P1", "P1", "P2"] == [decided(claim, none, rules).priority.level for claim in (None, "normal", "P1")]


@pytest.mark.parametrize("rules", ENGINES)
def test_a_claim_that_no_word_matches_leaves_it_open_and_invalidates_nothing(rules):
    result = decided("blocker", rules=rules)
    assert ("needs_facts", None, ("P1", "P2")) == (result.status, result.priority.level, result.priority.possible)
    (missing,) = result.missing
    assert ("claimed_priority", ("P1", "P2", "none")) == (missing.fact, missing.choices)
    assert ["unknown-claimed-priority"] == [finding.check for finding in result.findings]


def test_an_open_claim_is_not_missing_where_it_decides_nothing():
    asked = request(facts=FAULT | {"outage": "complete"}, claimed_priority="blocker")
    result = decision(asked, store(ACCEPTS))
    assert ("decided", "P1", ()) == (result.status, result.priority.level, result.missing)
    result = decision(request(facts=FAULT, claimed_priority="blocker"))
    assert ("decided", "P2", ()) == (result.status, result.priority.level, result.missing)


def test_scope_coverage_channel_presumptions_and_intake_read_the_claim():
    written = policy(
        facts=f"{SMALL['facts']}  held_up: {{type: boolean, presume: [{{when: {{claimed_priority: P1}}, value: true}}, "
        "{value: false}]}\n",
        priorities=LEVELS.replace("{claimed_priority: P1}", "{held_up: true}"),
        scope=f"{SMALL['scope']}    - {{id: own, when: {{claimed_priority: P2}}, then: consulting, cite: terms.all}}\n",
        coverage=str(SMALL["coverage"]).replace("{tier: gold, priority: P1}", "{claimed_priority: P1}"),
        channels=str(SMALL["channels"]).replace("{priority: P1}", "{not: {claimed_priority: none}}"),
        intake="\n  - {needs: a reason, when: {claimed_priority: [P1, P2]}, cite: terms.all}\n",
    )
    claims = [decided(claim, written) for claim in ("urgent", "P2", None)]
    assert ["support", "consulting", "support"] == [result.scope.outcome for result in claims]
    assert ["P1", None, "P2"] == [result.priority.level for result in claims]
    assert ["phone", "phone", None] == [result.channel.required for result in claims]
    assert ["always", None, "office"] == [
        next((deadline.hours for deadline in result.deadlines.values()), None) for result in claims
    ]
    assert [1, 1, 0] == [len(result.intake) for result in claims]


def test_a_claim_is_no_fact_that_a_request_states():
    at = store(ACCEPTS)
    (found,) = record(request(facts={"claimed_priority": "P1"}), at)["findings"]
    assert "use the request's key `claimed_priority`" == found["help"]


def test_rules_that_accept_no_claim_decide_as_before():
    asked = request(facts=FAULT, claimed_priority="Critical")
    assert [("claimed-priority-differs", "the customer claimed P1; the rules give P2")] == remarks(asked)


@pytest.mark.parametrize(
    ("written", "level"),
    [("P1", "P1"), ("p1", "p1"), ("High", "P2"), ("sev-1", "sev_1"), ("both", None), ("Both", None), ("P 1", None)],
)
def test_an_exact_name_wins_over_a_similar_one_and_a_word_of_several_levels_is_none(written, level):
    levels = {"P1": "Both", "p1": "both", "P2": "high", "sev_1": "High fever"}
    expected = {"both": "p1", "Both": "P1"}.get(written, level)
    assert expected == claimed_name(written, levels, {})


def test_choices_match_in_capitals_or_not_with_spaces_hyphens_and_underscores_alike():
    content = policy(facts=str(SMALL["facts"]).replace("project]", "project, custom_work, Custom-work]"))
    at = store(content)
    for written, choice in {
        "FAULT": "fault",
        " fault ": "fault",
        "custom_work": "custom_work",
        "Custom-work": "Custom-work",
    }.items():
        assert choice == decision(request(facts={"activity": written, "outage": "None"}), at).facts["activity"]
    (found,) = record(request(facts={"activity": "custom work"}), at)["findings"]
    assert "unknown-choice" == found["check"]
