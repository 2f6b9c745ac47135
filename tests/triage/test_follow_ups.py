"""Several ways of one request: phoned and mailed; and ways in which it must come, too: a ticket, then a call."""

from __future__ import annotations

from typing import Any

import pytest

from .verbs import decision, policy, record, request, store

CHANNELS = """
  ways:
    portal: {contact: "https://acme.example/support"}
    phone: {contact: "+49 30 0000", note: around the clock, cite: terms.hours}
    email: {contact: help@acme.example}
  rules:
    - {id: p1-portal, when: {priority: P1}, then: {require: portal, follow_up: phone}, cite: terms.all}
    - {id: gold-calls, when: {tier: gold}, then: {follow_up: phone}, cite: terms.hours}
    - {id: written, then: {prefer: portal, allow: email}, cite: terms.all}
"""
DOWN = {"activity": "fault", "outage": "complete"}
FINE = {"activity": "fault", "outage": "none"}
AT = store(policy(channels=CHANNELS))


def channel(**keys: Any) -> dict[str, Any]:
    """Return the channel of a request, as JSON says it."""
    found: dict[str, Any] = record(request(**keys), AT)["channel"]
    return found


def missed(**keys: Any) -> list[str]:
    """Return what is said of ways that were not used."""
    findings = decision(request(**keys), AT).findings
    return [finding.message for finding in findings if finding.check == "required-way-not-used"]


def test_a_follow_up_is_a_way_in_which_the_request_must_come_too() -> None:
    """It is listed beside the required way, with its contact, its note and what it cites; its rule is among those."""
    assert {
        "required": "portal",
        "preferred": "portal",
        "allowed": ["portal"],
        "follow_up": ["phone"],
        "contacts": {"portal": "https://acme.example/support", "phone": "+49 30 0000"},
        "notes": {"phone": "around the clock"},
        "arrived_by": None,
        "met": None,
        "rules": ["p1-portal", "written"],
        "cites": ["terms.all", "terms.hours"],
    } == channel(facts=DOWN)


@pytest.mark.parametrize(
    ("ways", "met"),
    [
        ("portal", False),
        (["portal"], False),
        (["portal", "phone"], True),
        (["phone", "portal"], True),
        (["phone", "email"], False),
        ("phone", False),
        (["portal", "phone", "email"], True),
        (["portal", "a fax"], False),
    ],
)
def test_met_looks_at_all_ways_and_needs_the_follow_up(ways: object, met: bool) -> None:
    """In whichever order they were used; `arrived_by` is a list where the request has one."""
    found = channel(facts=DOWN, channel=ways)
    assert (ways, met) == (found["arrived_by"], found["met"])


def test_conditions_read_the_first_way() -> None:
    """However else it came."""
    rules = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: phoned, when: {arrived_by: phone}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
    at = store(policy(priorities=rules))
    for ways, level in ((["phone", "email"], "P1"), (["email", "phone"], "P2"), ("phone", "P1"), (["phone"], "P1")):
        assert level == decision(request(facts=FINE, channel=ways), at).priority.level


@pytest.mark.parametrize(
    ("facts", "ways", "expected"),
    [
        (DOWN, "portal", ["the request must come also by phone, but came by portal"]),
        (DOWN, ["email", "portal"], ["the request must come also by phone, but came by email and portal"]),
        (DOWN, "email", ["the request must come by portal and then by phone, but came by email"]),
        (DOWN, ["email", "phone"], ["the request must come by portal, but came by email and phone"]),
        (DOWN, ["portal", "phone"], []),
        (FINE, "email", []),
    ],
)
def test_the_finding_names_what_was_not_used(facts: dict[str, str], ways: object, expected: list[str]) -> None:
    """The required way, the follow-up or both."""
    assert expected == missed(facts=facts, channel=ways)


