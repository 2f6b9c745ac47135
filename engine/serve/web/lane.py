"""Threads for work that would hold up the loop, with a limit to how much of it waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from .problems import Problem

P = ParamSpec("P")
T = TypeVar("T")


class Lane:
    """So many threads, before which so many tasks may wait; whoever comes then is told to come again."""

    def __init__(self, name: str, threads: int, most_waiting: int) -> None:
        self._executor = ThreadPoolExecutor(threads, f"remit-{name}")
        self._most = threads + most_waiting
        self._tasks = 0

    async def run(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Return what a function returns, while others are answered."""
        if self._tasks >= self._most:
            raise Problem("unavailable", "too many others wait for the same", headers={"Retry-After": "5"})
        self._tasks += 1
        future = asyncio.get_running_loop().run_in_executor(self._executor, lambda: function(*arguments, **options))
        future.add_done_callback(self._finish)
        return await future

    def close(self) -> None:
        """Let what is at work end by itself, and begin nothing more."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _finish(self, _future: object) -> None:
        self._tasks -= 1
