"""Whether the sender is one of the contract's named contacts: derived, never asked."""

from __future__ import annotations

import pytest

from .verbs import contract, decision, policy, remarks, request, store

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete], presume: none}
  from_named_contact: {ask: "Is it from a named contact?", type: boolean, from: contract, presume: true}
"""
DESK = store(policy(facts=FACTS))
ADA = contract(contacts=["ops@ada.example"], domains=["ada.example"])


def is_named(sender, agreed=ADA, **facts):
    """Tell whether a sender counts as a named contact."""
    asked = request(contract=agreed["id"], from_=sender, facts={"activity": "fault", **facts})
    return decision(asked, DESK, agreed).facts["from_named_contact"]


@pytest.mark.parametrize(
    "sender",
    [
        "ops@ada.example",
        "OPS@Ada.Example",
        "Ann <ops@ada.example>",
        "Ann Ops <OPS@ada.example> ",
        '"Ops, Ann" <ops@ada.example>',
        " ops@ada.example ",
    ],
)
def test_the_contacts_address_however_it_is_written(sender):
    assert is_named(sender) is True


@pytest.mark.parametrize(
    "sender",
    ["ann@ada.example", "ops@ada.example.evil.example", "ops@ada.example <eve@evil.example>", "xops@ada.example"],
)
def test_another_address_even_one_that_looks_like_it(sender):
    assert is_named(sender) is False


def test_contacts_may_be_written_in_capitals_in_the_contract():
    assert is_named("ops@ada.example", contract(contacts=["Ops@Ada.Example"])) is True


def test_it_is_remarked_on_and_decided_all_the_same():
    asked = request(contract="ada-1", from_="eve@ada.example", facts={"activity": "fault"})
    assert "decided" == decision(asked, DESK, ADA).status
    assert [("not-a-named-contact", "sender `eve@ada.example` is not a named contact")] == remarks(asked, DESK, ADA)


def test_a_named_contact_is_not_remarked_on():
    asked = request(contract="ada-1", from_="ops@ada.example", facts={"activity": "fault"})
    assert [] == remarks(asked, DESK, ADA)


def test_presumed_without_a_contract_without_contacts_and_without_a_sender():
    without_contract = decision(request(from_="eve@evil.example", facts={"activity": "fault"}), DESK)
    assert without_contract.facts["from_named_contact"] is True
    assert is_named("eve@evil.example", contract()) is True
    assert is_named(None) is True


def test_the_contract_counts_before_what_is_stated():
    asked = request(contract="ada-1", from_="eve@ada.example", facts={"activity": "fault", "from_named_contact": True})
    assert ["contradicts-contract", "not-a-named-contact"] == [check for check, _ in remarks(asked, DESK, ADA)]


def test_stated_counts_where_there_is_no_contract():
    asked = request(from_="eve@ada.example", facts={"activity": "fault", "from_named_contact": False})
    assert [("not-a-named-contact", "sender `eve@ada.example` is not a named contact")] == remarks(asked, DESK)
