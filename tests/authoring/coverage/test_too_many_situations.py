"""Policies of more situations than can be decided: what a group shows by itself is still known."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from remit.engine.authoring.coverage import Coverage, as_findings, as_text
from remit.engine.rules import budget, diagrams

from ..verbs import case
from .verbs import NO_CASES, cases, covered, edited, with_offered

PAIRS = range(16)
FLAGS = [f"{name}_{n}" for name in "ab" for n in PAIRS]
"""A rule compares those that stand far apart: no diagram of few nodes says which of them are equal."""

EQUAL = ", ".join(f"{{any: [{{a_{n}: true, b_{n}: true}}, {{a_{n}: false, b_{n}: false}}]}}" for n in PAIRS)
LARGE = edited(
    ("facts:\n", "facts:\n" + "".join(f"  {flag}: {{ask: Is it?, type: boolean}}\n" for flag in FLAGS)),
    (
        "    - {id: many-users",
        f"    - {{id: equal, when: {{all: [{EQUAL}]}}, then: P2, cite: terms.p1}}\n    - {{id: many-users",
    ),
)
ONE = cases(case("{scope: support}", facts=f"{{activity: fault, {', '.join(f'{flag}: true' for flag in FLAGS)}}}"))


@pytest.fixture
def _few_nodes(monkeypatch):
    monkeypatch.setattr(diagrams, "NODES", 10_000)


@pytest.mark.usefixtures("_few_nodes")
def test_everything_counts_and_what_scope_shows_is_offered():
    """Of a project nobody asks the priority, which shows something of the channel, too."""
    (only,) = covered(ONE, LARGE).policies
    assert only.not_proved
    assert {"scope", "channel", "sources"} == {item.row for item in only.uncovered if item.case is not None}
    assert {"priority", "coverage", "channel", "promises", "sources"} == {
        item.row for item in only.uncovered if item.case is None
    }
    assert "acme 2026: not proved: whether a case could cover" in as_text(covered(ONE, LARGE))


@pytest.mark.usefixtures("_few_nodes")
def test_what_is_offered_covers_what_it_says():
    before = covered(ONE, LARGE)
    after = covered(with_offered(ONE, before), LARGE)
    not_offered = [item.words for item in before.policies[0].uncovered if item.case is None]
    assert not_offered == [item.words for item in after.policies[0].uncovered]


def generated(facts: str, priorities: list[str], channels: list[str]) -> str:
    """Return a small policy of many facts, or of rules that read them."""
    return f"""\
remit: 1
policy: acme
title: Acme
edition: "1"
sources: {{terms: {{title: Terms, clauses: {{all: {{at: page 1, says: everything}}}}}}}}
facts:
{facts}
hours: {{always: {{timezone: UTC, week: {{mon-sun: "00:00-24:00"}}}}}}
tiers: {{basic: {{title: Basic}}}}
scope: {{rules: [{{id: all, then: support, cite: terms.all}}]}}
priorities:
  levels: {{P1: Critical, P2: Normal}}
  rules:
{"".join(f"    - {rule}{chr(10)}" for rule in priorities)}    - {{id: normal, then: P2, cite: terms.all}}
coverage: {{rules: [{{id: always, then: always, cite: terms.all}}]}}
channels:
  ways: {{{", ".join(f"way{n}: {{}}" for n in range(20))}}}
  rules:
{"".join(f"    - {rule}{chr(10)}" for rule in channels)}    - {{id: any-way, then: {{allow: way0}}, cite: terms.all}}
"""


def booleans(number: int) -> str:
    """Return so many facts that are true or false."""
    return "\n".join(f"  fact{n}: {{ask: Is it?, type: boolean}}" for n in range(number))


SMALL_FILES = {
    "a rule for each of many facts": generated(
        booleans(400), [f"{{id: r{n}, when: {{fact{n}: true}}, then: P1, cite: terms.all}}" for n in range(400)], []
    ),
    "a way for each of many facts": generated(
        booleans(400),
        [],
        [f"{{id: r{n}, when: {{fact{n}: true}}, then: {{allow: way{n % 20}}}, cite: terms.all}}" for n in range(400)],
    ),
    "many thresholds of two numbers": generated(
        "  x: {ask: How many?, type: number}\n  y: {ask: How many?, type: number}",
        [
            f"{{id: {fact}{n}, when: {{{fact}: {{at_least: {n}}}}}, then: P1, cite: terms.all}}"
            for fact in "xy"
            for n in range(200)
        ],
        [],
    ),
}


@pytest.mark.parametrize("policy", SMALL_FILES.values(), ids=list(SMALL_FILES))
def test_a_small_file_is_measured_within_seconds_and_what_is_not_proved_is_said(policy):
    with patch.object(budget, "STEPS", 200_000):
        (only,) = covered(NO_CASES, policy).policies
    assert "whether a case could cover " in only.not_proved
    assert [True] * len(only.offered) == ["decided" == case.expect["status"] for case in only.offered]


def test_what_is_out_of_steps_is_not_proved():
    with patch.object(budget, "STEPS", 0):
        (only,) = covered(NO_CASES).policies
    assert ((), {False}) == (only.offered, {item.is_proved for item in only.uncovered})
    assert ["not-proved", "uncovered"] == [finding.check for finding in as_findings(Coverage((only,)))]
