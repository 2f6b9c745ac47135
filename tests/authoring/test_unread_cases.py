"""Cases that nobody has read since a program wrote them: they run, and count for nothing else."""

from __future__ import annotations

import json

from remit.engine import Policies, try_paths
from remit.engine.authoring.mutation import as_text as mutation_text
from remit.engine.authoring.mutation import findings_of, mutate

from .coverage.verbs import covered, uncovered, without
from .verbs import ACME, POLICIES, TODAY, File, case, edited, remit, written

PROJECT = case("{scope: consulting}", name="a project", facts="{activity: custom_work}")
UNREAD = PROJECT.replace("    request:", "    reviewed: false\n    request:")
FILES = (File("acme.yaml", ACME), File("acme.cases.yaml", without("a project") + UNREAD))
WORDS = "unread, and counts for no coverage and no mutant"


def test_an_unread_case_runs_and_says_how_many_there_are(tmp_path):
    written(tmp_path, *FILES)
    result = remit("test", tmp_path)
    assert (0, "5 passed, 0 failed, 1 unread\n") == (result.exit_code, result.stdout)


def test_an_unread_case_can_fail(tmp_path):
    wrong = UNREAD.replace("consulting", "support")
    written(tmp_path, ACME, File("acme.cases.yaml", without("a project") + wrong))
    result = remit("test", tmp_path)
    assert (1, True) == (result.exit_code, result.stdout.endswith("4 passed, 1 failed, 1 unread\n"))


def test_programs_know_which_case_nobody_has_read(tmp_path):
    written(tmp_path, *FILES)
    record = json.loads(remit("test", tmp_path, "--format", "json").stdout)
    assert 1 == record["counts"]["unread"]
    assert [True, True, True, True, False] == [trial["reviewed"] for trial in record["trials"]]


def test_an_unread_case_covers_nothing_and_that_is_said():
    cases = without("a project") + UNREAD
    (only,) = covered(cases).policies
    assert (4, 0, 1) == (only.cases, only.left_out, only.unread)
    expected = [
        "`activity: [fault, question]` is never false in rule `faults`: only a case that nobody has read shows it",
        "rule `projects` never decides: only a case that nobody has read shows it",
        "`activity: custom_work` is never true in rule `projects`: only a case that nobody has read shows it",
    ]
    assert expected == uncovered(cases)
    assert [] == uncovered(without("a project") + PROJECT)


def test_an_unread_case_does_not_reach_a_floor(tmp_path):
    policy, _ = written(tmp_path, *FILES)
    arguments = ("test", policy, "--fail-under", "100", "--at", TODAY)
    result = remit(*arguments)
    assert 1 == result.exit_code
    assert "acme 2026: 1 case that nobody has read does not count\n" in result.stdout
    written(tmp_path, File("acme.cases.yaml", without("a project") + PROJECT))
    assert 0 == remit(*arguments).exit_code


def test_an_unread_case_kills_no_mutant_and_the_survivor_names_it(tmp_path):
    _, cases = written(tmp_path, *FILES)
    tried = try_paths([cases], Policies(str(tmp_path), is_named=True), None, "0")
    results = mutate(tried.cases, tried.store, (), TODAY, "0")
    dropped = [finding for finding in findings_of(results) if "`projects` dropped" in finding.message]
    help_ = "read case `a project`, which notices it, then delete its `reviewed: false`"
    assert [help_] == [finding.help for finding in dropped]
    text = mutation_text(results, 200)
    assert help_ in text
    assert text.endswith(" survived (1 case that nobody has read does not count)\n")


def test_an_edition_of_which_all_cases_are_unread_has_survivors(tmp_path):
    written(tmp_path, ACME, File("acme.cases.yaml", f"cases:\n{UNREAD}"))
    result = remit("test", tmp_path, "--mutate", "--at", TODAY)
    assert (1, True) == (result.exit_code, ": 0 killed, " in result.stdout)


def test_check_notes_unread_cases_where_the_first_of_a_file_says_so(tmp_path):
    written(tmp_path, *FILES)
    result = remit("check", tmp_path, "--at", TODAY, "--format", "json")
    (finding,) = json.loads(result.stdout)
    assert (0, "note", "unreviewed-cases", f"1 of 5 cases is {WORDS}") == (
        result.exit_code,
        finding["severity"],
        finding["check"],
        finding["message"],
    )
    assert "    reviewed: false" == FILES[1].content.splitlines()[finding["line"] - 1]
    assert 5 == finding["column"]


def test_with_strict_unread_cases_are_a_warning_which_fails(tmp_path):
    written(tmp_path, ACME, File("acme.cases.yaml", f"cases:\n{UNREAD}"))
    result = remit("check", tmp_path, "--at", TODAY, "--strict")
    assert (1, "2 files checked: 1 warning\n") == (result.exit_code, result.stderr)
    assert f": warning: 1 of 1 case is {WORDS} [unreviewed-cases]\n" in result.stdout


def test_cases_that_are_written_are_unread_until_the_key_is_deleted(tmp_path):
    policy = edited(("    - {id: the-rest, then: P2, cite: terms.p1}\n", ""))
    written(tmp_path, policy)
    file = tmp_path / "acme.cases.yaml"
    remit("check", tmp_path, "--at", TODAY, "--write-cases", file)
    text = file.read_text("utf-8")
    assert "    reviewed: false\n" in text
    file.write_text(text.replace("    reviewed: false\n", ""), "utf-8")
    again = remit("check", tmp_path, "--at", TODAY, "--write-cases", file)
    assert "0 cases appended" == again.stderr.splitlines()[-1][:16]
    assert "unreviewed-cases" not in again.stdout


def test_the_shipped_cases_are_all_read():
    files = [file.read_text("utf-8") for file in POLICIES.glob("*.cases.yaml")]
    assert files
    assert not any("reviewed" in text for text in files)
