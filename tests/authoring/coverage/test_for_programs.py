"""Coverage as plain values, and as findings."""

from __future__ import annotations

import json
from dataclasses import replace

from remit.engine.authoring.coverage import Coverage, as_findings, as_record, parse_percent

from ..verbs import case
from .verbs import NO_CASES, cases, covered, edited, without

PLACE = {"file": "acme.yaml", "line": 45}
REQUEST = {
    "received": "2026-06-01T10:00:00+02:00",
    "policy": "acme",
    "tier": "basic",
    "facts": {"activity": "custom_work"},
}


def test_a_record():
    failed = case("{scope: consulting}", name="a failure")
    policy = edited(("{users: {at_least: 500}}", "{users: {at_least: 500}, tier: [basic, gold]}"))
    record = as_record(covered(without("a project") + failed, policy))
    assert record == json.loads(json.dumps(record))
    (only,) = record.pop("policies")
    assert {"covered": 34, "of": 37, "percent": "91.89%"} == record
    assert {
        "scope": {
            "covered": 3,
            "of": 6,
            "percent": "50%",
            "kinds": {
                "rules": {"covered": 1, "of": 2, "percent": "50%"},
                "limbs": {"covered": 2, "of": 4, "percent": "50%"},
            },
        }
    } == {"scope": only["groups"]["scope"]}
    assert ["scope", "priority", "coverage", "channel", "promises", "sources"] == list(only.pop("groups"))
    assert {"covered": 15, "of": 17, "percent": "88.23%"} == only.pop("kinds")["limbs"]
    items = only.pop("uncovered")
    assert {
        "kind": "rules",
        "group": "scope",
        "at": "projects",
        "what": "rule `projects` never decides",
        "why": "it holds in no case",
        **PLACE,
        "column": 7,
        "case": 0,
    } == items[1]
    assert {
        "policy": "acme",
        "edition": "2026",
        "file": "acme.yaml",
        "cases": 4,
        "left_out": 1,
        "unread": 0,
        "tried": True,
        "proved": True,
        "covered": 34,
        "of": 37,
        "percent": "91.89%",
        "impossible": [
            {
                "what": "`tier: [basic, gold]` is never false in rule `many-users`",
                "file": "acme.yaml",
                "line": 51,
                "column": 55,
            }
        ],
        "offered": [
            {
                "name": "tier basic, activity custom_work: consulting",
                "request": REQUEST,
                "expect": {
                    "status": "decided",
                    "scope": "consulting",
                    "required": None,
                    "preferred": None,
                    "allowed": ["email"],
                    "due": {"initial_response": "none"},
                    "rules": ["projects", "email"],
                },
            }
        ],
    } == only


def test_findings():
    findings = list(as_findings(covered(without("a project")), parse_percent("99.5")))
    assert [
        ("error", "coverage-too-low", "acme.yaml", ""),
        ("note", "uncovered", "acme.yaml:44:27", "faults"),
        ("note", "uncovered", "acme.yaml:45:7", "projects"),
        ("note", "uncovered", "acme.yaml:45:29", "projects"),
    ] == [(finding.severity.name, finding.check, str(finding.mark), finding.at) for finding in findings]
    assert "coverage is 91.66% (33 of 36), which is under 99.5%: 3 more of 3 must be covered" == findings[0].message
    assert "rule `projects` never decides: it holds in no case" == findings[2].message
    assert (REQUEST, "add a case with this request") == (findings[2].witness, findings[2].help)


def test_what_a_finding_is_at():
    failed = case("{scope: consulting}", name="a failure")
    findings = {finding.at for finding in as_findings(covered(cases(failed)))}
    rules = {
        "faults",
        "projects",
        "production-down",
        "many-users",
        "the-rest",
        "gold-p1",
        "office",
        "p1-phone",
        "email",
    }
    clauses = {"terms.faults", "terms.p1", "terms.plans", "terms.phone"}
    assert {*rules, *clauses, "users", "initial_response.basic", "initial_response.gold", "weekend"} == findings


def test_an_edition_without_cases_has_a_finding_for_each_case_to_add():
    coverage = covered(NO_CASES)
    findings = list(as_findings(coverage))
    untried = "no case falls under edition 2026 (from 2026-01-01)"
    assert f"{untried}: one of 5 that would cover it is `tier basic, activity custom_work: consulting`" in [
        finding.message for finding in findings
    ]
    assert [("note", "uncovered", "acme.yaml:5:1", "2026", "add a case with this request")] * 5 == [
        (finding.severity.name, finding.check, str(finding.mark), finding.at, finding.help) for finding in findings
    ]
    assert [case.request for case in coverage.policies[0].offered] == [finding.witness for finding in findings]
    assert [False] == [policy["tried"] for policy in as_record(coverage)["policies"]]


def test_an_edition_without_cases_for_which_none_was_found_has_one_finding():
    (only,) = covered(NO_CASES).policies
    (finding,) = as_findings(Coverage((replace(only, offered=()),)))
    assert ("no case falls under edition 2026 (from 2026-01-01)", "", None) == (
        finding.message,
        finding.help,
        finding.witness,
    )


def test_what_is_enough_is_no_error():
    assert ["uncovered"] * 3 == [
        finding.check for finding in as_findings(covered(without("a project")), parse_percent("91"))
    ]
    assert [] == list(as_findings(covered(without()), parse_percent("100")))
