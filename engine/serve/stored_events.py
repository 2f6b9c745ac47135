"""Events of requests that are kept: read from whoever sends them, each counted once, in order of time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..findings import Findings, Mark
from ..language.instants import instant_at
from ..language.json_reader import read_json
from ..language.nodes import Node
from ..language.request_events import MOST_EVENTS
from ..language.schema import check_shape
from ..language.time_notation import parse_instant
from ..model.events import CHANGED, UPDATED
from ..store.records import RequestState, StoredEvent
from ..triage.json_formats import line_of
from .file_set import REQUEST_NAME
from .service_error import ServiceError
from .submission import check_id

MOST_AHEAD = 5 * 60 * 1000
"""Milliseconds that an event may lie ahead of the service's clock, and count."""
_CHANGES = ("facts", "claimed_priority")


def read_events(text: str) -> list[Mapping[str, Any]]:
    """Return the events that a text writes as plain values; raise ServiceError where something is wrong with one."""
    findings = Findings()
    root = check_shape(read_json(text, REQUEST_NAME, findings), "events", findings)
    nodes = root.mappings("events")
    if len(nodes) > MOST_EVENTS:
        message = f"there are {len(nodes):,} events, more than the limit of {MOST_EVENTS:,}"
        findings.error("too-large", message, root.key_mark("events"))
        raise ServiceError("invalid-events", "there are too many events", findings)
    for node in nodes:
        check_id(node.text("id"), node.key_mark("id"))
        instant_at("at", node.get("at"), findings)
        _check_changes(node, findings)
    if findings.has_errors:
        raise ServiceError("invalid-events", "the events cannot be read", findings)
    return [_plain(node) for node in nodes]


def _plain(node: Node) -> Mapping[str, Any]:
    plain = node.plain()
    assert isinstance(plain, dict)  # noqa: S101 - for the type checker
    return plain


def _check_changes(node: Node, findings: Findings) -> None:
    for key in _CHANGES:
        if node.get(key) is not None and node.text("is") != CHANGED:
            message = f"unknown key `{key}` in event `{node.text('id')}`"
            findings.error("unknown-key", message, node.key_mark(key), "write it in an event `changed`")


def stored_event(request_id: str, event: Mapping[str, Any], actor: str, now: int) -> StoredEvent:
    """Return an event as it is kept."""
    happened = {key: value for key, value in event.items() if key != "id"}
    return StoredEvent(
        request_id=request_id,
        id=event["id"],
        at=parse_instant(event["at"]) * 1000,
        heard_at=now,
        actor=actor,
        event=line_of(happened),
    )


def new_events(state: RequestState, events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    """Return the events that the store has not heard of; raise ServiceError where an id is that of another event."""
    known = {event.id: event for event in state.events}
    added: dict[str, StoredEvent] = {}
    for event in events:
        before = known.get(event.id) or added.get(event.id)
        if before is None:
            added[event.id] = event
        elif what_happened(json.loads(before.event)) != what_happened(json.loads(event.event)):
            findings = Findings()
            message = f"event `{event.id}` is known, and is another event"
            findings.error("event-differs", message, Mark(REQUEST_NAME), "give each event an id of its own")
            raise ServiceError("event-differs", message, findings)
    return tuple(added.values())


def counted_events(events: Iterable[StoredEvent], now: int) -> tuple[StoredEvent, ...]:
    """Return the events that count now, in milliseconds, by instant and then by the source's id."""
    in_time = (event for event in events if event.at <= now + MOST_AHEAD)
    return tuple(sorted(in_time, key=lambda event: (event.at, event.id)))


def with_events(written: Mapping[str, Any], events: Sequence[StoredEvent]) -> Mapping[str, Any]:
    """Return a request with events of the store among its own, of which it may have some already."""
    if not events:
        return written
    added = [json.loads(event.event) for event in events]
    known = [what_happened(event) for event in added]
    own = [event for event in _own_events(written) if what_happened(event) not in known]
    merged = sorted([*own, *added], key=lambda event: parse_instant(event["at"]))
    return {**{key: value for key, value in written.items() if key != "last_update"}, "events": merged}


def _own_events(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "last_update" in written:
        return [{"at": written["last_update"], "is": UPDATED}]
    return list(written.get("events", ()))


def what_happened(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an event so that the same is equal, however its instant is written."""
    return {**event, "at": parse_instant(event["at"])}
