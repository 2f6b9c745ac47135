"""`remit test`: which cases it finds, what it says of those that fail, and how it ends."""

from __future__ import annotations

import pytest

from .verbs import ACME, File, case, cases, remit, run, written

PASSES = case("{status: decided, priority: P2}", name="a question is normal")
FAILS = case("{priority: P1, due: {initial_response: 2026-03-10T17:00:00+01:00}}", name="a question is critical")


def test_all_passed(tmp_path):
    written(tmp_path, ACME, cases(PASSES))
    result = remit("test", tmp_path)
    assert (0, "1 passed, 0 failed\n", "") == (result.exit_code, result.stdout, result.stderr)


def test_a_failure_shows_what_was_wanted_what_came_the_rules_and_the_lines(tmp_path):
    _, file = written(tmp_path, ACME, cases(PASSES, FAILS))
    result = remit("test", tmp_path)
    keys = (tmp_path / "acme.cases.yaml").read_text("utf-8").splitlines()[6]
    priority, due = keys.index("priority") + 1, keys.index("initial_response") + 1
    assert result.stdout == (
        f"{file}:5:5: failed: a question is critical\n"
        f"  priority: expected P1, got P2 ({file}:7:{priority})\n"
        f"  due initial_response: expected 2026-03-10T16:00:00Z, got 2026-03-11T16:00:00Z ({file}:7:{due})\n"
        "  rules that decided: faults, the-rest, email, office\n"
        "1 passed, 1 failed\n"
    )
    assert 1 == result.exit_code


def test_an_unsound_case_fails_and_is_told_apart(tmp_path):
    _, file = written(tmp_path, ACME, cases(case("{rules: [emial]}", name="a misspelt rule")))
    result = remit("test", tmp_path)
    assert (1, f"{file}:2:5: unsound: a misspelt rule\n0 passed, 1 failed\n") == (result.exit_code, result.stdout)
    expected = "error: rule `emial` is not declared by policy `acme` [unknown-rule]\n  help: did you mean `email`?\n"
    assert result.stderr.endswith(expected)
    assert result.stderr.startswith(f"{file}:4:")


@pytest.mark.parametrize("named", ["folder", "policy", "cases", "policy and cases"])
def test_cases_are_found_by_their_folder_by_their_policy_or_by_name(tmp_path, named):
    policy, file = written(tmp_path, ACME, cases(PASSES))
    paths = {"folder": [tmp_path], "policy": [policy], "cases": [file], "policy and cases": [policy, file]}[named]
    result = remit("test", *paths)
    assert (0, "1 passed, 0 failed\n") == (result.exit_code, result.stdout)


def _untried(file, edition, policy):
    message = f"no case falls under edition `{edition}` of policy `{policy}`"
    return f"{file}:5:1: warning: {message} [no-cases]\n  help: `--coverage` offers cases to begin with\n"


