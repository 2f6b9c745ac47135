"""Which contract a request falls under: the one it names, else that of its sender's domain."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision import OpenRequest

from .verbs import answer, contract, decision, policy, refusal, remarks, request, store

BARE = {"policy": None, "tier": None, "facts": {"activity": "fault", "outage": "none"}}
ADA = contract(domains=["ada.example"])
BOB = contract(id="bob-1", customer="Bob Ltd", tier="gold", domains=["bob.example", "bob.test"])


def falls_under(asked, *contracts):
    """Return the contract and the tier that count for a request."""
    found = decision(asked, None, *contracts)
    return (found.contract.id if found.contract else None, found.tier)


def test_the_one_it_names():
    assert ("bob-1", "gold") == falls_under(request(**BARE, contract="bob-1"), ADA, BOB)


def test_the_one_it_names_though_its_sender_belongs_to_another():
    asked = request(**BARE, contract="bob-1", from_="ops@ada.example")
    assert ("bob-1", "gold") == falls_under(asked, ADA, BOB)


SENDERS = ["ops@bob.example", "OPS@BOB.EXAMPLE", "Ann <ops@bob.test>", "Ann <ops@Bob.Test> ", "ops@sub.bob.example"]


@pytest.mark.parametrize("sender", SENDERS)
def test_that_of_its_senders_domain_or_one_above_it(sender):
    assert ("bob-1", "gold") == falls_under(request(**BARE, from_=sender), ADA, BOB)


def test_a_domain_written_in_capitals_in_the_contract():
    assert ("ada-1", "basic") == falls_under(request(**BARE, from_="a@ada.example"), contract(domains=["ADA.example"]))


@pytest.mark.parametrize("sender", ["ops@notbob.example", "ops@bob.example.org", "Bob", "@", "Bob <@>"])
def test_other_senders_have_no_contract(sender):
    assert (None, "basic") == falls_under(request(from_=sender, facts=BARE["facts"]), ADA, BOB)


def test_a_bare_domain_is_no_sender_of_that_domain():
    assert (None, "basic") == falls_under(request(from_="bob.example", facts=BARE["facts"]), ADA, BOB)


def test_without_a_contract_policy_and_tier_are_the_requests():
    assert (None, "gold") == falls_under(request(tier="gold", facts=BARE["facts"]))


def test_policy_and_tier_may_be_said_beside_a_contract_that_has_the_same():
    asked = request(contract="ada-1", policy="acme", tier="basic", facts=BARE["facts"])
    assert ("ada-1", "basic") == falls_under(asked, ADA)


def test_the_requests_policy_narrows_what_a_domain_leads_to():
    other = contract(id="ada-2", policy="other", tier="gold", domains=["ada.example"])
    desk = store(policy(), policy(policy="other"))
    for name, expected in (("acme", "ada-1"), ("other", "ada-2")):
        asked = request(**{**BARE, "policy": name}, from_="ops@ada.example")
        agreed = decision(asked, desk, ADA, other).contract
        assert agreed is not None
        assert expected == agreed.id


def lacking(asked, *contracts):
    """Return what is asked first of a request that is open, the candidates and what is said about it."""
    found = answer(asked, None, *contracts)
    assert isinstance(found, OpenRequest)
    assert "needs_facts" == found.status
    candidates = [(candidate.contract, candidate.evidence) for candidate in found.candidates]
    return [missing.fact for missing in found.missing], candidates, [(f.check, f.message) for f in found.findings]


def test_of_two_contracts_of_one_domain_it_is_open_which_is_meant():
    twin = contract(id="ada-2", domains=["ada.example"])
    message = "sender `ops@ada.example` falls under 2 contracts: `ada-1`, `ada-2`"
    expected = (["contract"], [("ada-1", "domain"), ("ada-2", "domain")], [("ambiguous-contract", message)])
    assert expected == lacking(request(**BARE, from_="ops@ada.example"), ADA, twin)


def test_an_address_that_a_contract_names_comes_before_its_domain():
    mine = contract(id="ada-2", domains=["ada.example"], contacts=["ops@ada.example"])
    assert ("ada-2", "basic") == falls_under(request(**BARE, from_="OPS@ada.example"), ADA, mine)


def test_an_address_alone_leads_to_its_contract_whatever_its_domain():
    mine = contract(id="ada-2", contacts=["ada@gmail.com"])
    assert ("ada-2", "basic") == falls_under(request(**BARE, from_="Ada <ada@gmail.com>"), mine)


def test_the_nearest_domain_counts():
    below = contract(id="eu-1", domains=["eu.ada.example"])
    assert ("eu-1", "basic") == falls_under(request(**BARE, from_="a@mail.eu.ada.example"), ADA, below)


def test_a_domain_of_a_public_mail_provider_leads_to_no_contract():
    public = contract(domains=["gmail.com"])
    message = "the request lacks `policy` and `tier`, and no contract has the domain `gmail.com`"
    assert (["contract"], [], [("no-contract", message)]) == lacking(request(**BARE, from_="a@gmail.com"), public)


@pytest.mark.parametrize("known", ["bücher.example", "BÜCHER.example", "xn--bcher-kva.example"])
@pytest.mark.parametrize("sender", ["a@bücher.example", "a@xn--bcher-kva.example", "a@XN--BCHER-KVA.EXAMPLE"])
def test_a_domain_is_the_same_in_punycode(known, sender):
    assert ("ada-1", "basic") == falls_under(request(**BARE, from_=sender), contract(domains=[known]))


def test_letters_that_only_look_alike_are_other_domains():
    assert ["contract"] == lacking(request(**BARE, from_="a@strasse.example"), contract(domains=["straße.example"]))[0]


def test_a_contract_that_is_not_there():
    why = ("unknown-contract", "contract `adda-1` is not known", "did you mean `ada-1`?")
    assert [why] == refusal(request(**BARE, contract="adda-1"), None, ADA)
    why = (
        "unknown-contract",
        "contract `ada-1` is not known",
        "name a file with `--contracts`, or pass `contracts` to `remit.load`",
    )
    assert [why] == refusal(request(**BARE, contract="ada-1"))


def test_a_tier_that_contradicts_the_contract():
    why = ("contradicts-contract", "tier `gold` contradicts contract `ada-1`, which has `basic`", "")
    assert [why] == refusal(request(contract="ada-1", tier="gold", facts=BARE["facts"]), None, ADA)


def test_a_policy_that_contradicts_the_contract():
    why = ("contradicts-contract", "policy `other` contradicts contract `ada-1`, which has `acme`", "")
    assert [why] == refusal(request(contract="ada-1", policy="other", facts=BARE["facts"]), None, ADA)


def test_a_tier_that_contradicts_the_contract_of_the_senders_domain():
    why = ("contradicts-contract", "tier `gold` contradicts contract `ada-1`, which has `basic`", "")
    assert [why] == refusal(request(from_="ops@ada.example", tier="gold"), None, ADA)


@pytest.mark.parametrize(
    ("keys", "lacking_keys"),
    [
        ({"policy": None, "tier": None}, "`policy` and `tier`"),
        ({"policy": None}, "`policy`"),
        ({"tier": None}, "`tier`"),
    ],
    ids=["neither", "no policy", "no tier"],
)
def test_no_contract_and_no_policy_with_tier(keys, lacking_keys):
    message = f"the request lacks {lacking_keys}, and no contract gives them"
    assert (["contract"], [], [("no-contract", message)]) == lacking(request(**keys))


def test_a_policy_that_is_not_there():
    assert [("unknown-policy", "policy `amce` is not known", "did you mean `acme`?")] == refusal(request(policy="amce"))


def test_a_tier_that_is_not_there():
    why = ("unknown-tier", "tier `goold` is not declared by policy `acme`", "did you mean `gold`?")
    assert [why] == refusal(request(tier="goold"))
    assert [why] == refusal(request(**BARE, contract="ada-1"), None, contract(tier="goold"))


def test_more_contacts_than_the_tier_allows_are_remarked_on():
    asked = request(**BARE, contract="ada-1")
    message = "contract `ada-1` names 2 contacts, but tier `basic` allows 1"
    crowd = contract(contacts=["a@ada.example", "b@ada.example"])
    assert [("too-many-contacts", message)] == remarks(asked, None, crowd)
    assert [] == remarks(asked, None, contract(contacts=["a@ada.example"]))
    assert [] == remarks(asked, None, {**crowd, "tier": "gold"})


def test_a_renewed_contract_is_two_of_which_one_holds():
    old = contract(to="2025-12-31", domains=["ada.example"])
    new = contract(id="ada-2", from_="2026-01-01", tier="gold", domains=["ada.example"])
    assert ("ada-2", "gold") == falls_under(request(**BARE, from_="a@ada.example"), old, new)
