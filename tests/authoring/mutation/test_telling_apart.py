"""What is told from its policy, and what is not, where it is easy to go wrong."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from remit.engine.rules import diagrams, outcomes
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from ..generated import as_text, request_of
from .verbs import done, small, surviving, without_cases, without_cases_once


def decided_twice(content, what, day="2026-06-01"):
    """Return how the request that tells a mutant from a policy is decided by each."""
    survivor = next(s for s in without_cases_once(content, day).survivors if s.mutant.what == what)
    store = PolicyStore([as_text(content, "small.yaml")], "builtin")
    beside = store.with_edition(Evaluator(compile_policy(survivor.mutant.policy), "builtin"))
    request = request_of(survivor.witness)
    return tuple(decide(request, policies, (), "0") for policies in (store, beside))


def dues(content, what, day="2026-06-01"):
    """Return what falls due when, by a policy and by a mutant of it."""
    return [
        {name: deadline.due_instant for name, deadline in decision.deadlines.items()}
        for decision in decided_twice(content, what, day)
    ]


# ── values that rules and presumptions name ───────────────────────────────────

HOSTS = small(
    ("  users:", "  host: {ask: Which host?, type: text}\n  users:"),
    ("presume: 1}", "presume: [{when: {host: [alpha, beta]}, value: 900}, {value: 1}]}"),
    ("{id: many,", "{id: known, when: {host: alpha}, then: P1, cite: terms.all}\n    - {id: many,"),
    ("{id: many,", "{id: lost, when: {host: gamma}, then: P1, cite: terms.all}\n    - {id: many,"),
)


def test_texts_that_a_presumption_names_too_are_told_apart_as_before():
    expected = {
        " dropped",
        ": its only limb dropped",
        ": a limb negated",
        ": its outcome changed to P2",
    }
    assert expected == set(surviving(HOSTS, "rule `lost`"))
    for what in expected:
        before, after = decided_twice(HOSTS, f"rule `lost`{what}")
        assert before.priority.level != after.priority.level


# ── situations laid out in diagrams ───────────────────────────────────────────

LIMBS = small(
    ("  users:", "  a: {ask: Is it a?, type: boolean}\n  b: {ask: Is it b?, type: boolean}\n  users:"),
    ("{id: many,", "{id: both, when: {a: true, b: true}, then: P1, cite: terms.all}\n    - {id: many,"),
    ("{id: many,", "{id: none, when: {a: true, outage: none}, then: P2, cite: terms.all}\n    - {id: many,"),
    ("{id: many,", "{id: some, when: {a: true, outage: partial}, then: P2, cite: terms.all}\n    - {id: many,"),
    ("when: {users: {at_least: 500}}", "when: {a: true, users: {at_least: 500}}"),
)


def test_a_limb_is_told_apart_where_nothing_else_reads_what_it_reads():
    """Where `a` is false, the policy does not read `b`; without the limb `a` it does."""
    expected = [
        ": a limb dropped",
        ": a limb negated",
        ": a limb dropped",
        ": a limb negated",
        ": its outcome changed to P2",
        " dropped",
    ]
    assert expected == surviving(LIMBS, "rule `both`")
    with patch.object(diagrams, "ENUMERABLE", 1):
        assert expected == surviving(LIMBS, "rule `both`")


def test_of_a_policy_with_too_many_situations_it_is_said_that_nothing_is_proved():
    with patch.object(diagrams, "ENUMERABLE", 1), patch.object(diagrams, "NODES", 8):
        result = without_cases(small())
    assert ((), 0, 0) == (result.survivors, result.equivalent, result.killed)
    assert done(small()) == [mutant.what for mutant in result.unproved]


def test_more_combinations_of_ways_than_can_be_told_apart_are_not_proved():
    large = "{id: large, when: {outage: complete, users: {at_least: 500}}, then: {allow: phone}, cite: terms.all}"
    content = small(("{id: by-email,", f"{large}\n    - {{id: by-email,"))
    assert () == without_cases(content).unproved
    with patch.object(outcomes, "_MOST", 1):
        result = without_cases(content)
    assert done(content) == [mutant.what for mutant in result.unproved]


# ── hours, and how long what is owed takes ────────────────────────────────────

AGREED = small(
    ("  users:", "  agreed: {ask: What was agreed?, type: span, optional: true}\n  users:"),
    ("basic: {P1: 8 business hours, P2: 2 business days}", "basic: {P1: {fact: agreed}, P2: {fact: agreed}}"),
    ("gold: {P1: 1 hour, P2: none}", "gold: {fact: agreed}"),
    ("    within: {basic: 5 business days}", "    within: {basic: {fact: agreed}}"),
)


ROUND_THE_CLOCK = "`always`: another time zone"


@pytest.mark.parametrize("what", [what for what in done(AGREED, "hours ") if what != ROUND_THE_CLOCK])
def test_hours_in_which_an_agreed_span_counts_are_told_apart_by_a_receipt_that_shows_it(what):
    before, after = dues(AGREED, f"hours {what}")
    assert before != after


@pytest.mark.parametrize("what", [what for what in done(small(), "hours ") if what != ROUND_THE_CLOCK])
def test_hours_are_told_apart_by_a_receipt_that_shows_it(what):
    before, after = dues(small(), f"hours {what}")
    assert before != after


def test_where_the_desk_never_closes_its_time_zone_changes_nothing():
    for content in (small(), AGREED):
        assert f"hours {ROUND_THE_CLOCK}" in done(content)
        assert [] == surviving(content, f"hours {ROUND_THE_CLOCK}")


def test_an_agreed_span_that_is_owed_no_more():
    assert [{"response"}, set()] == [set(due) for due in dues(AGREED, "promise `response`, gold P1: nothing owed")]


def test_a_date_that_no_request_of_the_coming_year_reaches_changes_nothing():
    content = small(("2026-12-24", "2025-12-24"), ('{2025-12-24: "09:00-12:00"}', '{2025-12-24: "09:00-12:00"}'))
    assert [] == surviving(content, "hours `office`: 2025")
    assert [
        ": 2025-12-24 like any other day",
        ": 2025-12-24 a day later",
        ": its dated days in every year",
    ] == surviving(content, "hours `office`", day="2025-06-01")[-3:]


def test_hours_in_which_no_business_day_is_known_refuse_what_is_owed_in_days():
    content = small(
        ("  always: {", '  evening: {timezone: UTC, week: {mon: "18:00-20:00", tue: "18:00-21:00"}}\n  always: {'),
    )
    changes = surviving(content, "rule `usual`")
    assert ": its outcome changed to evening" in changes
    before, after = decided_twice(content, "rule `usual`: its outcome changed to evening")
    assert isinstance(before, Decision)
    assert before != after
    before, after = decided_twice(content, "promise `quotation`: its hours changed")
    assert "decided" == before.status
    assert ["worktime"] == [finding.check for finding in after.findings]


def test_hours_in_which_nothing_is_ever_owed_change_nothing():
    content = small(("  always: {", '  spare: {timezone: UTC, week: {sat: "10:00-12:00"}}\n  always: {'))
    assert [] == surviving(content, "hours `spare`")


# ── editions ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("effective", "received"),
    [
        ("{to: 2024-12-31}", "2023-12-31"),
        ("{from: 2028-02-01}", "2028-02-01"),
        ("{from: 2025-01-01, to: 2027-12-31}", "2026-06-01"),
    ],
)
def test_receipts_are_looked_for_while_the_edition_is_in_force(effective, received):
    content = small(("timezone: Europe/Berlin\n", f"timezone: Europe/Berlin\neffective: {effective}\n"))
    survivors = without_cases(content).survivors
    assert_in_force(survivors)
    owed = [s for s in survivors if s.mutant.what == "promise `response`, basic P1: the span changed"]
    assert [received] == [str(s.witness["received"])[:10] for s in owed]
    for survivor in survivors:
        if survivor.mutant.what.startswith("hours `always`"):
            before, after = dues(content, survivor.mutant.what)
            assert before != after


def assert_in_force(survivors):
    """The request that shows a survivor falls under its edition."""
    for survivor in survivors:
        first, last = survivor.mutant.policy.effective
        day = str(survivor.witness["received"])[:10]
        assert (first or day) <= day <= (last or day), survivor.mutant.what


@pytest.mark.parametrize("effective", ["{from: 2026-07-01, to: 2026-09-30}", "{from: 2026-07-01, to: 2026-07-01}"])
@pytest.mark.parametrize("timezone", ["Europe/Berlin", "Pacific/Auckland"])
def test_what_differs_only_after_the_edition_ended_decides_as_it_does(effective, timezone):
    """No case under the edition could notice: its holidays and the date of its own come later."""
    content = small(("timezone: Europe/Berlin\n", f"timezone: {timezone}\neffective: {effective}\n"))
    survivors = without_cases(content).survivors
    assert_in_force(survivors)
    hours = [survivor.mutant.what for survivor in survivors if survivor.mutant.what.startswith("hours `office`")]
    assert "hours `office`: opens half an hour later" in hours
    assert {"hours `office`: no holidays", "hours `office`: 2026-12-24 like any other day"}.isdisjoint(hours)
