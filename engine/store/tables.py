"""The tables of a store, which its migrations lead to. Instants are milliseconds since 1970-01-01 UTC."""

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, MetaData, Table, Text, event

VERSION = "0002"
"""The version of the tables below: the newest migration. A column says since which one it is there."""

SINCE = "since"
metadata = MetaData()

versions = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True))
"""One row, kept by Alembic: the last migration that the store went through."""

# Indexes grow at their end where they can: a page in the middle costs as much to write as a decision does.
requests = Table(
    "requests",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("first_id", Text, nullable=False),
    Column("decision_id", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger, index=True),
    Column("moved_from", Text),
)
"""The first and the newest decision of each request. `closed_at` is null while it is open."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("cause", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("level", Text),
    Column("is_closed", Integer, nullable=False),
    Column("texts_digest", Text),
    # What is long stands last: whoever reads the columns before does not read it.
    Column("request", Text, nullable=False),
    Column("decision", Text, nullable=False),
)
_IS_LATER = decisions.c.revision > 1
Index(
    "decisions_by_request",
    decisions.c.request_id,
    decisions.c.revision,
    unique=True,
    sqlite_where=_IS_LATER,
    postgresql_where=_IS_LATER,
)

texts = Table(
    "texts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request_id", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False, index=True),
    Column("salt", LargeBinary, nullable=False),
    Column("request", Text),
    Column("decision", Text),
    Column("why", Text),
)
"""All that strangers wrote, by decision, and why somebody overrode one, by override: what is forgotten is here."""


@event.listens_for(texts, "after_create")
def _keep_no_samples(_table: Table, connection: Connection, **_options: object) -> None:
    """Have PostgreSQL keep no samples of texts among its statistics, which nobody forgets."""
    if connection.dialect.name == "postgresql":
        for name in ("salt", "request", "decision", "why"):
            connection.exec_driver_sql(f"ALTER TABLE texts ALTER COLUMN {name} SET STATISTICS 0")


message_ids = Table(
    "message_ids",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("request_id", Text, primary_key=True, index=True),
    Column("heard_at", BigInteger, nullable=False, server_default="0", index=True, info={SINCE: "0002"}),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("heard_at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", Text, nullable=False),
    sqlite_with_rowid=False,
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request_id", Text, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("level", Text),
    Column("promise", Text),
    Column("due", BigInteger),
    Column("actor", Text, nullable=False),
    Column("why_digest", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("until", BigInteger),
)
"""Why somebody overrode a decision is in `texts`, at the same id; `number` counts those of a request."""

files = Table(
    "files",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("promise", Text, primary_key=True),
    Column("state", Text, primary_key=True),
    sqlite_with_rowid=False,
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("token", Text, nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("request_id", Text, index=True),
    Column("details", Text, nullable=False),
    sqlite_autoincrement=True,
)


def columns_of(table: Table, version: str) -> list[Column[Any]]:
    """Return the columns that a table has in a store of a version."""
    return [column for column in table.columns if column.info.get(SINCE, "") <= version]
