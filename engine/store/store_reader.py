"""What is read of a store, in any thread: whoever reads sees what is committed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from sqlalchemy import literal, select

from . import tables
from .database import is_sqlite, parse_url, read_engine, sqlite_file, store_errors, store_name
from .reading import decisions_of_request, page_of_requests, stored_decision, stored_requests
from .rows import log_entry_of, message_digest, session_of, token_of
from .store_files import no_store
from .versions import readable_version, store_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import URL, ColumnElement, Connection

    from .records import BrowserSession, LogEntry, RequestState, StoredDecision, Token

_PAGE = 200


class StoreReader:
    """A store that is read, and not written. It may be of one version before the one that this remit writes."""

    def __init__(self, url: URL, version: str | None = None) -> None:
        self._url = url
        self._read_engine = read_engine(url)
        self._version = version or self._found_version()

    @classmethod
    def read(cls, url: str) -> Self:
        """Return the store at an address, to be read; raise StoreError where there is none."""
        return cls(parse_url(url))

    def version_number(self) -> int:
        """Return the number of the version that the store is of, whether that can be read or not."""
        self._check_file()
        with self._reading() as connection:
            version = store_version(connection, self.name)
        if version is None:
            raise no_store(self.name)
        return int(version)

    def _check_file(self) -> None:
        if is_sqlite(self._url) and not sqlite_file(self._url).is_file():
            raise no_store(self.name)

    def _found_version(self) -> str:
        self._check_file()
        with self._reading() as connection:
            return readable_version(connection, self.name)

    @property
    def name(self) -> str:
        """What messages call it."""
        return store_name(self._url)

    def close(self) -> None:
        """Let the store go."""
        self._read_engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

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

    def requests(self, request_ids: Sequence[str]) -> list[RequestState]:
        """Return those of several requests that are known, as they stand, in the order of the ids."""
        with self._reading() as connection:
            stored = stored_requests(connection, request_ids)
        return [stored[request_id].state for request_id in request_ids if request_id in stored]

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

    def has_alarm(self, request_id: str, promise: str, state: str) -> bool:
        """Tell whether an alarm was raised, now or before a restart."""
        known = tables.alarms.c
        query = select(known.state).where(
            known.request_id == request_id, known.promise == promise, known.state == state
        )
        with self._reading() as connection:
            return connection.execute(query).first() is not None

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
        has_age = known.c.heard_at in tables.columns_of(known, self._version)
        age = known.c.heard_at if has_age else literal(0)
        query = (
            select(known.c.request_id)
            .where(known.c.digest == message_digest(message_id))
            .order_by(age.desc(), known.c.request_id)
        )
        with self._reading() as connection:
            request_id: str | None = connection.execute(query.limit(1)).scalar()
        return request_id

    def tokens(self) -> list[Token]:
        """Return all tokens by name, those that have expired, too."""
        with self._reading() as connection:
            return [token_of(row) for row in connection.execute(select(tables.tokens).order_by(tables.tokens.c.name))]

    def token_by_digest(self, digest: str) -> Token | None:
        """Return a token by its digest, whether it has expired or not."""
        with self._reading() as connection:
            row = connection.execute(select(tables.tokens).where(tables.tokens.c.digest == digest)).first()
        return token_of(row) if row else None

    def session(self, digest: str) -> BrowserSession | None:
        """Return a session by its digest, whether it has expired or not."""
        with self._reading() as connection:
            row = connection.execute(select(tables.sessions).where(tables.sessions.c.digest == digest)).first()
        return session_of(row) if row else None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Yield a connection that sees what is committed, as it stands when it is first asked."""
        with store_errors(f"the store `{self.name}` cannot be read"), self._read_engine.begin() as connection:
            yield connection
