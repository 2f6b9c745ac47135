"""Which places of Jumpmind's document an answer may cite: those about its own plan, level and scope, and no others.

The tables are written from the document, not from the policy: its plans in words, its table of levels with the footnote
below it, and its paragraphs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from .verbs import decision, record, request, shipped, shipped_cases

if TYPE_CHECKING:
    from remit.engine.triage.decision import Decision

OFFICE = {"terms.row_access", "terms.footnote", "readings.office_hours"}
"""Business hours: the access row, the footnote that says which zone they are in, and how both are read."""
AROUND_THE_CLOCK = {"terms.row_access", "terms.footnote", "readings.round_the_clock", "readings.phone_based"}
"""The same row and footnote, which except a Priority 1 from business time, and how both are read."""
A_DAY = {"readings.business_day"}
"""What is promised in days rests on how long a day is."""
POC = {"readings.poc_response"} | A_DAY
"""One figure stands in the column of POC, beside the first of the four rows, and it is in days."""
ENTERPRISE = {"terms.enterprise_coverage"}
"""The sentence on Enterprise tells the hours of each of its levels."""

RESPONSES: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("poc", "P2"): ("2 business days", OFFICE | POC),
    ("poc", "P3"): ("2 business days", OFFICE | POC),
    ("poc", "P4"): ("2 business days", OFFICE | POC),
    ("standard", "P1"): ("6 business hours", OFFICE | {"terms.standard_p1"}),
    ("standard", "P2"): ("1 business day", OFFICE | A_DAY),
    ("standard", "P3"): ("2 business days", OFFICE | A_DAY),
    ("standard", "P4"): ("2 business days", OFFICE | A_DAY),
    ("enterprise", "P1"): ("2 hours", AROUND_THE_CLOCK | ENTERPRISE),
    ("enterprise", "P2"): ("6 business hours", OFFICE | ENTERPRISE),
    ("enterprise", "P3"): ("1 business day", OFFICE | ENTERPRISE | A_DAY),
    ("enterprise", "P4"): ("1 business day", OFFICE | ENTERPRISE | A_DAY),
    ("managed", "P1"): ("2 hours", AROUND_THE_CLOCK),
    ("managed", "P2"): ("6 business hours", OFFICE),
    ("managed", "P3"): ("1 business day", OFFICE | A_DAY),
    ("managed", "P4"): ("1 business day", OFFICE | A_DAY),
}
"""The response table: what is promised, and what is cited for it beside the row of the level."""

ROW = {level: f"terms.row_{level.lower()}" for level in ("P1", "P2", "P3", "P4")}
AVAILABILITY = {"terms.managed_availability", "readings.availability", "readings.consulting_by_tier"} | A_DAY | OFFICE
"""Consulting has a deadline in Managed alone, by the last sentence on that plan."""

FACTS = {
    "P1": {"activity": "problem_diagnosis", "environment": "production", "service_loss": "complete"},
    "P2": {"activity": "problem_diagnosis", "environment": "development", "service_loss": "complete"},
    "P3": {"activity": "problem_diagnosis", "environment": "development", "service_loss": "minor"},
    "P4": {"activity": "problem_diagnosis", "environment": "development", "service_loss": "none"},
}
CONSULTING = {"activity": "solution_design", "environment": "development"}

TIERS = {
    "poc": ("terms.poc_product", "terms.poc_support", "readings.poc_response", "readings.poc_production"),
    "standard": ("terms.standard_p1",),
    "enterprise": ("terms.enterprise_coverage", "terms.phone", "terms.phone_first"),
    "managed": (
        "terms.managed_support",
        "terms.managed_availability",
        "terms.row_representatives",
        "readings.availability",
    ),
    "standard enterprise": ("terms.consulting_sales",),
    "enterprise managed": (
        "terms.phone_number",
        "terms.voice_message",
        "readings.round_the_clock",
        "readings.phone_based",
        "readings.attendant",
    ),
    "standard enterprise managed": ("terms.standard_support", "terms.standard_more", "readings.inherited_services"),
    "poc managed": ("terms.row_consulting",),
}
"""The plans that a place is about. Enterprise includes everything from Standard, and Managed is read as doing so."""

LEVELS = {
    "P1": (
        *("terms.p1", "terms.p1_loss", "terms.p1_data", "terms.p1_application"),
        *("terms.row_p1", "terms.standard_p1", "terms.phone", "terms.phone_first", "terms.phone_number"),
        *("terms.voice_message", "readings.round_the_clock", "readings.phone_based", "readings.attendant"),
    ),
    "P2": ("terms.p2", "terms.p2_circumvented", "terms.p2_disabled", "terms.p2_development", "terms.row_p2"),
    "P3": ("terms.p3", "terms.p3_noncritical", "terms.p3_time_sensitive", "terms.row_p3"),
    "P4": ("terms.p4_no_impact", "terms.p4_information", "terms.row_p4"),
}
"""The level that a place is about."""

SCOPES = {
    "support": (
        *("terms.scope_installation", "terms.scope_usage", "terms.scope_diagnosis", "terms.scope_fixes"),
        *("terms.support_nature", "readings.requested_of_a_person", "terms.row_web_email", "readings.phone"),
    ),
    "consulting": (
        *("terms.consulting_synchronization", "terms.consulting_development", "terms.consulting_systems"),
        *("terms.consulting_security", "terms.consulting_workflow", "terms.consulting_sales"),
        *("terms.managed_availability", "readings.availability", "readings.consulting_way"),
    ),
}
"""What a request is, where a place is about one kind alone."""


@cache
def decisions() -> tuple[Decision, ...]:
    """Return the decisions of all cases of the policy in which nothing is open."""
    requests = [case.request for case in shipped_cases() if case.request and case.request.policy == "jumpmind"]
    return tuple(d for d in (decision(asked, shipped()) for asked in requests) if d.status == "decided")


def deadlines(tier, facts):
    """Return the deadlines of a request by promise."""
    answered = record(request(policy="jumpmind", tier=tier, facts=facts), shipped())
    return {deadline["promise"]: deadline for deadline in answered["deadlines"]}


def strangers(about, is_own, cites):
    """Return what is cited of places about another tier, level or scope."""
    return sorted(cite for key, places in about.items() if not is_own(key) for cite in set(places) & set(cites))


@pytest.mark.parametrize(("tier", "level"), RESPONSES)
def test_a_response_cites_the_row_of_its_level_and_what_is_said_of_its_cell(tier, level):
    within, cites = RESPONSES[tier, level]
    deadline = deadlines(tier, FACTS[level])["initial_response"]
    assert (within, {ROW[level]} | cites) == (deadline["within"], set(deadline["cites"]))


def test_every_cell_that_can_be_owed_is_in_the_table():
    """POC has no Priority 1: that takes a production system."""
    assert {} == deadlines("poc", FACTS["P1"])
    assert 15 == len(RESPONSES)


def test_a_row_is_named_before_what_is_said_of_hours():
    for (tier, level), (within, _) in RESPONSES.items():
        first, *_ = deadlines(tier, FACTS[level])["initial_response"]["cites"]
        assert (tier, level, within, ROW[level]) == (tier, level, within, first)


def test_a_response_whose_level_is_open_cites_what_is_for_either_level():
    facts = {"activity": "problem_diagnosis", "service_loss": "complete"}
    either = {ROW["P1"], ROW["P2"]} | RESPONSES["enterprise", "P1"][1] | RESPONSES["enterprise", "P2"][1]
    assert set(deadlines("enterprise", facts)["initial_response"]["cites"]) <= either


@pytest.mark.parametrize("tier", ["poc", "standard", "enterprise", "managed"])
def test_consulting_has_a_deadline_in_managed_alone_by_the_sentence_that_gives_it(tier):
    expected = {"consulting_response": AVAILABILITY} if tier == "managed" else {}
    assert expected == {name: set(deadline["cites"]) for name, deadline in deadlines(tier, CONSULTING).items()}


@pytest.mark.parametrize(("tier", "level"), RESPONSES)
def test_no_answer_cites_what_is_about_another_plan_level_or_scope(tier, level):
    answers = [d for d in decisions() if (d.tier, d.priority.level) == (tier, level)]
    assert answers
    for answered in answers:
        assert {ROW[level]} | RESPONSES[tier, level][1] == set(answered.deadlines["initial_response"].cites)
        assert [] == strangers(TIERS, lambda key: tier in key.split(), answered.cites)
        assert [] == strangers(LEVELS, lambda key: key == level, answered.cites)
        assert [] == strangers(SCOPES, lambda key: key == "support", answered.cites)


@pytest.mark.parametrize("tier", ["poc", "standard", "enterprise", "managed"])
def test_no_consulting_cites_what_is_about_another_plan_or_any_level(tier):
    answers = [d for d in decisions() if (d.tier, d.scope.outcome) == (tier, "consulting")]
    assert answers
    for answered in answers:
        assert [] == strangers(TIERS, lambda key: tier in key.split(), answered.cites)
        assert [] == strangers(LEVELS, lambda _: False, answered.cites)
        assert [] == strangers(SCOPES, lambda key: key == "consulting", answered.cites)


def test_every_place_named_here_is_in_the_policy():
    policy = decisions()[0].policy
    places = {f"terms.{name}" for name in policy.sources["terms"].clauses} | {f"readings.{r}" for r in policy.readings}
    named = {cite for about in (TIERS, LEVELS, SCOPES) for cites in about.values() for cite in cites}
    named |= set().union(AVAILABILITY, *(cites for _, cites in RESPONSES.values()))
    assert set() == named - places
