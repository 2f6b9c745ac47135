"""Reports in SARIF 2.1.0, which code scanning and editors read."""

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

from ...findings import Finding, Severity
from ...triage.decision_json import json_text
from ..cases.case_results import CaseResults
from ..check import CHECKS_BY_ID, explanation
from ..file_checks import CheckedFiles
from . import Root, path_from, problems

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "remitProblem/v1"
"""The name of the fingerprint; a change of what goes into it needs another version."""

# Messages name other lines ("first on line 3"), which move without the problem changing.
_PLACES = re.compile(r"\bline [0-9]+|:[0-9]+:[0-9]+")

_WEIGHTS = {
    Severity.error: "an error, which fails every run",
    Severity.warning: "a warning, which fails a strict run",
    Severity.note: "a note, which fails no run",
}


def written(result: CheckedFiles | CaseResults, version: str, root: Root) -> str:
    """Return a log of one run, in ASCII so that no terminal or shell can change it."""
    findings = problems(result)
    checks = sorted({finding.check for finding in findings})
    results = []
    counts: Counter[str] = Counter()
    for finding in findings:
        uri = uri_from(root, finding.mark.file)
        same = _likeness(finding, uri)
        results.append(_result(finding, checks.index(finding.check), uri, f"{same}:{counts[same]}"))
        counts[same] += 1
    driver = {"name": "remit", "version": version, "rules": [_rule(check, findings) for check in checks]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def uri_from(root: Root, file: str) -> str:
    """Return the URI of a file: relative to `root` where it is below it, or where nothing else is known."""
    path = path_from(root, file)
    if PurePath(path).is_absolute():
        return PurePath(path).as_uri()
    return quote(path, errors="surrogateescape")


def _likeness(finding: Finding, uri: str) -> str:
    """Return what stays the same of a problem while lines move; two in one file can be alike."""
    parts = (uri, finding.check, finding.at, _PLACES.sub("", finding.message))
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _rule(check: str, findings: Sequence[Finding]) -> dict[str, object]:
    """Return what a viewer shows beside every result of a check; GitHub wants all three texts."""
    worst = min(finding.severity for finding in findings if finding.check == check)
    words = check.replace("-", " ").capitalize()
    page = CHECKS_BY_ID.get(check)
    what = page.summary.removesuffix(".") if page else words
    usual = f"A result's message says what is wrong and, where remit knows, what helps [{check}]."
    return {
        "id": check,
        "shortDescription": {"text": words},
        "fullDescription": {"text": f"{what}: {_WEIGHTS[worst]}."},
        "help": {"text": explanation(check) or usual},
        "defaultConfiguration": {"level": worst.name},
    }


def _result(finding: Finding, index: int, uri: str, fingerprint: str) -> dict[str, object]:
    mark = finding.mark
    column = {"startColumn": mark.column} if mark.column else {}
    region = {"region": {"startLine": mark.line, **column}} if mark.line else {}
    first = f"{finding.message}; {finding.help}" if finding.help else finding.message
    more = {"at": finding.at or None, "witness": finding.witness}
    properties = {key: value for key, value in more.items() if value is not None}
    return {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": finding.severity.name,
        "message": {"text": "\n".join([first, *finding.details])},
        # GitHub refuses the whole log where one result has no location.
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri or "."}, **region}}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **({"properties": properties} if properties else {}),
    }
