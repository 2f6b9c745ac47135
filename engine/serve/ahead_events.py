"""Events that lie ahead of the service's clock, until their instant has come."""

from collections.abc import Iterable
from threading import Lock

from ..store.records import StoredEvent
from .stored_events import MOST_AHEAD


class AheadEvents:
    """The requests with events that do not count yet, and when the first of each does."""

    def __init__(self) -> None:
        self._instants: dict[str, int] = {}
        self._lock = Lock()

    def note(self, request_id: str, events: Iterable[StoredEvent], now: int) -> None:
        """Note the events of a request that are ahead."""
        first = min((event.at for event in events if event.at > now + MOST_AHEAD), default=None)
        if first is not None:
            with self._lock:
                self._instants[request_id] = min(first, self._instants.get(request_id, first))

    def take(self, now: int) -> list[str]:
        """Return the requests of which an event counts from now on, each once."""
        with self._lock:
            come = [id_ for id_, first in self._instants.items() if first <= now + MOST_AHEAD]
            for id_ in come:
                del self._instants[id_]
        return come
