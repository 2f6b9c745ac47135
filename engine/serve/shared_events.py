"""Requests that somebody split from one message: what happens to one of them happens to all, unless it says not."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..language.split_requests import SHARED, message_named_in
from ..language.time_notation import parse_instant
from ..store.records import RequestChange, RequestState, StoredEvent
from .futures import all_done
from .request_changes import Files, known_state, with_counted
from .revisions import original_text
from .stored_events import counted_events, what_happened

if TYPE_CHECKING:
    from ..store.store import Store

MOST_PARTS = 99
"""Requests that a message can be split into, as in `T-1/1` to `T-1/99`, that share what happens to them."""

Change = Callable[[str, Callable[[RequestState | None], RequestChange | None]], "Future[RequestChange | None]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEvents:
    """Gives each part of a message the events that another part has and that count for all."""

    store: "Store"
    change: Change
    files: Files

    def share(self, request_id: str, now: int) -> Future[None]:
        """Share the events of a message that count at an instant, in milliseconds; done once they are on disk."""
        message = message_named_in(request_id)
        names = [f"{message}/{n}" for n in range(1, MOST_PARTS + 1)] if message else []
        parts = self.store.requests(names) if names else []
        changes = []
        for part in parts:
            beside = [event for state in parts if state is not part for event in state.events]
            added = _missing(part, [event for event in counted_events(beside, now) if is_shared(event)])
            if added:
                add = AddSharedEvents(request_id=part.id, events=added, files=self.files, now=now)
                changes.append(self.change(part.id, add))
        return all_done(changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSharedEvents:
    """Adds the events of other parts of a message to a request, and decides it anew."""

    request_id: str
    events: Sequence[StoredEvent]
    files: Files
    now: int

    def __call__(self, state: RequestState | None) -> RequestChange | None:
        """Return what is written of it."""
        state = known_state(state, self.request_id)
        added = _missing(state, self.events)  # another may have shared them meanwhile
        if not added:
            return None
        state = replace(state, events=(*state.events, *added))
        return RequestChange(events=added, decision=with_counted(state, self.files(), added[0].actor, self.now))


def is_shared(event: StoredEvent) -> bool:
    """Tell whether an event counts for all parts of its message."""
    happened = json.loads(event.event)
    return happened["is"] in SHARED and not happened.get("alone")


def _missing(state: RequestState, events: Sequence[StoredEvent]) -> tuple[StoredEvent, ...]:
    """Return those of the events that a request does not have, from its receipt on, each once."""
    received = parse_instant(json.loads(original_text(state.latest))["received"]) * 1000
    ids = {event.id for event in state.events}
    known = [what_happened(json.loads(event.event)) for event in state.events]
    missing = []
    for event in events:
        happened = what_happened(json.loads(event.event))
        if event.at >= received and event.id not in ids and happened not in known:
            ids.add(event.id)
            known.append(happened)
            missing.append(replace(event, request_id=state.id))
    return tuple(missing)
