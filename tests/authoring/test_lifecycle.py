"""A database vendor: releases age, the dearer severities are followed by a call, and time alone escalates.

The terms, in its own language, are those of a vendor whose releases have five years of premier and three of extended
support; what checks, coverage, mutants and differences say of dates, follow-ups and escalation is held on it.
"""

from __future__ import annotations

import re
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from triage.verbs import request, store

from remit.engine import Policies, check_paths
from remit.engine.authoring.coverage.items import items_of
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision

from .diff.verbs import changed, kinds
from .mutation.verbs import changes as mutants_of
from .mutation.verbs import evaluator_of
from .verbs import TODAY, case, complaints, edited, run, written

if TYPE_CHECKING:
    from remit.engine.authoring.coverage.coverage_item import Item

_BOUND = re.compile(r"[0-9]+ months|[0-9]{4}-[0-9]{2}-[0-9]{2}")

LIFECYCLE = """\
remit: 1
policy: acme
title: Database vendor, priority support
edition: "1"
timezone: America/New_York
sources:
  terms:
    title: Support policies
    clauses:
      premier: {at: Lifetime support, says: five years from general availability are premier}
      extended: {at: Lifetime support, says: three years more are extended where the fee is paid}
      sustaining: {at: Lifetime support, says: after that only what exists}
      levels: {at: Severity definitions, says: severity 1 is production stopped}
      response: {at: Response guidelines, says: one hour around the clock for severity 1}
      call: {at: Contact, says: severity 1 and 2 are followed by a call}
      chief: {at: Escalation, says: severity 1 is escalated by itself}
facts:
  released: {ask: "When was the release generally available?", type: date}
  fee_from: {ask: "From which day is the extended fee paid?", type: date, from: contract, optional: true}
  stopped: {ask: "Has production stopped?", type: boolean}
hours:
  always: {timezone: UTC, week: 24x7}
  office: {timezone: America/New_York, week: {mon-fri: "09:00-17:00"}, holidays: {country: US, region: NY}}
tiers: {priority: {title: Priority Support}}
scope:
  rules:
    - {id: premier, when: {released: {at_most_old: 60 months}}, then: support, cite: terms.premier}
    - id: extended
      when: {released: {older_than: 60 months, at_most_old: 96 months}, fee_from: {before: 2026-07-01}}
      then: support
      cite: terms.extended
    - id: sustaining
      when:
        any:
          - {released: {older_than: 96 months}}
          - {released: {older_than: 60 months}, not: {fee_from: {before: 2026-07-01}}}
      then: consulting
      cite: terms.sustaining
priorities:
  levels: {S1: Stopped, S2: Impaired}
  rules:
    - {id: stopped, when: {stopped: true}, then: S1, cite: terms.levels}
    - {id: rest, then: S2, cite: terms.levels}
coverage:
  rules:
    - {id: s1-always, when: {priority: S1}, then: always, cite: terms.response}
    - {id: rest-office, then: office, cite: terms.response}
channels:
  ways: {portal: {contact: "https://vendor.example"}, phone: {contact: "+1 555 0100"}}
  rules:
    - {id: by-portal, then: {require: portal}, cite: terms.call}
    - {id: then-call, when: {priority: S1}, then: {follow_up: phone}, cite: terms.call}
promises:
  initial_response: {within: {priority: {S1: 1 hour, S2: 4 hours}}, cite: terms.response}
escalation:
  - {to: duty manager, when: {priority: S1}, after: 2 hours, when_any: [{overdue: initial_response}], cite: terms.chief}
always:
  - {id: newer-is-no-narrower, between: {fee_from: [2026-07-01, 2026-06-30]}, expect: {scope: no_narrower}}
"""


