"""Requests, decisions, texts, events, overrides, files, alarms, tokens, sessions and the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _make_requests()
    _make_what_belongs_to_requests()
    _make_access()
    op.create_table(
        "files",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "log",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text),
        sa.Column("details", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_log_request_id", "log", ["request_id"])


def _make_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("first_id", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Text, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("moved_from", sa.Text),
    )
    op.create_index("ix_requests_closed_at", "requests", ["closed_at"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("level", sa.Text),
        sa.Column("is_closed", sa.Integer, nullable=False),
        sa.Column("texts_digest", sa.Text),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
    )
    is_later = sa.text("revision > 1")
    op.create_index(
        "decisions_by_request",
        "decisions",
        ["request_id", "revision"],
        unique=True,
        sqlite_where=is_later,
        postgresql_where=is_later,
    )


def _make_what_belongs_to_requests() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("request", sa.Text),
        sa.Column("decision", sa.Text),
        sa.Column("why", sa.Text),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name in ("salt", "request", "decision", "why"):
            op.execute(f"ALTER TABLE texts ALTER COLUMN {name} SET STATISTICS 0")
    op.create_table(
        "message_ids",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("request_id", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_message_ids_request_id", "message_ids", ["request_id"])
    op.create_table(
        "events",
        sa.Column("request_id", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("heard_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("level", sa.Text),
        sa.Column("promise", sa.Text),
        sa.Column("due", sa.BigInteger),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("why_digest", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
    )
    op.create_index("ix_overrides_request_id", "overrides", ["request_id"])
    op.create_table(
        "alarms",
        sa.Column("request_id", sa.Text, primary_key=True),
        sa.Column("promise", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )


def _make_access() -> None:
    op.create_table(
        "tokens",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_sessions_token", "sessions", ["token"])
