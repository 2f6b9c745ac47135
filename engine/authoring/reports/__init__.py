"""Reports of what was checked and tried, for people and for the tools that read them."""

import posixpath
from bisect import bisect_right
from importlib import import_module
from pathlib import PurePath

from ...findings import NOWHERE, Finding, Severity
from ...forms import ReportForm
from ..cases.case_results import CaseResults
from ..cases.run_cases import CaseResult
from ..file_checks import CheckedFiles

FAILED, UNSOUND = "case-failed", "case-unsound"
"""The checks under which cases are reported that went wrong."""


Root = str | tuple[str, str]
"""The absolute path of the folder that relative paths are relative to, and perhaps of the repository around it."""


def report(result: CheckedFiles | CaseResults, form: ReportForm, version: str, root: Root = "") -> str:
    """Return what is printed of files checked or of cases tried; it ends with a newline unless it is empty.

    Paths below `root` are shortened in SARIF, JUnit and GitHub's annotations. In text, findings about files of cases
    are left out: they are said beside the report.
    """
    # Start-up is felt, and XML is rarely asked for.
    written: str = import_module(f".{form}_report", __name__).written(result, version, root)
    return written


def problems(result: CheckedFiles | CaseResults) -> list[Finding]:
    """Return the findings, and the cases that failed; an unsound case only where no finding says why."""
    if isinstance(result, CheckedFiles):
        return list(result.findings)
    explained = by_case(result)[0]
    failed = [
        _failed(trial)
        for index, trial in enumerate(result.cases)
        if not trial.passed and not (trial.unsound and index in explained)
    ]
    return sorted([*result.findings, *failed], key=lambda finding: finding.mark)


def by_case(tried: CaseResults) -> tuple[dict[int, list[Finding]], list[Finding]]:
    """Return the findings within unsound cases, by the index of the case, and the findings outside of them."""
    starts = sorted((result.case.mark, index) for index, result in enumerate(tried.cases))
    within: dict[int, list[Finding]] = {}
    outside = []
    for finding in tried.findings:
        before = bisect_right(starts, (finding.mark, len(starts)))  # an alias stands where its anchor does
        start, index = starts[before - 1] if before else (NOWHERE, -1)
        if before and start.file == finding.mark.file and tried.cases[index].unsound:
            within.setdefault(index, []).append(finding)
        else:
            outside.append(finding)
    return within, outside


def path_from(root: Root, file: str) -> str:
    """Return a file's path with forward slashes, relative to the repository or else the folder that it is below."""
    path = PurePath(file)
    working, repository = (root, root) if isinstance(root, str) else root
    is_within = working == repository and not path.is_absolute() and ".." not in path.parts
    if working and file and not is_within and not file.startswith("<"):
        path = PurePath(posixpath.normpath((PurePath(working) / path).as_posix()))
        path = path.relative_to(repository) if path.is_relative_to(repository) else path
    return path.as_posix() if file else ""


def rules_that_decided(result: CaseResult) -> str:
    """Return the line that names the rules which decided a case."""
    return f"  rules that decided: {', '.join(result.rules)}"


def _failed(trial: CaseResult) -> Finding:
    """Return the finding that a case has failed, or is unsound."""
    case = trial.case
    check, verb = (UNSOUND, "unsound") if trial.unsound else (FAILED, "failed")
    details = [f"  {difference}" for difference in trial.differences]
    details += [rules_that_decided(trial)] if trial.rules and not trial.unsound else []
    return Finding(
        severity=Severity.error,
        check=check,
        message=f"{verb}: {case.name}",
        mark=case.mark,
        at=case.name,
        details=tuple(details),
    )
