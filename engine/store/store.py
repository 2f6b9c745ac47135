"""The store: what the service keeps, behind one object that all threads share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import delete, insert, select

from . import tables
from .changes import PendingRows, insert_new
from .database import is_sqlite, parse_url, read_engine, sqlite_file, store_errors, store_name, write_engine
from .errors import StoreError
from .process_lock import ProcessLock, create_private
from .reading import decisions_of_request, page_of_requests, stored_decision, stored_requests
from .rows import (
    log_entry_of,
    log_row,
    message_digest,
    session_of,
    session_row,
    token_of,
    token_row,
)
from .versions import prepare
from .writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from sqlalchemy import URL, ColumnElement, Connection

    from .records import (
        BrowserSession,
        FileKind,
        LogEntry,
        RequestChange,
        RequestState,
        StoredDecision,
        Token,
    )

__all__ = ["Store", "StoreError"]

_PAGE = 200

Result = TypeVar("Result")


class Store:
    """A store that is open. Whatever it returns a future for is on the disk when that is done.

    `clock` gives milliseconds since 1970. A service `is_alone` with a file; whoever does something small beside it,
    such as adding a token, is not.
    """

    def __init__(self, url: URL, clock: Callable[[], int], *, is_alone: bool) -> None:
        self._url = url
        self._clock = clock
        self._lock = ProcessLock(sqlite_file(url)) if is_alone and is_sqlite(url) else None
        with store_errors(f"the store `{self.name}` cannot be opened"):
            if is_sqlite(url):
                create_private(sqlite_file(url))
            if self._lock:
                self._lock.acquire()
            try:
                self._write_engine = write_engine(url)
                with self._write_engine.begin() as connection:
                    prepare(connection, self.name)
                self._read_engine = read_engine(url)
                self._writer = Writer(self._write_engine)
            except BaseException:
                if self._lock:
                    self._lock.release()
                raise

    @classmethod
    def open(cls, url: str, clock: Callable[[], int], *, is_alone: bool = True) -> Self:
        """Return the store at an address, which is made where there is none; raise StoreError where it cannot be."""
        return cls(parse_url(url), clock, is_alone=is_alone)

    @property
    def name(self) -> str:
        """What messages call it."""
        return store_name(self._url)

    def close(self) -> None:
        """Finish what is queued, and let the store go."""
        self._writer.close()
        self._read_engine.dispose()
        self._write_engine.dispose()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    # What changes

    def change(
        self, request_id: str, change: Callable[[RequestState | None], RequestChange | None]
    ) -> Future[RequestChange | None]:
        """Change a request by what `change` makes of it as it stands, which is None where it is not known.

        It is called in the writer's thread, alone for that request, and once more where rows beside its own cannot
        be written. What it raises the future raises, and nothing of it is written.
        """

        def add(pending: PendingRows) -> RequestChange | None:
            stored = pending.requests.get(request_id)
            result = change(stored.state if stored else None)
            if result is not None:
                pending.apply(request_id, result)
            return result

        return self._writer.add(add, request_id)

    def keep_files(self, files: Sequence[tuple[FileKind, str, bytes]]) -> Future[None]:
        """Keep the bytes of files by their digests, each once."""
        rows = [{"kind": kind, "digest": digest, "content": content} for kind, digest, content in files]

        def work(connection: Connection) -> None:
            if rows:
                connection.execute(insert_new(tables.files, connection), rows)

        return self._writer.work(work)

    def log(self, entry: LogEntry) -> Future[None]:
        """Write down what somebody did."""
        return self._writer.add(lambda pending: pending.insert(tables.log, log_row(entry)))

    def claim_alarm(self, request_id: str, promise: str, state: str) -> Future[bool]:
        """Tell whether an alarm is still to be raised, which is so once for a request, a promise and a state."""
        row = {"request_id": request_id, "promise": promise, "state": state}

        def work(connection: Connection) -> bool:
            return connection.execute(insert_new(tables.alarms, connection).values(row)).rowcount == 1

        return self._writer.work(work)

    # What is read

    def decision(self, decision_id: str) -> StoredDecision | None:
        """Return a decision, None where there is none."""
        with self._reading() as connection:
            return stored_decision(connection, decision_id)

    def decisions_of(self, request_id: str) -> list[StoredDecision]:
        """Return the decisions of a request by revision."""
        with self._reading() as connection:
            return decisions_of_request(connection, request_id)

    def request(self, request_id: str) -> RequestState | None:
        """Return a request as it stands, None where it is not known."""
        with self._reading() as connection:
            stored = stored_requests(connection, [request_id]).get(request_id)
        return stored.state if stored else None

    def open_requests(self) -> Iterator[RequestState]:
        """Yield the requests that are open, as they came."""
        return self._pages(tables.requests.c.closed_at.is_(None))

    def closed_requests(self, since: int) -> Iterator[RequestState]:
        """Yield the requests that were closed at an instant or later, as they came."""
        return self._pages(tables.requests.c.closed_at >= since)

    def _pages(self, condition: ColumnElement[bool]) -> Iterator[RequestState]:
        """Yield requests by pages: a transaction that lasts would keep the log of SQLite from getting shorter."""
        last = 0
        while True:
            with self._reading() as connection:
                page = page_of_requests(connection, condition, last, _PAGE)
            yield from (stored.state for stored in page)
            if len(page) < _PAGE:
                return
            last = page[-1].number

    def file(self, digest: str) -> bytes | None:
        """Return the bytes of a file, None where there is none of that digest."""
        with self._reading() as connection:
            query = select(tables.files.c.content).where(tables.files.c.digest == digest)
            content: bytes | None = connection.execute(query).scalar()
        return content

    def log_entries(self, request_id: str | None = None) -> list[LogEntry]:
        """Return the log, or that of a request, oldest first."""
        query = select(tables.log).order_by(tables.log.c.number)
        if request_id is not None:
            query = query.where(tables.log.c.request_id == request_id)
        with self._reading() as connection:
            return [log_entry_of(row) for row in connection.execute(query)]

    def request_of_message(self, message_id: str) -> str | None:
        """Return the request that a mail belongs to, the newest one where several do, None where none does."""
        known = tables.message_ids
        query = (
            select(known.c.request_id)
            .where(known.c.digest == message_digest(message_id))
            .order_by(known.c.heard_at.desc(), known.c.request_id)
        )
        with self._reading() as connection:
            request_id: str | None = connection.execute(query.limit(1)).scalar()
        return request_id

    # Who may do what

    def add_token(self, token: Token) -> None:
        """Add a token, whose name and digest no other one has."""
        self._in_order(lambda connection: connection.execute(insert(tables.tokens), [token_row(token)]))

    def tokens(self) -> list[Token]:
        """Return all tokens by name, those that have expired, too."""
        with self._reading() as connection:
            return [token_of(row) for row in connection.execute(select(tables.tokens).order_by(tables.tokens.c.name))]

    def token_by_digest(self, digest: str) -> Token | None:
        """Return a token by its digest, whether it has expired or not."""
        with self._reading() as connection:
            row = connection.execute(select(tables.tokens).where(tables.tokens.c.digest == digest)).first()
        return token_of(row) if row else None

    def remove_token(self, name: str) -> bool:
        """Remove a token and the sessions that were begun with it; tell whether it was there."""

        def work(connection: Connection) -> bool:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.token == name))
            return connection.execute(delete(tables.tokens).where(tables.tokens.c.name == name)).rowcount == 1

        return self._in_order(work)

    def add_session(self, session: BrowserSession) -> None:
        """Add a session; those that have expired go."""

        def work(connection: Connection) -> None:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.expires_at <= self._clock()))
            connection.execute(insert(tables.sessions), [session_row(session)])

        self._in_order(work)

    def session(self, digest: str) -> BrowserSession | None:
        """Return a session by its digest, whether it has expired or not."""
        with self._reading() as connection:
            row = connection.execute(select(tables.sessions).where(tables.sessions.c.digest == digest)).first()
        return session_of(row) if row else None

    def remove_session(self, digest: str) -> None:
        """Remove a session, where it is there."""
        statement = delete(tables.sessions).where(tables.sessions.c.digest == digest)
        self._in_order(lambda connection: connection.execute(statement))

    def _in_order(self, work: Callable[[Connection], Result]) -> Result:
        """Do something after all that is queued, and wait for it."""
        return self._writer.work(work).result()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Yield a connection that sees what is committed, as it stands when it is first asked."""
        with store_errors(f"the store `{self.name}` cannot be read"), self._read_engine.begin() as connection:
            yield connection
