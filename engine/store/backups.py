"""Backups: a store as it stands at one instant, in one file, while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from . import tables
from .copies import copy_rows
from .database import is_sqlite, read_engine, sqlite_file, sqlite_url, store_errors, store_name, write_engine
from .errors import StoreError
from .store_files import FileBeside, no_store
from .versions import migrate, readable_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection


def write_backup(source: URL, file: Path, *, overwrites: bool = False) -> int:
    """Write the store at an address to a file, also while a service uses it; return how many requests it has."""
    name = store_name(source)
    with store_errors(f"the store `{name}` cannot be backed up to `{file}`"):
        _check_place(source, file, overwrites=overwrites)
        with reading(source) as connection, FileBeside(file) as beside:
            copy_store(connection, beside.path, readable_version(connection, name))
            number = checked(beside.path)
            beside.keep()
    return number


def _check_place(source: URL, file: Path, *, overwrites: bool) -> None:
    if is_sqlite(source):
        if not sqlite_file(source).is_file():
            raise no_store(store_name(source))
        if file.exists() and sqlite_file(source).samefile(file):
            raise StoreError(f"`{file}` is the store itself", "name another file")
    if file.exists() and not overwrites:
        raise StoreError(f"`{file}` is there", "write over it with `--overwrite`, or name another file")


def copy_store(source: Connection, file: Path, version: str) -> None:
    """Copy a store of a version to a file, which has no log beside it then."""
    if source.dialect.name == "sqlite":
        with closing(sqlite3.connect(file, isolation_level=None)) as target:
            # In one step: in several, each write in between would begin it anew.
            driver: Any = source.connection.driver_connection
            driver.backup(target, pages=-1)
    else:
        with writing(sqlite_url(file)) as target_store:
            migrate(target_store, version)
            copy_rows(source, target_store, version)
    settle(file)


def settle(file: Path) -> None:
    """Have a store stand in its file alone, without a log beside it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = DELETE")


def checked(file: Path) -> int:
    """Return how many requests a backup has; what cannot be read back is no backup."""
    with closing(sqlite3.connect(file, isolation_level=None)) as backup, store_errors(f"`{file}` cannot be read"):
        result = backup.execute("PRAGMA quick_check(1)").fetchone()[0]
    if result != "ok":
        raise StoreError(f"`{file}` is broken: {result}", "use another backup")
    with reading(sqlite_url(file)) as connection:
        return int(connection.execute(select(func.count()).select_from(tables.requests)).scalar_one())


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """Yield a connection that reads the store at an address."""
    engine = read_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writing(url: URL) -> Iterator[Connection]:
    """Yield a connection that writes the store at an address, in one transaction."""
    engine = write_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
