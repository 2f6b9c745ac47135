"""Which places of JAMS' document an answer may cite: those about its own plan, severity, region and scope alone.

The tables are written from the document, not from the policy: its severity table with the rows of hours above it, the
plan details, the sections on Premium, and the contact information.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from .verbs import decision, record, request, shipped, shipped_cases

if TYPE_CHECKING:
    from remit.engine.triage.decision import Decision

GOALS = {"overview.best_efforts", "readings.goals"}
"""The sentence above the table: all its times are aimed at."""
RESPONSE = {"overview.fee_response", "overview.by_severity", "readings.claimed_priority"} | GOALS
"""A first answer comes as its severity says, in either plan."""
UPDATE = {"readings.updates_end"} | GOALS
"""The same sentence says when updates are given: during the resolution process."""
A_DAY = {"readings.business_day"}
"""What is promised in business days rests on how long one is."""
UPDATE_DAYS = {"readings.update_days"} | A_DAY

RESPONSES: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("standard", "S1"): ("1 business hour", {"overview.s1_response"}),
    ("standard", "S2"): ("4 business hours", {"overview.s2_response"}),
    ("standard", "S3"): ("1 business day", {"overview.s3_response"} | A_DAY),
    ("standard", "S4"): ("2 business days", {"overview.s4_response"} | A_DAY),
    ("premium", "S1"): ("1 business hour", {"overview.s1_response"}),
    ("premium", "S2"): ("2 business hours", {"overview.s2_response"}),
    ("premium", "S3"): ("4 business hours", {"overview.s3_response"}),
    ("premium", "S4"): ("1 business day", {"overview.s4_response"} | A_DAY),
}
"""The two columns of initial responses: what is aimed at, and what is cited for it beside what is for all rows."""

UPDATES: dict[str, tuple[str, set[str]]] = {
    "S1": ("1 day", {"overview.s1_updates", "readings.daily_update"}),
    "S2": ("2 business days", {"overview.s2_updates"} | UPDATE_DAYS),
    "S3": ("5 business days", {"overview.s3_updates"} | UPDATE_DAYS),
    "S4": ("3 business days", {"overview.s4_updates", "readings.agreed_update"}),
}
"""The column of status updates, which is the same in both plans; of S4 as the customer agreed."""

CORE = {
    "emea": {"overview.core_gmt", "readings.core_london"},
    "north_america": {"overview.core_north_america", "readings.core_new_york"},
    "apac": {"overview.core_apac", "readings.core_sydney"},
}
"""The row of core hours has a part for each region."""
EVERY_CORE = {"overview.core_holidays", "readings.core_weekdays"}
"""The note of that row is for each of them."""
AFTER = {
    "24x5": {"readings.five_days", "readings.coverage_unstated"},
    "24x7": {"readings.seven_days"},
}
EVERY_AFTER = {"overview.after_hours", "readings.critical_hours"}
"""The row of after hours, which is for severity 1."""

PROBLEM = {"activity": "problem_diagnosis", "environment": "production", "component": "business_critical"}
FACTS = {
    "S1": {**PROBLEM, "service_loss": "complete"},
    "S2": {**PROBLEM, "service_loss": "severe"},
    "S3": {**PROBLEM, "service_loss": "minor"},
    "S4": {**PROBLEM, "service_loss": "none"},
}

TIERS = {
    "standard": (
        *("overview.root_cause_standard", "readings.base_is_standard"),
        "readings.premium_services_for_standard",
    ),
    "premium": (
        *("overview.health_check", "overview.health_configuration", "overview.health_history"),
        *("overview.health_security", "overview.health_summary", "overview.support_review", "overview.review_cases"),
        *("overview.review_trends", "overview.upgrade_assistance", "overview.upgrade_yearly"),
        *("overview.upgrade_approach", "overview.upgrade_steps", "overview.deliverables"),
        *("overview.deliver_deployment", "overview.deliver_reports", "overview.deliver_workloads"),
        *("overview.deliver_workarounds", "overview.deliver_optimization", "overview.temporary_keys"),
        *("overview.temporary_infrastructure", "overview.temporary_upgrades", "overview.temporary_peaks"),
        *("readings.premium_goals", "readings.twice_a_year", "readings.upgrade_outside_hours"),
        *("readings.root_cause_standard_component", "readings.severe_degradation"),
    ),
}
"""The plan that a place is about."""

LEVELS = {
    "S1": (
        *("overview.s1_definition", "overview.s1_phone", "overview.s1_response", "overview.s1_updates"),
        *("overview.after_hours", "readings.critical_needs_all", "readings.critical_hours", "readings.five_days"),
        *("readings.seven_days", "readings.coverage_unstated", "readings.daily_update"),
    ),
    "S2": (
        *("overview.s2_definition", "overview.s2_phone", "overview.s2_response", "overview.s2_updates"),
        "readings.severe_or_circumvented",
    ),
    "S3": (
        *("overview.s3_definition", "overview.s3_response", "overview.s3_updates"),
        *("readings.lesser_loss", "readings.standard_component"),
    ),
    "S4": (
        *("overview.s4_definition", "overview.s4_response", "overview.s4_updates", "readings.agreed_update"),
        *("readings.everything_else", "readings.general_inquiries", "readings.past_incident"),
    ),
    "S1 S2": ("overview.contact_phone", "readings.phone_is_a_condition"),
    "S2 S3": ("readings.update_days",),
    "S1 S2 S3": ("readings.production_systems",),
    "S2 S3 S4": (
        *("overview.core_gmt", "overview.core_north_america", "overview.core_apac", "overview.core_holidays"),
        *("readings.core_london", "readings.core_new_york", "readings.core_sydney", "readings.core_weekdays"),
        "readings.business_day",
    ),
    "S3 S4": ("overview.contact_web", "overview.contact_email", "readings.web_preferred"),
}
"""The severities that a place is about. What is no production system is S4 by what production is."""

SCOPES = {
    "support": ("readings.claimed_priority", "overview.by_severity", "overview.best_efforts", "readings.goals"),
    "consulting": (
        *("overview.scope_training", "overview.scope_billable", "readings.training_both_plans"),
        *("readings.premium_services_for_standard", "readings.consulting_without_goal", "readings.consulting_way"),
        "readings.root_cause_standard_component",
    ),
}
"""What a request is, where a place is about one kind alone."""

BOTH = ("overview.contact_web", "overview.contact_email")
"""Consulting has no severity, and comes in as S3 and S4 do."""


@cache
def decisions() -> tuple[Decision, ...]:
    """Return the decisions of all cases of the policy in which nothing is open."""
    requests = [case.request for case in shipped_cases() if case.request and case.request.policy == "jams"]
    return tuple(d for d in (decision(asked, shipped()) for asked in requests) if d.status == "decided")


def counted_in(level, region, after_hours):
    """Return what is cited of the hours that count at a severity."""
    return AFTER[after_hours] | EVERY_AFTER if level == "S1" else CORE[region] | EVERY_CORE


def deadlines(tier, level, region, after_hours):
    """Return the deadlines of a request by promise."""
    facts = {**FACTS[level], "region": region, "after_hours": after_hours, "agreed_update": "3 business days"}
    answered = record(request(policy="jams", tier=tier, facts=facts), shipped())
    assert level == answered["priority"]["level"]
    return {deadline["promise"]: deadline for deadline in answered["deadlines"]}


def strangers(about, is_own, cites):
    """Return what is cited of places about another tier, level or scope."""
    own = {place for key, places in about.items() if is_own(key) for place in places}
    return sorted(cite for places in about.values() for cite in set(places) & set(cites) if cite not in own)


@pytest.mark.parametrize(("region", "after_hours"), list(product(CORE, AFTER)))
@pytest.mark.parametrize(("tier", "level"), RESPONSES)
def test_a_deadline_cites_the_row_of_its_severity_and_how_its_days_and_hours_are_read(tier, level, region, after_hours):
    hours, found = counted_in(level, region, after_hours), deadlines(tier, level, region, after_hours)
    within, row = RESPONSES[tier, level]
    every, row_of_updates = UPDATES[level]
    assert {
        "initial_response": (within, row | RESPONSE | hours),
        "status_update": (every, row_of_updates | UPDATE | hours),
    } == {name: (deadline["within"], set(deadline["cites"])) for name, deadline in found.items()}


@pytest.mark.parametrize("tier", ["standard", "premium"])
def test_an_update_that_nobody_agreed_on_cites_the_row_that_leaves_it_to_agreement(tier):
    found = record(request(policy="jams", tier=tier, facts={**FACTS["S4"], "region": "emea"}), shipped())
    (not_owed,) = found["not_owed"]
    assert ("status_update", UPDATES["S4"][1] | UPDATE) == (not_owed["promise"], set(not_owed["cites"]))


def test_a_row_is_named_before_what_is_for_all_rows():
    for tier, level in RESPONSES:
        found = deadlines(tier, level, "emea", "24x5")
        rows = {f"overview.{level.lower()}_response", f"overview.{level.lower()}_updates"}
        assert rows == {deadline["cites"][0] for deadline in found.values()}


def test_a_deadline_whose_severity_is_open_cites_what_is_for_either():
    facts = {**FACTS["S1"], "workaround": None, "region": "emea", "after_hours": "24x5"}
    found = record(request(policy="jams", tier="standard", facts=facts), shipped())["deadlines"]
    hours = counted_in("S1", "emea", "24x5") | counted_in("S2", "emea", "24x5")
    rows = RESPONSES["standard", "S1"][1] | RESPONSES["standard", "S2"][1]
    assert rows | RESPONSE | hours == set(found[0]["cites"])


def test_an_update_that_only_one_severity_owes_cites_the_hours_of_that_severity_alone():
    """Nobody knows whether the incident is over, so that its analysis is S1 or S4; of S4, no update was agreed."""
    facts = {**FACTS["S1"], "activity": "root_cause_analysis", "region": "emea", "after_hours": "24x5"}
    found = record(request(policy="jams", tier="standard", facts=facts), shipped())["deadlines"]
    assert UPDATES["S1"][1] | UPDATE | counted_in("S1", "emea", "24x5") <= set(found[1]["cites"])
    assert not counted_in("S4", "emea", "24x5") & set(found[1]["cites"])


@pytest.mark.parametrize(("tier", "level"), RESPONSES)
def test_no_answer_cites_what_is_about_another_plan_severity_or_scope(tier, level):
    answers = [d for d in decisions() if (d.tier, d.priority.level) == (tier, level)]
    assert answers
    for answered in answers:
        is_not_production = answered.facts.get("environment") == "development"
        cites = set(answered.cites) - ({"readings.production_systems"} if is_not_production else set())
        assert [] == strangers(TIERS, lambda key: key == tier, cites)
        assert [] == strangers(LEVELS, lambda key: level in key.split(), cites)
        assert [] == strangers(SCOPES, lambda key: key == "support", cites)


@pytest.mark.parametrize("region", CORE)
def test_no_answer_cites_the_hours_of_another_region(region):
    elsewhere = {cite for other in CORE if other != region for cite in CORE[other]}
    answers = [d for d in decisions() if d.facts.get("region") == region]
    assert answers
    assert [] == [d for d in answers if elsewhere & set(d.cites)]


@pytest.mark.parametrize("tier", ["standard", "premium"])
def test_no_consulting_cites_what_is_about_another_plan_or_any_severity(tier):
    answers = [d for d in decisions() if (d.tier, d.scope.outcome) == (tier, "consulting")]
    assert answers
    for answered in answers:
        assert [] == strangers(TIERS, lambda key: key == tier, answered.cites)
        assert [] == strangers(LEVELS, lambda _: False, set(answered.cites) - set(BOTH))
        assert [] == strangers(SCOPES, lambda key: key == "consulting", answered.cites)


def test_what_is_not_covered_says_why_and_nothing_of_a_plan_s_services():
    answers = [d for d in decisions() if d.scope.outcome == "not_covered"]
    assert answers
    for answered in answers:
        assert not answered.deadlines
        assert [] == strangers(LEVELS, lambda _: False, answered.cites)
        assert [] == strangers(SCOPES, lambda _: False, answered.cites)


def test_every_place_named_here_is_in_the_policy():
    policy = decisions()[0].policy
    clauses = policy.sources["overview"].clauses
    places = {f"overview.{name}" for name in clauses} | {f"readings.{name}" for name in policy.readings}
    named = {cite for about in (TIERS, LEVELS, SCOPES) for cites in about.values() for cite in cites}
    named |= RESPONSE | UPDATE | EVERY_CORE | EVERY_AFTER | set().union(*CORE.values(), *AFTER.values())
    named |= set().union(*(cites for _, cites in [*RESPONSES.values(), *UPDATES.values()]))
    assert set() == named - places
