"""The rows of a store in another database: how PostgreSQL is backed up to a file, and restored from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from . import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PART = 500
_NUMBERED = ("requests", "log")
"""Tables whose rows the database numbers by itself."""


def copy_rows(source: Connection, target: Connection, version: str) -> None:
    """Replace the rows of a store by those of another one of the same version."""
    for table in tables.metadata.sorted_tables:
        if table is tables.versions:
            continue
        columns = tables.columns_of(table, version)
        names = [column.name for column in columns]
        target.execute(delete(table))
        result = source.execution_options(yield_per=_PART).execute(select(*columns))
        for part in result.partitions():
            target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in part])
    if target.dialect.name == "postgresql":
        for name in _NUMBERED:
            number = tables.metadata.tables[name].c.number
            last = select(func.coalesce(func.max(number), 0) + 1).scalar_subquery()
            target.execute(select(func.setval(func.pg_get_serial_sequence(name, "number"), last, False)))  # noqa: FBT003 - SQL's
