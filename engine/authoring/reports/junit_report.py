"""Reports in the XML that JUnit made common, which CI servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...findings import Severity, printable
from ..file_checks import CheckedFiles
from .problems import FAILED, UNSOUND, by_case, path_from
from .text_report import failure, finding_in_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...findings import Finding
    from ..cases.run_cases import CaseResult
    from ..file_checks import CaseResults

    Suites = Iterable[tuple[str, list[Element]]]


class _Failure(NamedTuple):
    """What a testcase fails by: the kind of element, its type and message, and the whole text."""

    tag: str
    type: str
    message: str
    text: str


def written(result: CheckedFiles | CaseResults, _version: str, root: str) -> str:
    """Return a suite for each file: of the file itself where it was checked, of its cases where they were tried."""
    is_check = isinstance(result, CheckedFiles)
    suites = list(_checked_suites(result, root) if isinstance(result, CheckedFiles) else _case_suites(result, root))
    name = "remit check" if is_check else "remit test"
    top = Element("testsuites", _totals(name, [test for _, tests in suites for test in tests]))
    for file, tests in suites:
        SubElement(top, "testsuite", _totals(file or "input", tests)).extend(tests)
    indent(top)
    # In ASCII with references, the text is the same in every encoding that a shell may write it in.
    body: str = tostring(top, "us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _checked_suites(checked: CheckedFiles, root: str) -> Suites:
    by_file: dict[str, list[Finding]] = {name: [] for name in checked.names}
    for finding in checked.findings:
        by_file.setdefault(finding.mark.file, []).append(finding)
    for name, findings in by_file.items():
        file = path_from(root, name)
        yield file, [_file_test("remit check", file, findings, "failure", Severity.warning)]


def _case_suites(tried: CaseResults, root: str) -> Suites:
    findings_by_case, about_files = by_case(tried)
    suites: dict[str, list[Element]] = {}
    for index, result in enumerate(tried.cases):
        file = path_from(root, result.case.mark.file)
        suites.setdefault(file, []).append(_case_test(result, file, findings_by_case.get(index, [])))
    by_file: dict[str, list[Finding]] = {}
    for finding in about_files:
        by_file.setdefault(path_from(root, finding.mark.file), []).append(finding)
    for file, findings in by_file.items():
        test = _file_test(file or "input", file, findings, "error", Severity.error, name="the file itself")
        suites.setdefault(file, []).append(test)
    return suites.items()


def _file_test(  # noqa: PLR0913 - each is an attribute of the element
    classname: str, file: str, findings: Sequence[Finding], tag: str, least: Severity, name: str = ""
) -> Element:
    """Return a testcase that fails by the findings of at least a severity; those that weigh less stand beside it."""
    serious = [finding for finding in findings if finding.severity <= least]
    notes = [finding for finding in findings if finding.severity > least]
    element = _test(classname, name or file or "input", file, 0, _summed_up(tag, serious) if serious else None)
    if notes:
        SubElement(element, "system-out").text = _in_full(notes)
    return element


def _case_test(result: CaseResult, file: str, findings: Sequence[Finding]) -> Element:
    failed_by = None
    if result.unsound and findings:
        failed_by = _summed_up("error", findings)
    elif result.unsound:
        failed_by = _Failure("error", UNSOUND, "the case can neither pass nor fail", "")
    elif result.unmet:
        failed_by = _Failure("failure", FAILED, "; ".join(result.differences), failure(result))
    return _test(file, result.name or "a case without a name", file, result.line, failed_by)


def _test(classname: str, name: str, file: str, line: int, failed_by: _Failure | None) -> Element:
    position = {key: value for key, value in {"file": file, "line": str(line or "")}.items() if value}
    attributes = {"classname": classname, "name": name} | position
    element = Element("testcase", {key: printable(value) for key, value in attributes.items()})
    if failed_by:
        types = {"type": printable(failed_by.type), "message": printable(failed_by.message)}
        SubElement(element, failed_by.tag, types).text = failed_by.text
    return element


def _summed_up(tag: str, findings: Sequence[Finding]) -> _Failure:
    """Return findings as one failure: the first one's type and message, how many more there are, and all in full."""
    first, more = findings[0], len(findings) - 1
    # One element for all, because many readers show the first of a testcase alone.
    message = f"{first.message} [{first.check}]" + (f" and {more} more" if more else "")
    return _Failure(tag, first.check, message, _in_full(findings))


def _in_full(findings: Sequence[Finding]) -> str:
    return "".join(map(finding_in_full, findings))


def _totals(name: str, tests: Sequence[Element]) -> dict[str, str]:
    return {
        "name": printable(name),
        "tests": str(len(tests)),
        "failures": str(sum(test.find("failure") is not None for test in tests)),
        "errors": str(sum(test.find("error") is not None for test in tests)),
        "skipped": "0",
    }
