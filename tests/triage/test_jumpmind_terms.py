"""What Jumpmind's terms say that no case can expect: what a request must bring, what a plan has, how binding it is."""

from __future__ import annotations

import pytest

from .verbs import contract, decision, record, request, shipped

OUTAGE = {"activity": "problem_diagnosis", "environment": "production", "service_loss": "complete"}
LEVELS = {
    "P1": OUTAGE,
    "P2": {**OUTAGE, "environment": "development"},
    "P3": {**OUTAGE, "service_loss": "minor"},
    "P4": {**OUTAGE, "service_loss": "none"},
}
VOICE_MESSAGE = (
    "a voice message with company, priority, contact person, description and contact details, followed by an email to"
    " the support center"
)


def needs(tier, facts, channel, **keys):
    """Return what a request must bring, and does not bring as far as that can be told."""
    answered = record(request(policy="jumpmind", tier=tier, facts=facts, channel=channel, **keys), shipped())
    is_due = [item for item in answered["intake"] if item["certain"] and not item["optional"] and not item["given"]]
    return [item["needs"] for item in is_due]


@pytest.mark.parametrize("channel", ["email", "web", "phone", None])
@pytest.mark.parametrize("tier", ["enterprise", "managed"])
def test_whoever_may_or_must_phone_leaves_a_voice_message(tier, channel):
    """It does not matter how the request came in: the call is still to come, or the attendant has answered it."""
    assert VOICE_MESSAGE in needs(tier, OUTAGE, channel)


@pytest.mark.parametrize(("tier", "level"), [(t, p) for t in ("enterprise", "managed") for p in ("P2", "P3", "P4")])
def test_nobody_else_does_even_by_phone(tier, level):
    assert VOICE_MESSAGE not in needs(tier, LEVELS[level], "phone")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("tier", ["poc", "standard"])
def test_plans_without_a_phone_leave_no_voice_message(tier, level):
    assert VOICE_MESSAGE not in needs(tier, LEVELS[level], "phone")


def test_it_is_left_where_the_automated_attendant_answers():
    asked = request(policy="jumpmind", tier="managed", facts=OUTAGE)
    (item,) = [need.item for need in decision(asked, shipped()).intake if need.item.needs == VOICE_MESSAGE]
    assert "where the automated attendant answers" == item.note


def test_what_a_request_brings_is_not_asked_for_again():
    asked = {"from_": "ada@ada.example", "body": "It stopped.", "claimed_priority": "P4"}
    lacking = ["company", "priority (Urgent, High, Medium or Low)", "contact person"]
    lacking += ["description of the question or issue", "support snapshot"]
    assert lacking == needs("standard", LEVELS["P4"], "web")
    assert ["company", "support snapshot"] == needs("standard", LEVELS["P4"], "web", **asked)


def test_who_came_by_the_support_center_is_not_asked_for_an_account():
    assert [] == [item for item in needs("standard", LEVELS["P4"], "web") if "account" in item]


@pytest.mark.parametrize("level", ["P2", "P3", "P4"])
@pytest.mark.parametrize("tier", ["poc", "standard", "enterprise", "managed"])
def test_a_maximum_is_a_guarantee_in_every_plan(tier, level):
    facts = {**LEVELS[level], "environment": "development"}
    (deadline,) = record(request(policy="jumpmind", tier=tier, facts=facts), shipped())["deadlines"]
    assert ("initial_response", "guarantee") == (deadline["promise"], deadline["kind"])


def test_the_availability_of_the_representative_is_a_guaranteed_answer():
    facts = {"activity": "solution_design"}
    (deadline,) = record(request(policy="jumpmind", tier="managed", facts=facts), shipped())["deadlines"]
    assert ("consulting_response", "guarantee", "1 business day") == (
        deadline["promise"],
        deadline["kind"],
        deadline["within"],
    )


@pytest.mark.parametrize(
    ("tier", "services"),
    [
        ("poc", ["product_updates"]),
        ("standard", ["product_updates", "product_releases"]),
        ("enterprise", ["product_updates", "product_releases"]),
        ("managed", ["product_updates", "product_releases"]),
    ],
)
def test_updates_are_everybodys_and_releases_those_of_standard_and_above(tier, services):
    decided = record(request(policy="jumpmind", tier=tier, facts=LEVELS["P2"]), shipped())
    assert services == [item["service"] for item in decided["services"] if item["service"].startswith("product_")]


@pytest.mark.parametrize(
    ("tier", "services"),
    [("poc", ["consulting_hours_poc"]), ("standard", []), ("enterprise", []), ("managed", ["consulting_hours"])],
)
def test_consulting_hours_are_included_in_two_plans(tier, services):
    facts = {"activity": "solution_design", "environment": "development"}
    decided = record(request(policy="jumpmind", tier=tier, facts=facts), shipped())
    assert services == [item["service"] for item in decided["services"] if "consulting" in item["service"]]


@pytest.mark.parametrize(("number", "checks"), [(2, []), (3, ["too-many-contacts"])])
def test_more_contacts_than_a_plan_has_are_remarked_and_their_row_is_cited(number, checks):
    """The finding is about the plan, whose own citations name the row."""
    contacts = [f"c{n}@ada.example" for n in range(number)]
    agreed = contract(policy="jumpmind", tier="standard", domains=["ada.example"], contacts=contacts)
    asked = request(policy=None, tier=None, from_=contacts[0], facts=LEVELS["P2"])
    answered = record(asked, shipped(), agreed)
    assert checks == [finding["check"] for finding in answered["findings"]]
    assert "terms.row_contacts" in answered["tier_cites"]
