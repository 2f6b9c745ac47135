"""A case that names what its policy does not have, or expects nothing, is an error and never a pass."""

from __future__ import annotations

import pytest

from .verbs import ACME, case, cases, complaints, run, tried

KNOWN_FACTS = "known: `activity`, `environment`, `outage`, `users`, `arrived_by`, `claimed_priority`"


def errors(written):
    """Return the complaints about one case."""
    return [complaint[:3] for complaint in complaints(ACME, cases(written))]


def test_a_good_case():
    assert [] == errors(case("{status: decided, priority: P2, due: {initial_response: 2026-03-12T09:00:00+01:00}}"))


EXPECTED_NAMES = {
    "level": (
        "{priority: P9}",
        ("error unknown-level", "level `P9` is not declared by policy `acme`", "known: `P1`, `P2`"),
    ),
    "way required": (
        "{required: fax}",
        ("error unknown-way", "way `fax` is not declared by policy `acme`", "known: `phone`, `email`"),
    ),
    "way preferred": (
        "{preferred: fax}",
        ("error unknown-way", "way `fax` is not declared by policy `acme`", "known: `phone`, `email`"),
    ),
    "way allowed": (
        "{allowed: [email, fax]}",
        ("error unknown-way", "way `fax` is not declared by policy `acme`", "known: `phone`, `email`"),
    ),
    "fact missing": (
        "{missing: [outtage]}",
        ("error unknown-fact", "fact `outtage` is not declared by policy `acme`", "did you mean `outage`?"),
    ),
    "fact presumed": (
        "{presumed: [user]}",
        ("error unknown-fact", "fact `user` is not declared by policy `acme`", "did you mean `users`?"),
    ),
    "rule": (
        "{rules: [emial]}",
        ("error unknown-rule", "rule `emial` is not declared by policy `acme`", "did you mean `email`?"),
    ),
    "promise": (
        "{due: {final_response: none}}",
        (
            "error unknown-promise",
            "promise `final_response` is not declared by policy `acme`",
            "did you mean `initial_response`?",
        ),
    ),
}


@pytest.mark.parametrize("kind", EXPECTED_NAMES)
def test_an_expectation_that_names_what_is_not_there(kind):
    expect, expected = EXPECTED_NAMES[kind]
    assert [expected] == errors(case(expect))


@pytest.mark.parametrize("kind", EXPECTED_NAMES)
def test_it_does_not_pass_either(kind):
    """Even where nothing else would show: that a promise which does not exist is not owed is true."""
    results = tried(cases(case(EXPECTED_NAMES[kind][0])))
    assert [(True, False)] == [(result.unsound, result.passed) for result in results.cases]
    assert [EXPECTED_NAMES[kind][1][1]] == [finding.message for finding in results.findings]


REQUESTED_NAMES = {
    "fact": (
        {"facts": "{outtage: none}"},
        ("error unknown-fact", "fact `outtage` is not declared by policy `acme`", "did you mean `outage`?"),
    ),
    "choice": (
        {"facts": "{outage: total}"},
        ("error unknown-choice", "`total` is not a choice of `outage`", "known: `none`, `partial`, `complete`"),
    ),
    "tier": (
        {"tier": "goold"},
        ("error unknown-tier", "tier `goold` is not declared by policy `acme`", "did you mean `gold`?"),
    ),
    "policy": ({"policy": "amce"}, ("error unknown-policy", "policy `amce` is not known", "did you mean `acme`?")),
    "contract": (
        {"policy": "", "tier": "", "contract": "ada-1"},
        (
            "error unknown-contract",
            "contract `ada-1` is not known",
            "name a file with `--contracts`, or pass `contracts` to `remit.load`",
        ),
    ),
}


@pytest.mark.parametrize("kind", REQUESTED_NAMES)
def test_a_request_that_names_what_is_not_there(kind):
    keys, expected = REQUESTED_NAMES[kind]
    assert [expected] == errors(case("{status: decided}", **keys))


@pytest.mark.parametrize("kind", REQUESTED_NAMES)
def test_it_is_unsound_and_not_merely_failed(kind):
    results = tried(cases(case("{status: decided}", **REQUESTED_NAMES[kind][0])))
    assert [(True, False, ())] == [(result.unsound, result.passed, result.differences) for result in results.cases]
    assert [REQUESTED_NAMES[kind][1][1]] == [finding.message for finding in results.findings]


def test_a_case_that_expects_nothing():
    expected = ("error expects-nothing", "case `a case` expects nothing")
    assert [expected] == [complaint[:2] for complaint in errors(case("{}"))]
    assert not run(case("{}")).passed


def test_a_key_that_cases_do_not_have():
    listed = errors(case("{urgency: P1}"))
    assert [("error unknown-key", "unknown key `urgency` in `expect`", "")] == [
        (complaint[0], complaint[1], "") for complaint in listed
    ]


def test_a_received_without_an_offset():
    listed = errors(case("{status: decided}", received="2026-03-10T09:00:00"))
    message = "`received` is `2026-03-10T09:00:00`, which has no offset such as `+01:00`"
    assert [("error wrong-instant", message)] == [complaint[:2] for complaint in listed]


def test_a_due_without_an_offset():
    listed = errors(case("{due: {initial_response: 2026-03-10T09:00:00}}"))
    message = "`initial_response` is `2026-03-10T09:00:00`, which has no offset such as `+01:00`"
    assert [("error wrong-instant", message)] == [complaint[:2] for complaint in listed]


def test_a_due_without_an_offset_does_not_pass():
    results = tried(cases(case("{due: {initial_response: 2026-03-10T09:00:00}}")))
    assert (False, ["wrong-instant"]) == (results.passed, [finding.check for finding in results.findings])


def test_two_cases_of_one_name():
    listed = complaints(ACME, cases(case("{status: decided}"), case("{status: decided}")))
    assert [("error duplicate-case", "case `a case` is given twice, first on line 2")] == [
        complaint[:2] for complaint in listed
    ]


def test_a_finding_that_no_check_gives():
    """A misspelt id would pass for ever as the expectation that it is not there; `findings` is compared whole."""
    assert not run(case("{findings: [claimed-priority-difers]}")).passed


def test_a_case_that_wants_an_invalid_request_may_name_what_is_not_there():
    written = case("{status: invalid, findings: [unknown-tier]}", tier="goold")
    assert [] == errors(written)
    assert (True, ()) == ((results := tried(cases(written))).passed, results.findings)


def test_a_case_that_wants_a_request_without_an_offset_to_be_invalid():
    written = case("{status: invalid, findings: [wrong-instant]}", received="2026-03-10T09:00:00")
    assert [] == errors(written)
    assert (True, ()) == ((results := tried(cases(written))).passed, results.findings)


def test_a_case_that_wants_an_invalid_request_fails_by_a_valid_one():
    unmet = run(case("{status: invalid}")).unmet
    assert [("status", "invalid", "decided")] == [
        (difference.what, difference.expected, difference.actual) for difference in unmet
    ]
