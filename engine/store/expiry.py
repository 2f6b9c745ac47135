"""What is older than it is kept, removed a part at a time, so that nobody waits for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from . import tables
from .writer import lock_requests

if TYPE_CHECKING:
    from sqlalchemy import Connection

PART = 500


def expire_texts(connection: Connection, before: int) -> int:
    """Remove texts that came before an instant, and the digests of mails that did; return how many there were."""
    texts, mails = tables.texts, tables.message_ids
    old = select(texts.c.id).where(texts.c.made_at < before).limit(PART)
    connection.execute(delete(mails).where(mails.c.heard_at < before))
    return connection.execute(delete(texts).where(texts.c.id.in_(old))).rowcount


def expire_requests(connection: Connection, before: int) -> int:
    """Remove requests to which nothing has happened since an instant, with all of theirs; return how many."""
    requests, decisions, overrides = tables.requests, tables.decisions, tables.overrides
    old = select(requests.c.id).where(requests.c.changed_at < before).order_by(requests.c.number).limit(PART)
    ids = connection.execute(old).scalars().all()
    if not ids:
        return 0
    lock_requests(connection, ids)
    # Another process may have changed one meanwhile.
    still_old = select(requests.c.id, requests.c.first_id).where(requests.c.id.in_(ids), requests.c.changed_at < before)
    firsts = {row.id: row.first_id for row in connection.execute(still_old)}
    later = select(decisions.c.id).where(decisions.c.request_id.in_(firsts), decisions.c.revision > 1)
    made = [*firsts.values(), *connection.execute(later).scalars()]
    reasons = connection.execute(select(overrides.c.id).where(overrides.c.request_id.in_(firsts))).scalars().all()
    for part in _parts([*made, *reasons]):
        connection.execute(delete(tables.texts).where(tables.texts.c.id.in_(part)))
    for part in _parts(made):
        connection.execute(delete(decisions).where(decisions.c.id.in_(part)))
    for table in (tables.message_ids, tables.events, overrides, tables.alarms):
        connection.execute(delete(table).where(table.c.request_id.in_(firsts)))
    # That something was forgotten stays known, so that no backup brings it back.
    log = tables.log
    connection.execute(delete(log).where(log.c.request_id.in_(firsts), log.c.action != "forget"))
    return connection.execute(delete(requests).where(requests.c.id.in_(firsts))).rowcount


def _parts(ids: list[str]) -> list[list[str]]:
    """Return ids in parts of which each fits a statement."""
    return [ids[start : start + PART] for start in range(0, len(ids), PART)]
