"""Reports for programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from .verbs import ERROR, FAILED, MISSPELT, PASSED, UNSOUND, WARNING, WITNESS, anything_tried, checked, reported, tried


def test_findings_are_a_list():
    assert [
        {
            "severity": "error",
            "check": "unknown-tier",
            "file": "policies/acme.yaml",
            "line": 12,
            "column": 7,
            "message": "tier `goold` is not declared",
            "help": "did you mean `gold`?",
        },
        {
            "severity": "warning",
            "check": "shadowed",
            "file": "policies/acme.yaml",
            "line": 30,
            "column": 5,
            "message": "`p2` never wins",
            "help": "",
            "at": "p2",
            "witness": WITNESS,
        },
    ] == json.loads(reported(checked(ERROR, WARNING), "json"))


def test_the_finding_that_the_page_on_ci_shows():
    page = (Path(__file__).parents[3] / "docs/ci.md").read_text("utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert ERROR.to_dict() == json.loads(shown)


def test_nothing_found_is_an_empty_list():
    assert "[]\n" == reported(checked(), "json")


def test_cases_are_an_object_with_counts_and_findings():
    of_case = {"file": "policies/acme.cases.yaml", "column": 5}
    assert {
        "counts": {"passed": 1, "failed": 2, "unsound": 1, "unread": 0},
        "trials": [
            {
                "case": "a question is critical",
                **of_case,
                "line": 2,
                "passed": False,
                "unsound": False,
                "reviewed": True,
                "differences": [
                    {"what": "priority", "expected": "P1", "actual": "P2", "line": 4, "column": 14},
                    {"what": "scope", "expected": "none", "actual": "support", "line": 4, "column": 14},
                ],
                "rules": ["faults", "email"],
            },
            {
                "case": "a misspelt rule",
                **of_case,
                "line": 9,
                "passed": False,
                "unsound": True,
                "reviewed": True,
                "differences": [],
                "rules": [],
            },
            {
                "case": "a fault is normal",
                **of_case,
                "line": 20,
                "passed": True,
                "unsound": False,
                "reviewed": True,
                "differences": [],
                "rules": [],
            },
        ],
        "findings": [MISSPELT.to_dict()],
    } == json.loads(reported(tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)), "json"))


@given(anything_tried)
def test_what_strangers_write_comes_out_as_they_wrote_it(result):
    record = json.loads(reported(result, "json"))
    assert [trial.case.name for trial in result.cases] == [trial["case"] for trial in record["trials"]]
    assert [finding.to_dict() for finding in result.findings] == record["findings"]


def test_letters_of_all_languages_are_the_same_in_every_encoding():
    text = reported(checked(replace(ERROR, help="möchtest du `金`?\x7f")), "json")
    assert r'"help": "m\u00f6chtest du `\u91d1`?\\x7f"' in text
    assert "möchtest du `金`?\\x7f" == json.loads(text)[0]["help"]
