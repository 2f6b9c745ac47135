"""The databases that a store can be in, by its address, and how connections to them behave."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from ..text import reason_of
from .errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

EXPECTED = "write `sqlite:///FILE`, or `postgresql://USER@HOST/NAME`"
_BUSY_SECONDS = 10
"""How long a connection waits for another one that writes."""
_CONNECTING = {"connect_timeout": _BUSY_SECONDS}
_WRITING = ("page_size = 16384", "journal_mode = WAL", "cache_size = -65536", "temp_store = MEMORY")
"""A commit takes half the time with pages of this size: most of a page that is written is decisions, which are long.

The pages of an index that is written in its middle stay in memory.
"""
_FULL = ("disk is full", "disk full", "no space left", "disk i/o error", "file too large")


def parse_url(written: str) -> URL:
    """Return the address of a store, by the driver that it is read with."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise StoreError(f"`{written}` is no address of a store", EXPECTED) from None
    if url.drivername in ("postgresql", "postgresql+psycopg") and url.database:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:" and not url.host and not url.query:
        if url.database.startswith("file:") or "\0" in url.database:
            raise StoreError(f"`{written}` is no file of a store", EXPECTED)
        return url
    place = url.render_as_string(hide_password=True) if url.password else written
    raise StoreError(f"a store cannot be at `{place}`", EXPECTED)


def store_name(url: URL) -> str:
    """Return what messages call a store: its file, or its address without the password."""
    return url.database or "" if is_sqlite(url) else url.render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    """Tell whether a store is a file of SQLite."""
    return url.drivername == "sqlite"


def sqlite_file(url: URL) -> Path:
    """Return the file of a store."""
    return Path(url.database or "")


def sqlite_url(file: Path) -> URL:
    """Return the address of a store in a file."""
    return URL.create("sqlite", database=str(file))


def write_engine(url: URL) -> Engine:
    """Return the engine of whoever writes, which has one connection."""
    if not is_sqlite(url):
        return create_engine(url, pool_size=1, max_overflow=0, connect_args=_CONNECTING)
    engine = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        # What is answered is on the disk, and what is deleted is overwritten with zeros.
        for pragma in (*_WRITING, "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def read_engine(url: URL) -> Engine:
    """Return the engine of those who read, each in a transaction that sees one state of the store."""
    if not is_sqlite(url):
        return create_engine(
            url,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            pool_pre_ping=True,
            connect_args=_CONNECTING,
        )
    engine = _sqlite_engine(url, begin="BEGIN")

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON").close()

    return engine


def _sqlite_engine(url: URL, *, begin: str, **options: Any) -> Engine:
    # A file that is there: SQLite would make a new one in place of one that is misspelled.
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _autocommit(connection: Any, _record: object) -> None:
        # The driver begins no transaction by itself; SQLAlchemy does, by the event below.
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def erase_deleted(connection: Connection, *, is_thorough: bool) -> None:
    """Have nothing of what was deleted stand in the files of a database, its log included; outside transactions.

    In PostgreSQL that writes tables anew, which is done where it `is_thorough`, and takes them from all others
    meanwhile. What it writes ahead and archives is for whoever runs it to remove.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        with store_errors("what is deleted still stands in the log of the store"):
            is_busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if is_busy:
            raise StoreError(
                "what is deleted still stands in the log of the store, which somebody reads", "run it once more"
            )
        return
    driver.autocommit = True
    try:
        for table in ("texts", "message_ids"):
            driver.execute(f"VACUUM {'FULL ' if is_thorough else ''}{table}")
    finally:
        driver.autocommit = False


@contextmanager
def store_errors(what: str) -> Iterator[None]:
    """Raise what a database says as an error of a store: `what` cannot be done, and why."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError) as problem:
        raise store_error(what, problem) from problem


def store_error(what: str, problem: Exception) -> StoreError:
    """Return what a database says as an error of a store."""
    if isinstance(problem, StoreError):
        return problem
    original = (problem.orig if isinstance(problem, DBAPIError) else None) or problem
    lines = reason_of(original if isinstance(original, Exception) else problem).strip().splitlines()
    reason = lines[0] if lines else type(problem).__name__
    help_ = "make room on its disk" if any(words in reason.lower() for words in _FULL) else ""
    return StoreError(f"{what}: {reason}", help_)
