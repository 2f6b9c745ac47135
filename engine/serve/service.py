"""The service: requests in, decisions kept, events heard. It knows no web; rooms above hand it bytes and names."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from ..interview.request_record import request_record
from ..language.policy_folder import Policies
from ..model import Request
from ..store.records import RequestChange, RequestState, StoredDecision
from .file_set import FileSet
from .request_changes import AddEvents, KeepRequest, KeptDecision
from .service_error import ServiceError
from .service_records import Answer, answer_of
from .stored_events import read_events
from .submission import decided_text, decoded, request_line, submitted
from .verification import Verification, Verifier

if TYPE_CHECKING:
    from ..store.store import Store

T = TypeVar("T")
Clock = Callable[[], int]
"""Returns now, in milliseconds since 1970-01-01 UTC."""


class Service:
    """What decides, keeps and answers. Every method can be called in any thread.

    Raises ServiceError where policies, contracts or words cannot be used: a service starts with good ones.
    """

    def __init__(
        self,
        store: "Store",
        *,
        policies: Policies,
        contracts: str | None,
        clock: Clock,
        version: str,
    ) -> None:
        self._store = store
        self._policies = policies
        self._contracts = contracts
        self._clock = clock
        self._version = version
        self._files = files = FileSet.read(policies, contracts, version)
        if not files.is_usable:
            raise ServiceError("not-usable", "policies or contracts cannot be used", files.findings)
        store.keep_files(files.stored_files).result()
        self._verifier = Verifier(store, version)

    @property
    def files(self) -> FileSet:
        """The files in use, which never change; a reload puts others in their place."""
        return self._files

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
        return Answer(json=decided_text(decoded(body), self._files, at).json)

    def keep(
        self, body: bytes, actor: str, *, at: int | None = None, message_ids: Sequence[str] = ()
    ) -> Future[Answer]:
        """Keep the decision of a request; the answer comes once it is on disk.

        The same id with the same content answers the decision that is there, other content makes the next revision.
        """
        now = self._clock()
        submission = submitted(body, self._files, at, now)
        change = KeepRequest(
            submission=submission,
            files=lambda: self._files,
            actor=actor,
            now=now,
            message_ids=tuple(message_ids),
        )
        return self._answered(self._store.change(submission.id, change), change.kept)

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
            files=lambda: self._files,
            actor=actor,
            now=self._clock(),
        )
        return self._answered(self._store.change(request_id, change), change.kept)

    def decision(self, decision_id: str) -> StoredDecision:
        """Return a decision that is kept; raise ServiceError where there is none."""
        decision = self._store.decision(decision_id)
        if decision is None:
            raise ServiceError("unknown-decision", f"decision `{decision_id}` is not known")
        return decision

    def request(self, request_id: str) -> RequestState:
        """Return a request that is kept; raise ServiceError where there is none."""
        state = self._store.request(request_id)
        if state is None:
            raise ServiceError("unknown-request", f"request `{request_id}` is not known")
        return state

    def answer(self, decision_id: str) -> Answer:
        """Return a decision that is kept as it is answered; raise ServiceError where there is none."""
        decision = self.decision(decision_id)
        state = self._store.request(decision.request_id)
        return answer_of(decision, latest_revision=decision.revision if state is None else state.latest.revision)

    def verify(self, decision_id: str) -> Verification:
        """Make a decision again from the files that it was made by; raise ServiceError where there is none."""
        return self._verifier.verify(self.decision(decision_id))

    def _answered(self, changed: "Future[RequestChange | None]", kept: KeptDecision) -> Future[Answer]:
        return mapped(changed, lambda _: self._answer(kept))

    def _answer(self, kept: KeptDecision) -> Answer:
        decision = kept.decision or self.decision(kept.known_id)
        return answer_of(decision, latest_revision=kept.latest_revision, is_new=kept.is_new, findings=kept.findings)


def mapped(future: "Future[T]", result: Callable[[T], Answer]) -> Future[Answer]:
    """Return a future of what is made of a future's result, in the thread that sets it."""
    answer = Future[Answer]()

    def finish(done: "Future[T]") -> None:
        try:
            answer.set_result(result(done.result()))
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            answer.set_exception(error)

    future.add_done_callback(finish)
    return answer
