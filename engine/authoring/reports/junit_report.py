"""Reports in the XML that JUnit made common, which CI servers read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...findings import Severity, printable
from ..file_checks import CheckedFiles
from .problems import FAILED, UNSOUND, by_case, path_from
from .text_report import failure, finding_in_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...findings import Finding
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults


@dataclass(frozen=True, slots=True)
class _Test:
    """One testcase: `wrong` is its failure or error as (element, type, message, text), `aside` what is said beside."""

    classname: str
    name: str
    file: str
    line: int = 0
    wrong: tuple[str, str, str, str] | None = None
    aside: str = ""


@dataclass(slots=True)
class _Suite:
    name: str
    tests: list[_Test] = field(default_factory=list)


def written(result: CheckedFiles | CaseResults, _version: str, root: str) -> str:
    """Return a suite for each file: of the file itself where it was checked, of its cases where they were tried."""
    suites = _of_checked(result, root) if isinstance(result, CheckedFiles) else _of_tried(result, root)
    name = "remit check" if isinstance(result, CheckedFiles) else "remit test"
    top = Element("testsuites", _totals(name, [test for suite in suites for test in suite.tests]))
    for suite in suites:
        element = SubElement(top, "testsuite", _totals(suite.name, suite.tests))
        for test in suite.tests:
            _add(element, test)
    indent(top)
    # In ASCII with references, the text is the same in every encoding that a shell may write it in.
    body: str = tostring(top, "us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _of_checked(checked: CheckedFiles, root: str) -> list[_Suite]:
    by_file: dict[str, list[Finding]] = {name: [] for name in checked.names}
    for finding in checked.findings:
        by_file.setdefault(finding.mark.file, []).append(finding)
    suites = []
    for name, findings in by_file.items():
        file = path_from(root, name)
        serious = [finding for finding in findings if finding.severity is not Severity.note]
        notes = [finding for finding in findings if finding.severity is Severity.note]
        wrong = ("failure", *_summed_up(serious)) if serious else None
        suites.append(_Suite(file or "input", [_Test("remit check", file or "input", file, 0, wrong, _in_full(notes))]))
    return suites


def _of_tried(tried: CaseResults, root: str) -> list[_Suite]:
    within, others = by_case(tried)
    suites: dict[str, _Suite] = {}
    for place, trial in enumerate(tried.cases):
        file = path_from(root, trial.case.mark.file)
        test = _tried(trial, file, within.get(place, []))
        suites.setdefault(file, _Suite(file)).tests.append(test)
    by_file: dict[str, list[Finding]] = {}
    for finding in others:
        by_file.setdefault(path_from(root, finding.mark.file), []).append(finding)
    for file, findings in by_file.items():
        errors = [finding for finding in findings if finding.severity is Severity.error]
        rest = [finding for finding in findings if finding.severity is not Severity.error]
        wrong = ("error", *_summed_up(errors)) if errors else None
        test = _Test(file or "input", "the file itself", file, 0, wrong, _in_full(rest))
        suites.setdefault(file, _Suite(file or "input")).tests.append(test)
    return list(suites.values())


def _tried(trial: CaseResult, file: str, findings: Sequence[Finding]) -> _Test:
    wrong = None
    if trial.unsound and findings:
        wrong = ("error", *_summed_up(findings))
    elif trial.unsound:
        wrong = ("error", UNSOUND, "the case can neither pass nor fail", "")
    elif trial.unmet:
        differences = "; ".join(trial.differences)
        wrong = ("failure", FAILED, differences, failure(trial))
    return _Test(file, trial.case.name or "a case without a name", file, trial.case.mark.line, wrong)


def _summed_up(findings: Sequence[Finding]) -> tuple[str, str, str]:
    """Return type, message and text for findings: the first one's, how many more there are, and all in full."""
    first, more = findings[0], len(findings) - 1
    # One element for all, because many readers show the first of a testcase alone.
    return first.check, f"{first.message} [{first.check}]" + (f" and {more} more" if more else ""), _in_full(findings)


def _in_full(findings: Sequence[Finding]) -> str:
    return "".join(map(finding_in_full, findings))


def _totals(name: str, tests: Sequence[_Test]) -> dict[str, str]:
    kinds = [test.wrong[0] for test in tests if test.wrong]
    return {
        "name": printable(name),
        "tests": str(len(tests)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": "0",
    }


def _add(suite: Element, test: _Test) -> None:
    place = {"file": test.file, "line": str(test.line or "")}
    attributes = {"classname": test.classname, "name": test.name} | {
        key: value for key, value in place.items() if value
    }
    element = SubElement(suite, "testcase", {key: printable(value) for key, value in attributes.items()})
    if test.wrong:
        tag, kind, message, text = test.wrong
        inner = SubElement(element, tag, {"type": printable(kind), "message": printable(message)})
        inner.text = text
    if test.aside:
        SubElement(element, "system-out").text = test.aside
