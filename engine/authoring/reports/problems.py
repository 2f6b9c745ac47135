"""What is wrong, findings and failed cases alike, and where its file is as others name it."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from ...findings import Severity, printable
from ..file_checks import CheckedFiles
from .text_report import rules_that_decided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...findings import Finding, Mark
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults

FAILED, UNSOUND = "case-failed", "case-unsound"
"""The checks under which cases are reported that went wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to report: `more` are further lines of its message."""

    severity: Severity
    check: str
    message: str
    mark: Mark
    help: str = ""
    at: str = ""
    more: tuple[str, ...] = ()
    witness: Mapping[str, object] | None = None


def problems(result: CheckedFiles | CaseResults) -> list[Problem]:
    """Return the findings, and the cases that failed; an unsound case only where no finding says why."""
    found = [_of_finding(finding) for finding in result.findings]
    if isinstance(result, CheckedFiles):
        return found
    explained = by_case(result)[0]
    failed = [
        _of_trial(trial)
        for place, trial in enumerate(result.cases)
        if not trial.passed and not (trial.unsound and place in explained)
    ]
    return sorted([*found, *failed], key=lambda problem: problem.mark)


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


def _of_finding(finding: Finding) -> Problem:
    return Problem(
        finding.severity,
        finding.check,
        printable(finding.message),
        finding.mark,
        printable(finding.help),
        finding.at,
        witness=finding.witness,
    )


def _of_trial(trial: CaseResult) -> Problem:
    case = trial.case
    name = printable(case.name)
    if trial.unsound:
        return Problem(Severity.error, UNSOUND, f"unsound: {name}", case.mark, at=case.name)
    lines = [f"  {difference}" for difference in trial.differences]
    if trial.rules:
        lines.append(rules_that_decided(trial))
    return Problem(Severity.error, FAILED, f"failed: {name}", case.mark, at=case.name, more=tuple(lines))
