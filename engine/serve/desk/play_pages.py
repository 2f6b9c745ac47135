"""The place to play: a policy and a request as texts, what is found in them, and what is decided; nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from ...authoring.file_checks import check_source
from ...authoring.new_policy import new_policy
from ...findings import Finding, Findings, any_errors
from ...language.files import POLICY_BYTES, REQUEST_BYTES, SourceFile, decode
from ...language.policy_folder import Policies
from ...language.request_files import read_draft
from ...triage.clock import in_utc
from ...triage.decide import decide
from ...triage.decision import Decision, Invalid
from ...triage.policy_store import PolicyStore
from .desk_view import DecisionView, decision_view
from .page_answer import PageAnswer
from .page_templates import page
from .viewer import Viewer

POLICY, REQUEST = "play/policy.yaml", "request.yaml"
"""What the texts are called; no file is read by these names."""
_WAIT = 3
"""Seconds that a check waits for others: it takes a processor to itself."""
_BUSY = "others are checking policies: this one is checked when you type on"
_SAMPLE = """\
policy: sample
tier: premium
received: {received}
facts: {{activity: fault, environment: production, outage: complete}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFinding:
    """A finding with its place in the text."""

    severity: str
    check: str
    place: str
    message: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayView:
    """Two texts, what was found in each, and the decision, None where the policy cannot be used."""

    policy: str
    request: str
    policy_findings: Sequence[PlacedFinding]
    request_findings: Sequence[PlacedFinding]
    decision: DecisionView | None
    notice: str


class PlayPages:
    """Checks and decides what somebody types."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._lock = Lock()

    def show(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Return the page for two texts; where nobody has typed any, for a small policy and a request under it."""
        today = _today(viewer.now)
        policy = fields["policy"] if "policy" in fields else new_policy("sample", "Sample", today)["sample.yaml"]
        received = in_utc(viewer.now)
        request = fields["request"] if "request" in fields else _SAMPLE.format(received=received)
        view = self._view(policy.replace("\r\n", "\n"), request.replace("\r\n", "\n"), viewer.now)
        return PageAnswer(html=page("play.html", here="/play", viewer=viewer, view=view))

    def _view(self, policy: str, request: str, now: int) -> PlayView:
        about_policy, about_request = Findings(), Findings()
        source = decode(POLICY, policy.encode("utf-8", "replace"), POLICY_BYTES, about_policy)
        notice = ""
        if source is not None:
            checked = self._checked(source, now)
            about_policy += checked or ()
            notice = _BUSY if checked is None else ""
        is_usable = source is not None and not notice and not any_errors(about_policy)
        decision = self._decided(source, request, now, about_request) if source and is_usable else None
        return PlayView(
            policy=policy,
            request=request,
            policy_findings=placed(about_policy),
            request_findings=placed(about_request),
            decision=decision_view(decision, now) if decision is not None and decision.status != "invalid" else None,
            notice=notice,
        )

    def _checked(self, source: SourceFile, now: int) -> Sequence[Finding] | None:
        """Return what is found in a policy, None where others are checked just now."""
        if not self._lock.acquire(timeout=_WAIT):
            return None
        try:
            return check_source(source, "policy", Policies.at(None), None, _today(now))
        finally:
            self._lock.release()

    def _decided(self, source: SourceFile, text: str, now: int, findings: Findings) -> Decision | Invalid | None:
        """Return the decision of a request by the policy beside it, and add what is wrong with the request."""
        written = decode(REQUEST, text.encode("utf-8", "replace"), REQUEST_BYTES, findings)
        draft = read_draft(written, findings, now) if written else None
        if draft is None or findings.has_errors:
            return None
        decision = decide(draft, PolicyStore((source,), "builtin"), (), self._version, now)
        if decision.status == "invalid":
            findings += decision.findings
        return decision


def placed(findings: Sequence[Finding]) -> list[PlacedFinding]:
    """Return findings with their lines."""
    return [
        PlacedFinding(
            severity=finding.severity.name,
            check=finding.check,
            place=f"line {finding.line}" if finding.line else "",
            message=finding.message,
            help=finding.help,
        )
        for finding in findings
    ]


def _today(now: int) -> str:
    return datetime.fromtimestamp(now, UTC).date().isoformat()
