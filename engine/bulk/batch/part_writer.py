"""The parts of a run: rows decided and written, one part for each run of rows that is read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..columns_out.decided_table import DecidedTable
from ..table_decider import TableDecider
from .decision_texts import csv_header, csv_rows, json_rows, reject_rows
from .input_file import Form, RequestsFile
from .row_batches import Position, RejectedRow, RowBatch
from .run_folder import RunFolder
from .stages import staged
from .text_rows import DoneRun

_WAITING_ROWS, _WAITING_PARTS = 800_000, 16
"""So much waits to be decided, together: the more rows there are, the less a situation costs that is met first."""

REJECT_COLUMNS = ("row", "line", "check", "reason", "help")


@dataclass(frozen=True, slots=True)
class DecidedRows:
    """A run of rows with the decisions of those that are none of the rejects."""

    batch: RowBatch
    table: pa.Table
    rejects: Sequence[RejectedRow]


class PartWriter:
    """Writes the parts of a run to its folder, in the forms of its output and of its rejects."""

    def __init__(self, folder: RunFolder, decider: TableDecider, *, output: Form, rejects: Form) -> None:
        self._folder, self._decider, self._output, self._rejects = folder, decider, output, rejects

    def write(self, requests: RequestsFile, part_rows: int) -> Iterator[DecidedRows]:
        """Write the parts that the folder lacks, of so many rows each, and yield each once it is written."""
        done = [DoneRun(end=part.end, digest=part.digest) for part in self._folder.parts]
        self._folder.begin(*_headers(self._decider.schema, self._output, self._rejects))
        batches = requests.batches(part_rows, done)
        most = min(max(_WAITING_ROWS // part_rows, 1), _WAITING_PARTS)
        with staged(batches, change=lambda waiting: decided_rows(waiting, self._decider), most=most) as decided:
            for rows in decided:
                self._write(rows)
                yield rows
        if self._output == "parquet" and not self._folder.parts:  # a folder without a file has no columns
            self._write(DecidedRows(_NOTHING, self._decider.schema.empty_table(), ()))

    def _write(self, rows: DecidedRows) -> None:
        counts = pc.value_counts(rows.table.column("status")).to_pylist()
        entry = {
            "rows": rows.batch.size,
            "decisions": rows.table.num_rows,
            "rejects": len(rows.rejects),
            "statuses": {count["values"]: count["counts"] for count in counts},
            "end": asdict(rows.batch.end),
            "digest": rows.batch.digest,
        }
        rejected = [tuple(asdict(reject).values()) for reject in rows.rejects]
        written = reject_rows(rejected, self._rejects, REJECT_COLUMNS) if rejected else b""
        self._folder.write_part(_writing(rows.table, self._output), written, entry)


_NO_NUMBERS = np.empty(0, np.int64)
_NOTHING = RowBatch(table=None, rows=_NO_NUMBERS, lines=_NO_NUMBERS, rejects=(), end=Position(), digest="")


def decided_rows(batches: Sequence[RowBatch], decider: TableDecider) -> Iterator[DecidedRows]:
    """Yield the decisions of runs of rows, each as it is made, without those of rows that are no valid request."""
    decided = decider.decide_all([batch.table for batch in batches])
    for batch, table in zip(batches, decided, strict=True):
        yield _valid_rows(batch, table)


def _valid_rows(batch: RowBatch, decided: DecidedTable) -> DecidedRows:
    table, invalid = decided.table, decided.rejects
    rejects = [
        RejectedRow.of(reject.findings, int(batch.rows[reject.row]), int(batch.lines[reject.row])) for reject in invalid
    ]
    if rejects:
        is_valid = np.ones(table.num_rows, np.bool_)
        is_valid[[reject.row for reject in invalid]] = False
        table = table.filter(pa.array(is_valid))
    return DecidedRows(batch, table, sorted([*batch.rejects, *rejects], key=lambda reject: reject.row))


def _headers(schema: pa.Schema, output: Form, rejects: Form) -> tuple[bytes, bytes]:
    columns = pa.schema([(name, pa.string()) for name in REJECT_COLUMNS])
    return csv_header(schema) if output == "csv" else b"", csv_header(columns) if rejects == "csv" else b""


def _writing(table: pa.Table, form: Form) -> Callable[[BinaryIO], object]:
    """Return what writes a table to a file."""
    if form == "parquet":
        return lambda stream: pq.write_table(table, stream)
    texts = csv_rows(table) if form == "csv" else json_rows(table)
    return lambda stream: sum(map(stream.write, texts))
