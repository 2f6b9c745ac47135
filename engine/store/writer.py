"""The one thread that writes: what is queued meanwhile shares a transaction, and is answered when it is on disk."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import OperationalError

from .database import store_error
from .errors import StoreError
from .pending_rows import PendingRows
from .reading import stored_requests
from .statements import Statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Engine

_MOST_IN_A_GROUP = 256
_UNWRITTEN = "the store cannot be written"

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is to be written, and who waits for it."""

    future: Future[Any] = field(default_factory=Future)
    request_id: str | None = None
    """The request that is changed, which the job finds as it stands."""
    add: Callable[[PendingRows], Any] | None = None
    """Adds rows to those of a group."""
    work: Callable[[Connection], Any] | None = None
    """Does whatever else, in a transaction of its own, or in none."""
    has_transaction: bool = True


class Writer:
    """Writes what is queued, in order, each job whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection = engine.connect()
        self._statements = Statements(engine.dialect)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = Lock()
        self._ending: StoreError | None = None
        self._thread = Thread(target=self._run, name="remit-store-writer", daemon=True)
        self._thread.start()

    def add(self, add: Callable[[PendingRows], Result], request_id: str | None = None) -> Future[Result]:
        """Queue rows, of which those of a request find it as it stands; what `add` raises, the future raises."""
        return self._put(_Job(add=add, request_id=request_id))

    def work(self, work: Callable[[Connection], Result]) -> Future[Result]:
        """Queue what is done in a transaction of its own."""
        return self._put(_Job(work=work))

    def maintain(self, work: Callable[[Connection], Result]) -> Future[Result]:
        """Queue what is done between transactions."""
        return self._put(_Job(work=work, has_transaction=False))

    def close(self) -> None:
        """Finish what is queued, and end the thread; what comes later fails."""
        with self._lock:
            if self._ending is None:
                self._ending = StoreError("the store is closed")
                self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _put(self, job: _Job) -> Future[Any]:
        with self._lock:
            if self._ending is None:
                self._jobs.put(job)
                return job.future
        job.future.set_exception(self._ending)
        return job.future

    def _run(self) -> None:
        jobs: list[_Job] = []
        try:
            while jobs := self._next_jobs():
                self._write(jobs)
        except BaseException as problem:  # noqa: BLE001 - nobody may wait for ever, whatever ends the thread
            self._end(jobs, problem)

    def _next_jobs(self) -> list[_Job]:
        """Return the jobs that share a transaction; none when the writer is closed."""
        job = self._jobs.get()
        jobs = []
        while job is not None:
            if job.future.set_running_or_notify_cancel():
                jobs.append(job)
            if job.work or len(jobs) >= _MOST_IN_A_GROUP:
                return jobs
            try:
                job = self._jobs.get_nowait()
            except Empty:
                if jobs:
                    return jobs
                job = self._jobs.get()
        if jobs:
            self._jobs.put(None)  # what is queued before the end is still written
        return jobs

    def _write(self, jobs: Sequence[_Job]) -> None:
        """Write jobs, and tell whoever waits for them."""
        self._write_group([job for job in jobs if job.add])
        for job in jobs:
            if job.work:
                self._try(job, job.work)

    def _try(self, job: _Job, work: Callable[[Connection], Any]) -> None:
        """Do what has a transaction of its own, or none."""
        try:
            with self._connection.begin() if job.has_transaction else nullcontext():
                result = work(self._connection)
        except Exception as problem:  # noqa: BLE001 - whatever it is, whoever waits hears of it
            self._roll_back()
            job.future.set_exception(_as_told(problem))
        else:
            job.future.set_result(result)

    def _write_group(self, jobs: Sequence[_Job]) -> None:
        """Write rows in one transaction; where those of a job cannot be written, the rest is."""
        results: list[tuple[_Job, Any]] = []
        refused: list[tuple[_Job, Exception]] = []
        if not jobs:
            return
        try:
            with self._connection.begin():
                pending = PendingRows(requests=self._requests(jobs), statements=self._statements)
                for job in jobs:
                    try:
                        results.append((job, job.add(pending) if job.add else None))
                    except Exception as problem:  # noqa: BLE001 - raised where the future is asked
                        refused.append((job, problem))
                pending.write(self._connection)
        except Exception as problem:  # noqa: BLE001 - whatever it is, those who wait hear of it
            self._roll_back()
            if len(jobs) > 1 and not isinstance(problem, OperationalError):
                for job in jobs:
                    self._write_group([job])
                return
            results, refused = [], [(job, _as_told(problem)) for job in jobs]
        for job, result in results:
            job.future.set_result(result)
        for job, refusal in refused:
            job.future.set_exception(refusal)

    def _roll_back(self) -> None:
        """Leave a transaction that SQLite is still in, since it could not be committed."""
        if self._connection.dialect.name == "sqlite" and not self._connection.invalidated:
            driver: Any = self._connection.connection.driver_connection
            if driver.in_transaction:
                driver.rollback()

    def _requests(self, jobs: Sequence[_Job]) -> Any:
        """Return the requests that jobs change as they stand; until the end of the transaction nobody else does."""
        ids = list({job.request_id for job in jobs if job.request_id is not None})
        if not ids:
            return {}
        lock_requests(self._connection, ids)
        known = self._statements.known_requests(self._connection, ids)
        return stored_requests(self._connection, known) if known else {}

    def _end(self, jobs: Sequence[_Job], problem: BaseException) -> None:
        """Tell all who wait that nothing is written any more."""
        ending = StoreError(f"the store's writer has ended: {type(problem).__name__}", "start the service anew")
        with self._lock:
            self._ending = ending
            queued = [*jobs]
            while True:
                try:
                    queued += [job for job in [self._jobs.get_nowait()] if job]
                except Empty:
                    break
        for job in queued:
            if not job.future.done():
                job.future.set_exception(ending)


def lock_requests(connection: Connection, ids: Sequence[str]) -> None:
    """Wait until no other process changes these requests, of which some are still to come.

    SQLite lets one write at a time anyway. The order is the same for all, so that nobody waits in a circle.
    """
    if connection.dialect.name != "postgresql":
        return
    keys = sorted(int.from_bytes(sha256(id_.encode()).digest()[:8], "big", signed=True) for id_ in ids)
    connection.execute(select(func.pg_advisory_xact_lock(func.unnest(bindparam("keys", keys, ARRAY(BigInteger))))))


def _as_told(problem: Exception) -> Exception:
    """Return what a database says as an error of the store, and anything else as it is."""
    return store_error(_UNWRITTEN, problem)
