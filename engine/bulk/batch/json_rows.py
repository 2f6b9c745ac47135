"""Rows of JSON lines: objects with the keys of a request, facts in `facts` or by their names.

What is plain is read by pyarrow, many lines at a time; all else is read in full, with one result.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ...language.plain_requests import plain_json
from .json_columns import joined_tables, json_table
from .json_requests import JsonRow, LineReader, RefusedLine
from .line_shape import LineShape
from .plain_lines import Flags, may_be_plain, read_plain_lines
from .record_pieces import RECORD_BYTES, Piece
from .row_batches import Numbers, RejectedRow
from .text_rows import ParsedRows

_LEARNED = 256
"""So many lines are looked at before the first is read."""
_FEWER = 24
"""What cannot be read together is cut into so many parts."""
_FEWEST = 24
"""So few lines are read in full."""


class JsonSound(NamedTuple):
    """The rows of a piece that can be read: tables of those that are plain, and the others; and their numbers."""

    tables: Sequence[pa.Table]
    plain: Numbers
    rows: Sequence[JsonRow]
    in_full: Numbers


class JsonParser:
    """Makes rows of lines of JSON. `is_fact` tells whether some policy declares a fact."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        self._reader = LineReader(is_fact)
        self._shape = LineShape(self._reader.is_fact)
        self._has_learned = False

    def parse(self, piece: Piece, line: int, row: int) -> ParsedRows:
        """Return the rows of a piece that begins after so many lines and rows."""
        records = _Records(piece)
        tables, is_plain = ([], np.zeros(len(records), np.bool_)) if piece.is_too_long else self._plain(records)
        is_row = is_plain.copy()
        for index in np.flatnonzero(~is_plain).tolist():
            is_row[index] = bool(records[index].strip())
        rows = row + np.cumsum(is_row)
        sound: list[tuple[int, JsonRow]] = []
        rejects: list[RejectedRow] = []
        for index in np.flatnonzero(is_row & ~is_plain).tolist():
            try:
                sound.append((index, self._reader.read(records[index])))
            except RefusedLine as refused:
                rejects.append(RejectedRow.of(refused.findings, int(rows[index]), line + index + 1))
        is_sound = is_plain.copy()
        in_full = np.array([index for index, _ in sound], np.int64)
        is_sound[in_full] = True
        return ParsedRows(
            sound=JsonSound(tables, rows[is_plain], [read for _, read in sound], rows[in_full]),
            rows=rows[is_sound],
            lines=line + 1 + np.flatnonzero(is_sound),
            rejects=rejects,
        )

    def table(self, parsed: Sequence[ParsedRows]) -> pa.Table:
        """Return the table of the rows of a run that can be read."""
        sound: list[JsonSound] = [rows.sound for rows in parsed]
        in_full = [row for rows in sound for row in rows.rows]
        tables = [table for rows in sound for table in rows.tables]
        if in_full or not tables:
            tables.append(json_table(in_full, self._shape.kinds))
        table = joined_tables(tables)
        if not in_full:
            return table
        numbers = np.concatenate([*(rows.plain for rows in sound), *(rows.in_full for rows in sound)])
        return table.take(pa.array(np.argsort(numbers)))

    def _plain(self, records: "_Records") -> tuple[list[pa.Table], Flags]:
        """Return the tables of the lines that are plain, and which ones those are."""
        is_plain = np.zeros(len(records), np.bool_)
        candidates = np.flatnonzero(may_be_plain(records.data, records.ends))
        if not self._has_learned and len(candidates):
            self._learn(records, candidates[:_LEARNED])
            self._has_learned = True
        tables: list[pa.Table] = []
        ahead = [candidates] if len(candidates) else []
        while ahead:
            lines = ahead.pop()
            read = read_plain_lines(*records.of(lines), self._shape)
            if read is not None:
                tables.append(read.table)
                is_plain[lines[read.is_plain]] = True
            elif len(lines) > _FEWEST:
                ahead += [part for part in np.array_split(lines, _FEWER)[::-1] if len(part)]
            else:
                self._learn(records, lines)
        return tables, is_plain

    def _learn(self, records: "_Records", lines: Numbers) -> None:
        self._shape.learn(plain_json(records[line].decode(errors="replace")) for line in lines.tolist())


class _Records:
    """The lines of a piece."""

    def __init__(self, piece: Piece) -> None:
        self.data, self.ends = piece.data, piece.cut.ends
        self._is_too_long = piece.is_too_long
        self._sizes = np.diff(self.ends, prepend=0)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> bytes:
        """Return a line; one that is too long to be held stands for itself by its size."""
        if self._is_too_long:
            return b"x" * (RECORD_BYTES + 1)
        end = int(self.ends[index])
        return self.data[end - int(self._sizes[index]) : end]

    def of(self, lines: Numbers) -> tuple[bytes, Numbers]:
        """Return the bytes of some lines one after the other, and where each ends."""
        if len(lines) == len(self):
            return self.data, self.ends
        if lines[-1] - lines[0] == len(lines) - 1:
            start = int(self.ends[lines[0]] - self._sizes[lines[0]])
            return self.data[start : int(self.ends[lines[-1]])], self.ends[lines] - start
        is_one = np.zeros(len(self), np.bool_)
        is_one[lines] = True
        letters = np.frombuffer(self.data, np.uint8)[np.repeat(is_one, self._sizes)]
        return letters.tobytes(), np.cumsum(self._sizes[lines])
