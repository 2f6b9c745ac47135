"""Reports for people at a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from remit.engine.findings import Finding, Mark, Severity
from remit.engine.forms import FORMS

from .verbs import (
    ERROR,
    FAILED,
    MISSPELT,
    NOTE,
    PASSED,
    UNSOUND,
    WARNING,
    anything,
    checked,
    reported,
    trial,
    tried,
)


def test_findings_with_their_help_and_with_a_request_that_shows_them():
    assert reported(checked(ERROR, WARNING, NOTE), "text") == (
        "policies/acme.yaml:12:7: error: tier `goold` is not declared [unknown-tier]\n"
        "  help: did you mean `gold`?\n"
        "policies/acme.yaml:30:5: warning: `p2` never wins [shadowed]\n"
        "  for example:\n"
        "    received: 2026-03-10T09:00:00+01:00\n"
        "    policy: acme\n"
        "    tier: gold\n"
        "    facts: {activity: fault, users: 500}\n"
        "policies/acme.yaml: note: `gap` is accepted [accepted]\n"
    )


def test_an_example_fits_a_terminal_of_80_columns():
    facts = {f"fact_{n}": "production" for n in range(9)}
    shown = reported(checked(replace(WARNING, witness={"facts": facts})), "text")
    assert max(map(len, shown.splitlines())) <= 80
    assert "    facts:\n      fact_0: production\n" in shown


def test_cases_that_failed_and_how_many_did_not():
    assert reported(tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)), "text") == (
        "policies/acme.cases.yaml:2:5: failed: a question is critical\n"
        "  priority: expected P1, got P2 (policies/acme.cases.yaml:4:14)\n"
        "  scope: expected none, got support (policies/acme.cases.yaml:4:14)\n"
        "  rules that decided: faults, email\n"
        "policies/acme.cases.yaml:9:5: unsound: a misspelt rule\n"
        "1 passed, 2 failed\n"
    )


def test_rules_are_named_only_where_a_decision_is_not_as_wanted():
    assert "0 passed, 1 failed\n" == reported(tried(trial(unsound=True, rules=("a",))), "text").split("\n", 1)[1]


def test_what_would_steer_a_terminal_does_not():
    steering = "\x1b[2J\u202ex\nnext"
    case = trial(steering, (steering, steering, steering), rules=(steering,))
    finding = Finding(Severity.error, "yaml", "x\x1b[2J", Mark("a\x1b.yaml", 1, 1))
    assert "a\\x1b.yaml:1:1: error: x\\x1b[2J [yaml]\n" == reported(checked(finding), "text")
    assert reported(tried(case), "text").startswith(
        "policies/acme.cases.yaml:2:5: failed: \\x1b[2J\\u202ex next\n  \\x1b[2J\\u202ex next: expected"
    )


@pytest.mark.parametrize("form", ["text", "github"])
def test_nothing_found_is_said_elsewhere(form):
    assert "" == reported(checked(), form)


@pytest.mark.parametrize("form", FORMS["report"])
@given(result=anything)
def test_every_report_is_lines_that_do_not_steer_a_terminal(form, result):
    shown = reported(result, form)
    assert shown[-1:] in ("", "\n")
    assert shown.replace("\n", "").isprintable()
    assert shown == shown.encode().decode()
