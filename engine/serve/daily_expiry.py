"""What is kept no longer than it is to be kept, once a day."""

from typing import TYPE_CHECKING

from .service_config import ServiceConfig

if TYPE_CHECKING:
    from ..store.store import Store

_DAY = 86_400_000


class DailyExpiry:
    """Removes texts and decisions that are older than they are to be kept, when the service begins and then daily."""

    def __init__(self, store: "Store", config: ServiceConfig) -> None:
        self._store = store
        self._config = config
        self._ran_at: int | None = None

    def run(self, now: int) -> bool:
        """Remove what has expired, where it is time; tell whether anything may have gone."""
        messages, decisions = self._config.keep_messages_ms, self._config.keep_decisions_ms
        if messages is None and decisions is None:
            return False
        if self._ran_at is not None and now - self._ran_at < _DAY:
            return False
        self._ran_at = now
        self._store.expire(now, messages, decisions)
        return True
