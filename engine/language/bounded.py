"""What is remembered by key, up to a limit."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ..locks import forkable_lock

MOST = 8_192

V = TypeVar("V")
_lock = forkable_lock()


class Bounded(Generic[V]):
    """Values by key, of which the oldest makes room once there are too many."""

    __slots__ = ("_most", "_values", "get")

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._values: dict[Hashable, V] = {}
        self.get: Callable[[Hashable], V | None] = self._values.get

    def put(self, key: Hashable, value: V) -> V:
        """Remember a value, and return it; the one that another thread was faster to remember stays."""
        with _lock:
            self._make_room(key)
            return self._values.setdefault(key, value)

    def replace(self, key: Hashable, value: V) -> None:
        """Remember a value in place of another."""
        with _lock:
            self._make_room(key)
            self._values[key] = value

    def _make_room(self, key: Hashable) -> None:
        if key not in self._values and len(self._values) >= self._most:
            del self._values[next(iter(self._values))]

    def __len__(self) -> int:
        return len(self._values)
