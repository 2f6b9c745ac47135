"""Problems as RFC 9457 writes them: what was wrong with a request, for programs and for people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ...findings import Finding, printable


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """What all problems of a kind share."""

    status: int
    title: str


KINDS: Mapping[str, ProblemKind] = {
    "invalid-parameter": ProblemKind(status=400, title="a parameter or header cannot be used"),
    "malformed-body": ProblemKind(status=400, title="the body is not what its content type says"),
    "not-authenticated": ProblemKind(status=401, title="who you are is not known"),
    "not-allowed": ProblemKind(status=403, title="your role may not do this"),
    "no-csrf-token": ProblemKind(status=403, title="the request does not come from a page of this service"),
    "unknown-address": ProblemKind(status=404, title="there is nothing at this address"),
    "unknown-decision": ProblemKind(status=404, title="no decision has this id"),
    "unknown-request": ProblemKind(status=404, title="no request has this id"),
    "unknown-policy": ProblemKind(status=404, title="no policy has this id"),
    "unknown-edition": ProblemKind(status=404, title="the policy has no such edition"),
    "method-not-allowed": ProblemKind(status=405, title="this address does not take this method"),
    "too-slow": ProblemKind(status=408, title="the body did not arrive in time"),
    "event-differs": ProblemKind(status=409, title="the source sent another event with this id before"),
    "nothing-moved": ProblemKind(status=409, title="there is nothing to accept"),
    "too-large": ProblemKind(status=413, title="the body is too large"),
    "unsupported-media-type": ProblemKind(status=415, title="the body is of a type that this address does not take"),
    "wrong-host": ProblemKind(status=421, title="this service does not answer for this host"),
    "invalid-request": ProblemKind(status=422, title="the request is not valid"),
    "invalid-events": ProblemKind(status=422, title="the events are not valid"),
    "invalid-override": ProblemKind(status=422, title="the override is not valid"),
    "invalid-files": ProblemKind(status=422, title="the files cannot be used"),
    "too-many-requests": ProblemKind(status=429, title="too many requests"),
    "too-many-logins": ProblemKind(status=429, title="too many failed logins"),
    "internal-error": ProblemKind(status=500, title="something went wrong inside"),
    "not-usable": ProblemKind(status=503, title="policies or contracts cannot be used"),
    "unavailable": ProblemKind(status=503, title="the service cannot answer now"),
}
"""By the last part of `type`: a relative address, below `/problems/`."""
PROBLEM_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "description": "What was wrong, as RFC 9457 writes it, with what was found.",
    "properties": {
        "type": {"enum": [f"/problems/{kind}" for kind in KINDS]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "help": {"type": "string", "description": "What would do."},
        "findings": {"type": "array", "items": {"$ref": "#/components/schemas/finding"}},
    },
    "required": ["type", "title", "status", "detail", "findings"],
    "additionalProperties": False,
}
FINDING_SCHEMA: Mapping[str, object] = {
    "type": "object",
    "description": "One problem: which check found it, where, what is wrong and what would help.",
    "properties": {
        "severity": {"enum": ["error", "warning", "note"]},
        "check": {"type": "string"},
        "file": {"type": "string"},
        "line": {"type": "integer", "minimum": 0, "description": "From 1; 0 means the file as a whole."},
        "column": {"type": "integer", "minimum": 0},
        "message": {"type": "string"},
        "help": {"type": "string"},
        "at": {"type": "string"},
        "details": {"type": "array", "items": {"type": "string"}},
        "witness": {"type": "object"},
    },
    "required": ["severity", "check", "file", "line", "column", "message", "help"],
    "additionalProperties": False,
}
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is answered with a problem."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        help: str = "",  # noqa: A002 - the finding's word
        findings: Sequence[Finding] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = printable(detail)
        self.help = printable(help)
        self.findings = tuple(findings)
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        """The status of the answer."""
        return KINDS[self.kind].status

    def to_dict(self) -> dict[str, object]:
        """Return the problem as JSON has it."""
        return {
            "type": f"/problems/{self.kind}",
            "title": KINDS[self.kind].title,
            "status": self.status,
            "detail": self.detail,
            **({"help": self.help} if self.help else {}),
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_json(self) -> str:
        """Return the problem as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(", ", ": "))

    def to_page(self) -> str:
        """Return the problem as a plain page for somebody with a browser."""
        title = escape(KINDS[self.kind].title)
        texts = [self.detail, self.help, *(f.message for f in self.findings)]
        lines = "".join(f"<p>{escape(text)}</p>\n" for text in texts if text)
        return (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<link rel="stylesheet" href="/static/desk.css">\n<link rel="icon" href="/static/icon.svg">\n'
            f"<title>{title}</title>\n<main>\n<h1>{title}</h1>\n{lines}"
            '<p><a href="/desk">To the desk</a></p>\n</main>\n</html>\n'
        )
