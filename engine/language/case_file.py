"""A case file, read into records."""

from bisect import bisect_right
from dataclasses import dataclass, replace

from ..findings import Findings, Mark
from ..model import Case, Expected
from .fact_values import short_text
from .files import SourceFile
from .nodes import Node
from .request_file import instant_at, parse_request
from .schema import check_shape
from .symbols import check_repeats
from .yaml_reader import read_yaml

NOTHING_OWED = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """The instant at which a case expects a promise to fall due; None expects that nothing is owed."""

    promise: str
    instant: int | None
    mark: Mark


def parse_cases(text: SourceFile, findings: Findings) -> tuple[Case, ...]:
    """Return the cases of a file; findings say what is wrong with it."""
    nodes = check_shape(read_yaml(text.text, text.file, findings), "cases", findings).mappings("cases")
    cases = [_case(node, findings) for node in nodes]
    starts = [node.mark.line for node in nodes]
    wrong = {bisect_right(starts, f.mark.line) - 1 for f in findings if f.mark.file == text.file}
    check_repeats("duplicate-case", "case ", ((case.name, case.mark) for case in cases), findings)
    return tuple(replace(case, unsound=n in wrong) for n, case in enumerate(cases))


def _case(node: Node, findings: Findings) -> Case:
    expect, request = node.section("expect"), node.section("request")
    if node.get("expect") is not None and not expect.value and not expect.is_partial:
        findings.error(
            "expects-nothing", f"case `{short_text(node.text('name'))}` expects nothing", node.key_mark("expect")
        )
    wrong = Findings()
    draft = parse_request(request, wrong) if isinstance(node.value_at("request"), dict) else None
    if expect.text("status") != "invalid":
        findings += wrong
    return Case(
        name=node.text("name"),
        request=None if wrong.has_errors or request.has_gaps else draft,
        draft=draft,
        expect=tuple(
            Expected(key=key, value=_due(value, findings) if key == "due" else value.plain(), mark=mark)
            for key, value, mark in expect.entries()
        ),
        invalid=tuple(wrong),
        mark=node.mark,
    )


def _due(node: Node, findings: Findings) -> tuple[Due, ...]:
    due = []
    for promise, value, mark in node.entries():
        instant = None if value.value == NOTHING_OWED else instant_at(promise, value, findings)
        if instant is not None or value.value == NOTHING_OWED:
            due.append(Due(promise=promise, instant=instant, mark=mark))
    return tuple(due)
