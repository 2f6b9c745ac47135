"""What becomes of a request, worked out where it is alone: in the thread that writes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..findings import Finding, Findings, Mark
from ..store.records import RequestChange, RequestState, StoredDecision, StoredEvent
from ..triage.clock import in_utc
from ..triage.decision import Invalid
from .core_requests import is_plain, known_event
from .file_set import REQUEST_NAME, FileSet
from .revisions import Revision, known_content, original_text, revised, salt_of
from .service_error import ServiceError
from .stored_events import MOST_AHEAD, counted_events, new_events, stored_event, with_events
from .submission import Submission, decided_text, request_line

Files = Callable[[], FileSet]
"""Returns the files in use."""


@dataclass
class KeptDecision:
    """What a change comes to: a decision that is kept now, or the id of one that was kept before."""

    decision: StoredDecision | None = None
    known_id: str = ""
    latest_revision: int = 0
    is_new: bool = False
    findings: tuple[Finding, ...] = ()

    def set(self, decision: StoredDecision, findings: tuple[Finding, ...] = (), *, is_new: bool) -> None:
        """Set it to the newest decision of a request; a change may be worked out more than once."""
        self.decision, self.known_id, self.latest_revision = decision, "", decision.revision
        self.is_new, self.findings = is_new, findings

    def set_known(self, id_: str, latest: StoredDecision) -> None:
        """Set it to a decision that is there already."""
        self.set(latest, is_new=False)
        if id_ != latest.id:
            self.decision, self.known_id = None, id_


@dataclass
class KeepRequest:
    """Keeps a request that somebody sends: as its first revision or its next, or as the one that is there."""

    submission: Submission
    files: Files
    actor: str
    now: int
    message_ids: tuple[str, ...] = ()
    result: KeptDecision = field(default_factory=KeptDecision)

    def __call__(self, state: RequestState | None) -> RequestChange | None:
        """Return what is written of it."""
        result = self.result
        if state is not None and (id_ := known_content(state, self.submission)):
            result.set_known(id_, state.latest)
            return RequestChange(message_ids=self.message_ids) if self.message_ids else None
        revision = Revision(cause="request", actor=self.actor, now=self.now, state=state)
        submission, files = self.submission, self.files()
        content = None
        if state is not None and state.events:
            written = with_events(submission.written, counted_events(state.events, self.now))
            content = submission.digest(salt_of(state) or b"")
            submission = _decided(request_line(written), files, submission.at)
        elif submission.files is not files:  # they were swapped since it was decided
            submission = _decided(submission.text, files, submission.at)
        decision = revised(revision, submission, content)
        result.set(decision, is_new=True)
        return RequestChange(decision=decision, message_ids=self.message_ids)


@dataclass
class AddEvents:
    """Adds events to a request, of which those that count make its next revision."""

    request_id: str
    events: Sequence[Mapping[str, Any]]
    files: Files
    actor: str
    now: int
    result: KeptDecision = field(default_factory=KeptDecision)
    ahead: list[StoredEvent] = field(default_factory=list)
    """Those that do not count yet."""

    def __call__(self, state: RequestState | None) -> RequestChange | None:
        """Return what is written of it."""
        state = known_state(state, self.request_id)
        result, files = self.result, self.files()
        added = new_events(state, self._known_events(state, files))
        self.ahead = ahead = [event for event in added if event.at > self.now + MOST_AHEAD]
        findings = tuple(_clock_ahead(ahead, self.now))
        result.set(state.latest, findings, is_new=False)
        if not added:
            return None
        change = RequestChange(events=added)
        if len(ahead) == len(added):
            return change
        decision = with_counted(replace(state, events=(*state.events, *added)), files, self.actor, self.now)
        result.set(decision, findings, is_new=True)
        return replace(change, decision=decision)

    def _known_events(self, state: RequestState, files: FileSet) -> list[StoredEvent]:
        """Return the events without texts; raise ServiceError where one says more than can be checked."""
        outcome = decided_text(original_text(state.latest), files, None).outcome
        events = []
        for event in self.events:
            if isinstance(outcome, Invalid):
                _check_plain(event)
                known = event
            else:
                known = known_event(event, outcome.policy)
            events.append(stored_event(self.request_id, known, self.actor, self.now))
        return events


def _check_plain(event: Mapping[str, Any]) -> None:
    """Refuse an event that only a policy could check."""
    if not is_plain(event):
        findings = Findings()
        message = f"event `{event['id']}` cannot be checked: nobody knows whose terms count"
        findings.error("unchecked-event", message, Mark(REQUEST_NAME), "name the contract in the request first")
        raise ServiceError("invalid-events", message, findings)


def known_state(state: RequestState | None, request_id: str) -> RequestState:
    """Return a request as it stands; raise ServiceError where there is none."""
    if state is None:
        raise ServiceError("unknown-request", f"request `{request_id}` is not known")
    return state


def with_counted(state: RequestState, files: FileSet, actor: str, now: int) -> StoredDecision:
    """Return the next decision of a request, with the events that count now, of which the last stands in for now."""
    latest = state.latest
    written = with_events(json.loads(original_text(latest)), counted_events(state.events, now))
    try:
        submission = _decided(request_line(written), files, None)
    except ServiceError as error:
        raise ServiceError(
            "invalid-events", "with these events the request cannot be decided", error.findings
        ) from None
    revision = Revision(cause="events", actor=actor, now=now, state=state)
    return revised(revision, submission, latest.content)


def _decided(text: str, files: FileSet, at: int | None) -> Submission:
    return Submission(text=text, at=at, files=files, decided=decided_text(text, files, at))


def _clock_ahead(events: list[StoredEvent], now: int) -> Findings:
    findings = Findings()
    for event in events:
        at, clock = in_utc(event.at // 1000), in_utc(now // 1000)
        message = f"event `{event.id}` is at {at}, ahead of the service's clock at {clock}: it does not count yet"
        findings.warning("clock-ahead", message, Mark(REQUEST_NAME), "look at the clock of its source")
    return findings
