"""Texts and Message-IDs by age, so that those that are kept too long are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give a Message-ID the age of its request, and index both by age."""
    heard_at = sa.Column("heard_at", sa.BigInteger, nullable=False, server_default="0")
    op.add_column("message_ids", heard_at)
    messages = sa.table("message_ids", sa.column("request_id"), sa.column("heard_at"))
    requests = sa.table("requests", sa.column("id"), sa.column("changed_at"))
    changed_at = sa.select(requests.c.changed_at).where(requests.c.id == messages.c.request_id).scalar_subquery()
    op.execute(messages.update().values(heard_at=sa.func.coalesce(changed_at, 0)))
    op.create_index("ix_message_ids_heard_at", "message_ids", ["heard_at"])
    op.create_index("ix_texts_made_at", "texts", ["made_at"])
