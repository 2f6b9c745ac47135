"""What is proved of a policy whose rules read within which hours a request was received."""

from __future__ import annotations

import json
from datetime import datetime

from remit.engine.language.time_notation import parse_instant
from remit.engine.proof.occurring_receipts import Receipts
from remit.engine.worktime import is_open

from .generated import Drawn
from .verbs import TODAY, complaints, edited

OUTSIDE = "{tier: basic, not: {received: {within: office}}, priority: P1}"
AFTER = (
    "    - {id: office, then",
    f"    - {{id: nights, when: {OUTSIDE}, then: always, cite: terms.plans}}\n    - {{id: office, then",
)
LATE = ("  always: {timezone", '  late: {timezone: Europe/Berlin, week: {mon-fri: "16:00-20:00"}}\n  always: {timezone')
EARLY = '{timezone: Europe/Berlin, week: {mon-fri: "10:00-12:00"}, holidays: {country: DE, region: BE}}'
MORNING = ("  always: {timezone", f"  morning: {EARLY}\n  always: {{timezone")
BASIC = ("basic: {P1: 8 business hours, P2", "basic: {P1: 12 hours, P2")
NIGHTS = edited(AFTER, BASIC)


def priority(when: str, then: str = "P1", name: str = "received") -> tuple[str, str]:
    """Return the edit that adds a rule of priority before the last one."""
    rule = f"    - {{id: {name}, when: {{{when}}}, then: {then}, cite: terms.p1}}\n"
    return "    - {id: the-rest", f"{rule}    - {{id: the-rest"


def test_nothing_is_found_in_a_policy_that_reads_the_receipt():
    assert [] == complaints(NIGHTS)


def test_hours_that_a_condition_reads_are_used():
    extra = ("  always: {timezone", '  late: {timezone: UTC, week: {mon-fri: "16:00-20:00"}}\n  always: {timezone')
    assert ["warning unused-hours"] == [found[0] for found in complaints(edited(extra))]
    assert [] == complaints(edited(extra, priority("received: {within: late}")))
    law = "always: [{id: law, when: {received: {within: late}}, expect: {scope: [support, consulting]}}]\n"
    assert [] == complaints(edited(extra) + law)


def test_a_witness_is_received_at_such_an_instant():
    drawn = Drawn(edited(("the-rest, then", "the-rest, when: {received: {within: office}}, then")))
    (gap,) = [finding for finding in drawn.findings if finding.check == "gap"]
    received = parse_instant(str((gap.witness or {})["received"]))
    assert received is not None
    assert not is_open(drawn.policy.hours["office"], received)


def test_the_usual_morning_stays_where_it_shows_it():
    drawn = Drawn(edited(("the-rest, then", "the-rest, when: {not: {received: {within: office}}}, then")))
    (gap,) = [finding for finding in drawn.findings if finding.check == "gap"]
    assert "2026-06-01T10:00:00+02:00" == (gap.witness or {})["received"]


def test_a_combination_that_never_occurs_is_reached_by_no_rule():
    never = priority("received: {within: morning}, not: {received: {within: office}}")
    found = complaints(edited(MORNING, never))
    assert ["error unreachable"] == [finding[0] for finding in found]
    assert "what it needs of the receipt, scope and priority never comes together" in found[0][1]
    assert [] == complaints(edited(LATE, priority("received: {within: late}, not: {received: {within: office}}")))


def test_a_rule_that_wins_within_other_hours_alone_is_masked():
    wide = priority("received: {within: office}, users: {at_least: 5}", name="wide")
    narrow = priority("received: {within: morning}, users: {at_least: 5}", "P2", "narrow")
    assert ["warning masked"] == [found[0] for found in complaints(edited(MORNING, wide, narrow))]
    same = priority("received: {within: morning}, users: {at_least: 5}", name="narrow")
    assert ["note redundant", "note same-outcome"] == [found[0] for found in complaints(edited(MORNING, wide, same))]


def test_rules_that_never_meet_at_a_receipt_do_not_conflict():
    nights = (
        "when: {priority: P1}, then: {require: phone}",
        "when: {not: {received: {within: office}}}, then: {require: phone}",
    )
    mail = "{id: early, when: {received: {within: morning}}, then: {require: email}, cite: terms.phone}"
    early = ("    - {id: email, then", f"    - {mail}\n    - {{id: email, then")
    assert [] == [found[0] for found in complaints(edited(MORNING, nights, early)) if "conflicting" in found[0]]
    late = edited(LATE, nights, (early[0], early[1].replace("morning", "late")))
    assert ["error conflicting-ways"] == [found[0] for found in complaints(late) if "conflicting" in found[0]]


