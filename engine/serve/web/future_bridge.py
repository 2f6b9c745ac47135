"""From the writer's thread to the loop: all that one transaction has finished comes over at once."""

import asyncio
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class FutureBridge:
    """Lets coroutines wait for futures that another thread sets; waking the loop costs more than an answer."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_scheduled = False

    async def result(self, future: Future[T]) -> T:
        """Return the result of a future, or raise what it raises."""
        loop = self._loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        future.add_done_callback(partial(self._note, waiter))
        return await waiter

    def _note(self, waiter: "asyncio.Future[Any]", future: "Future[Any]") -> None:
        self._done.append((waiter, future))
        # `_resolve` clears the flag before it takes what is done, so nothing that sees it set is forgotten.
        if not self._is_scheduled and self._loop:
            self._is_scheduled = True
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                self._loop.call_soon_threadsafe(self._resolve)

    def _resolve(self) -> None:
        self._is_scheduled = False
        while self._done:
            waiter, future = self._done.popleft()
            if waiter.done():  # whoever asked has gone
                continue
            error = future.exception()
            if error is None:
                waiter.set_result(future.result())
            else:
                waiter.set_exception(error)
