"""What is wrong, findings and failed cases alike, and where its file is as others name it."""

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
    """Return the findings within unsound cases, by the place of the case among all, and the other findings."""
    starts: dict[str, list[tuple[int, int, int]]] = {}
    for place, trial in enumerate(tried.cases):
        mark = trial.case.mark
        starts.setdefault(mark.file, []).append((mark.line, mark.column, place))
    for places in starts.values():
        places.sort()  # an alias stands where its anchor does
    within: dict[int, list[Finding]] = {}
    others = []
    for finding in tried.findings:
        mark = finding.mark
        places = starts.get(mark.file, [])
        before = bisect_right(places, (mark.line, mark.column, len(tried.cases)))
        place = places[before - 1][2] if before else -1
        if before and tried.cases[place].unsound:
            within.setdefault(place, []).append(finding)
        else:
            others.append(finding)
    return within, others


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
