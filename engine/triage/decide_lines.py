"""Requests as JSON or as mappings, each decided into JSON on one line, for whoever has many."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..findings import Finding, Findings, in_order
from ..language.files import REQUEST_BYTES, decode
from ..language.json_reader import read_json
from ..language.line_marks import LineMarks
from ..language.nodes import HERE, Node, read_plain
from ..language.plain_requests import plain_json, plain_request
from ..language.request_files import FREE_TEXT, draft_of
from ..model import Contract, Request
from ..worktime import WorktimeError
from .decide import decide, remembered_template, resolve_request
from .decision import Decision, Invalid
from .decision_json import as_record
from .decision_line import decision_line
from .json_formats import line_of
from .policy_store import PolicyStore


class DecisionLines:
    """Decides requests, each by itself. One that names neither policy nor contract falls under `policy`.

    What is found in a line stands in `file`, as if the line were all of it. `version` is remit's own.
    """

    def __init__(
        self, policy: str, store: PolicyStore, contracts: Sequence[Contract], version: str, file: str = "<request>"
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
        request = self._plain_request(line, now)
        if request is not None:
            text, findings = self._answer(request, now)
            if all(finding.mark != HERE for finding in findings):
                return text
        return line_of(as_record(self._read_and_decide(self._root(line, findings := Findings()), findings, now)))

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
            return self._answer(request, now)[0]
        return line_of(as_record(self._read_and_decide(read_plain(complete, findings := Findings()), findings, now)))

    def _complete(self, written: Mapping[str, Any]) -> Mapping[str, Any]:
        return written if "contract" in written else {"policy": self._policy, **written}

    def _answer(self, request: Request, now: int | None) -> tuple[str, Sequence[Finding]]:
        """Return what is decided as JSON, and what is found."""
        text = self._remembered(request, findings := Findings()) if now is None and not request.has_events else None
        if text is not None:
            return text, findings
        decision = self._decide(request, now)
        return line_of(as_record(decision)), decision.findings

    def _remembered(self, request: Request, findings: Findings) -> str | None:
        """Return the text of a decision whose situation is remembered, None where there is none that is ready made."""
        try:
            known = remembered_template(request, self._store, self._contracts, self._version, findings)
            if known is None or known[0].frames is None:
                return None
            return decision_line(known[0], known[0].frames, request, known[1].values, findings)
        except WorktimeError:
            return None  # whoever decides it says why

    def _decide(self, request: Request, now: int | None) -> Decision | Invalid:
        return decide(request, self._store, self._contracts, self._version, now)

    def _root(self, line: str, findings: Findings) -> Node | None:
        source = decode(self._file, line.encode("utf-8", "surrogatepass"), REQUEST_BYTES, findings)
        root = read_json(source.text, source.file, findings, FREE_TEXT) if source else None
        if root is not None and isinstance(root.value, dict) and not {"policy", "contract"} & root.value.keys():
            root.value["policy"], root.keys["policy"] = Node(self._policy, root.mark), root.mark
        return root

    def _read_and_decide(self, root: Node | None, findings: Findings, now: int | None) -> Decision | Invalid:
        request = draft_of(root, findings, now)
        if request is None:
            return Invalid(None, tuple(findings))
        if findings.has_errors:
            resolve_request(request, self._store, self._contracts, findings)
            return Invalid(request.id, tuple(in_order(findings)))
        return self._decide(request, now)
