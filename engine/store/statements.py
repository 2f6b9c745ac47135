"""Statements of the common case, which are compiled once: asking SQLAlchemy each time takes longer than SQLite does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from . import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Dialect, Table
    from sqlalchemy.sql.elements import ClauseElement


class CompiledStatement:
    """A statement in the words of a database."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._text: str = compiled.string
        self._names: Sequence[str] | None = compiled.positiontup if dialect.positional else None

    def execute(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Execute it with the values of each row."""
        if self._names is None:
            return connection.exec_driver_sql(self._text, [dict(row) for row in rows])
        return connection.exec_driver_sql(self._text, [tuple(map(row.__getitem__, self._names)) for row in rows])


class Statements:
    """Those of a database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._inserts: dict[Table, CompiledStatement] = {}
        ids = tables.requests.c.id
        if dialect.name == "postgresql":
            is_known = ids == func.any(bindparam("ids", type_=ARRAY(Text)))
        else:
            values = func.json_each(bindparam("ids", type_=Text)).table_valued("value")
            is_known = ids.in_(select(values.c.value))
        self._known = CompiledStatement(select(ids).where(is_known), dialect)

    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, of which each has all columns but a number that counts by itself."""
        statement = self._inserts.get(table)
        if statement is None:
            statement = CompiledStatement(
                insert(table).values({name: bindparam(name) for name in rows[0]}), self._dialect
            )
            self._inserts[table] = statement
        statement.execute(connection, rows)

    def known_requests(self, connection: Connection, ids: Sequence[str]) -> list[str]:
        """Return those of the ids that are of requests."""
        values = list(ids) if self._dialect.name == "postgresql" else json.dumps(ids)
        return [row[0] for row in self._known.execute(connection, [{"ids": values}])]