def test_levels_are_compared_only_at_receipts_that_both_can_have():
    """P1 of basic counts round the clock after hours: 20 hours then end before two business days do."""
    slow = (BASIC[0], "basic: {P1: 20 hours, P2")
    drawn = Drawn(edited(AFTER, slow))
    (finding,) = [finding for finding in drawn.findings if finding.check == "slower-when-more-severe"]
    received = parse_instant(str((finding.witness or {})["received"]))
    assert received is not None
    assert is_open(drawn.policy.hours["office"], received)
    users, down = "when: {users: {at_least: 500}", "when: {environment: production, outage: complete"
    at_night = (f"{users}}}", f"{users}, not: {{received: {{within: office}}}}}}")
    of_gold = (f"{down}}}", f"{down}, tier: gold}}")
    assert [] == complaints(edited(AFTER, slow, at_night, of_gold))


def test_rules_that_differ_in_the_hours_of_the_receipt_could_be_one():
    rules = [
        priority(f"received: {{within: {hours}}}, users: {{at_least: 5}}", "P1", f"in-{hours}")
        for hours in ("office", "late")
    ]
    found = [finding for finding in complaints(edited(LATE, *rules)) if "same-outcome" in finding[0]]
    assert ["they differ in the values of one fact"] == [finding[2] for finding in found]
    negated = [(old, new.replace("received: {within: late}", "not: {received: {within: late}}")) for old, new in rules]
    assert [] == [finding for finding in complaints(edited(LATE, *negated)) if "same-outcome" in finding[0]]


def test_hours_that_are_open_whenever_one_of_several_is_are_read_like_any():
    both = ("  always: {timezone", "  both: {any_of: [office, late], timezone: UTC, day: 8 hours}\n  always: {timezone")
    never = priority("received: {within: late}, not: {received: {within: both}}, users: {at_least: 5}")
    assert ["error unreachable"] == [found[0] for found in complaints(edited(LATE, both, never))]
    assert [] == complaints(edited(LATE, both, priority("received: {within: both}, users: {at_least: 5}")))


def test_an_invariant_reads_the_receipt():
    law = (
        "always: [{id: law, when: {not: {received: {within: office}}, priority: P1, tier: basic}, "
        "expect: {coverage: always}}]\n"
    )
    assert [] == complaints(NIGHTS + law)
    (found,) = complaints(edited() + law)
    assert "error not-always" == found[0]


def test_an_invariant_between_tiers_compares_at_receipts_that_both_can_have():
    law = (
        "always: [{id: law, between: {tier: [basic, gold]}, when: {received: {within: %s}, priority: P1}, "
        "expect: {due: {initial_response: no_later}}}]\n"
    )
    slow = edited(LATE, ("gold: {P1: 1 hour", "gold: {P1: 12 hours"))
    assert [] == [found[0] for found in complaints(slow + law % "late") if "not-always" in found[0]]
    drawn = Drawn(slow + law % "office")
    (finding,) = [finding for finding in drawn.findings if finding.check == "not-always"]
    received = parse_instant(str((finding.witness or {})["received"]))
    assert received is not None
    assert is_open(drawn.policy.hours["office"], received)


def test_an_example_of_the_json_can_be_a_case():
    drawn = Drawn(edited(("the-rest, then", "the-rest, when: {received: {within: office}}, then")))
    witness = next(finding.witness for finding in drawn.findings if finding.check == "gap")
    assert "undecided" == drawn.decided(json.loads(json.dumps(witness))).status


def test_combinations_are_those_that_walking_through_the_edition_finds():
    content = edited(LATE, MORNING, ("from: 2026-01-01}", "from: 2026-01-01, to: 2026-01-14}"))
    policy = Drawn(content).policy
    hours = {name: policy.hours[name] for name in ("late", "morning", "office", "always")}
    start, end = (
        int(datetime.fromisoformat(f"{day}T00:00:00+01:00").timestamp()) for day in ("2026-01-01", "2026-01-15")
    )
    walked = {tuple(int(is_open(each, at)) for each in hours.values()) for at in range(start, end, 600)}
    receipts = Receipts(hours, policy, TODAY)
    assert walked == set(receipts.first)
    for combination, instant in receipts.first.items():
        assert start <= instant < end
        assert dict(zip(hours, combination, strict=True)) == receipts.codes_at(instant)
