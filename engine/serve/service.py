"""The service: requests in, decisions kept, events heard. It knows no web; rooms above hand it bytes and names."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from ..board.board_records import Board
from ..interview.request_record import request_record
from ..language.policy_folder import Policies
from ..language.split_requests import message_named_in
from ..model import Request
from ..store.records import LogEntry, Override, RequestChange, RequestState, StoredDecision
from .alarms import Alarms
from .boards import Boards
from .daily_expiry import DailyExpiry
from .decide_anew import AcceptMoved, CountEvents
from .file_set import FileSet
from .futures import followed, mapped
from .open_requests import OpenRequests
from .overrides import AddOverride, read_override
from .reload import FilesInUse, Readiness, Reload
from .request_changes import AddEvents, KeepRequest, KeptDecision
from .service_board import ServiceBoard, ServiceReport
from .service_config import ServiceConfig
from .service_error import ServiceError
from .service_records import Answer, answer_of
from .shared_events import SharedEvents
from .stored_events import read_events
from .submission import decided_text, decoded, request_line, submitted
from .verification import Verification, Verifier

if TYPE_CHECKING:
    from ..store.store import Store

Clock = Callable[[], int]
"""Returns now, in milliseconds since 1970-01-01 UTC."""


class Service:
    """What decides, keeps and answers. Every method can be called in any thread.

    Raises ServiceError where policies, contracts or words cannot be used: a service starts with good ones.
    """

    def __init__(  # noqa: PLR0913 - what it decides by, and what it does besides
        self,
        store: "Store",
        *,
        policies: Policies,
        contracts: str | None,
        clock: Clock,
        version: str,
        config: ServiceConfig | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._version = version
        self._in_use = FilesInUse(store, policies, contracts, clock, version)
        self._verifier = Verifier(store, version)
        self._open = OpenRequests(store, clock)
        self._shared = SharedEvents(store=store, change=self._change, files=lambda: self.files)
        self._boards = Boards(store, self._open, clock)
        self._daily = DailyExpiry(store, config or ServiceConfig())
        self._alarms = Alarms(store, config or ServiceConfig(), clock)

    @property
    def files(self) -> FileSet:
        """The files in use, which never change; a reload puts others in their place."""
        return self._in_use.files

    @property
    def readiness(self) -> Readiness:
        """Whether the service decides by the files as they are now."""
        return self._in_use.readiness

    @property
    def version(self) -> str:
        """The version of remit, which decisions record."""
        return self._version

    @property
    def clock(self) -> Clock:
        """What tells the time."""
        return self._clock

    def decide(self, body: bytes, *, at: int | None = None) -> Answer:
        """Return the decision of a request, of which nothing is kept; `at` is as of when, in seconds."""
        return Answer(json=decided_text(decoded(body), self.files, at).json)

    def keep(
        self, body: bytes, actor: str, *, at: int | None = None, message_ids: Sequence[str] = ()
    ) -> Future[Answer]:
        """Keep the decision of a request; the answer comes once it is on disk.

        The same id with the same content answers the decision that is there, other content makes the next revision.
        """
        now = self._clock()
        submission = submitted(body, self.files, at, now)
        change = KeepRequest(
            submission=submission,
            files=lambda: self.files,
            actor=actor,
            now=now,
            message_ids=tuple(message_ids),
        )
        return self._shared_after(
            submission.id, now, self._answered(self._change(submission.id, change), change.result)
        )

    def keep_request(
        self, request: Request, actor: str, *, at: int | None = None, message_ids: Sequence[str] = ()
    ) -> Future[Answer]:
        """Keep the decision of a request that is a record, as `keep` does."""
        return self.keep(request_line(request_record(request)).encode(), actor, at=at, message_ids=message_ids)

    def add_events(self, request_id: str, body: bytes, actor: str) -> Future[Answer]:
        """Keep what has happened to a request, and decide it anew; the answer comes once both are on disk."""
        events = read_events(decoded(body))
        change = AddEvents(
            request_id=request_id,
            events=events,
            files=lambda: self.files,
            actor=actor,
            now=self._clock(),
        )
        future = self._answered(self._change(request_id, change), change.result)
        future.add_done_callback(lambda _: self._in_use.ahead.note(request_id, change.ahead, change.now))
        return self._shared_after(request_id, change.now, future)

    def decision(self, decision_id: str) -> StoredDecision:
        """Return a decision that is kept; raise ServiceError where there is none."""
        decision = self._store.decision(decision_id)
        if decision is None:
            raise ServiceError("unknown-decision", f"decision `{decision_id}` is not known")
        return decision

    def request(self, request_id: str) -> RequestState:
        """Return a request that is kept; raise ServiceError where there is none."""
        state = None if "\0" in request_id else self._store.request(request_id)  # no store keeps such an id
        if state is None:
            raise ServiceError("unknown-request", f"request `{request_id}` is not known")
        return state

    def answer(self, decision_id: str) -> Answer:
        """Return a decision that is kept as it is answered; raise ServiceError where there is none."""
        decision = self.decision(decision_id)
        state = self._store.request(decision.request_id)
        return answer_of(decision, latest_revision=decision.revision if state is None else state.latest.revision)

    def add_override(self, request_id: str, body: bytes, actor: str) -> Future[Override]:
        """Keep what somebody says is owed in place of what was decided, which stays as it is."""
        now = self._clock()
        root = read_override(decoded(body), now)
        change = AddOverride(request_id=request_id, root=root, files=lambda: self.files, actor=actor, now=now)
        return mapped(self._change(request_id, change), lambda _: change.added[0])

    def accept_moved(self, request_id: str, actor: str) -> Future[Answer]:
        """Accept the level and dues of a request that moved because files changed."""
        change = AcceptMoved(request_id)
        future = self._answered(self._change(request_id, change), change.result)
        entry = LogEntry(at=self._clock(), actor=actor, action="moved-accepted", request_id=request_id)
        return followed(future, lambda: self._store.log(entry))

    def board(self, at: int | None = None) -> Board:
        """Return the open requests as they are owed, as of an instant in seconds, or as of now."""
        return self._boards.board(self.files, at)

    def service_board(self, at: int | None = None) -> ServiceBoard:
        """Return that board with the overrides that count, and what moved."""
        return self._boards.service_board(self.files, at)

    def report(self, at: int | None = None) -> ServiceReport:
        """Return which share of the promises was met: as decided, and as owed by overrides."""
        return self._boards.report(self.files, at)

    def reload(self) -> Reload:
        """Read files anew, check them and put them in place of those in use; broken ones change nothing."""
        return self._reloaded(self._in_use.reload())

    def tick(self) -> None:
        """Do what is due by the clock: read files that changed, count events that have come, expire, tell alarms."""
        reload = self._in_use.tick()
        if reload is not None:
            self._reloaded(reload)
        now = self._clock()
        for request_id in self._in_use.ahead.take(now):
            self._change(request_id, CountEvents(request_id, lambda: self.files, now)).result()
            self._shared.share(request_id, now).result()
        if self._daily.run(now):
            self._open.changed_all()
        if self._alarms.are_due:
            self._alarms.look(self.board(), self._open.entries())

    def verify(self, decision_id: str) -> Verification:
        """Make a decision again from the files that it was made by; raise ServiceError where there is none."""
        return self._verifier.verify(self.decision(decision_id))

    def _reloaded(self, reload: Reload) -> Reload:
        if reload.is_swapped:
            self._open.changed_all()
        return reload

    def _change(
        self, request_id: str, change: Callable[[RequestState | None], RequestChange | None]
    ) -> "Future[RequestChange | None]":
        future = self._store.change(request_id, change)
        future.add_done_callback(lambda _: self._open.changed(request_id))
        return future

    def _shared_after(self, request_id: str, now: int, answer: Future[Answer]) -> Future[Answer]:
        """Return an answer that is done once the other parts of the request's message have its events, too."""
        is_part = bool(message_named_in(request_id))
        return followed(answer, lambda: self._shared.share(request_id, now)) if is_part else answer

    def _answered(self, changed: "Future[RequestChange | None]", result: KeptDecision) -> Future[Answer]:
        return mapped(changed, lambda _: self._answer(result))

    def _answer(self, result: KeptDecision) -> Answer:
        decision = result.decision or self.decision(result.known_id)
        return answer_of(
            decision, latest_revision=result.latest_revision, is_new=result.is_new, findings=result.findings
        )
