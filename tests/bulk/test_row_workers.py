"""Rows with events are decided by worker processes as they are in this one, in their order."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import remit
from remit.engine.bulk import row_workers, table_decider
from remit.engine.bulk.row_workers import RowWorkers, WorkerError

from .batch_verbs import rows, run, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from remit.engine.bulk.columns_in.input_columns import InputColumns
    from remit.engine.bulk.single_rows import SingleRow
    from remit.engine.bulk.table_decider import TableDecider

RECEIVED = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)
ROWS = 47


def requests() -> pa.Table:
    """Return requests with events, and without; of every seventh the events are none."""
    columns: dict[str, list[Any]] = {"id": [], "tier": [], "received": [], "activity": [], "events": []}
    for n in range(ROWS):
        received = RECEIVED + timedelta(hours=n)
        replied = [{"at": (received + timedelta(minutes=40 * n)).isoformat(), "is": "replied"}]
        events = "no events" if n % 7 == 0 else None if n % 5 == 0 else json.dumps(replied)
        row = (f"T-{n}", ("premium", "standard")[n % 2], received, ("bug_fix", None, "installation")[n % 3], events)
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
    typed = pa.array(columns["received"], pa.timestamp("us", "UTC"))
    # A dictionary, as many texts of events would be read from Parquet.
    return pa.table({**columns, "received": typed, "events": pa.array(columns["events"]).dictionary_encode()})


@pytest.fixture(scope="module")
def with_workers() -> Iterator[TableDecider]:
    decider = remit.table_decider("jams", workers=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_decider, "ENOUGH", 10)
        patch.setattr(row_workers, "_ROWS", 4)
        yield decider
    decider.close()


def test_workers_decide_as_this_process_does(with_workers: TableDecider) -> None:
    alone = remit.table_decider("jams").decide(requests())
    for _ in range(2):  # also where the workers have begun
        together = with_workers.decide(requests())
        assert alone.table.equals(together.table)
        assert alone.rejects == together.rejects
    assert [n for n in range(ROWS) if n % 7 == 0] == [reject.row for reject in together.rejects]
    assert requests()["id"].to_pylist() == together.table["id"].to_pylist()


def test_a_worker_that_dies_is_an_error_and_the_next_table_is_decided(
    with_workers: TableDecider, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_workers.decide(requests()).table
    killed: list[int] = []

    def as_bytes(piece: pa.Table) -> bytes:
        if not killed:
            killed.extend(child.pid for child in _children() if child.pid)
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
        return _as_bytes(piece)

    _as_bytes = row_workers._as_bytes  # noqa: SLF001 - a worker is killed between two pieces
    with monkeypatch.context() as patch:
        patch.setattr(row_workers, "_as_bytes", as_bytes)
        with pytest.raises(WorkerError, match="ended before it had decided its rows"):
            with_workers.decide(requests())
    assert killed
    assert before.equals(with_workers.decide(requests()).table)


def _children() -> list[Any]:
    from multiprocessing import active_children  # noqa: PLC0415 - asked for by one test

    return active_children()


def test_few_rows_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(RowWorkers, "decide", refuse)
    monkeypatch.setattr(table_decider, "ENOUGH", ROWS + 1)
    decider = remit.table_decider("jams", workers=2)
    assert ROWS == decider.decide(requests()).table.num_rows
    decider.close()  # though nothing began


def test_a_run_that_loses_a_worker_says_so_and_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are decided one by one as of an instant, so that all of them are for workers."""
    file, decided = write_rows(tmp_path / "requests.jsonl", rows(12)), RowWorkers.decide
    pieces = [0]

    def decide(self: RowWorkers, table: pa.Table, columns: InputColumns) -> Iterator[SingleRow]:
        pieces[0] += 1
        if pieces[0] == 3:
            raise WorkerError("a worker process ended")
        return decided(self, table, columns)

    monkeypatch.setattr(table_decider, "ENOUGH", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    now = int(RECEIVED.timestamp())
    with monkeypatch.context() as patch:
        patch.setattr(RowWorkers, "decide", decide)
        stopped = run(file, tmp_path / "decided.jsonl", now=now)
    assert ("stopped", "a worker process ended") == (stopped.end, stopped.problem)
    assert not (tmp_path / "decided.jsonl").exists()
    assert "done" == run(file, tmp_path / "decided.jsonl", resumes=True, now=now).end
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert "done" == run(file, tmp_path / "alone.jsonl", now=now).end
    assert (tmp_path / "alone.jsonl").read_bytes() == (tmp_path / "decided.jsonl").read_bytes()
