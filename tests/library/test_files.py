"""Files are checked, tried, compared and shown as on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import remit

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 30)
OLD, NEW = (ROOT / f"examples/editions/northlight-{year}.yaml" for year in (2026, 2027))


def printed(*arguments: str) -> str:
    """Return what `python -m remit` prints on standard output."""
    command = [sys.executable, "-m", "remit", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8").stdout


def broken(tmp_path: Path) -> Path:
    """Return the file of a policy in which a tier is misspelt."""
    file = tmp_path / "broken.yaml"
    file.write_text(NEW.read_text("utf-8").replace("plus: {P1:", "plsu: {P1:", 1), "utf-8")
    return file


def test_findings_are_those_of_the_command_line(tmp_path: Path) -> None:
    file = broken(tmp_path)
    findings = remit.check(file, at=TODAY)
    assert "unknown-tier" in [finding.check for finding in findings]
    said = json.loads(printed("check", "--at", "2026-11-30", "--format", "json", str(file)))
    assert said == [finding.to_dict() for finding in findings]
    position = {(finding.file, finding.line > 0, finding.column > 0) for finding in findings}
    assert {(str(file), True, True)} == position


def test_something_must_be_named() -> None:
    with pytest.raises(TypeError, match="name at least one file or folder"):
        remit.check(at=TODAY)


def test_cases_that_pass_and_fail(tmp_path: Path) -> None:
    results = remit.test(ROOT / "policies")
    assert (True, 563, True) == (results.passed, len(results.cases), all(case.passed for case in results.cases))
    cases = tmp_path / "northlight-2026.cases.yaml"
    cases.write_text(
        "cases:\n- name: a question is urgent\n  request: {received: 2026-03-06T16:30:00+01:00, policy: northlight,"
        " tier: base,\n    facts: {activity: question}}\n  expect: {scope: consulting, status: decided}\n",
        "utf-8",
    )
    failed = remit.test(cases, policies=OLD.parent)
    (case,) = failed.cases
    assert (False, False, False, str(cases), 2) == (failed.passed, case.passed, case.unsound, case.file, case.line)
    assert ("a question is urgent", True) == (case.name, "scope" in case.differences[0])


def test_a_comparison_is_that_of_the_command_line(tmp_path: Path) -> None:
    compared = remit.diff(OLD, NEW, at=date(2027, 1, 4))
    arguments = ("diff", "--at", "2027-01-04", str(OLD), str(NEW), "--format")
    assert json.loads(printed(*arguments, "json")) == compared.to_dict()
    assert printed(*arguments, "markdown") == compared.to_markdown()
    assert str(compared).startswith("Northlight Maps support terms, edition 2026 to edition 2027")
    assert {"looser", "raised"} <= {change.kind for change in compared.changes}
    with pytest.raises(remit.PolicyError, match="unknown-tier"):
        remit.diff(OLD, broken(tmp_path), at=TODAY)


def test_a_policy_is_shown_as_on_the_command_line(tmp_path: Path) -> None:
    for form in ("text", "markdown", "html"):
        expected = printed("show", "--at", "2026-11-30", "jams", "--format", form)
        assert expected == remit.show("jams", at=TODAY, form=form)
    with pytest.raises(remit.PolicyError, match="unknown-tier"):
        remit.show(broken(tmp_path), at=TODAY)
    with pytest.raises(ValueError, match="form must be one of text, markdown, html, not 'pdf'"):
        remit.show("jams", at=TODAY, form="pdf")  # type: ignore[arg-type] # what no type checker has seen


def test_an_instant_stands_for_its_day() -> None:
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert remit.show("jams", at=noon) == remit.show("jams", at=TODAY)
    assert () == remit.check(ROOT / "policies", at=noon)


def test_the_module_is_the_command() -> None:
    assert f"remit, version {remit.__version__}\n" == printed("--version")
