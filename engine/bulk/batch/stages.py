"""Stages that work at the same time, each in a thread of its own, with little between them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

_WAITING = 1
"""So many results of a stage wait for the next one: memory holds no more than a part in each stage and between."""
_PAUSE = 0.1

Item = TypeVar("Item")
Result = TypeVar("Result")


class _End:
    """What comes last: nothing more, or why."""

    def __init__(self, problem: BaseException | None) -> None:
        self.problem = problem


class _Stage(Generic[Item]):
    """A thread that works out what another takes."""

    def __init__(self, items: Iterable[Item], stopped: Event) -> None:
        self._items, self._stopped = items, stopped
        self._queue: Queue[Item | _End] = Queue(_WAITING)
        self.thread = Thread(target=self._work, daemon=True)

    def results(self) -> Iterator[Item]:
        """Yield what it works out; raise what it raises."""
        while not self._stopped.is_set():
            try:
                item = self._queue.get(timeout=_PAUSE)
            except Empty:
                continue
            if not isinstance(item, _End):
                yield item
            elif item.problem:
                raise item.problem
            else:
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
def staged(items: Iterable[Item], *, change: Callable[[Item], Result]) -> Iterator[Iterator[Result]]:
    """Return what items are changed to, read in one thread and changed in another while the caller takes them."""
    stopped = Event()
    reading = _Stage(items, stopped)
    changing = _Stage((change(item) for item in reading.results()), stopped)
    stages = (reading, changing)
    for stage in stages:
        stage.thread.start()
    is_interrupted = False
    try:
        yield changing.results()
    except KeyboardInterrupt:
        is_interrupted = True  # nobody waits for what they are at
        raise
    finally:
        stopped.set()
        for stage in () if is_interrupted else stages:
            stage.thread.join()
