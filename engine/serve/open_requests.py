"""The requests that are open, held in memory by their newest decision; only how they stand is worked out anew."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..findings import Findings
from ..language.json_reader import read_json
from ..language.plain_requests import plain_json, plain_request
from ..language.request_files import FREE_TEXT, draft_of
from ..model import Request
from ..store.records import Override, RequestState
from .file_set import REQUEST_NAME

if TYPE_CHECKING:
    from ..store.store import Store

MOST_OPEN = 50_000
"""Open requests that are read, those that came first: no desk has more."""
_MOST_STALE = 20_000
"""Requests that are read one by one; where more have changed, all are read."""
_SHARED_FOR = 5_000
"""Milliseconds for which is shown what was read of a store that other processes write, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEntry:
    """An open request: the request that its newest decision is of, and what is shown beside that."""

    request: Request
    decision_id: str
    level: str | None
    could_be: frozenset[str]
    """The levels that it could be of, were something otherwise that nobody knows or has confirmed."""
    overrides: tuple[Override, ...]
    moved_from: str | None


class OpenRequests:
    """The open requests of a store, read when somebody asks for them, and then again those that have changed."""

    def __init__(self, store: "Store", clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._entries: dict[str, OpenEntry] | None = None
        self._read_at = 0
        self._stale: set[str] = set()
        self._lock = Lock()
        self.is_cut = False
        """Whether more requests are open than are read."""

    def changed(self, request_id: str) -> None:
        """Note that a request has changed."""
        if self._entries is not None:
            self._stale.add(request_id)

    def changed_all(self) -> None:
        """Note that any request may have changed."""
        with self._lock:
            self._entries = None

    def entries(self) -> dict[str, OpenEntry]:
        """Return the open requests by id, as they are in the store."""
        with self._lock:
            stale, self._stale = self._stale, set()
            is_old = self._store.is_shared and self._clock() - self._read_at >= _SHARED_FOR
            if self._entries is None or is_old or len(stale) > _MOST_STALE:
                self._read_at = self._clock()
                self._entries = {}  # what changes while it is read is noted from here on
                states = islice(self._store.open_requests(), MOST_OPEN + 1)
                entries = {state.id: entry_of(state) for state in states}
                self.is_cut = len(entries) > MOST_OPEN
                self._entries = entries
            else:
                self._entries = self._updated(self._entries, stale)
            return self._entries

    def _updated(self, entries: dict[str, OpenEntry], stale: set[str]) -> dict[str, OpenEntry]:
        if not stale:
            return entries
        updated = dict(entries)
        for request_id in stale:
            state = self._store.request(request_id)
            updated.pop(request_id, None)
            if state is not None and not state.latest.is_closed:
                updated[request_id] = entry_of(state)
        return updated


def entry_of(state: RequestState) -> OpenEntry:
    """Return a request as it stands in the store."""
    return OpenEntry(
        request=stored_request(state.latest.request),
        decision_id=state.latest.id,
        level=state.latest.level,
        could_be=_possible_levels(json.loads(state.latest.decision)),
        overrides=state.overrides,
        moved_from=state.moved_from,
    )


def _possible_levels(decision: Mapping[str, Any]) -> frozenset[str]:
    """Return the levels that are possible by what is missing or presumed, but for the one that is decided."""
    priority = decision.get("priority") or {}
    levels = set(priority.get("possible", ())) if priority.get("level") is None else set()
    for presumed in decision.get("presumed", ()):
        if presumed["fact"] in decision["unconfirmed"]:
            for alternative in presumed["alternatives"]:
                levels.update(alternative.get("level", ()))
    return frozenset(level for level in levels if level is not None and level != priority.get("level"))


def stored_request(text: str) -> Request:
    """Return a request of the store as a record."""
    written = plain_json(text)
    request = plain_request(written, None) if isinstance(written, dict) else None
    if request is None:
        findings = Findings()
        request = draft_of(read_json(text, REQUEST_NAME, findings, FREE_TEXT), findings)
    assert request is not None  # noqa: S101 - what is stored was read before
    return request
