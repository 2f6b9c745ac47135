"""What is wrong, findings and failed cases alike, and how its file is named from a folder."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from pathlib import PurePath
from typing import TYPE_CHECKING

from ...findings import Finding, Severity
from ..file_checks import CheckedFiles
from .text_report import rules_that_decided

if TYPE_CHECKING:
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults

FAILED, UNSOUND = "case-failed", "case-unsound"
"""The checks under which cases are reported that went wrong."""


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
    starts: dict[str, list[tuple[int, int, int]]] = {}
    for index, result in enumerate(tried.cases):
        mark = result.case.mark
        starts.setdefault(mark.file, []).append((mark.line, mark.column, index))
    for positions in starts.values():
        positions.sort()  # an alias stands where its anchor does
    within: dict[int, list[Finding]] = {}
    outside = []
    for finding in tried.findings:
        mark = finding.mark
        positions = starts.get(mark.file, [])
        before = bisect_right(positions, (mark.line, mark.column, len(tried.cases)))
        index = positions[before - 1][2] if before else -1
        if before and tried.cases[index].unsound:
            within.setdefault(index, []).append(finding)
        else:
            outside.append(finding)
    return within, outside


def path_from(root: str, file: str) -> str:
    """Return a file's path with forward slashes, relative to an absolute folder where it is below it."""
    path = PurePath(file)
    if root and (path.is_absolute() or ".." in path.parts):
        path = PurePath(posixpath.normpath((PurePath(root) / path).as_posix()))
        if path.is_relative_to(root):
            path = path.relative_to(root)
    return path.as_posix() if file else ""


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
