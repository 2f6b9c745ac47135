"""Sentences of the language that are about checks and coverage, each a test with that sentence as its name."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from remit.engine.language.time_notation import parse_instant
from remit.engine.triage.decision import Decision

from .coverage.verbs import NO_CASES, covered, uncovered, with_offered
from .generated import Drawn
from .test_received_in_places import DERIVED, DESK, ZONE, is_desk_open, priority
from .verbs import complaints, edited

DESK_READ = priority("received: {within: desk}, users: {at_least: 5}")


def checks(content: str) -> list[str]:
    return [finding[0] for finding in complaints(content)]


def test_hours_so_read_count_as_used():
    """Those that facts place, too, and so do the facts."""
    unused = edited(ZONE, DESK)
    assert ["warning unused-hours"] == [check for check in checks(unused) if "unused" in check]
    assert [] == checks(edited(ZONE, DESK, DESK_READ))


def test_it_is_readable_wherever_facts_are_derive_and_always_too():
    urgent = """facts:
  zone: {type: timezone, from: contract}
  urgent:
    type: boolean
    derive:
      - {id: by-day, when: {received: {within: desk}, environment: production}, value: true, cite: terms.p1}
      - {id: else, value: false, cite: terms.p1}
"""
    law = "always: [{id: law, when: {scope: support, %s}, expect: {priority: P1}}]\n"
    content = edited(("facts:\n", urgent), DESK, priority("urgent: true"))
    assert [] == checks(content + law % "environment: production, received: {within: desk}")
    drawn = Drawn(content + law % "environment: production")
    (finding,) = [finding for finding in drawn.findings if finding.check == "not-always"]
    witness = json.loads(json.dumps(finding.witness))
    assert not is_desk_open(witness["facts"]["zone"], parse_instant(witness["received"]) or 0)
    decision = drawn.decided(witness)
    assert isinstance(decision, Decision)
    assert "P1" != decision.priority.level


def test_the_receipt_is_not_in_between():
    (found,) = complaints(
        edited(ZONE, DESK) + "always: [{id: x, between: {received: [desk]}, expect: {scope: same}}]\n"
    )[:1]
    assert "error not-readable" == found[0]


def test_where_between_varies_another_fact_derived_ones_follow():
    law = "always: [{id: law, between: {environment: [development, production]}, expect: {priority: %s}}]\n"
    derived = """facts:
  weight:
    type: number
    derive:
      - {id: heavy, when: {environment: production}, value: 9, cite: terms.p1}
      - {id: light, value: 1, cite: terms.p1}
"""
    content = edited(("facts:\n", derived), priority("weight: {at_least: 5}"))
    found = [
        [check for check in checks(content + law % word) if "error" in check] for word in ("no_lower", "no_higher")
    ]
    assert [[], ["error not-always"]] == found


def test_checks_that_compare_deadlines_take_the_policys_zone_and_the_witness_states_it():
    slow = ("basic: {P1: 8 business hours, P2", "basic: {P1: {within: 20 hours, hours: desk}, P2")
    drawn = Drawn(edited(ZONE, DESK, slow))
    (finding,) = [finding for finding in drawn.findings if finding.check == "slower-when-more-severe"]
    witness = json.loads(json.dumps(finding.witness))
    assert "Europe/Berlin" == witness["facts"]["zone"]


@pytest.mark.parametrize(
    "test",
    [
        "received: {within: office}",
        "received: {within: desk}",
        "made: {before: 2026-01-01}",
        "released: {older_than: 24 months}",
    ],
)
def test_each_received_date_and_age_has_two_sides(test: str):
    facts = ("facts:\n", "facts:\n  made: {type: date}\n  released: {type: date}\n  zone: {type: timezone}\n")
    content = edited(facts, DESK, priority(f"{test}, users: {{at_least: 5}}"))
    sides = [line for line in uncovered(NO_CASES, content) if line.startswith(f"`{test}` is never")]
    assert ["true", "false"] == [side.split("is never ")[1].split()[0] for side in sides]
    offered = with_offered(NO_CASES, covered(NO_CASES, content))
    assert [] == uncovered(offered, content)


def test_overnight_openings_in_dates_count_for_cutoff_beside_within_too():
    night = ('week: {mon-fri: "09:00-17:00"}', 'week: {mon-fri: "09:00-17:00"}\n    dates: {2026-07-03: "22:00-02:00"}')
    cut = ("basic: {P1: 8 business hours, P2", 'basic: {P1: {within: 8 hours, cutoff: "15:00"}, P2')
    assert [] == [check for check in checks(edited(cut)) if "error" in check]
    assert "error wrong-shape" in checks(edited(cut, night))


def test_a_calendar_of_dates_alone_needs_no_country():
    dates = ("holidays: {country: DE, region: BE}", "holidays: {dates: [12-24..12-26]}")
    assert [] == [check for check in checks(edited(dates)) if "error" in check]


def test_two_situations_are_compared_only_at_receipts_that_both_can_have_in_their_zone():
    """By day in Tokyo it is night in Lima: what differs by zone is compared in each by itself."""
    content = edited(("facts:\n", DERIVED), DESK, priority("received: {within: desk}"))
    law = "always: [{id: law, when: {scope: support, received: {within: desk}}, expect: {priority: P1}}]\n"
    assert [] == [check for check in checks(content + law) if "not-always" in check]
    outside = law.replace("received: {within: desk}", "not: {received: {within: desk}}")
    drawn = Drawn(content + outside)
    (finding,) = [finding for finding in drawn.findings if finding.check == "not-always"]
    witness = json.loads(json.dumps(finding.witness))
    zone = "Asia/Tokyo" if witness["facts"].get("environment") == "production" else "America/Lima"
    assert not is_desk_open(zone, parse_instant(witness["received"]) or 0)
    assert ZoneInfo(zone)
