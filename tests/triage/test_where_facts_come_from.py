"""Where a fact comes from: the contract where it is the contract's to say, else the request, else a presumption."""

from __future__ import annotations

import pytest

from .verbs import contract, decision, policy, refusal, remarks, request, store

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete], presume: none}
  region: {ask: "Which region?", choices: [north, south], from: contract}
  paid: {ask: "Is the fee paid?", type: boolean, from: contract, presume: true}
  rhythm: {ask: "Which rhythm is agreed?", type: span, from: contract, optional: true}
  workaround: {ask: "Is there a way around?", type: boolean, presume: false}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - id: north-down
      when: {outage: complete, region: north, workaround: false, paid: true}
      then: P1
      cite: terms.all
    - {id: rest, then: P2, cite: terms.all}
"""
DESK = store(policy(facts=FACTS, priorities=PRIORITIES))
DOWN = {"activity": "fault", "outage": "complete"}
SPAN = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"


def values(asked, *contracts):
    """Return the values that counted."""
    return dict(decision(asked, DESK, *contracts).facts)


def test_stated():
    assert values(request(facts=DOWN | {"region": "south"}))["region"] == "south"


def test_the_contracts_where_nothing_is_stated():
    asked = request(contract="ada-1", facts=DOWN)
    assert values(asked, contract(facts={"region": "north", "workaround": True}))["region"] == "north"
    assert values(asked, contract(facts={"region": "north", "workaround": True}))["workaround"] is True


def test_stated_counts_before_the_contracts_where_the_fact_is_not_the_contracts_to_say():
    asked = request(contract="ada-1", facts=DOWN | {"workaround": False})
    agreed = contract(facts={"region": "north", "workaround": True})
    assert values(asked, agreed)["workaround"] is False
    assert remarks(asked, DESK, agreed) == []


def test_the_contracts_counts_before_stated_where_the_fact_is_its_to_say():
    asked = request(contract="ada-1", facts=DOWN | {"region": "south"})
    agreed = contract(facts={"region": "north"})
    assert values(asked, agreed)["region"] == "north"
    message = "`region` is stated as `south`, but the contract's `north` takes precedence"
    assert [("contradicts-contract", message)] == remarks(asked, DESK, agreed)


def test_stating_what_the_contract_has_is_no_contradiction():
    asked = request(contract="ada-1", facts=DOWN | {"region": "north"})
    assert remarks(asked, DESK, contract(facts={"region": "north"})) == []


def test_a_contracts_false_counts_like_its_true():
    asked = request(contract="ada-1", facts=DOWN | {"paid": True})
    agreed = contract(facts={"region": "north", "paid": False})
    assert values(asked, agreed)["paid"] is False
    message = "`paid` is stated as `true`, but the contract's `false` takes precedence"
    assert [("contradicts-contract", message)] == remarks(asked, DESK, agreed)


def test_presumed_where_neither_says_anything():
    found = values(request(contract="ada-1", facts=DOWN), contract(facts={"region": "north"}))
    assert (True, False) == (found["paid"], found["workaround"])


def test_asked_and_not_known_is_not_presumed():
    found = decision(request(facts=DOWN | {"region": "north", "workaround": None}), DESK)
    assert "workaround" not in found.facts
    assert (["workaround"], ["paid"]) == ([m.fact for m in found.missing], [p.fact for p in found.presumed])


def test_asked_and_not_known_does_not_block_the_contract():
    asked = request(contract="ada-1", facts=DOWN | {"region": None, "workaround": None})
    agreed = contract(facts={"region": "north", "workaround": True})
    found = values(asked, agreed)
    assert ("north", True) == (found["region"], found["workaround"])
    assert remarks(asked, DESK, agreed) == []


def test_without_all_of_these_it_is_missing():
    found = decision(request(facts=DOWN), DESK)
    assert ["region"] == [missing.fact for missing in found.missing]


def test_optional_and_absent_is_known_to_be_none():
    within = "{basic: {P1: 1 hour, P2: {fact: rhythm}}}"
    promises = f"{{initial_response: {{within: {within}, cite: terms.all}}}}"
    desk = store(policy(facts=FACTS, priorities=PRIORITIES, promises=promises))
    found = decision(request(facts={"activity": "fault"}), desk)
    assert ("decided", (), {}) == (found.status, found.missing, found.deadlines)


def test_optional_and_asked_in_vain_is_open():
    within = "{basic: {P1: 1 hour, P2: {fact: rhythm}}}"
    promises = f"{{initial_response: {{within: {within}, cite: terms.all}}}}"
    desk = store(policy(facts=FACTS, priorities=PRIORITIES, promises=promises))
    found = decision(request(facts={"activity": "fault", "rhythm": None}), desk)
    assert ("needs_facts", ["rhythm"]) == (found.status, [missing.fact for missing in found.missing])


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (
            {"outage": "total"},
            ("unknown-choice", "`total` is not a choice of `outage`", "known: `none`, `partial`, `complete`"),
        ),
        (
            {"workaround": "yes"},
            ("wrong-value", "`workaround` must be true or false, not the string `yes`", "write `true`"),
        ),
        ({"workaround": 1}, ("wrong-value", "`workaround` must be true or false, not `1`", "write `true` or `false`")),
        (
            {"outage": True},
            ("unknown-choice", "`true` is not a choice of `outage`", "known: `none`, `partial`, `complete`"),
        ),
        (
            {"outtage": "none"},
            ("unknown-fact", "fact `outtage` is not declared by policy `acme`", "did you mean `outage`?"),
        ),
        ({"priority": "P1"}, ("unknown-fact", "`priority` cannot be stated as a fact", "the rules decide it")),
        ({"scope": "support"}, ("unknown-fact", "`scope` cannot be stated as a fact", "the rules decide it")),
        ({"tier": "gold"}, ("unknown-fact", "`tier` cannot be stated as a fact", "use the request's key `tier`")),
        (
            {"arrived_by": "email"},
            ("unknown-fact", "`arrived_by` cannot be stated as a fact", "use the request's key `channel`"),
        ),
        (
            {"rhythm": "soon"},
            ("wrong-value", f"`rhythm` is `soon`, not {SPAN}", "write amounts of days, hours, minutes or seconds"),
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_a_fact_cannot_be_makes_the_request_invalid(stated, why):
    assert [why] == refusal(request(facts=stated), DESK)


def test_every_wrong_fact_is_said_at_once():
    asked = request(facts={"outtage": "none", "workaround": "no"})
    assert ["unknown-fact", "wrong-value"] == [check for check, _, _ in refusal(asked, DESK)]


def test_a_contract_that_says_what_a_fact_cannot_be_is_not_decided_by():
    agreed = contract(facts={"region": "west"})
    why = ("unknown-choice", "`west` is not a choice of `region`", "known: `north`, `south`")
    assert [why] == refusal(request(contract="ada-1", facts=DOWN), DESK, agreed)
