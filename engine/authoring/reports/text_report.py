"""Reports for people at a terminal."""

from textwrap import indent

from ...findings import Finding, printable
from ...language.yaml_writer import request_as_yaml
from ...text import counted
from ..cases.case_results import CaseResults
from ..cases.run_cases import CaseResult
from ..file_checks import CheckedFiles
from . import Root, rules_that_decided


def written(result: CheckedFiles | CaseResults, _version: str, _root: Root) -> str:
    """Return the findings, or the cases that failed and how many did not."""
    if isinstance(result, CheckedFiles):
        return "".join(finding_in_full(finding) for finding in result.findings)
    failures = "".join(failure(case) for case in result.cases if not case.passed and not case.stopped)
    stopped = sum(case.stopped for case in result.cases)
    not_run = f"not run: {counted(stopped, 'case')}, whose policy cannot be used\n" if stopped else ""
    return failures + not_run + counts(result) + "\n".join(text() for text in result.texts)


def finding_in_full(finding: Finding) -> str:
    """Return a finding's lines, its help and the request that shows it, to be pasted."""
    if finding.witness is None:
        return f"{finding}\n"
    return f"{finding}\n  for example:\n" + indent(request_as_yaml(finding.witness), "    ")


def counts(tried: CaseResults) -> str:
    """Return the line that counts cases."""
    failed = sum(not case.passed for case in tried.cases)
    unread = tried.unread
    return f"{len(tried.cases) - failed} passed, {failed} failed{f', {unread} unread' if unread else ''}\n"


def failure(result: CaseResult) -> str:
    """Return the lines that say how a case failed, and where."""
    lines = [f"{result.case.mark}: {'unsound' if result.unsound else 'failed'}: {result.case.name}"]
    lines += [f"  {difference} ({difference.mark})" for difference in result.unmet]
    if result.unmet and result.rules:
        lines.append(rules_that_decided(result))
    return "".join(f"{printable(line)}\n" for line in lines)
