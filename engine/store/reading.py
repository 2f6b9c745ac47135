"""What is read of a store, on whatever connection."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
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
_LATEST: Select[Any] = select(
    *_decisions.c, *_TEXTS, tables.requests.c.moved_from, tables.requests.c.closed_at
).select_from(
    tables.requests.join(_decisions, _decisions.c.id == tables.requests.c.decision_id).outerjoin(
        _texts, _texts.c.id == _decisions.c.id
    )
)
_CONTENTS = select(_decisions.c.request_id, _decisions.c.content, _decisions.c.id)
_OVERRIDES: Select[Any] = select(*tables.overrides.c, _texts.c.why).select_from(
    tables.overrides.outerjoin(_texts, _texts.c.id == tables.overrides.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as it stands, and since when it is closed."""

    state: RequestState
    closed_at: int | None


def stored_requests(connection: Connection, ids: Sequence[str]) -> dict[str, StoredRequest]:
    """Return the requests of these ids that there are."""
    return _completed(connection, connection.execute(_LATEST.where(tables.requests.c.id.in_(ids))).all())


def pages_of_requests(connection: Connection, chosen: Any, after: str, number: int) -> list[StoredRequest]:
    """Return at most this number of the requests whose row is so, by their ids, from the first one `after` an id."""
    ids = tables.requests.c.id
    query = _LATEST.where(chosen, ids > after).order_by(ids).limit(number)
    return list(_completed(connection, connection.execute(query).all()).values())


def _completed(connection: Connection, rows: Sequence[Row[Any]]) -> dict[str, StoredRequest]:
    """Return the requests of rows of their newest decisions."""
    if not rows:
        return {}
    ids = [row.request_id for row in rows]
    contents: dict[str, dict[str, str]] = defaultdict(dict)
    of_these = _CONTENTS.where(_decisions.c.request_id.in_(ids)).order_by(_decisions.c.revision)
    for request_id, content, id_ in connection.execute(of_these):
        contents[request_id][content] = id_
    events: dict[str, list[StoredEvent]] = defaultdict(list)
    for row in connection.execute(select(tables.events).where(tables.events.c.request_id.in_(ids))):
        events[row.request_id].append(event_of(row))
    overrides: dict[str, list[Override]] = defaultdict(list)
    query = _OVERRIDES.where(tables.overrides.c.request_id.in_(ids)).order_by(tables.overrides.c.number)
    for row in connection.execute(query):
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
        )
        for row in rows
    }


def in_order(events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    """Return events by instant, then by the source's id."""
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def stored_decisions(connection: Connection, condition: Any) -> list[StoredDecision]:
    """Return the decisions whose row is so, by revision."""
    query = _DECISIONS.where(condition).order_by(_decisions.c.revision)
    return [decision_of(row) for row in connection.execute(query)]


def without_texts(state: RequestState) -> RequestState:
    """Return a request whose texts are forgotten."""
    overrides = tuple(replace(override, why="") for override in state.overrides)
    return replace(state, latest=replace(state.latest, texts=None), overrides=overrides)
