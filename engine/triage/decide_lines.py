"""Requests as JSON or as mappings, each decided into JSON on one line, for whoever has many."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..findings import Finding, Findings, in_order
from ..language.files import REQUEST_BYTES, decode
from ..language.json_reader import read_json
from ..language.line_marks import LineMarks
from ..language.nodes import HERE, Node, read_plain
from ..language.plain_requests import plain_json, plain_request
from ..language.request_files import FREE_TEXT, draft_of
from ..model import Contract, Request
from ..worktime import WorktimeError
from .decide import decide, remembered_template
from .decision import Decision, Invalid, OpenRequest, Status
from .decision_json import as_record
from .decision_line import decision_line
from .json_formats import line_of
from .policy_store import PolicyStore
from .resolve_request import resolve_request
from .template import Template


class DecidedLine(NamedTuple):
    """A decision as JSON on one line, the request that it is of, and what it was written from."""

    json: str
    request: Request | None
    """As it is by now, with what has changed; None where it is invalid."""
    outcome: Template | Decision | Invalid

    @property
    def status(self) -> Status:
        """Whether it is decided."""
        return self.outcome.status

    @property
    def findings(self) -> Sequence[Finding]:
        """What makes it invalid, or is found beside it; a decision that is written from a template says it in JSON."""
        return () if isinstance(self.outcome, Template) else self.outcome.findings


class DecisionLines:
    """Decides requests, each by itself. One that names neither policy nor contract falls under `policy`, if any.

    What is found in a line stands in `file`, as if the line were all of it. `version` is remit's own.
    """

    def __init__(
        self,
        policy: str | None,
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
        file: str = "<request>",
    ) -> None:
        self._policy = policy
        self._store = store
        self._contracts = contracts
        self._version = version
        self._file = file

    def decide(self, line: str, now: int | None = None) -> str:
        """Return the decision of a request written as JSON, or why it is invalid.

        As of `now` its deadlines stand as they do; it stands in where `received` is missing.
        """
        return self.decided(line, now).json

    def decided(self, line: str, now: int | None = None) -> DecidedLine:
        """Return the same with what it was written from."""
        request = self._plain_request(line, now)
        if request is not None:
            decided, findings = self._answer(request, now)
            if all(finding.mark != HERE for finding in findings):
                return decided
        return _line(self._read_and_decide(self._root(line, findings := Findings()), findings, now))

    def _plain_request(self, line: str, now: int | None) -> Request | None:
        """Return the request that a line plainly writes, whose keys but no values know where they stand."""
        written = plain_json(line)
        if not isinstance(written, dict) or "\n" in line or "\r" in line:
            return None
        complete = self._complete(written)
        return plain_request(complete, now, LineMarks(line, self._file, written, complete))

    def decide_mapping(self, written: Mapping[str, Any], now: int | None = None) -> str:
        """Return the same of a mapping with the keys of a request file."""
        complete = self._complete(written)
        request = plain_request(complete, now)
        if request is not None:
            return self._answer(request, now)[0].json
        return _line(self._read_and_decide(read_plain(complete, findings := Findings()), findings, now)).json

    def _complete(self, written: Mapping[str, Any]) -> Mapping[str, Any]:
        return written if self._policy is None or "contract" in written else {"policy": self._policy, **written}

    def _answer(self, request: Request, now: int | None) -> tuple[DecidedLine, Sequence[Finding]]:
        """Return what is decided, and what is found."""
        decided = self._remembered(request, findings := Findings()) if now is None and not request.has_events else None
        if decided is not None:
            return decided, findings
        decision = self._decide(request, now)
        return _line(decision), decision.findings

    def _remembered(self, request: Request, findings: Findings) -> DecidedLine | None:
        """Return a decision whose situation is remembered, None where there is none that is ready made."""
        try:
            known = remembered_template(request, self._store, self._contracts_for(request), self._version, findings)
            if known is None or known[0].frames is None:
                return None
            template = known[0]
            text = decision_line(template, known[0].frames, request, known[1].values, findings)
        except WorktimeError:
            return None  # whoever decides it says why
        return DecidedLine(text, request, template)

    def _contracts_for(self, request: Request) -> Sequence[Contract]:  # noqa: ARG002 - who has many, looks them up
        """Return the contracts that a request may fall under."""
        return self._contracts

    def _decide(self, request: Request, now: int | None) -> Decision | Invalid:
        return decide(request, self._store, self._contracts_for(request), self._version, now)

    def _root(self, line: str, findings: Findings) -> Node | None:
        source = decode(self._file, line.encode("utf-8", "surrogatepass"), REQUEST_BYTES, findings)
        root = read_json(source.text, source.file, findings, FREE_TEXT) if source else None
        if self._policy is None or root is None or not isinstance(root.value, dict):
            return root
        if not {"policy", "contract"} & root.value.keys():
            root.value["policy"], root.keys["policy"] = Node(self._policy, root.mark), root.mark
        return root

    def _read_and_decide(self, root: Node | None, findings: Findings, now: int | None) -> Decision | Invalid:
        request = draft_of(root, findings, now)
        if request is None:
            return Invalid(None, tuple(findings))
        if findings.has_errors:
            resolve_request(request, self._store, self._contracts_for(request), findings)
            return Invalid(request.id, tuple(in_order(findings)))
        return self._decide(request, now)


def _line(decision: Decision | Invalid) -> DecidedLine:
    request = decision.request if isinstance(decision, Decision | OpenRequest) else None
    return DecidedLine(line_of(as_record(decision)), request, decision)
