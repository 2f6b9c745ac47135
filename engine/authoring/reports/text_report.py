"""Reports for people at a terminal."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from ...findings import printable
from ...language.request_yaml import request_as_yaml
from ..file_checks import CheckedFiles

if TYPE_CHECKING:
    from ...findings import Finding
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults


def written(result: CheckedFiles | CaseResults, _version: str, _root: str) -> str:
    """Return the findings, or the cases that failed and how many did not."""
    if isinstance(result, CheckedFiles):
        return "".join(finding_in_full(finding) for finding in result.findings)
    failed = [trial for trial in result.cases if not trial.passed and not trial.stopped]
    stopped = sum(trial.stopped for trial in result.cases)
    said = f"not run: {stopped} {'case' if stopped == 1 else 'cases'}, whose policy cannot be used\n" if stopped else ""
    return "".join(map(failure, failed)) + said + counts(result)


def finding_in_full(finding: Finding) -> str:
    """Return a finding's lines, its help and the request that shows it."""
    return f"{finding}\n{example(finding)}"


def example(finding: Finding) -> str:
    """Return the request that shows a finding, to be pasted; nothing where it has none."""
    if finding.witness is None:
        return ""
    return "  for example:\n" + indent(request_as_yaml(finding.witness), "    ")


def counts(tried: CaseResults) -> str:
    """Return the line that counts cases."""
    failed = sum(not trial.passed for trial in tried.cases)
    return f"{len(tried.cases) - failed} passed, {failed} failed\n"


def failure(trial: CaseResult) -> str:
    """Return the lines that say how a case failed, and where."""
    lines = [f"{trial.case.mark}: {'unsound' if trial.unsound else 'failed'}: {trial.case.name}"]
    lines += [f"  {difference} ({difference.mark})" for difference in trial.unmet]
    if trial.unmet and trial.rules:
        lines.append(rules_that_decided(trial))
    return "".join(f"{printable(line)}\n" for line in lines)


def rules_that_decided(trial: CaseResult) -> str:
    """Return the line that names the rules which decided a case."""
    return f"  rules that decided: {', '.join(trial.rules)}"
