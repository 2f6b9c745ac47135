"""Which version a store is of, whether this remit can use it, and how an older one is brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, inspect, select

from .errors import StoreError
from .store_files import no_store
from .tables import VERSION, metadata, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

UPGRADE = "run `remit store upgrade`"
_MIGRATIONS = Path(__file__).with_name("migrations")
_READABLE_BACK = 1
"""How many versions back a store can still be read without an upgrade."""
_LOCK = 0x72656D6974
"""A number that all remits lock while they look which tables there are."""


def prepare(connection: Connection, name: str, *, is_made: bool = True) -> None:
    """Make the tables of a store that has none; refuse one of another version."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    version = store_version(connection, name)
    if version is not None:
        check_version(version, name)
    elif is_made:
        metadata.create_all(connection)
        connection.execute(insert(versions), [{"version_num": VERSION}])
    else:
        raise no_store(name)


def check_version(version: str, name: str, *, back: int = 0) -> None:
    """Refuse a store of another version; one so many versions `back` can be used."""
    if int(version) > int(VERSION):
        message = f"the store `{name}` is of version {int(version)}, and this remit knows {int(VERSION)}"
        raise StoreError(message, "install the remit that wrote it")
    if int(version) < int(VERSION) - back:
        raise StoreError(
            f"the store `{name}` is of version {int(version)}, and this remit writes {int(VERSION)}", UPGRADE
        )


def readable_version(connection: Connection, name: str) -> str:
    """Return the version of a store that is to be read; refuse one that is too old or too new for that."""
    version = store_version(connection, name)
    if version is None:
        raise no_store(name)
    check_version(version, name, back=_READABLE_BACK)
    return version


def store_version(connection: Connection, name: str) -> str | None:
    """Return the version of a store, None where a database is empty."""
    names = inspect(connection).get_table_names()
    if not names:
        return None
    rows = connection.execute(select(versions)).scalars().all() if versions.name in names else []
    if len(rows) != 1 or not rows[0].isdecimal():
        raise StoreError(f"the database `{name}` has tables, and is no store of remit", "name another database")
    return str(rows[0])


def migrate(connection: Connection, version: str = VERSION) -> None:
    """Bring a store to a version, in the transaction of a connection."""
    from alembic import command  # noqa: PLC0415 - seldom needed, and start-up is felt
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config(attributes={"connection": connection})
    # A percent sign in a path is written twice there.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, version)
