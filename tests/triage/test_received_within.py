"""Within which hours a request was received, as facts that rules read."""

from __future__ import annotations

import pytest
from rules.verbs import needs_durable

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import SMALL, decision, policy, record, refusal, request, store

ENGINES = ["builtin", pytest.param("durable", marks=needs_durable)]
FAULT = {"activity": "fault", "outage": "none"}
PHONE = "{id: after-hours, when: {not: {received: {within: office}}}, then: {require: phone}, cite: terms.hours}"
CHANNELS = f"""
  ways: {{phone: {{contact: "+49 30 0000"}}, email: {{contact: help@acme.example}}}}
  rules:
    - {PHONE}
    - {{id: email, then: {{allow: email}}, cite: terms.all}}
"""
AFTER_HOURS = policy(channels=CHANNELS)
FRIDAY, LAST_SECOND = "2026-03-13T16:00:00+01:00", "2026-03-13T15:59:59+01:00"


def decided(received: str, content: str = AFTER_HOURS, rules: str = "builtin", **facts: object):
    at = store(content, rules="durable" if rules == "durable" else "builtin")
    return decision(request(received=received, facts=FAULT | facts), at)


@pytest.mark.parametrize("rules", ENGINES)
def test_it_is_true_where_the_hours_are_open_at_the_instant_of_receipt(rules):
    receipts = ["2026-03-13T08:00:00+01:00", LAST_SECOND, FRIDAY, "2026-03-13T07:59:59+01:00", "2026-03-15T10:00:00Z"]
    ways = [decided(received, rules=rules).channel.required for received in receipts]
    assert [None, None, "phone", "phone", "phone"] == ways


@pytest.mark.parametrize("rules", ENGINES)
def test_of_a_list_any_of_the_hours_counts(rules):
    hours = f"{SMALL['hours']}  saturday: {{timezone: Europe/Berlin, week: {{sat: '10:00-12:00'}}}}\n"
    content = policy(hours=hours, channels=CHANNELS.replace("within: office", "within: [office, saturday]"))
    receipts = [LAST_SECOND, "2026-03-14T11:59:59+01:00", "2026-03-14T12:00:00+01:00"]
    assert [None, None, "phone"] == [decided(received, content, rules).channel.required for received in receipts]


def test_on_the_night_of_a_clock_change_the_wall_clock_of_the_hours_counts():
    hours = str(SMALL["hours"]).replace('mon-fri: "08:00-16:00"', 'mon-fri: "08:00-16:00", sun: "02:30-03:30"')
    content = policy(hours=hours.replace("}, cite", "}, day: 8 hours, cite"))
    # In March 02:30 is skipped and counts as 03:00; in October 02:30 comes twice.
    receipts = {
        "2026-03-29T01:59:59+01:00": "phone",
        "2026-03-29T03:00:00+02:00": None,
        "2026-03-29T03:30:00+02:00": "phone",
        "2026-10-25T02:29:59+02:00": "phone",
        "2026-10-25T02:30:00+02:00": None,
        "2026-10-25T02:15:00+01:00": None,
        "2026-10-25T03:30:00+01:00": "phone",
    }
    content = content.replace(f"channels: {SMALL['channels']}", f"channels: {CHANNELS}")
    assert receipts == {received: decided(received, content).channel.required for received in receipts}


def test_holidays_and_dates_of_the_hours_count():
    hours = str(SMALL["hours"]).replace(
        "}, cite", "}, holidays: {country: DE, region: BE}, dates: {2026-03-14: '08:00-09:00'}, day: 8 hours, cite"
    )
    content = policy(hours=hours, channels=CHANNELS)
    receipts = ["2026-04-03T10:00:00+02:00", "2026-03-14T08:30:00+01:00"]
    assert ["phone", None] == [decided(received, content).channel.required for received in receipts]


def test_scope_priority_coverage_presumptions_intake_and_other_groups_read_it():
    within = "received: {within: office}"
    written = policy(
        facts=f"{SMALL['facts']}  urgent: {{type: boolean, presume: [{{when: {{{within}}}, value: true}}, "
        "{value: false}]}\n",
        priorities=str(SMALL["priorities"]).replace("{outage: complete}", "{urgent: true}"),
        scope=f"{SMALL['scope']}    - {{id: own, when: {{not: {{{within}}}, activity: question}}, then: consulting, "
        "cite: terms.all}\n",
        coverage=str(SMALL["coverage"]).replace("{tier: gold, priority: P1}", f"{{not: {{{within}}}}}"),
        intake=f"\n  - {{needs: a reason, when: {{not: {{{within}}}}}, cite: terms.all}}\n",
    )
    inside, outside = decided(LAST_SECOND, written), decided(FRIDAY, written)
    assert [("P1", "office", 0), ("P2", "always", 1)] == [
        (result.priority.level, result.deadlines["initial_response"].hours, len(result.intake))
        for result in (inside, outside)
    ]
    scopes = [decided(at, written, activity="question").scope.outcome for at in (LAST_SECOND, FRIDAY)]
    assert ["support", "consulting"] == scopes


def test_it_is_never_missing_nor_presumed_nor_asked():
    result = decision(request(received=FRIDAY, facts={}), store(AFTER_HOURS))
    assert not [missing for missing in result.missing if "received" in missing.fact]
    assert () == result.presumed


def test_the_decision_says_within_which_hours_it_was_received():
    hours = f"{SMALL['hours']}  late: {{timezone: Europe/Berlin, week: {{mon-fri: '14:00-20:00'}}}}\n"
    content = policy(hours=hours, channels=CHANNELS.replace("{within: office}", "{within: [office, late]}"))
    at = store(content)
    asked = request(received=FRIDAY, facts=FAULT)
    assert {"id": None, "received": "2026-03-13T15:00:00Z", "within": {"office": False, "late": True}} == (
        record(asked, at)["request"]
    )
    (line,) = [line for line in as_text(decision(asked, at), Look()).splitlines() if "  received " in line]
    assert "Fri 13 Mar 2026 16:00 Berlin, within late, outside office" == line.removeprefix("  received").strip()
    assert "within" not in record(request(facts=FAULT))["request"]


def test_no_request_states_it():
    (problem,) = refusal(request(facts={"received": True}), store(AFTER_HOURS))
    assert "unknown-fact" == problem[0]
    (problem,) = refusal(request(facts={"received within office": True}), store(AFTER_HOURS))
    assert "unknown-fact" == problem[0]


def test_a_receipt_in_a_year_without_known_holidays_is_refused():
    hours = str(SMALL["hours"]).replace("}, cite", "}, holidays: {country: DE}, cite")
    (problem,) = refusal(
        request(received="1970-01-01T10:00:00Z", facts={"activity": "project"}),
        store(policy(hours=hours.replace("country: DE", "country: TL"), channels=CHANNELS)),
    )
    assert "worktime" == problem[0]


@pytest.mark.parametrize("again", [1, 2])
def test_a_situation_is_another_one_within_the_hours(again):
    at = store(AFTER_HOURS)
    asked = [request(received=received, facts=FAULT) for received in (LAST_SECOND, FRIDAY) * again]
    assert [None, "phone"] * again == [decision(one, at).channel.required for one in asked]
