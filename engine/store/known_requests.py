"""Requests of a store, as whoever reads mails asks about them; the store is opened with the first question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store_reader import StoreReader


class StoredRequests:
    """The requests of the store at a URL, or of one that is open."""

    def __init__(self, store: str | StoreReader) -> None:
        self._url = store if isinstance(store, str) else ""
        self._reader = None if isinstance(store, str) else store

    def request_of_message(self, message_id: str) -> str | None:
        """Return the request that a mail belongs to, None where it is not known."""
        return self._store().request_of_message(message_id)

    def owner(self, request_id: str) -> str | None:
        """Return whose a request is: the id of its contract, or else the domain of its sender; None without one."""
        state = self._store().request(request_id)
        if state is None:
            return None
        contract = _value(state.latest.request, "contract")
        if contract is None and state.latest.texts:
            sender = _value(state.latest.texts.request, "from") or ""
            return sender.strip(" >").rpartition("@")[2].lower() or None
        return contract

    def close(self) -> None:
        """Let a store go that was opened here."""
        if self._url and self._reader:
            self._reader.close()

    def _store(self) -> StoreReader:
        if self._reader is None:
            from .store_reader import StoreReader  # noqa: PLC0415 - start-up is felt

            self._reader = StoreReader.read(self._url)
        return self._reader


def _value(request: str, key: str) -> str | None:
    """Return a text of a request in JSON, None where it is none."""
    try:
        written: Any = json.loads(request)
    except ValueError:
        return None
    value = written.get(key) if isinstance(written, dict) else None
    return value if isinstance(value, str) else None