def test_no_cases_at_all(tmp_path):
    written(tmp_path, ACME)
    nothing = f"{tmp_path}: error: no cases found [nothing-to-check]\n"
    help_ = "  help: the cases of `NAME.yaml` stand beside it in `NAME.cases.yaml`\n"
    for path, stderr in (
        (tmp_path, f"{nothing}{help_}{_untried(tmp_path / 'acme.yaml', '2026', 'acme')}"),
        (
            tmp_path / "acme.yaml",
            f"{tmp_path / 'acme.yaml'}: error: there is no file `acme.cases.yaml` beside it [no-cases]\n",
        ),
    ):
        result = remit("test", path)
        assert (1, "0 passed, 0 failed\n", stderr) == (result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize("how", [[], ["--mutate"], ["--coverage"]])
def test_an_edition_without_cases_is_named_beside_those_that_pass(tmp_path, how):
    """It takes no case away from the others, and none of theirs is about it."""
    written(tmp_path, ACME, File("other.yaml", ACME.replace("policy: acme", "policy: other")), cases(PASSES))
    result = remit("test", tmp_path, "--at", "2026-06-01", *how)
    assert _untried(tmp_path / "other.yaml", "2026", "other") == result.stderr
    assert result.stdout.startswith("1 passed, 0 failed\n")
    assert (1 if "--mutate" in how else 0) == result.exit_code


def test_a_policy_without_cases_that_cannot_be_used(tmp_path):
    written(tmp_path, ACME, File("other.yaml", "remit: 1\npolicy: other\n"), cases(PASSES))
    result = remit("test", tmp_path)
    expected = "no case falls under the policy [no-cases]\n  help: `remit check` says why it cannot be used\n"
    assert (0, f"{tmp_path / 'other.yaml'}: warning: {expected}") == (result.exit_code, result.stderr)


def test_a_case_beside_an_edition_that_falls_under_another(tmp_path):
    """What counts is not where a case stands, but when its request comes in."""
    early = ACME.replace('"2026"', '"2025"', 1).replace("{from: 2026-01-01}", "{to: 2025-12-31}", 1)
    written(tmp_path, ACME, File("early.yaml", early), File("early.cases.yaml", cases(PASSES).content))
    assert _untried(tmp_path / "early.yaml", "2025", "acme") == remit("test", tmp_path).stderr


def test_a_file_without_cases_is_wrong(tmp_path):
    written(tmp_path, ACME, File("acme.cases.yaml", "cases: []\n"))
    result = remit("test", tmp_path)
    assert 1 == result.exit_code
    assert "`cases` must not be empty [empty]" in result.stderr


def test_a_case_file_that_cannot_be_read_is_no_pass(tmp_path):
    written(tmp_path, ACME, File("acme.cases.yaml", "cases: [\n"))
    assert 1 == remit("test", tmp_path).exit_code


def test_an_unusable_policy_fails_its_cases_once_and_says_why(tmp_path):
    written(tmp_path, ACME.replace("then: P1", "then: P7", 1), cases(PASSES, FAILS))
    result = remit("test", tmp_path)
    assert 3 == result.exit_code
    assert "0 passed, 2 failed" in result.stdout
    assert 1 == result.stderr.count("level `P7` is not declared")


def test_a_case_of_a_shipped_policy_may_stand_anywhere(tmp_path):
    """What the folder does not hold is looked for among the policies at hand."""
    shipped = case("{priority: P4}", policy="jumpmind", tier="standard", facts="{activity: usage_question}")
    written(tmp_path, cases(shipped))
    assert "1 passed, 0 failed\n" == remit("test", tmp_path).stdout


def test_contracts_count_for_cases(tmp_path):
    contracts = "contracts: [{id: ada-1, customer: Ada, policy: acme, tier: gold, to: 2020-01-01}]\n"
    only_case = case("{scope: not_covered, rules: ['contract:not-in-force']}", policy="", tier="", contract="ada-1")
    written(tmp_path, ACME, cases(only_case))
    (tmp_path / "elsewhere").mkdir()
    (agreed,) = written(tmp_path / "elsewhere", File("contracts.yaml", contracts))
    result = remit("test", tmp_path, "--contracts", agreed)
    assert (0, "1 passed, 0 failed\n") == (result.exit_code, result.stdout)


def test_a_case_that_wants_an_invalid_request_passes(tmp_path):
    only_case = case("{status: invalid, findings: [unknown-choice]}", facts="{outage: total}")
    written(tmp_path, ACME, cases(only_case))
    result = remit("test", tmp_path)
    assert (0, "1 passed, 0 failed\n", "") == (result.exit_code, result.stdout, result.stderr)


DOWN = "{activity: fault, environment: production, outage: complete}"


@pytest.mark.parametrize(
    ("expect", "keys", "expected"),
    [
        ("{status: needs_facts}", {}, ("status", "needs_facts", "decided")),
        ("{scope: consulting}", {}, ("scope", "consulting", "support")),
        ("{scope: null}", {}, ("scope", "none", "support")),
        ("{priority: null}", {}, ("priority", "none", "P2")),
        ("{required: phone}", {}, ("required", "phone", "none")),
        ("{required: null}", {"facts": DOWN}, ("required", "none", "phone")),
        ("{preferred: phone}", {}, ("preferred", "phone", "none")),
        ("{allowed: [email, phone]}", {}, ("allowed", "email, phone", "email")),
        ("{allowed: []}", {}, ("allowed", "none", "email")),
        ("{missing: [outage]}", {}, ("missing", "outage", "none")),
        ("{missing: []}", {"facts": "{activity: fault}"}, ("missing", "none", "environment, outage")),
        ("{presumed: []}", {}, ("presumed", "none", "users")),
        ("{rules: []}", {}, ("rules", "none", "faults, the-rest, email, office")),
        ("{rules: [office, gold-p1]}", {}, ("rules", "gold-p1", "faults, the-rest, email, office")),
        ("{findings: []}", {"claimed_priority": "P1"}, ("findings", "none", "claimed-priority-differs")),
        ("{findings: [claimed-priority-differs]}", {}, ("findings", "claimed-priority-differs", "none")),
        ("{due: {initial_response: none}}", {}, ("due initial_response", "none", "2026-03-11T16:00:00Z")),
        (
            "{due: {initial_response: 2026-03-11T17:00:01+01:00}}",
            {},
            ("due initial_response", "2026-03-11T16:00:01Z", "2026-03-11T16:00:00Z"),
        ),
        (
            "{due: {initial_response: 2026-03-11T17:00:00+01:00}}",
            {"facts": "{activity: custom_work}"},
            ("due initial_response", "2026-03-11T16:00:00Z", "none"),
        ),
        (
            "{due: {initial_response: 2026-03-11T17:00:00+01:00}}",
            {"facts": "{activity: fault}"},
            ("due initial_response", "2026-03-11T16:00:00Z", "open"),
        ),
        ("{due: {initial_response: none}}", {"facts": "{activity: fault}"}, ("due initial_response", "none", "open")),
    ],
)
def test_each_key_is_compared(expect, keys, expected):
    assert [expected] == [
        (difference.what, difference.expected, difference.actual) for difference in run(case(expect, **keys)).unmet
    ]


@pytest.mark.parametrize(
    "expect",
    [
        "{missing: [outage, environment]}",
        "{missing: [environment, outage], presumed: [users]}",
        "{rules: [faults]}",
        "{allowed: []}",
        "{scope: support, priority: null}",
    ],
)
def test_lists_are_sets_and_rules_are_among_those_that_decided(expect):
    assert run(case(expect, facts="{activity: fault}")).passed


@pytest.mark.parametrize("due", ["2026-03-11T17:00:00+01:00", "2026-03-11T16:00:00Z", "2026-03-11T11:00:00-05:00"])
def test_a_due_may_be_written_in_any_zone(due):
    assert run(case(f"{{due: {{initial_response: {due}}}}}")).passed


def test_an_invalid_request_expected_to_be_decided_is_unsound():
    result = run(case("{status: decided}", facts="{outage: total}"))
    assert (True, False) == (result.unsound, result.passed)


@pytest.mark.parametrize("expect", ["{status: invalid, findings: [unknown-tier]}", "{status: invalid, priority: P1}"])
def test_what_else_a_case_expects_of_an_invalid_request_is_compared_too(expect):
    assert not run(case(expect, facts="{outage: total}")).passed


def test_a_policy_that_cannot_be_used_is_no_refusal_of_a_request(tmp_path):
    """A case that expects an invalid request is not met by a broken policy."""
    written(tmp_path, ACME.replace("then: P1", "then: P7", 1), cases(case("{status: invalid}")))
    result = remit("test", tmp_path)
    assert (3, "0 passed, 1 failed") == (result.exit_code, result.stdout.splitlines()[-1])


def test_a_name_that_nothing_has_is_no_refusal_unless_the_case_says_so(tmp_path):
    meant = case("{status: invalid, findings: [unknown-fact]}", facts="{fualt: 1}")
    written(tmp_path, ACME, cases(case("{status: invalid}", facts="{fualt: 1}")))
    result = remit("test", tmp_path)
    assert (1, True) == (result.exit_code, "fact `fualt` is not declared" in result.stderr)
    written(tmp_path, cases(meant))
    assert (0, "1 passed, 0 failed\n") == ((result := remit("test", tmp_path)).exit_code, result.stdout)
