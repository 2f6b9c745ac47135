"""Records of the store as rows of its tables, and back."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .records import (
    BrowserSession,
    LogEntry,
    Override,
    StoredDecision,
    StoredEvent,
    Texts,
    Token,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row


@lru_cache(maxsize=64)
def _files_text(files: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(files), separators=(",", ":"))


@lru_cache(maxsize=64)
def _files_of(text: str) -> Mapping[Any, str]:
    files: Mapping[Any, str] = json.loads(text)
    return files


def decision_row(decision: StoredDecision) -> dict[str, Any]:
    """Return the row of a decision, without its texts."""
    return {
        "id": decision.id,
        "request_id": decision.request_id,
        "revision": decision.revision,
        "made_at": decision.made_at,
        "cause": decision.cause,
        "actor": decision.actor,
        "content": decision.content,
        "files": _files_text(tuple(decision.files.items())),
        "status": decision.status,
        "level": decision.level,
        "is_closed": int(decision.is_closed),
        "texts_digest": decision.texts_digest,
        "request": decision.request,
        "decision": decision.decision,
    }


def texts_row(decision: StoredDecision, texts: Texts) -> dict[str, Any]:
    """Return the row of a decision's texts."""
    return {
        "id": decision.id,
        "request_id": decision.request_id,
        "made_at": decision.made_at,
        "salt": texts.salt,
        "request": texts.request,
        "decision": texts.decision,
        "why": None,
    }


def decision_of(row: Row[Any]) -> StoredDecision:
    """Return the decision of a row, with its texts where they are there."""
    texts = None
    if row.texts_salt is not None:
        texts = Texts(salt=row.texts_salt, request=row.texts_request or "", decision=row.texts_decision or "")
    return StoredDecision(
        id=row.id,
        request_id=row.request_id,
        revision=row.revision,
        cause=row.cause,
        made_at=row.made_at,
        actor=row.actor,
        content=row.content,
        request=row.request,
        decision=row.decision,
        files=_files_of(row.files),
        status=row.status,
        level=row.level,
        is_closed=bool(row.is_closed),
        texts=texts,
        texts_digest=row.texts_digest,
    )


def event_row(event: StoredEvent) -> dict[str, Any]:
    """Return the row of an event."""
    return {
        "request_id": event.request_id,
        "id": event.id,
        "at": event.at,
        "heard_at": event.heard_at,
        "actor": event.actor,
        "event": event.event,
    }


def event_of(row: Row[Any]) -> StoredEvent:
    """Return the event of a row."""
    return StoredEvent(
        request_id=row.request_id,
        id=row.id,
        at=row.at,
        heard_at=row.heard_at,
        actor=row.actor,
        event=row.event,
    )


def override_rows(override: Override, number: int, salt: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the row of an override, the `number`th of its request, and the row of why it was made."""
    id_ = f"{override.request_id}/override/{number}"
    row = {
        "id": id_,
        "request_id": override.request_id,
        "number": number,
        "level": override.level,
        "promise": override.promise,
        "due": override.due,
        "actor": override.actor,
        "why_digest": sha256(salt + override.why.encode()).hexdigest(),
        "made_at": override.made_at,
        "until": override.until,
    }
    why = {
        "id": id_,
        "request_id": override.request_id,
        "made_at": override.made_at,
        "salt": salt,
        "request": None,
        "decision": None,
        "why": override.why,
    }
    return row, why


def override_of(row: Row[Any]) -> Override:
    """Return the override of a row; why it was made is empty once it is forgotten."""
    return Override(
        request_id=row.request_id,
        level=row.level,
        promise=row.promise,
        due=row.due,
        actor=row.actor,
        why=row.why or "",
        made_at=row.made_at,
        until=row.until,
    )


def message_digest(message_id: str) -> str:
    """Return the digest by which a Message-ID is known, with or without its angle brackets."""
    return sha256(message_id.strip().strip("<>").encode("utf-8", "surrogatepass")).hexdigest()


def log_row(entry: LogEntry) -> dict[str, Any]:
    """Return the row of an entry of the log."""
    return {
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "request_id": entry.request_id,
        "details": entry.details,
    }


def log_entry_of(row: Row[Any]) -> LogEntry:
    """Return the entry of a row."""
    return LogEntry(at=row.at, actor=row.actor, action=row.action, request_id=row.request_id, details=row.details)


def token_row(token: Token) -> dict[str, Any]:
    """Return the row of a token."""
    return {
        "name": token.name,
        "role": token.role,
        "digest": token.digest,
        "made_at": token.made_at,
        "expires_at": token.expires_at,
    }


def token_of(row: Row[Any]) -> Token:
    """Return the token of a row."""
    return Token(name=row.name, role=row.role, digest=row.digest, made_at=row.made_at, expires_at=row.expires_at)


def session_row(session: BrowserSession) -> dict[str, Any]:
    """Return the row of a session."""
    return {
        "digest": session.digest,
        "token": session.token,
        "csrf": session.csrf,
        "expires_at": session.expires_at,
    }


def session_of(row: Row[Any]) -> BrowserSession:
    """Return the session of a row."""
    return BrowserSession(digest=row.digest, token=row.token, csrf=row.csrf, expires_at=row.expires_at)
