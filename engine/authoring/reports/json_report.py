"""Reports as JSON, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...triage.decision_json import json_text
from ..file_checks import CheckedFiles

if TYPE_CHECKING:
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults


def written(result: CheckedFiles | CaseResults, _version: str, _root: str) -> str:
    """Return the findings as a list, or an object of cases, findings and counts."""
    findings = [finding.to_dict() for finding in result.findings]
    if isinstance(result, CheckedFiles):
        return json_text(findings, indent=2) + "\n"
    record = {
        "counts": {
            "passed": sum(trial.passed for trial in result.cases),
            "failed": sum(not trial.passed for trial in result.cases),
            "unsound": sum(trial.unsound for trial in result.cases),
        },
        "trials": [_trial(trial) for trial in result.cases],
        "findings": findings,
        **result.measured,
    }
    return json_text(record, indent=2) + "\n"


def _trial(trial: CaseResult) -> dict[str, object]:
    case = trial.case
    return {
        "case": case.name,
        "file": case.mark.file,
        "line": case.mark.line,
        "column": case.mark.column,
        "passed": trial.passed,
        "unsound": trial.unsound,
        "differences": [
            {
                "what": difference.what,
                "wanted": difference.expected,
                "got": difference.actual,
                "line": difference.mark.line,
                "column": difference.mark.column,
            }
            for difference in trial.unmet
        ],
        "rules": list(trial.rules),
    }
