"""Worker processes for rows that are decided one by one, such as those with events: they take a while each."""

import os
import pickle
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from threading import Thread

import pyarrow as pa

from ..text import reason_of
from .columns_in.input_columns import InputColumns
from .columns_in.row_requests import plain_column
from .single_rows import SingleRow, SingleRows

ENOUGH = 4_000
"""Rows of a table from which on it pays to start processes."""
_ROWS = 250
"""Rows that a worker is handed at a time: few, so that none has long to do when a run is interrupted."""
_AHEAD = 3
"""So many pieces wait for each worker, or have been decided and wait to be taken: memory holds no more."""


class WorkerError(RuntimeError):
    """Rows that no worker decided."""


class RowWorkers:
    """So many processes, started when first needed, which decide rows in order until they are closed.

    Each is a new Python that imports remit and shares nothing with this one. They leave an interruption to this
    process, and end when it does, however that comes.
    """

    def __init__(self, rows: SingleRows, count: int) -> None:
        self._rows = rows
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._is_closed = False

    def decide(self, table: pa.Table, columns: InputColumns) -> Iterator[SingleRow]:
        """Yield what each row comes to, in order; raise WorkerError where a worker died."""
        # A piece of a dictionary would take all of its texts along.
        plain = pa.table([plain_column(column) for column in table.columns], names=table.column_names)
        pieces = (plain.slice(start, _ROWS) for start in range(0, plain.num_rows, _ROWS))
        waiting: deque[Future[list[SingleRow]]] = deque()
        try:
            for piece in pieces:
                waiting.append(self._submitted(piece, columns))
                if len(waiting) >= _AHEAD * self._count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            self._end()
            raise WorkerError(
                "a worker process ended before it had decided its rows: it was killed, or had no memory left"
            ) from None
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes for good; only the pieces that they have begun are waited for."""
        self._is_closed = True
        self._end()

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _submitted(self, piece: pa.Table, columns: InputColumns) -> Future[list[SingleRow]]:
        if self._is_closed:
            raise WorkerError("the worker processes have been ended")
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count, get_context("spawn"), initializer=_begin, initargs=(pickle.dumps(self._rows),)
            )
        try:
            return self._pool.submit(_decide_piece, _as_bytes(piece), columns)
        except OSError as failure:
            raise WorkerError(f"a worker process cannot be started: {reason_of(failure)}") from failure


def _as_bytes(piece: pa.Table) -> bytes:
    """Return rows as Arrow writes them to others: without what the table holds before and after them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, piece.schema) as stream:
        stream.write_table(piece)
    written: bytes = sink.getvalue().to_pybytes()
    return written


_rows: SingleRows


def _begin(pickled: bytes) -> None:
    """Make a worker ready, which reads the policies once."""
    global _rows  # noqa: PLW0603 - what a process decides by for as long as it lives
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _rows = pickle.loads(pickled)  # noqa: S301 - the process that started this one has written it


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _decide_piece(written: bytes, columns: InputColumns) -> list[SingleRow]:
    with pa.ipc.open_stream(written) as stream:
        return list(_rows.decide(stream.read_all(), columns))
