"""Reports for CI servers, read by another project's reader."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from junitparser import Error, Failure, JUnitXml

from remit.engine.authoring.file_checks import CheckedFiles
from remit.engine.findings import Finding, Mark, Severity, printable

from .verbs import (
    CASES,
    ERROR,
    FAILED,
    MISSPELT,
    NOTE,
    PASSED,
    POLICY,
    ROOT,
    UNSOUND,
    WARNING,
    anything,
    anything_tried,
    checked,
    reported,
    trial,
    tried,
)


def read(result):
    return JUnitXml.fromstring(reported(result, "junit").encode())


def outcomes(result):
    """Return each testcase: suite, class, name, and the kind, type and message of what went wrong."""
    return [
        (suite.name, case.classname, case.name, *((type(r), r.type, r.message) for r in case.result))
        for suite in read(result)
        for case in suite
    ]


def test_every_file_that_was_checked_is_a_testcase():
    assert [
        (POLICY, "remit check", POLICY, (Failure, "unknown-tier", "tier `goold` is not declared [unknown-tier]")),
        (CASES, "remit check", CASES),
    ] == outcomes(checked(ERROR))


def test_a_warning_fails_its_file_and_a_note_does_not():
    assert [Failure] == [type(result) for result in next(iter(next(iter(read(checked(WARNING)))))).result]
    case = next(iter(next(iter(read(checked(NOTE))))))
    assert [] == case.result
    assert "policies/acme.yaml: note: `gap` is accepted [accepted]\n" == case.system_out


def test_several_findings_are_one_failure_that_holds_them_all():
    """Many readers show only the first failure of a testcase."""
    case = next(iter(next(iter(read(checked(ERROR, WARNING, NOTE))))))
    (failure,) = case.result
    assert "tier `goold` is not declared [unknown-tier] and 1 more" == failure.message
    assert (
        "policies/acme.yaml:12:7: error: tier `goold` is not declared [unknown-tier]\n"
        "  help: did you mean `gold`?\n"
        "policies/acme.yaml:30:5: warning: `p2` never wins [shadowed]\n"
        "  for example:\n"
        "    received: 2026-03-10T09:00:00+01:00\n"
        "    policy: acme\n"
        "    tier: gold\n"
        "    facts: {activity: fault, users: 500}\n"
    ) == failure.text
    assert "policies/acme.yaml: note: `gap` is accepted [accepted]\n" == case.system_out


def test_a_file_that_could_not_be_checked_is_there_too():
    missing = Finding(Severity.error, "unreadable", "no such file", Mark("policies/gone.yaml"))
    assert ("policies/gone.yaml", (Failure, "unreadable", "no such file [unreadable]")) == outcomes(checked(missing))[
        2
    ][2:]


def test_every_case_that_was_tried_is_a_testcase_by_its_sentence():
    differences = "priority: expected P1, got P2; scope: expected none, got support"
    assert [
        (CASES, CASES, "a question is critical", (Failure, "case-failed", differences)),
        (CASES, CASES, "a misspelt rule", (Error, "unknown-rule", "rule `emial` is not declared [unknown-rule]")),
        (CASES, CASES, "a fault is normal"),
    ] == outcomes(tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)))


def test_a_failure_says_what_the_terminal_says():
    case = next(iter(next(iter(read(tried(FAILED))))))
    assert reported(tried(FAILED), "text") == case.result[0].text + "0 passed, 1 failed\n"


def test_a_testcase_knows_its_file_and_line():
    top = fromstring(reported(tried(PASSED), "junit"))  # noqa: S314 - written a moment ago
    assert [(CASES, "20")] == [(case.get("file"), case.get("line")) for case in top.iter("testcase")]


def test_what_is_wrong_with_files_of_cases_is_a_testcase_of_its_own():
    empty = Finding(Severity.error, "empty", "`cases` must not be empty", Mark("b.cases.yaml", 1, 1))
    hint = Finding(Severity.warning, "hint", "hm", Mark("b.cases.yaml", 1, 1))
    result = tried(PASSED, findings=(empty, hint))
    assert [
        (CASES, CASES, "a fault is normal"),
        ("b.cases.yaml", "b.cases.yaml", "the file itself", (Error, "empty", "`cases` must not be empty [empty]")),
    ] == outcomes(result)
    assert ["b.cases.yaml:1:1: warning: hm [hint]\n"] == [case.system_out for case in list(read(result))[1]]


def test_a_warning_alone_is_no_error():
    hint = Finding(Severity.warning, "hint", "hm", Mark("b.cases.yaml", 1, 1))
    assert [("b.cases.yaml", "b.cases.yaml", "the file itself")] == outcomes(tried(findings=(hint,)))


def test_an_unsound_case_that_no_finding_explains():
    assert ((Error, "case-unsound", "the case can neither pass nor fail"),) == outcomes(tried(UNSOUND))[0][3:]


def test_a_finding_belongs_to_the_unsound_case_that_it_stands_in():
    before = Finding(Severity.error, "yaml", "before", Mark(CASES, 3, 1))
    first, second = trial("first", line=4, unsound=True), trial("second", line=9, unsound=True)
    within = [Finding(Severity.error, "yaml", f"on line {line}", Mark(CASES, line, 9)) for line in (4, 8, 9)]
    assert [
        (CASES, CASES, "first", (Error, "yaml", "on line 4 [yaml] and 1 more")),
        (CASES, CASES, "second", (Error, "yaml", "on line 9 [yaml]")),
        (CASES, CASES, "the file itself", (Error, "yaml", "before [yaml]")),
    ] == outcomes(tried(first, second, findings=(before, *within)))


def test_paths_below_the_root_are_relative():
    assert [("a.yaml", "remit check", "a.yaml")] == outcomes(checked(names=(f"{ROOT}/a.yaml",)))


def test_a_case_needs_a_name_and_a_finding_a_file():
    assert "a case without a name" == outcomes(tried(trial("")))[0][2]
    nowhere = Finding(Severity.error, "yaml", "x")
    assert ("input", "remit check", "input") == outcomes(checked(nowhere, names=()))[0][:3]


@pytest.mark.parametrize(
    ("result", "numbers"),
    [(checked(ERROR), (2, 1, 0)), (tried(FAILED, UNSOUND, PASSED), (3, 1, 1)), (checked(names=()), (0, 0, 0))],
)
def test_the_totals(result, numbers):
    top = read(result)
    assert numbers == (top.tests, top.failures, top.errors)


@given(anything)
def test_the_totals_are_those_that_a_reader_counts(result):
    top = read(result)
    said = [(suite.tests, suite.failures, suite.errors) for suite in top]
    for suite in top:
        suite.update_statistics()
    counted = [(suite.tests, suite.failures, suite.errors) for suite in top]
    assert counted == said
    assert (
        (top.tests, top.failures, top.errors) == tuple(map(sum, zip(*counted, strict=True))) if counted else (0, 0, 0)
    )


@given(anything_tried)
def test_every_case_comes_out_under_its_sentence(result):
    names = sorted(printable(trial.case.name) or "a case without a name" for trial in result.cases)
    assert names == sorted(case.name for suite in read(result) for case in suite if case.name != "the file itself")


@given(anything)
def test_every_finding_is_told(result):
    text = "".join(fromstring(reported(result, "junit")).itertext())  # noqa: S314 - written a moment ago
    for finding in result.findings:
        if isinstance(result, CheckedFiles) or finding.severity is Severity.error:
            assert printable(finding.message) in text
