"""What the requester claims and how the request came in, beside what the rules say."""

from __future__ import annotations

import pytest

from .verbs import decision, record, remarks, request, shipped

FAULT = {"activity": "fault", "outage": "none"}
DOWN = {"activity": "fault", "outage": "complete"}


def claim(written, **facts):
    """Return the level claimed and whether the rules agree."""
    found = record(request(facts=FAULT | facts, claimed_priority=written))["priority"]
    return found["claimed"], found["agrees"]


@pytest.mark.parametrize("written", ["P2", "p2", "Normal", "NORMAL", " normal "])
def test_a_level_is_claimed_by_its_name_or_its_title(written):
    assert ("P2", True) == claim(written)


def test_without_a_claim_there_is_nothing_to_agree_with():
    assert (None, None) == claim(None)


def test_a_claim_that_differs_is_remarked_on_and_the_rules_decide():
    asked = request(facts=FAULT, claimed_priority="Critical")
    assert ("P1", False) == claim("Critical")
    assert "P2" == decision(asked).priority.level
    assert [("claimed-priority-differs", "the customer claimed P1; the rules give P2")] == remarks(asked)


def test_a_claim_of_no_level_is_kept_as_written():
    asked = request(facts=FAULT, claimed_priority="Blocker")
    assert ("Blocker", None) == claim("Blocker")
    assert [("unknown-claimed-priority", "claimed priority `Blocker` is not a level of policy `acme`")] == remarks(
        asked
    )


@pytest.mark.parametrize("facts", [{"activity": "fault"}, {"activity": "project", "outage": "none"}, {}])
def test_a_claim_is_neither_right_nor_wrong_where_no_level_stands(facts):
    asked = request(facts=facts, claimed_priority="P1")
    found = record(asked)["priority"]
    assert ("P1", None, []) == (found["claimed"], found["agrees"], remarks(asked))


def test_the_required_way_used():
    asked = request(facts=DOWN, channel="phone")
    channel = record(asked)["channel"]
    assert ("phone", ["phone"], True) == (channel["required"], channel["allowed"], channel["met"])
    assert [] == remarks(asked)


def test_another_way_keeps_the_deadline_and_is_remarked_on():
    asked = request(facts=DOWN, channel="email")
    assert False is record(asked)["channel"]["met"]
    assert [("required-way-not-used", "the request must come by phone, but came by email")] == remarks(asked)
    assert record(asked)["deadlines"] == record(request(facts=DOWN))["deadlines"]


def test_a_way_that_is_not_said_is_not_judged():
    assert (None, None) == tuple(record(request(facts=DOWN))["channel"][key] for key in ("arrived_by", "met"))


@pytest.mark.parametrize("way", ["phone", "pigeon"])
def test_a_way_that_is_not_allowed_where_none_is_required(way):
    channel = record(request(facts=FAULT, channel=way))["channel"]
    assert (None, ["email"], way, False) == tuple(channel[key] for key in ("required", "allowed", "arrived_by", "met"))


def test_allowed_ways_come_in_the_order_of_the_policy_with_their_contacts():
    facts = {"activity": "problem_diagnosis", "environment": "production", "service_loss": "complete"}
    channel = record(request(policy="jumpmind", tier="managed", facts=facts), shipped())["channel"]
    assert ["email", "web", "phone"] == channel["allowed"] == list(channel["contacts"])
