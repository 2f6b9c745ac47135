"""What JAMS' terms say that no case can expect: how binding a time is, what a plan has, what a request must bring."""

from __future__ import annotations

import pytest

from .verbs import decision, record, request, shipped

PROBLEM = {"activity": "problem_diagnosis", "environment": "production", "component": "business_critical"}
LEVELS = {
    "S1": {**PROBLEM, "service_loss": "complete"},
    "S2": {**PROBLEM, "service_loss": "severe"},
    "S3": {**PROBLEM, "service_loss": "minor"},
    "S4": {**PROBLEM, "service_loss": "none"},
}
PLANS = ("standard", "premium")


def answered(tier, facts):
    """Return the decision of a request to JAMS' support, as JSON has it."""
    return record(request(policy="jams", tier=tier, facts={"region": "emea", **facts}), shipped())


def services(tier, facts, about):
    """Return the services whose names start so that a request certainly has a claim to."""
    listed = answered(tier, facts)["services"]
    return [item["service"] for item in listed if item["certain"] and item["service"].startswith(about)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("tier", PLANS)
def test_every_time_is_a_goal_and_no_guarantee(tier, level):
    found = answered(tier, {**LEVELS[level], "agreed_update": "3 business days"})
    assert {"initial_response": "goal", "status_update": "goal"} == {
        d["promise"]: d["kind"] for d in found["deadlines"]
    }
    assert "goals" in found["readings"]


@pytest.mark.parametrize("tier", PLANS)
def test_updates_are_given_again_and_again_until_the_case_is_closed(tier):
    found = answered(tier, LEVELS["S2"])
    assert [("initial_response", False), ("status_update", True)] == [
        (deadline["promise"], deadline["repeats"]) for deadline in found["deadlines"]
    ]
    assert "updates_end" in found["readings"]


INCIDENT = {"activity": "root_cause_analysis"}


@pytest.mark.parametrize("incident", ["ongoing", "past"])
@pytest.mark.parametrize(
    ("tier", "level", "expected"),
    [
        ("standard", "S1", ["root_cause_standard"]),
        ("standard", "S2", []),
        ("standard", "S3", []),
        ("premium", "S1", ["root_cause_premium"]),
        ("premium", "S2", ["root_cause_premium"]),
        ("premium", "S3", []),
        ("premium", "S4", []),
    ],
)
def test_the_analysis_is_a_service_by_what_the_incident_is_or_was(tier, level, expected, incident):
    assert expected == services(tier, {**LEVELS[level], **INCIDENT, "incident": incident}, "root_cause")


def test_it_is_a_service_while_nobody_knows_whether_the_incident_is_over():
    assert ["root_cause_standard"] == services("standard", {**LEVELS["S1"], **INCIDENT}, "root_cause")
    assert [] == services("standard", {**LEVELS["S1"], **INCIDENT, "workaround": None}, "root_cause")


@pytest.mark.parametrize(
    ("activity", "service", "per_year", "span"),
    [
        ("health_check", "health_check", 1, None),
        ("support_review", "support_review", 2, None),
        ("upgrade_execution", "major_upgrade", 1, None),
        ("deployment_advice", "deployment_advice", None, None),
        ("custom_report", "custom_reports", None, None),
        ("workload_development", "workload_development", None, None),
        ("custom_workaround", "custom_workarounds", None, None),
        ("enhancement", "custom_workarounds", None, None),
        ("job_optimization", "job_optimization", None, None),
        ("temporary_license", "temporary_keys", None, "120 days"),
    ],
)
def test_what_premium_has_beside_answers_with_its_limits(activity, service, per_year, span):
    found = answered("premium", {"activity": activity})
    (item,) = [item for item in found["services"] if item["service"] == service]
    assert (per_year, span) == (item["per_year"], item["span"])
    assert ("S4", "premium_goals" in found["readings"]) == (found["priority"]["level"], True)
    assert service not in [item["service"] for item in answered("standard", {"activity": activity})["services"]]


@pytest.mark.parametrize("tier", PLANS)
def test_a_feature_that_the_product_lacks_may_come_with_an_update(tier):
    assert ["software_updates"] == services(tier, {"activity": "enhancement"}, "software")


@pytest.mark.parametrize("tier", PLANS)
def test_planning_an_upgrade_is_helped_with_where_it_applies(tier):
    listed = answered(tier, {"activity": "upgrade_planning"})["services"]
    assert ["on request, where it applies"] == [i["note"] for i in listed if i["service"] == "upgrade_planning"]


@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ("license_key", ["a request ahead of the disaster-recovery test, where a temporary code for one is wanted"]),
        ("temporary_license", []),
        ("general_inquiry", []),
    ],
)
def test_what_a_request_must_bring(activity, expected):
    needs = answered("premium", {"activity": activity})["intake"]
    assert ["the request in English", *expected] == [n["needs"] for n in needs if n["certain"] and not n["optional"]]


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("environment", "production", "disaster recovery while"),
        ("environment", "development", "idle disaster recovery"),
        ("activity", "problem_diagnosis", "or its installation, fails"),
        ("activity", "installation", "nothing has failed"),
        ("activity", "general_inquiry", "not technical"),
        ("service_loss", "severe", "very slowly"),
    ],
)
def test_the_words_of_a_choice_draw_the_line_that_a_reading_draws(fact, value, words):
    policy = decision(request(policy="jams", tier="standard", facts={"activity": "training"}), shipped()).policy
    assert words in policy.facts[fact].choices[value]
