"""Services, intake and escalation go through what authors ask: checks, coverage, cases, mutants and diff."""

from __future__ import annotations

import pytest

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.diff_document import as_text

from .coverage.verbs import NO_CASES, cases, covered, impossible, results, store, uncovered, with_offered
from .mutation.verbs import done, mutated, policy_of, surviving
from .verbs import TODAY, case, complaints, edited

DESK = """\
remit: 1
policy: acme
title: Desk
edition: "1"
effective: {from: 2026-01-01}
sources: {sla: {title: Terms, clauses: {all: {at: Page 1, says: all}}}}
facts:
  activity: {ask: "What is asked for?", choices: [fault, training, other]}
  outage: {ask: "How much is down?", choices: [all, some, none]}
  users: {ask: "How many are hit?", type: number, minimum: 0, presume: 1}
  crowd:
    choices: [many, few]
    derive:
      - {id: many, when: {users: {at_least: 100}}, value: many, cite: sla.all}
      - {id: few, value: few, cite: sla.all}
hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}
tiers: {basic: {title: Basic}, gold: {title: Gold}}
scope:
  rules:
    - {id: support, when: {activity: fault}, then: support, cite: sla.all}
    - {id: paid, when: {activity: training}, then: consulting, cite: sla.all}
    - {id: no-others, when: {activity: other}, then: not_covered, cite: sla.all}
priorities:
  levels: {P1: Urgent, P2: Normal}
  rules:
    - {id: urgent, when: {outage: all}, then: P1, cite: sla.all}
    - {id: normal, then: P2, cite: sla.all}
coverage: {rules: [{id: in-office, then: office, cite: sla.all}]}
promises:
  initial_response: {within: {basic: {P1: 1 hour, P2: 2 hours}, gold: {P1: 1 hour, P2: 2 hours}}, cite: sla.all}
services:
  manager: {title: A manager, tiers: gold, levels: P1, when: {crowd: many}, cite: sla.all}
intake:
  - {needs: a log, when: {outage: all}}
escalation:
  - {to: the head, when: {scope: support}}
"""
STATED = "{activity: fault, outage: all, users: 100}"


def found(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    return [(check.partition(" ")[2], message) for check, message, *_ in complaints(edited(*edits, content=DESK))]


def test_nothing_is_found_in_the_policy():
    assert [] == found()


@pytest.mark.parametrize(
    ("before", "after", "entry"),
    [
        ("levels: P1, when: {crowd: many}", "levels: P1, when: {outage: some}", "service `manager`"),
        ("levels: P1, when: {crowd: many}", "levels: P2, activities: training", "service `manager`"),
        ("tiers: gold, levels: P1, when: {crowd: many}", "tiers: gold, when: {tier: basic}", "service `manager`"),
        ("when: {outage: all}}", "when: {outage: all, priority: P2}}", "`a log` to bring"),
        ("when: {outage: all}}", "when: {scope: not_covered}}", "`a log` to bring"),
        ("when: {scope: support}", "when: {scope: support, priority: P1, outage: none}", "escalation to `the head`"),
    ],
)
def test_an_entry_that_no_decision_can_list_is_unreachable(before, after, entry):
    message = f"{entry} is listed in no situation: what it needs of tier, scope and priority never comes together"
    assert ("unreachable", message) in found((before, after))


def test_a_threshold_of_a_service_counts_where_its_tier_and_level_have_it():
    content = edited(("when: {crowd: many}", "when: {users: {at_least: 50}}"), content=DESK)
    lines = {
        tier: uncovered(cases(case("{priority: P1}", tier=tier, facts=STATED.replace("100", "50"))), content)
        for tier in ("basic", "gold")
    }
    assert "`users` is never 50 or just over: no case asks for services" in lines["basic"]
    assert "`users` is never just under 50: it lies elsewhere in 1 case" in lines["gold"]
    assert not any("50 or just over" in line for line in lines["gold"])


def test_a_derived_entry_that_only_a_service_reads_counts_and_can_be_expected():
    """Gold's manager comes where many are hit, so that it matters there which entry gave the fact its value."""
    by_gold = case("{rules: [many], services: [manager]}", tier="gold", facts=STATED)
    (gold,) = results(cases(by_gold), store(DESK))
    assert [] == list(gold.differences)
    (basic,) = results(cases(case("{rules: [many]}", tier="basic", facts=STATED)), store(DESK))
    assert ["rules: expected many, got support, urgent, in-office"] == list(basic.differences)
    assert not any("entry `many`" in line for line in uncovered(cases(by_gold), DESK))
    assert [] == impossible(DESK)


def test_what_is_offered_covers_everything():
    assert covered(with_offered(NO_CASES, covered(NO_CASES, DESK)), DESK).total.percent == "100%"


@pytest.mark.parametrize(("tier", "presumed"), [("gold", "[users]"), ("basic", "[]")])
def test_a_presumed_fact_that_only_a_service_reads_is_listed_as_presumed_where_it_could_be_had(tier, presumed):
    listed = case(f"{{presumed: {presumed}, status: decided}}", tier=tier, facts="{activity: fault, outage: all}")
    (result,) = results(cases(listed), store(DESK))
    assert [] == list(result.differences)


def test_what_is_not_covered_has_no_service_needs_nothing_and_is_escalated_to_nobody():
    content = edited((", when: {scope: support}", ""), (", when: {outage: all}", ""), content=DESK)
    (result,) = results(cases(case("{services: [], escalation: []}", facts="{activity: other}")), store(content))
    assert [] == list(result.differences)


def differences(*edits: tuple[str, str], content: str = DESK) -> list[tuple[str, ...]]:
    changes = diff(policy_of(content), policy_of(edited(*edits, content=content)), TODAY).changes
    return [(c.kind, c.about, c.name, *sorted(c.extent.where)) for c in changes if c.extent and c.witness]


NIGHT = edited(
    ("hours: {office", 'hours: {night: {timezone: UTC, week: {mon-fri: "20:00-24:00"}}, office'),
    ("when: {crowd: many}", "when: {received: {within: night}}"),
    content=DESK,
)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("users: {at_least: 100}", "users: {at_least: 200}"),
            ("removed", "service", "manager", "activity", "outage", "users"),
        ),
        (("needs: a log, when: {outage: all}", "needs: a log"), ("demanded", "intake", "a log", "activity", "outage")),
        (
            ("when: {scope: support}", "when: {scope: support, users: {at_most: 5}}"),
            ("removed", "escalation", "the head", "activity", "users"),
        ),
    ],
)
def test_diff_finds_the_situations_in_which_an_entry_is_listed_otherwise(edit, expected):
    assert [expected] == differences(edit)


