"""Cases as text: requests with what the policy decides of them, also put at the end of a file of cases.

The file otherwise stays as its author wrote it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from textwrap import indent
from typing import Any, NamedTuple

from ...findings import Finding, Findings, printable
from ...language.file_writer import rewrite
from ...language.files import SourceFile
from ...language.nodes import Node
from ...language.request_files import NOTHING_OWED, parse_cases, read_request
from ...language.yaml_reader import read_yaml
from ...language.yaml_writer import request_as_yaml, written_text
from ...model import CLAIM, Offer, Request
from ...model.cases import Case
from ...triage.decide import decide
from ...triage.decision import Decision
from ...triage.policy_store import PolicyStore
from .run_cases import decided_by, expectable

_OPEN = ("gap", "conflicting-ways")
"""Checks of which a request shows that the policy does not decide it, as it should."""

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
_END = re.compile(r"^\.\.\.(?:[ \t][^\n]*)?\r?$(?:\n[ \t]*(?:#[^\n]*)?\r?$)*\n?\Z", re.MULTILINE)
"""The line that ends the document, and the empty lines and comments after it."""


class NewCase(NamedTuple):
    """A case to be written: its sentence, its request, what is expected of it, and what its author should know."""

    name: str
    request: Mapping[str, object]
    expect: Mapping[str, object]
    comment: str = ""


def cases_for(findings: Iterable[Finding], store: PolicyStore, version: str) -> list[NewCase]:
    """Return a case for each request that shows a finding.

    It expects what is decided today, or that something be decided where nothing is.
    """
    cases: dict[str, NewCase] = {}
    for finding in findings:
        request = finding.witness
        if request is not None:
            at = f" at {finding.at}" if finding.at else ""
            case = NewCase(
                name=f"{finding.check}{at}: {describe_request(request)}",
                request=request,
                expect={"status": "decided"}
                if finding.check in _OPEN
                else expected_today(request, store, version, lists=finding.is_of_lists),
                comment=f"{finding.message}; see whether what is expected here is right",
            )
            cases.setdefault(request_as_yaml(request), case)
    return list(cases.values())


def expected_today(
    request: Mapping[str, object], store: PolicyStore, version: str, *, has_rules: bool = False, lists: bool = False
) -> dict[str, object]:
    """Return what a case expects for which the decision of today is right, on demand its rules and what it lists."""
    record = parse_witness(request)
    decision = decide(record, store, (), version) if record else None
    if not isinstance(decision, Decision):
        return {"status": "invalid"}
    expect: dict[str, object] = {"status": decision.status, "scope": decision.scope.outcome}
    if decision.scope.outcome == "support":
        expect["priority"] = decision.priority.level
    channel = decision.channel
    expect |= {"required": channel.required, "preferred": channel.preferred, "allowed": list(channel.allowed)}
    offers = [rule.then for rule in decision.policy.channel.rules if isinstance(rule.then, Offer)]
    # Where some rule has a way follow, that none must is worth saying.
    expect |= {"follow_up": list(channel.follow_up)} if any(offer.follow_up for offer in offers) else {}
    deadlines = decision.deadlines
    due = {name: NOTHING_OWED for name in decision.policy.promises if name not in deadlines}
    due |= {name: at.due.isoformat() for name, at in deadlines.items() if at.due is not None and at.timezone}
    expect |= {"due": due} if due else {}
    state = {name: at.state for name, at in deadlines.items() if at.occurrences is not None}
    expect |= {"state": state} if state else {}
    if lists:
        listed = expectable(decision)
        expect |= {key: listed[key] for key in ("services", "intake", "escalation")}
    return {**expect, "rules": list(decided_by(decision))} if has_rules else expect


def parse_witness(request: Mapping[str, object]) -> Request | None:
    """Return a request as it reads once it is written; None where it is not valid."""
    text = request_as_yaml(request)
    return read_request(SourceFile("witness", text.encode(), text), Findings())[1]


def parse_case(request: Mapping[str, object], expect: Mapping[str, object]) -> Case:
    """Return a case as it reads once it is written."""
    text = "cases:\n" + case_as_yaml(NewCase("a case", request, expect))
    return parse_cases(SourceFile("case", text.encode(), text), Findings())[0]


def case_as_yaml(case: NewCase) -> str:
    """Return a case as an item of a list in block style, which says that nobody has read it yet."""
    lines = f"name: {written_text(case.name)}\nreviewed: false\nrequest:\n{indent(request_as_yaml(case.request), '  ')}"
    lines += f"expect:\n{indent(request_as_yaml(case.expect), '  ')}"
    first, *further = lines.splitlines()
    comment = f"# {printable(case.comment)}\n" if case.comment else ""
    return f"{comment}- {first}\n" + "".join(f"  {line}\n" for line in further)


def numbered_names(name: str) -> Iterator[str]:
    """Yield a name, and then the same with numbers, for further cases."""
    yield name
    yield from (f"{name} ({n})" for n in count(2))


def describe_request(request: Mapping[str, object]) -> str:
    """Return what a request states, in words."""
    facts = request.get("facts")
    stated = {"tier": request["tier"], **(facts if isinstance(facts, dict) else {})}
    if "channel" in request:
        stated["arrived_by"] = request["channel"]
    if CLAIM in request:
        stated[CLAIM] = request[CLAIM]
    words = {fact: str(value).lower() if isinstance(value, bool) else value for fact, value in stated.items()}
    return ", ".join(f"{fact} {value}" for fact, value in words.items())


def append_cases(existing: str, cases: Iterable[NewCase]) -> tuple[str, int]:
    """Return the text of a file of cases with further ones at its end, and how many were added.

    A request that stands under the name of its case already is not added again, and a name that
    another request has is numbered. Raises ValueError where the file is not one to which cases can
    be appended as text.
    """
    end_line = _END.search(existing)
    body, end = (existing[: end_line.start()], end_line[0]) if end_line else (existing, "")
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


def append_to_file(file: str, cases: Iterable[NewCase], on_wait: Callable[[], None]) -> int:
    """Append cases to a file and return how many were added, as `rewrite` writes it."""
    return rewrite(file, lambda text: append_cases(text, cases), on_wait)


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
