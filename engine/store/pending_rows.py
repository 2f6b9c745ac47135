"""What changes of requests write: rows, gathered for one transaction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from . import tables
from .errors import StoreError
from .reading import StoredRequest, in_order
from .records import RequestState
from .rows import decision_row, event_row, message_digest, override_rows, texts_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table
    from sqlalchemy.sql.dml import Insert

    from .records import RequestChange, StoredEvent
    from .statements import Statements

_SALT_BYTES = 32
_UPDATE = (
    update(tables.requests)
    .where(tables.requests.c.id == bindparam("request"))
    .values({name: bindparam(name) for name in ("decision_id", "changed_at", "closed_at", "moved_from")})
)
_INSERTED = (
    tables.decisions,
    tables.requests,
    tables.texts,
    tables.events,
    tables.overrides,
    tables.log,
)


def insert_new(table: Table, connection: Connection) -> Insert:
    """Return a statement that inserts rows, and leaves out those that are there."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


@dataclass(kw_only=True)
class PendingRows:
    """The rows of a transaction, and the requests as they stand in it."""

    requests: dict[str, StoredRequest]
    statements: Statements
    _rows: dict[Table, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _new: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The rows of requests that are new."""
    _updated: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The rows of those that were there."""

    def insert(self, table: Table, row: dict[str, Any]) -> None:
        """Add a row."""
        self._rows[table].append(row)

    def apply(self, request_id: str, change: RequestChange) -> None:
        """Add the rows of a change; the request is then as it becomes by it."""
        stored = self.requests.get(request_id)
        became = _changed(request_id, stored, change)
        decision = change.decision
        if decision:
            self.insert(tables.decisions, decision_row(decision))
            if decision.texts:
                self.insert(tables.texts, texts_row(decision, decision.texts))
        if change.events or change.override or change.message_ids:
            self._insert_beside(request_id, stored, change, became.changed_at)
        self._keep(request_id, became, is_new=stored is None)

    def _insert_beside(
        self, request_id: str, stored: StoredRequest | None, change: RequestChange, heard_at: int
    ) -> None:
        """Add the rows of all but the decision."""
        for event in new_events(stored.state if stored else None, change):
            self.insert(tables.events, event_row(event))
        if change.override:
            number = len(stored.state.overrides) + 1 if stored else 1
            override, why = override_rows(change.override, number, token_bytes(_SALT_BYTES))
            self.insert(tables.overrides, override)
            self.insert(tables.texts, why)
        for message_id in filter(None, change.message_ids):
            row = {"digest": message_digest(message_id), "request_id": request_id, "heard_at": heard_at}
            self.insert(tables.message_ids, row)

    def _keep(self, request_id: str, became: StoredRequest, *, is_new: bool) -> None:
        self.requests[request_id] = became
        row = {
            "decision_id": became.state.latest.id,
            "changed_at": became.changed_at,
            "closed_at": became.closed_at,
            "moved_from": became.state.moved_from,
        }
        if is_new or request_id in self._new:
            self._new[request_id] = {"id": request_id, "first_id": became.first_id, **row}
        else:
            self._updated[request_id] = {"request": request_id, **row}

    def write(self, connection: Connection) -> None:
        """Write the rows in the transaction of a connection."""
        if self._new:
            self._rows[tables.requests] = list(self._new.values())
        for table in _INSERTED:
            if rows := self._rows.get(table):
                self.statements.insert(connection, table, rows)
        if rows := self._rows.get(tables.message_ids):
            connection.execute(insert_new(tables.message_ids, connection), rows)
        if self._updated:
            connection.execute(_UPDATE, list(self._updated.values()))


def new_events(state: RequestState | None, change: RequestChange) -> tuple[StoredEvent, ...]:
    """Return the events of a change that the request does not have; the same id with another event is an error."""
    known = {event.id: event for event in state.events} if state else {}
    fresh: dict[str, StoredEvent] = {}
    for event in change.events:
        before = known.get(event.id) or fresh.get(event.id)
        if before is None:
            fresh[event.id] = event
        elif (before.at, before.event) != (event.at, event.event):
            raise StoreError(f"event `{event.id}` of request `{event.request_id}` is stored with other content")
    return tuple(fresh.values())


def _changed(request_id: str, stored: StoredRequest | None, change: RequestChange) -> StoredRequest:
    """Return a request as it becomes by a change."""
    decision = change.decision
    _check_next(request_id, stored.state.latest.revision if stored else 0, change)
    if stored is None:
        if decision is None:
            raise StoreError(f"request `{request_id}` is not known")
        state = RequestState(id=request_id, latest=decision, contents={decision.content: decision.id})
        closed_at = decision.made_at if decision.is_closed else None
        stored = StoredRequest(state=state, closed_at=closed_at, changed_at=decision.made_at, first_id=decision.id)
        if not (change.events or change.override):
            return stored
    state = stored.state
    latest = decision or state.latest
    closed_at = stored.closed_at if state.latest.is_closed else latest.made_at
    events = new_events(state, change)
    became = replace(
        state,
        latest=latest,
        contents=_contents(state.contents, change),
        events=in_order((*state.events, *events)),
        overrides=(*state.overrides, change.override) if change.override else state.overrides,
        moved_from=_moved_from(state, change),
    )
    instants = [part.made_at for part in (decision, change.override) if part] + [event.heard_at for event in events]
    return StoredRequest(
        state=became,
        closed_at=closed_at if latest.is_closed else None,
        changed_at=max([stored.changed_at, *instants]),
        first_id=stored.first_id,
    )


def _contents(contents: Mapping[str, str], change: RequestChange) -> Mapping[str, str]:
    return {**contents, change.decision.content: change.decision.id} if change.decision else contents


def _moved_from(state: RequestState, change: RequestChange) -> str | None:
    if change.is_accepted:
        return None
    return state.moved_from or (state.latest.id if change.is_moved else None)


def _check_next(request_id: str, revision: int, change: RequestChange) -> None:
    """Refuse what is of another request, or not its next revision: whoever changes has to see what stands."""
    decision = change.decision
    if any(part and part.request_id != request_id for part in (decision, change.override, *change.events)):
        raise StoreError(f"what becomes of request `{request_id}` is of another one")
    if decision and decision.revision != revision + 1:
        raise StoreError(f"revision {decision.revision} of request `{request_id}` does not follow {revision}")