def test_diff_finds_services_of_hours_that_moved_at_a_receipt_that_shows_it():
    later = ("20:00-24:00", "21:00-24:00")
    (difference,) = differences(later, content=NIGHT)
    assert ("removed", "service", "manager") == difference[:3]
    text = " ".join(as_text(diff(policy_of(NIGHT), policy_of(edited(later, content=NIGHT)), TODAY)).split())
    assert "no decision changed" not in text
    assert "such as received Mon 1 Jun 2026 20:00 UTC; activity: fault, outage: all" in text


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("service `manager`: ", ["its only limb dropped", "a limb negated", "a tier dropped", "a level dropped"]),
        ("`a log` to bring: ", ["its only limb dropped", "a limb negated"]),
        ("escalation to `the head`: ", ["its only limb dropped", "a limb negated"]),
    ],
)
def test_what_lists_an_entry_is_changed_and_survives_without_a_case(entry, expected):
    assert expected == done(DESK, entry)
    assert expected == surviving(DESK, entry)


def test_a_mutant_that_lists_the_same_is_equivalent():
    """What is asked for of what is covered is asked for wherever something is."""
    content = edited(("a log, when: {outage: all}", "a log, when: {scope: [support, consulting]}"), content=DESK)
    listed = done(content, "`a log` to bring: ")
    assert "its only limb dropped" in listed
    assert "its only limb dropped" not in surviving(content, "`a log` to bring: ")


def test_hours_and_derived_facts_that_only_a_service_reads_survive_without_a_case():
    assert "opens half an hour later" in surviving(NIGHT, "hours `night`: ")
    assert any("threshold" in what for what in surviving(DESK, "entry `many`: "))


def test_a_case_that_expects_what_is_listed_kills():
    at_night = "{received: 2026-06-01T20:10:00+00:00, policy: acme, tier: gold, facts: {activity: fault, outage: all}}"
    listed = f"cases:\n  - {{name: by night, request: {at_night}, expect: {{services: [manager], intake: [a log]}}}}\n"
    survivors = [survivor.mutant.what for survivor in mutated(NIGHT, listed).survivors]
    assert "hours `night`: opens half an hour later" not in survivors
    assert "`a log` to bring: a limb negated" not in survivors
    assert "hours `night`: closes half an hour earlier" in survivors


def test_a_case_expects_what_must_be_brought():
    (wrong,) = results(cases(case("{intake: []}", facts=STATED)), store(DESK))
    assert ["intake: expected none, got a log"] == list(wrong.differences)
