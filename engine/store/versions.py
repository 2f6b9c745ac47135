"""Which version a store is of, and whether this remit can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select

from .errors import StoreError
from .tables import VERSION, metadata, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

UPGRADE = "run `remit store upgrade`"


def prepare(connection: Connection, name: str) -> None:
    """Make the tables of a store that has none; refuse one of another version."""
    version = store_version(connection, name)
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(versions), [{"version_num": VERSION}])
    elif version < VERSION:
        raise StoreError(f"the store `{name}` is of an older remit, of version {int(version)}", UPGRADE)
    elif version > VERSION:
        raise StoreError(f"the store `{name}` is of a newer remit, of version {int(version)}", "install that remit")


def store_version(connection: Connection, name: str) -> str | None:
    """Return the version of a store, None where a database is empty."""
    names = inspect(connection).get_table_names()
    if not names:
        return None
    rows = connection.execute(select(versions)).scalars().all() if versions.name in names else []
    if len(rows) != 1 or not rows[0].isdecimal():
        raise StoreError(f"the database `{name}` has tables, and is no store of remit", "name another database")
    return str(rows[0])