def found(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    """Return what is found in the terms, edited: severity and check, and the message."""
    return [complaint[:2] for complaint in complaints(edited(*edits, content=LIFECYCLE))]


def items(kind: str, *edits: tuple[str, str]) -> list[str]:
    """Return what is to be covered of a kind, in words."""
    listed: list[Item] = items_of(evaluator_of(edited(*edits, content=LIFECYCLE)).compiled, TODAY)
    return [item.words for item in listed if item.kind == kind]


def test_nothing_is_found_in_the_terms() -> None:
    """Every release has one scope, at every age."""
    assert [] == found()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{at_most_old: 60 months}", "{at_most_old: 48 months}"),
        ("{released: {older_than: 96 months}}", "{released: {older_than: 120 months}}"),
        ("fee_from: {before: 2026-07-01}}\n", "fee_from: {before: 2026-06-01}}\n"),
    ],
)
def test_a_bound_that_moves_leaves_a_gap_and_a_request_shows_it(old: str, new: str) -> None:
    """Its release is as old as the gap at its receipt, and its fee begins on a day of the gap."""
    text = edited((old, new), content=LIFECYCLE)
    with TemporaryDirectory() as folder:
        findings = check_paths(written(folder, text), Policies(folder, is_named=True), None, TODAY).findings
    witness = next(finding.witness for finding in findings if finding.check == "gap" and finding.witness)
    decision = decide(request(**witness), store(text), (), "0.1.0")
    assert isinstance(decision, Decision)
    assert (None,) == decision.scope.possible


def test_dates_are_compared_by_between() -> None:
    """One with the next, all else as it is."""
    message = "is violated: scope is consulting, not support when `fee_from` goes from 2026-06-30 to 2026-07-01"
    assert [("error not-always", f"invariant `newer-is-no-narrower` {message}")] == found(
        ("{fee_from: [2026-07-01, 2026-06-30]}", "{fee_from: [2026-06-30, 2026-07-01]}")
    )


def test_a_date_and_an_age_have_two_sides() -> None:
    """A limb is true or false, and a bound has a side before it and one behind."""
    assert [
        "`released` is never 60 months old or just younger",
        "`released` is never just older than 60 months",
        "`released` is never 96 months old or just younger",
        "`released` is never just older than 96 months",
        "`fee_from` is never just before 2026-07-01",
        "`fee_from` is never 2026-07-01 or just later",
    ] == items("thresholds")
    assert "`released: {at_most_old: 60 months}` is never true in rule `premier`" in items("limbs")


def test_conditions_of_escalation_and_services_have_sides_too() -> None:
    """They stand in rows of their own."""
    service = "services: {visit: {title: A visit, when: {released: {older_than: 24 months}}}}\nescalation:"
    found_items = items("thresholds", ("escalation:", service))
    assert "`released` is never just older than 24 months" in found_items


@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        ("premier", {"59 months", "61 months"}),
        ("extended", {"59 months", "61 months", "95 months", "97 months", "2026-06-30", "2026-07-02"}),
    ],
)
def test_a_bound_is_moved_by_a_day_or_a_month(rule: str, bounds: set[str]) -> None:
    """To both sides, in mutants."""
    moved = [line for change in mutants_of(LIFECYCLE, f"rule `{rule}`: a threshold moved") for line in change.after]
    known = {"60 months", "96 months", "2026-07-01"}
    assert bounds == {bound for line in moved for bound in _BOUND.findall(line)} - known


