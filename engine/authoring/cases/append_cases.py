"""Cases put at the end of a file of cases, which otherwise stays as its author wrote it."""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING, Any

from ...findings import Findings
from ...language.case_file import parse_cases
from ...language.file_writer import rewrite
from ...language.files import SourceFile
from ...language.yaml_reader import read_yaml
from .new_cases import case_as_yaml, numbered_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...language.nodes import Node
    from .new_cases import NewCase

_INDENTED = 2
"""By how much the first cases of a file are indented."""

_NONE_YET = re.compile(r"cases:(?:[ \t]+\[[ \t]*\])?(?:[ \t]+#.*)?[ \t]*")
_BRACKETS = re.compile(r"^(\ufeff?cases:)[ \t]+\[[ \t]*\]", re.MULTILINE)

_NOT_A_LIST_TO_GROW = (
    "its list of cases is not at its end, or not in block style: "
    "put `cases` last in it, and each case below the others, after a `- `"
)
_NO_LAST_LINE_BREAK = (
    "its last line has no line break, and one would become part of the text that ends there: "
    "end that line, or write `|-` or `>-` before the text"
)


def append_cases(existing: str, cases: Iterable[NewCase]) -> tuple[str, int]:
    """Return the text of a file of cases with further ones at its end, and how many were added.

    A request that stands under the name of its case already is not added again, and a name that
    another request has is numbered. Raises ValueError where the file is not one to which cases can
    be appended as text.
    """
    body, end = _split_end(existing)
    stated = _stated(body)
    is_unfilled = len(stated) == 1 and _NONE_YET.fullmatch(stated[0]) is not None
    listed = _list_of(existing) if stated and not is_unfilled else None
    before = _plain(listed)
    new = _lacking(before, cases)
    if not new:
        return existing, 0
    line_end = "\r\n" if existing.partition("\n")[0].endswith("\r") else "\n"
    if is_unfilled:
        body = _BRACKETS.sub(r"\1", body)
    is_ended = body.endswith("\n") or not body.removeprefix("\ufeff")
    body += "" if is_ended else line_end
    if not is_ended and listed and _read_back(body + end) != before:
        raise ValueError(_NO_LAST_LINE_BREAK)
    items = "".join(case_as_yaml(case) for case in new)
    expected = [*before, *_read_back(f"cases:\n{items}")]
    for column in _columns(listed):
        added = ("" if stated else "cases:\n") + indent(items, " " * column)
        text = body + added.replace("\n", line_end) + end
        if _read_back(text) == expected:
            return text, len(new)
    _list_of(existing)  # where it has no cases yet, this says what else is wrong with it
    raise ValueError(_NOT_A_LIST_TO_GROW)


def append_to_file(file: str, cases: Iterable[NewCase]) -> int:
    """Append cases to a file and return how many were added; raises ValueError or OSError where that cannot be."""
    with rewrite(file) as draft:
        draft.text, added = append_cases(draft.text, cases)
    return added


def _stated(text: str) -> list[str]:
    """Return the lines of a text that are neither empty nor comments, without a `---` before them."""
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    stated = [line for line in lines if not line.lstrip().startswith("#")]
    return stated[1:] if stated[:1] == ["---"] else stated


def _columns(listed: Node | None) -> list[int]:
    """Return how far the dashes of a list may be indented.

    A list starts at its first dash, unless an anchor comes before that: then a case tells, two columns after it.
    """
    if listed is None:
        return [_INDENTED]
    first = listed.value[0].mark if isinstance(listed.value, list) else listed.mark
    return [listed.mark.column - 1, max(first.column - 1 - _INDENTED, 0)]


def _list_of(text: str) -> Node | None:
    """Return the list of cases that a file holds, None where it holds nothing; raises ValueError where it is wrong."""
    text = text.removeprefix("\ufeff")
    if not text.strip():
        return None
    findings = Findings()
    parse_cases(SourceFile("cases", text.encode(), text), findings)
    for finding in findings:
        line = f" (line {finding.mark.line})" if finding.mark.line else ""
        raise ValueError(f"it is no valid file of cases: {finding.message}{line}")
    root = read_yaml(text, "cases", findings)
    return root.get("cases") if root else None


def _plain(listed: Node | None) -> list[Any]:
    cases = listed.plain() if listed else []
    return cases if isinstance(cases, list) else []


def _read_back(text: str) -> list[Any]:
    try:
        return _plain(_list_of(text))
    except ValueError:
        return []


def _lacking(before: Sequence[dict[str, object]], cases: Iterable[NewCase]) -> list[NewCase]:
    """Return the cases that the file does not have yet, each by a name that is its own."""
    requests = {case["name"]: case["request"] for case in before}
    new = []
    for case in cases:
        name = next(name for name in numbered_names(case.name) if requests.get(name, case.request) == case.request)
        if name not in requests:
            requests[name] = case.request
            new.append(case._replace(name=name))
    return new


def _split_end(text: str) -> tuple[str, str]:
    """Return a text up to the line `...` that ends its document, and from there on."""
    lines = text.splitlines(keepends=True)
    for n in reversed(range(len(lines))):
        line = lines[n].rstrip()
        if line == "..." or line.startswith(("... ", "...\t")):
            return "".join(lines[:n]), "".join(lines[n:])
        if line and not line.lstrip().startswith("#"):
            break
    return text, ""
