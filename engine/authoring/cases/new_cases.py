"""Cases as text: requests with what the policy decides of them."""

from __future__ import annotations

from itertools import count
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple

from ...findings import Findings, printable
from ...language.case_file import NOTHING_OWED, parse_cases
from ...language.files import SourceFile
from ...language.request_file import read_request
from ...language.yaml_writer import request_as_yaml, written_text
from ...triage.decide import decide
from ...triage.decision import Decision
from .run_cases import decided_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...findings import Finding
    from ...model import Case, Request
    from ...triage.policy_store import PolicyStore

_OPEN = ("gap", "conflicting-ways")
"""Checks of which a request shows that the policy does not decide it, as it should."""


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
                expect={"status": "decided"} if finding.check in _OPEN else expected_today(request, store, version),
                comment=f"{finding.message}; see whether what is expected here is right",
            )
            cases.setdefault(request_as_yaml(request), case)
    return list(cases.values())


def expected_today(
    request: Mapping[str, object], store: PolicyStore, version: str, *, has_rules: bool = False
) -> dict[str, object]:
    """Return what a case expects for which the decision of today is right, its rules on demand."""
    record = parse_witness(request)
    decision = decide(record, store, (), version) if record else None
    if not isinstance(decision, Decision):
        return {"status": "invalid"}
    expect: dict[str, object] = {"status": decision.status, "scope": decision.scope.outcome}
    if decision.scope.outcome == "support":
        expect["priority"] = decision.priority.level
    channel = decision.channel
    expect |= {"required": channel.required, "preferred": channel.preferred, "allowed": list(channel.allowed)}
    deadlines = decision.deadlines
    due = dict.fromkeys((name for name in decision.policy.promises if name not in deadlines), NOTHING_OWED)
    for name, deadline in deadlines.items():
        if deadline.due is not None and deadline.timezone:
            due[name] = deadline.due.isoformat()
    expect |= {"due": due} if due else {}
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
    """Return a case as an item of a list in block style."""
    lines = f"name: {written_text(case.name)}\nrequest:\n{indent(request_as_yaml(case.request), '  ')}"
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
    return ", ".join(f"{fact} {_text(value)}" for fact, value in stated.items())


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