def test_a_follow_up_is_dropped_and_made_another_way() -> None:
    """In mutants."""
    text = edited(("then: {follow_up: phone}", "then: {allow: phone, follow_up: phone}"), content=LIFECYCLE)
    made = [change.what for change in mutants_of(text, "rule `then-call`: way")]
    assert {
        "rule `then-call`: way phone need not follow",
        "rule `then-call`: way portal to follow in place of phone",
    } <= set(made)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (
            [("{before: 2026-07-01}}\n      then: support", "{before: 2026-10-01}}\n      then: support"),
             ("not: {fee_from: {before: 2026-07-01}}", "not: {fee_from: {before: 2026-10-01}}")],
            [("wider", "scope", "consulting", "support")],
        ),
        (
            [("then: {follow_up: phone}", "then: {allow: phone}")],
            [("freed", "channel phone", "portal required, then phone", "portal required")],
        ),
        (
            [("then: {require: portal}", "then: {allow: portal}")],
            [
                ("freed", "channel portal", "portal required", "portal"),
                ("freed", "channel portal", "portal required, then phone", "portal, then phone"),
            ],
        ),
        (
            [("after: 2 hours, ", "after: 3 hours, hours: office, ")],
            [(
                "changed", "escalation duty manager",
                "initial response overdue, 2 hours after receipt, if {priority: S1}",
                "initial response overdue, 3 hours of office after receipt, if {priority: S1}",
            )],
        ),
    ],
)  # fmt: skip
def test_what_changes_is_said(edits: list[tuple[str, str]], expected: list[tuple[str, str, str, str]]) -> None:
    """A date that moves, a follow-up, and whom one may turn to."""
    assert expected == kinds(changed(*edits, content=LIFECYCLE))


def test_a_date_compared_otherwise_is_another_fact() -> None:
    """Of an age nobody knows without a receipt on which side of a date it is."""
    edits = (
        ("{released: {at_most_old: 60 months}}", "{released: {from: 2021-01-01}}"),
        ("{released: {older_than: 60 months, at_most_old: 96 months}, fee", "{released: {before: 2021-01-01}, fee"),
        ("{released: {older_than: 96 months}}", "{released: {before: 2018-01-01}}"),
        ("{released: {older_than: 60 months}, not", "{released: {before: 2021-01-01}, not"),
    )
    result = changed(*edits, content=LIFECYCLE)
    assert ["narrower", "wider"] == [kind for kind, *_ in kinds(result)]
    message = "fact `released` is compared with dates, not with its age in months: they are compared as two facts"
    assert message in [finding.message for finding in result.findings]


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("phone", ""),
        ("[phone]", ""),
        ("null", "follow_up is phone, not nothing"),
        ("portal", "follow_up is phone, not portal"),
        ("[phone, portal]", "follow_up is phone, not phone, portal"),
    ],
)
def test_an_invariant_says_what_follows(expected: str, message: str) -> None:
    """Exactly these ways, in every situation that it is about."""
    invariant = f"\nalways:\n  - {{id: stopped-is-phoned, when: {{priority: S1}}, expect: {{follow_up: {expected}}}}}"
    broken = [("error not-always", f"invariant `stopped-is-phoned` is violated: {message}")] if message else []
    assert broken == found(("\nalways:", invariant))


@pytest.mark.parametrize(
    ("now", "expect", "differences"),
    [
        ("2026-03-10T10:00:00Z", "{follow_up: [phone], escalation: [], services: []}", ()),
        ("2026-03-10T10:00:01Z", "{escalation: [duty manager]}", ()),
        ("2026-03-10T10:00:00Z", "{escalation: [duty manager]}", ("escalation: expected duty manager, got none",)),
        ("2026-03-10T10:00:00Z", "{follow_up: []}", ("follow_up: expected none, got phone",)),
    ],
)
def test_cases_expect_follow_ups_and_whom_one_may_turn_to(now: str, expect: str, differences: tuple[str, ...]) -> None:
    """As of an instant; the first answer is due an hour after the receipt."""
    facts = "{released: 2022-01-01, stopped: true}"
    listed = case(expect, received="2026-03-10T09:00:00Z", tier="priority", facts=facts).replace(
        "    expect:", f"    now: {now}\n    expect:"
    )
    assert differences == run(listed, LIFECYCLE).differences


def test_a_follow_up_in_the_way_that_is_required_is_redundant_and_not_masked() -> None:
    findings = found(("{follow_up: phone}", "{follow_up: portal}"))
    assert ("note redundant", "every decision is the same without rule `then-call`") in findings
    assert not any("masked" in severity for severity, _ in findings)
