"""Reports in SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
import re
from collections import Counter
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...findings import Severity, printable
from ..check.pages import CHECKS_BY_ID, explanation
from .problems import path_from, problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..file_checks import CaseResults, CheckedFiles
    from .problems import Problem

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


def written(result: CheckedFiles | CaseResults, version: str, root: str) -> str:
    """Return a log of one run, in ASCII so that no terminal or shell can change it."""
    found = problems(result)
    checks = sorted({problem.check for problem in found})
    results = []
    seen: Counter[str] = Counter()
    for problem in found:
        uri = uri_from(root, problem.mark.file)
        same = _likeness(problem, uri)
        results.append(_result(problem, checks.index(problem.check), uri, f"{same}:{seen[same]}"))
        seen[same] += 1
    driver = {"name": "remit", "version": version, "rules": [_rule(check, found) for check in checks]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def uri_from(root: str, file: str) -> str:
    """Return the URI of a file: relative to `root` where it is below it, or where nothing else is known."""
    path = path_from(root, file)
    if PurePath(path).is_absolute():
        return PurePath(path).as_uri()
    return quote(path, errors="surrogateescape")


def _likeness(problem: Problem, uri: str) -> str:
    """Return what stays the same of a problem while lines move; two in one file can be alike."""
    parts = (uri, problem.check, problem.at, _PLACES.sub("", problem.message))
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _rule(check: str, found: Sequence[Problem]) -> dict[str, object]:
    """Return what a viewer shows beside every result of a check; GitHub wants all three texts."""
    worst = min(problem.severity for problem in found if problem.check == check)
    words = printable(check).replace("-", " ").capitalize()
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


def _result(problem: Problem, index: int, uri: str, fingerprint: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.check,
        "ruleIndex": index,
        "level": problem.severity.name,
        "message": _message(problem),
    }
    # GitHub refuses the whole log where one result has no location.
    place: dict[str, object] = {"artifactLocation": {"uri": uri or "."}}
    if problem.mark.line:
        column = {"startColumn": problem.mark.column} if problem.mark.column else {}
        place["region"] = {"startLine": problem.mark.line, **column}
    result["locations"] = [{"physicalLocation": place}]
    result["partialFingerprints"] = {FINGERPRINT: fingerprint}
    more = {"at": problem.at or None, "witness": problem.witness}
    if properties := {key: value for key, value in more.items() if value is not None}:
        result["properties"] = properties
    return result


def _message(problem: Problem) -> dict[str, str]:
    said = f"{problem.message}; {problem.help}" if problem.help else problem.message
    return {"text": "\n".join([said, *problem.more])}
