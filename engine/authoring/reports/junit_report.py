"""Reports in the XML that JUnit made common, which CI servers read."""

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ...findings import Finding, Severity, printable
from ..cases.case_results import CaseResults
from ..cases.run_cases import CaseResult
from ..file_checks import CheckedFiles
from . import FAILED, UNSOUND, Root, by_case, path_from
from .text_report import failure, finding_in_full

Suites = Mapping[str, list[Element]]


def written(result: CheckedFiles | CaseResults, _version: str, root: Root) -> str:
    """Return a suite for each file: of the file itself where it was checked, of its cases where they were tried."""
    if isinstance(result, CheckedFiles):
        name, suites = "remit check", _checked_suites(result, root)
    else:
        name, suites = "remit test", _case_suites(result, root)
    top = Element("testsuites", _totals(name, [test for tests in suites.values() for test in tests]))
    for file, tests in suites.items():
        SubElement(top, "testsuite", _totals(file or "input", tests)).extend(tests)
    indent(top)
    # In ASCII with references, the text is the same in every encoding that a shell may write it in.
    body: str = tostring(top, "us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _checked_suites(checked: CheckedFiles, root: Root) -> Suites:
    by_file = _by_file(checked.findings, root, checked.names)
    return {
        file: [_file_test("remit check", file, findings, "failure", Severity.warning)]
        for file, findings in by_file.items()
    }


def _case_suites(tried: CaseResults, root: Root) -> Suites:
    findings_by_case, about_files = by_case(tried)
    suites: dict[str, list[Element]] = {}
    for index, result in enumerate(tried.cases):
        file = path_from(root, result.case.mark.file)
        suites.setdefault(file, []).append(_case_test(result, file, findings_by_case.get(index, [])))
    for file, findings in _by_file(about_files, root).items():
        test = _file_test(file or "input", file, findings, "error", Severity.error, name="the file itself")
        suites.setdefault(file, []).append(test)
    return suites


def _by_file(findings: Iterable[Finding], root: Root, names: Iterable[str] = ()) -> dict[str, list[Finding]]:
    by_file: dict[str, list[Finding]] = {path_from(root, name): [] for name in names}
    for finding in findings:
        by_file.setdefault(path_from(root, finding.mark.file), []).append(finding)
    return by_file


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
        failed_by = _failure("error", UNSOUND, "the case can neither pass nor fail", "")
    elif result.unmet:
        failed_by = _failure("failure", FAILED, "; ".join(result.differences), failure(result))
    return _test(file, result.name or "a case without a name", file, result.line, failed_by)


def _test(classname: str, name: str, file: str, line: int, failed_by: Element | None) -> Element:
    attributes = {"classname": classname, "name": name, "file": file, "line": str(line or "")}
    required = ("classname", "name")
    attributes = {key: printable(value) for key, value in attributes.items() if value or key in required}
    element = Element("testcase", attributes)
    element.extend([] if failed_by is None else [failed_by])
    return element


def _failure(tag: str, check: str, message: str, text: str) -> Element:
    """Return what a testcase fails by, of its type and message, with the whole text."""
    element = Element(tag, {"type": printable(check), "message": printable(message)})
    element.text = text
    return element


def _summed_up(tag: str, findings: Sequence[Finding]) -> Element:
    """Return findings as one failure: the first one's type and message, how many more there are, and all in full."""
    first, more = findings[0], len(findings) - 1
    # One element for all, because many readers show the first of a testcase alone.
    message = f"{first.message} [{first.check}]" + (f" and {more} more" if more else "")
    return _failure(tag, first.check, message, _in_full(findings))


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
