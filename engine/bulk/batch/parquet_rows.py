"""Rows of Parquet, a run of them at a time, whatever the row groups are."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...text import reason_of
from ..columns_in.input_columns import is_unread, repeated_texts
from .row_batches import InputError, Position, RowBatch, refused
from .text_rows import RUN_BYTES


class ParquetRows:
    """The rows of a file of Parquet."""

    def __init__(self, file: str, stream: Any) -> None:
        """Take the file's name, and what reads it; raise InputError where it is no Parquet."""
        self._file = file
        try:
            whole = pq.ParquetFile(stream)
            repeated = repeated_texts(whole.schema_arrow)
            self._parquet = pq.ParquetFile(stream, metadata=whole.metadata, read_dictionary=repeated)
            self.schema: pa.Schema = self._parquet.schema_arrow
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise self._error(problem) from None

    @property
    def number(self) -> int:
        """How many rows there are."""
        return int(self._parquet.metadata.num_rows)

    def batches(self, start: int, part_rows: int) -> Iterator[RowBatch]:
        """Yield the runs of so many rows behind those before `start`, of fewer where rows are long."""
        most = min(part_rows, self._most_rows())
        names = [name for name in self.schema.names if not is_unread(name)]
        row = start
        for table in self._tables(start, most, names):
            rows = np.arange(row + 1, row + 1 + table.num_rows)
            row += table.num_rows
            yield RowBatch(
                table=table,
                rows=rows,
                lines=np.zeros(table.num_rows, np.int64),
                rejects=(),
                end=Position(row=row, offset=row),
                digest="",
            )

    def _most_rows(self) -> int:
        """Return how many rows surely fit a run, by what those of each group take when they are read."""
        metadata = self._parquet.metadata
        groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
        sizes = [group.total_byte_size / group.num_rows for group in groups if group.num_rows]
        return max(1, int(RUN_BYTES / max(sizes, default=1.0)))

    def _tables(self, start: int, most: int, names: Sequence[str]) -> Iterator[pa.Table]:
        """Yield tables of so many rows from a row on; the last one can have fewer."""
        metadata = self._parquet.metadata
        group, skipped = 0, start
        while group < metadata.num_row_groups and skipped >= metadata.row_group(group).num_rows:
            skipped -= metadata.row_group(group).num_rows
            group += 1
        held: list[pa.RecordBatch] = []
        size = 0
        try:
            groups = list(range(group, metadata.num_row_groups))
            for batch in self._parquet.iter_batches(most, row_groups=groups, columns=names, use_threads=False):
                rows = batch.slice(skipped)
                skipped = max(skipped - batch.num_rows, 0)
                while size + rows.num_rows >= most:
                    yield pa.Table.from_batches([*held, rows.slice(0, most - size)])
                    rows, held, size = rows.slice(most - size), [], 0
                if rows.num_rows:
                    held.append(rows)
                    size += rows.num_rows
        except (pa.ArrowException, OSError, ValueError) as problem:
            raise self._error(problem) from None
        if held:
            yield pa.Table.from_batches(held)

    def _error(self, problem: Exception) -> InputError:
        sentences = reason_of(problem).partition("\n")[0].split(". ")
        reason = sentences[0].rstrip(".") or "nothing says why"
        return refused(self._file, "unreadable", f"cannot be read as Parquet: {reason}")
