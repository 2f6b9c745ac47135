"""The store: what the service keeps, behind one object that all threads share."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import delete, insert

from . import tables
from .database import erase_deleted, is_sqlite, parse_url, sqlite_file, store_errors, store_name, write_engine
from .errors import StoreError
from .expiry import PART, expire_requests, expire_texts
from .forgetting import Address, forget_requests, is_request
from .pending_rows import PendingRows, insert_new
from .process_lock import ProcessLock
from .records import Expired, Forgotten, LogEntry
from .rows import log_row, session_row, token_row
from .store_files import prepare_file
from .store_reader import StoreReader
from .versions import prepare
from .writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from sqlalchemy import URL, Connection

    from .records import BrowserSession, FileKind, RequestChange, RequestState, Token

__all__ = ["Store", "StoreError"]

Result = TypeVar("Result")


class Store(StoreReader):
    """A store that is open. Whatever it returns a future for is on the disk when that is done.

    `clock` gives milliseconds since 1970. A service `is_alone` with a file; whoever does something small beside it,
    such as adding a token, is not, and then the store has to be there unless it `is_made`.
    """

    def __init__(self, url: URL, clock: Callable[[], int], *, is_alone: bool, is_made: bool) -> None:
        self._clock = clock
        name = store_name(url)
        self._lock = ProcessLock(sqlite_file(url)) if is_alone and is_sqlite(url) else None
        with store_errors(f"the store `{name}` cannot be opened"):
            if is_sqlite(url):
                prepare_file(sqlite_file(url), is_made=is_made)
            if self._lock:
                self._lock.acquire()
            try:
                self._write_engine = write_engine(url)
                with self._write_engine.begin() as connection:
                    prepare(connection, name, is_made=is_made)
                super().__init__(url, tables.VERSION)
                self._writer = Writer(self._write_engine)
            except BaseException:
                if self._lock:
                    self._lock.release()
                raise

    @classmethod
    def open(cls, url: str, clock: Callable[[], int], *, is_alone: bool = True, is_made: bool = True) -> Self:
        """Return the store at an address, which is made where there is none; raise StoreError where it cannot be."""
        return cls(parse_url(url), clock, is_alone=is_alone, is_made=is_made)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may write to it, too."""
        return not is_sqlite(self._url)

    def close(self) -> None:
        """Finish what is queued, and let the store go."""
        self._writer.close()
        super().close()
        self._write_engine.dispose()
        if self._lock:
            self._lock.release()

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
            claimed = insert_new(tables.alarms, connection).values(row).returning(tables.alarms.c.state)
            return connection.execute(claimed).first() is not None

        return self._writer.work(work)

    # Who may do what

    def add_token(self, token: Token) -> None:
        """Add a token, whose name and digest no other one has."""
        self._in_order(lambda connection: connection.execute(insert(tables.tokens), [token_row(token)]))

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

    def remove_session(self, digest: str) -> None:
        """Remove a session, where it is there."""
        statement = delete(tables.sessions).where(tables.sessions.c.digest == digest)
        self._in_order(lambda connection: connection.execute(statement))

    # What goes

    def forget(self, request_or_address: str, actor: str) -> Forgotten:
        """Remove the texts of a request, or of all requests whose texts have an address, and log that.

        Nothing of them stands in the files of the store afterwards. Decisions stay, and verify.
        """
        ids = self._requests_about(request_or_address)
        requests: list[str] = []
        number = 0
        for start in range(0, len(ids), PART):
            result = self._forget(ids[start : start + PART], actor)
            requests += result.requests
            number += result.texts
        # Also where there is nothing any more: somebody may run it once more, since this failed.
        self._writer.maintain(partial(erase_deleted, is_thorough=True)).result()
        return Forgotten(requests=tuple(requests), texts=number)

    def _forget(self, ids: Sequence[str], actor: str) -> Forgotten:
        now = self._clock()

        def work(connection: Connection) -> Forgotten:
            return forget_requests(connection, ids, actor, now)

        return self._in_order(work)

    def _requests_about(self, request_or_address: str) -> list[str]:
        self._writer.work(lambda _: None).result()  # what is queued is about somebody, too
        with self._reading() as connection:
            if is_request(connection, request_or_address):
                return [request_or_address]
        address = Address.parse(request_or_address)
        ids: dict[str, None] = {}
        after: str | None = ""
        while after is not None:
            with self._reading() as connection:
                page, after = address.page(connection, after)
            ids.update(dict.fromkeys(page))
        return list(ids)

    def expire(self, now: int, keep_messages_ms: int | None, keep_decisions_ms: int | None) -> Expired:
        """Remove texts, and requests to which nothing has happened, that are older than they are kept."""
        texts = requests = 0
        if keep_messages_ms is not None:
            texts = self._expire(expire_texts, now - keep_messages_ms)
        if keep_decisions_ms is not None:
            requests = self._expire(expire_requests, now - keep_decisions_ms)
        result = Expired(texts=texts, requests=requests)
        if texts or requests:
            details = json.dumps({"texts": texts, "requests": requests})
            self.log(LogEntry(at=now, actor="remit", action="expire", details=details)).result()
            self._writer.maintain(partial(erase_deleted, is_thorough=False)).result()
        return result

    def _expire(self, expire: Callable[[Connection, int], int], before: int) -> int:
        """Remove what is old a part at a time; others write between two of them."""
        total = 0
        while number := self._in_order(lambda connection: expire(connection, before)):
            total += number
        return total

    def _in_order(self, work: Callable[[Connection], Result]) -> Result:
        """Do something after all that is queued, and wait for it."""
        return self._writer.work(work).result()
