"""Open requests decided anew because files changed, and the acceptance of what moved by that."""

from dataclasses import dataclass, field

from ..findings import Finding
from ..store.records import RequestChange, RequestState
from .request_changes import Files, KeptDecision, known_state, with_counted
from .revisions import Revision, decided_as_of, original_text, revised
from .service_board import moves
from .service_error import ServiceError
from .submission import Submission, decided_text

FILES_ACTOR = "files"
"""Who asks for decisions when files change."""


@dataclass
class DecideAnew:
    """Decides an open request by the files in use; the next revision, where that comes to anything else."""

    request_id: str
    files: Files
    now: int
    has_moved: bool = False
    is_new: bool = False
    findings: tuple[Finding, ...] = ()
    """Why it cannot be decided any more: then its decision stays."""

    def __call__(self, state: RequestState | None) -> RequestChange | None:
        """Return what is written of it."""
        self.has_moved, self.is_new, self.findings = False, False, ()
        if state is None or state.latest.is_closed:
            return None
        latest, files = state.latest, self.files()
        text, at = original_text(latest), decided_as_of(latest)
        try:
            decided = decided_text(text, files, at)
        except ServiceError as error:
            self.findings = error.findings
            return None
        if decided.json == (latest.decision if latest.texts is None else latest.texts.decision):
            return None
        submission = Submission(text=text, at=at, files=files, decided=decided)
        revision = Revision(cause="files", actor=FILES_ACTOR, now=self.now, state=state)
        decision = revised(revision, submission, latest.content)
        self.is_new, self.has_moved = True, moves(latest, decision)
        return RequestChange(decision=decision, is_moved=self.has_moved)


@dataclass
class CountEvents:
    """Decides a request anew once the instants of events have come that did not count yet."""

    request_id: str
    files: Files
    now: int

    def __call__(self, state: RequestState | None) -> RequestChange | None:
        """Return what is written of it."""
        if state is None:
            return None
        try:
            decision = with_counted(state, self.files(), FILES_ACTOR, self.now)
        except ServiceError:
            return None  # whoever sends its next event is told why
        return None if decision.request == state.latest.request else RequestChange(decision=decision)


@dataclass
class AcceptMoved:
    """Accepts what moved of a request."""

    request_id: str
    result: KeptDecision = field(default_factory=KeptDecision)

    def __call__(self, state: RequestState | None) -> RequestChange:
        """Return what is written of it."""
        state = known_state(state, self.request_id)
        if state.moved_from is None:
            raise ServiceError("nothing-moved", f"nothing of request `{self.request_id}` moved that is not accepted")
        self.result.set(state.latest, is_new=False)
        return RequestChange(is_accepted=True)
