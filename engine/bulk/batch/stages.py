"""Stages that work at the same time, each in a thread of its own, with little between them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

_PAUSE = 0.1

Item = TypeVar("Item")
Result = TypeVar("Result")


class _End:
    """What comes last: nothing more, or why."""

    def __init__(self, problem: BaseException | None) -> None:
        self.problem = problem


class _Stage(Generic[Item]):
    """A thread that works out what another takes."""

    def __init__(self, items: Iterable[Item], stopped: Event, most: int) -> None:
        self._items, self._stopped = items, stopped
        self._queue: Queue[Item | _End] = Queue(most)
        self.thread = Thread(target=self._work, daemon=True)

    def results(self) -> Iterator[list[Item]]:
        """Yield what it works out, all that waits at a time; raise what it raises."""
        while not self._stopped.is_set():
            try:
                waiting = [self._queue.get(timeout=_PAUSE)]
            except Empty:
                continue
            with suppress(Empty):
                while True:
                    waiting.append(self._queue.get_nowait())
            items = [item for item in waiting if not isinstance(item, _End)]
            if items:
                yield items
            last = waiting[-1]
            if isinstance(last, _End):
                if last.problem:
                    raise last.problem
                return

    def _work(self) -> None:
        problem: BaseException | None = None
        try:
            for item in self._items:
                if not self._put(item):
                    return
        except BaseException as raised:  # noqa: BLE001 - whoever takes the results raises it
            problem = raised
        self._put(_End(problem))

    def _put(self, item: Item | _End) -> bool:
        """Hand an item on; return whether anybody still waits for it."""
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=_PAUSE)
            except Full:
                continue
            return True
        return False


@contextmanager
def staged(
    items: Iterable[Item], *, change: Callable[[list[Item]], Iterable[Result]], most: int
) -> Iterator[Iterator[Result]]:
    """Return what items are changed to, read in one thread and changed in another while the caller takes them.

    What is read waits, `most` items at most, and what waits is changed together.
    """
    stopped = Event()
    reading = _Stage(items, stopped, most)
    changing = _Stage((result for waiting in reading.results() for result in change(waiting)), stopped, 1)
    stages = (reading, changing)
    for stage in stages:
        stage.thread.start()
    is_interrupted = False
    try:
        yield (result for waiting in changing.results() for result in waiting)
    except KeyboardInterrupt:
        is_interrupted = True  # nobody waits for what they are at
        raise
    finally:
        stopped.set()
        for stage in () if is_interrupted else stages:
            stage.thread.join()
