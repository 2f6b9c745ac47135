"""What is read of a store, on whatever connection."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import tables
from .records import RequestState
from .rows import decision_of, event_of, override_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row, Select

    from .records import Override, StoredDecision, StoredEvent

_decisions, _texts = tables.decisions, tables.texts
_TEXTS = (
    _texts.c.salt.label("texts_salt"),
    _texts.c.request.label("texts_request"),
    _texts.c.decision.label("texts_decision"),
)
_DECISIONS: Select[Any] = select(*_decisions.c, *_TEXTS).select_from(
    _decisions.outerjoin(_texts, _texts.c.id == _decisions.c.id)
)
_OF_REQUESTS = tuple(
    tables.requests.c[name] for name in ("number", "first_id", "moved_from", "closed_at", "changed_at")
)
_LATEST: Select[Any] = select(*_decisions.c, *_TEXTS, *_OF_REQUESTS).select_from(
    tables.requests.join(_decisions, _decisions.c.id == tables.requests.c.decision_id).outerjoin(
        _texts, _texts.c.id == _decisions.c.id
    )
)
_CONTENTS = select(_decisions.c.request_id, _decisions.c.content, _decisions.c.id).order_by(_decisions.c.revision)
_OVERRIDES: Select[Any] = select(*tables.overrides.c, _texts.c.why).select_from(
    tables.overrides.outerjoin(_texts, _texts.c.id == tables.overrides.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as it stands, since when it is closed, when it changed, its first decision, and its number."""

    state: RequestState
    closed_at: int | None
    changed_at: int
    first_id: str
    number: int = 0


def stored_requests(connection: Connection, ids: Sequence[str]) -> dict[str, StoredRequest]:
    """Return the requests of these ids that there are."""
    return _completed(connection, connection.execute(_LATEST.where(tables.requests.c.id.in_(ids))).all())


def page_of_requests(connection: Connection, condition: Any, after: int, size: int) -> list[StoredRequest]:
    """Return at most `size` of the requests whose row is so, by their numbers, from the first one `after` a number."""
    number = tables.requests.c.number
    query = _LATEST.where(condition, number > after).order_by(number).limit(size)
    return list(_completed(connection, connection.execute(query).all()).values())


def _completed(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, StoredRequest]:
    """Return the requests of rows of their newest decisions."""
    if not rows:
        return {}
    ids = [row.request_id for row in rows]
    contents: dict[str, dict[str, str]] = defaultdict(dict)
    # The index has all decisions but the first of each request.
    firsts = _CONTENTS.where(_decisions.c.id.in_([row.first_id for row in rows]))
    later = _CONTENTS.where(_decisions.c.request_id.in_(ids), _decisions.c.revision > 1)
    for query in (firsts, later):
        for request_id, content, id_ in connection.execute(query):
            contents[request_id][content] = id_
    events: dict[str, list[StoredEvent]] = defaultdict(list)
    for row in connection.execute(select(tables.events).where(tables.events.c.request_id.in_(ids))):
        events[row.request_id].append(event_of(row))
    overrides: dict[str, list[Override]] = defaultdict(list)
    of_these = _OVERRIDES.where(tables.overrides.c.request_id.in_(ids)).order_by(tables.overrides.c.number)
    for row in connection.execute(of_these):
        overrides[row.request_id].append(override_of(row))
    return {
        row.request_id: StoredRequest(
            state=RequestState(
                id=row.request_id,
                latest=decision_of(row),
                contents=contents[row.request_id],
                events=in_order(events.get(row.request_id, ())),
                overrides=tuple(overrides.get(row.request_id, ())),
                moved_from=row.moved_from,
            ),
            closed_at=row.closed_at,
            changed_at=row.changed_at,
            first_id=row.first_id,
            number=row.number,
        )
        for row in rows
    }


def in_order(events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    """Return events by instant, then by the source's id."""
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def stored_decision(connection: Connection, id_: str) -> StoredDecision | None:
    """Return a decision, None where there is none."""
    row = connection.execute(_DECISIONS.where(_decisions.c.id == id_)).first()
    return decision_of(row) if row else None


def decisions_of_request(connection: Connection, request_id: str) -> list[StoredDecision]:
    """Return the decisions of a request by revision."""
    first_id = select(tables.requests.c.first_id).where(tables.requests.c.id == request_id).scalar_subquery()
    firsts = _DECISIONS.where(_decisions.c.id == first_id)
    later = _DECISIONS.where(_decisions.c.request_id == request_id, _decisions.c.revision > 1)
    queries = (firsts, later.order_by(_decisions.c.revision))
    return [decision_of(row) for query in queries for row in connection.execute(query)]