def test_a_follow_up_needs_no_required_way() -> None:
    """Any way that is allowed comes first."""
    found = channel(tier="gold", facts=FINE, channel="email")
    assert (None, ["portal", "email"], ["phone"]) == (found["required"], found["allowed"], found["follow_up"])
    assert (False, ["gold-calls", "written"]) == (found["met"], found["rules"])
    assert channel(tier="gold", facts=FINE, channel=["email", "phone"])["met"]
    assert not channel(tier="gold", facts=FINE, channel="phone")["met"]
    assert ["the request must come also by phone, but came by email"] == missed(
        tier="gold", facts=FINE, channel="email"
    )


def test_a_required_way_does_not_follow_itself() -> None:
    """Another rule may require the way in which the request is to follow."""
    channels = CHANNELS.replace("require: portal, follow_up: phone", "require: phone")
    found = record(request(tier="gold", facts=DOWN, channel="phone"), store(policy(channels=channels)))["channel"]
    assert ("phone", [], True) == (found["required"], found["follow_up"], found["met"])


def test_a_follow_up_alone_leaves_the_ways_undecided() -> None:
    """It says in no way how a request may come first."""
    channels = CHANNELS.replace("- {id: written, then:", "- {id: written, when: {tier: basic}, then:")
    at = store(policy(channels=channels))
    found = decision(request(tier="gold", facts=FINE), at)
    assert ("undecided", (), ()) == (found.status, found.channel.allowed, found.channel.follow_up)
    assert "decided" == decision(request(tier="gold", facts=DOWN), at).status


def test_an_open_fact_leaves_the_follow_up_open() -> None:
    """It is missing, because it decides the channel."""
    found = record(request(facts={"activity": "fault"}), AT)
    assert [] == found["channel"]["follow_up"]
    assert ["priority", "channel", "initial_response"][:2] == found["missing"][0]["decides"][:2]


def test_a_presumption_that_hides_a_follow_up_is_unsafe() -> None:
    """Another value would require one more way."""
    facts = "\n  activity: {choices: [fault, question]}\n  site: {type: boolean, presume: false}\n"
    scope = "{rules: [{id: all, then: support, cite: terms.all}]}"
    priorities = "{levels: {P1: Critical, P2: Normal}, rules: [{id: rest, then: P2, cite: terms.all}]}"
    channels = CHANNELS.replace("when: {priority: P1}, then: {require: portal,", "when: {site: true}, then: {")
    at = store(policy(facts=facts, scope=scope, priorities=priorities, channels=channels))
    (presumed,) = record(request(facts={"activity": "fault"}), at)["presumed"]
    assert (True, [{"value": True, "follow_up": ["phone"]}]) == (presumed["unsafe"], presumed["alternatives"])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"facts": DOWN}, ["portal (https://acme.example/support) is required, and then phone (+49 30 0000)"]),
        (
            {"facts": DOWN, "channel": "portal"},
            ["arrived by portal, not followed up: ask for phone; the clock runs all the same"],
        ),
        (
            {"facts": DOWN, "channel": "email"},
            ["arrived by email, not as required: ask for portal, and then phone; the clock runs all the same"],
        ),
        ({"facts": DOWN, "channel": ["portal", "phone"]}, ["arrived by portal and phone, good"]),
    ],
)
def test_the_sheet_says_how_to_follow_up(keys: dict[str, Any], expected: list[str]) -> None:
    """With the number to call."""
    sheet = " ".join(str(decision(request(**keys), AT)).split())
    for text in expected:
        assert text in sheet


def test_engines_and_remembered_situations_tell_ways_apart() -> None:
    """A list of ways is another situation than its first way."""
    for rules in ("builtin", "auto"):
        at = store(policy(channels=CHANNELS), rules=rules)
        for _ in range(2):
            assert not record(request(facts=DOWN, channel="portal"), at)["channel"]["met"]
            assert record(request(facts=DOWN, channel=["portal", "phone"]), at)["channel"]["met"]
