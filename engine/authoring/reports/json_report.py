"""Reports as JSON, for programs."""

from ...triage.decision_json import json_text
from ..cases.case_results import CaseResults
from ..cases.run_cases import CaseResult
from ..file_checks import CheckedFiles
from . import Root


def written(result: CheckedFiles | CaseResults, _version: str, _root: Root) -> str:
    """Return the findings as a list, or an object of cases, findings and counts."""
    findings = [finding.to_dict() for finding in result.findings]
    if isinstance(result, CheckedFiles):
        return json_text(findings, indent=2) + "\n"
    record = {
        "counts": {
            "passed": sum(case.passed for case in result.cases),
            "failed": sum(not case.passed for case in result.cases),
            "unsound": sum(case.unsound for case in result.cases),
            "unread": result.unread,
        },
        "trials": [_case_record(case) for case in result.cases],
        "findings": findings,
        **result.measured,
    }
    return json_text(record, indent=2) + "\n"


def _case_record(result: CaseResult) -> dict[str, object]:
    return {
        "case": result.name,
        "file": result.file,
        "line": result.line,
        "column": result.case.mark.column,
        "passed": result.passed,
        "unsound": result.unsound,
        "reviewed": result.case.is_read,
        "differences": [
            {
                "what": difference.what,
                "expected": difference.expected,
                "actual": difference.actual,
                "line": difference.mark.line,
                "column": difference.mark.column,
            }
            for difference in result.unmet
        ],
        "rules": list(result.rules),
    }
