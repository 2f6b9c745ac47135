"""Futures made of futures: of a result, of what follows it, of several together."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def mapped(future: "Future[T]", result: Callable[[T], R]) -> Future[R]:
    """Return a future of what is made of a future's result, in the thread that sets it."""
    answer = Future[R]()

    def finish(done: "Future[T]") -> None:
        try:
            answer.set_result(result(done.result()))
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            answer.set_exception(error)

    future.add_done_callback(finish)
    return answer


def followed(future: "Future[T]", follow: "Callable[[], Future[None]]") -> "Future[T]":
    """Return a future that is done once what follows it is done, too; nothing follows one that fails."""
    result = Future[T]()

    def begin(done: "Future[T]") -> None:
        problem = done.exception()
        if problem is not None:
            result.set_exception(problem)
            return
        try:
            follow().add_done_callback(lambda following: settle(done, following))
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            result.set_exception(error)

    def settle(done: "Future[T]", following: "Future[None]") -> None:
        problem = following.exception()
        if problem is None:
            result.set_result(done.result())
        else:
            result.set_exception(problem)

    future.add_done_callback(begin)
    return result


def all_done(futures: "Sequence[Future[T]]") -> Future[None]:
    """Return a future that is done once all are; it raises what one of them raises."""
    result, waiting, lock = Future[None](), list(futures), Lock()

    def finish(done: "Future[T]") -> None:
        with lock:
            waiting.remove(done)
            if result.done():
                return
            problem = done.exception()
            if problem is not None:
                result.set_exception(problem)
            elif not waiting:
                result.set_result(None)

    if not futures:
        result.set_result(None)
    for future in futures:
        future.add_done_callback(finish)
    return result
