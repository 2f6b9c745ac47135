"""Runs of rows of a file of text: records are gathered until a run is complete, then made a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from .record_pieces import Piece
from .row_batches import Numbers, Position, RejectedRow, RowBatch

RUN_BYTES = 64 * 1024 * 1024
"""A run of rows ends once it has so many bytes, so that memory does not grow with what is in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRows:
    """The rows of a piece: those that can be read, as their parser has them, with numbers and lines, and the others."""

    sound: Any
    rows: Numbers
    lines: Numbers
    rejects: Sequence[RejectedRow]


class RowParser(Protocol):
    """Makes rows of records."""

    def parse(self, piece: Piece, line: int, row: int) -> ParsedRows:
        """Return the rows of a piece that begins after so many lines and rows."""

    def table(self, parsed: Sequence[ParsedRows]) -> pa.Table:
        """Return the table of the rows of a run that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRun:
    """A run of rows that was decided before: where it ends, and what its bytes were."""

    end: Position
    digest: str


class InputChanged(ValueError):
    """The bytes of a run that was decided before are others now."""


class _Run:
    """A run that grows by pieces."""

    def __init__(self, start: Position) -> None:
        self._digest = sha256()
        self._parsed: list[ParsedRows] = []
        self.records = 0
        self._size = 0
        self._start, self._line, self._row = start, start.line, start.row

    @property
    def is_long(self) -> bool:
        return self._size >= RUN_BYTES

    def add(self, piece: Piece, parser: RowParser | None) -> None:
        """Add the records of a piece; without a parser they are only counted."""
        self._digest.update(piece.digest or piece.data)
        if parser is not None:
            parsed = parser.parse(piece, self._line, self._row)
            self._parsed.append(parsed)
            self._row += len(parsed.rows) + len(parsed.rejects)
        self.records += len(piece.cut.ends)
        self._size += piece.size
        self._line += int(piece.cut.lines.sum())

    def check(self, done: DoneRun) -> Position:
        """Return where the run ends; raise InputChanged where it is not what it was."""
        here = (self._start.offset + self._size, self._line, self._digest.hexdigest())
        if here != (done.end.offset, done.end.line, done.digest):
            raise InputChanged
        return done.end

    def batch(self, parser: RowParser) -> RowBatch:
        """Return the run as it is complete."""
        return RowBatch(
            table=parser.table(self._parsed),
            rows=np.concatenate([parsed.rows for parsed in self._parsed]),
            lines=np.concatenate([parsed.lines for parsed in self._parsed]),
            rejects=[reject for parsed in self._parsed for reject in parsed.rejects],
            end=Position(offset=self._start.offset + self._size, line=self._line, row=self._row),
            digest=self._digest.hexdigest(),
        )


def text_batches(
    pieces: Iterator[Piece], parser: RowParser, start: Position, part_rows: int, done: Sequence[DoneRun]
) -> Iterator[RowBatch]:
    """Yield the runs of so many records behind those that are `done`; raise InputChanged where those have changed."""
    run, number = _Run(start), 0
    for piece in pieces:
        behind: Piece | None = piece
        while behind is not None:
            head, behind = behind.split(part_rows - run.records)
            run.add(head, parser if number >= len(done) else None)
            if run.records < part_rows and not run.is_long:
                continue
            if number < len(done):
                run = _Run(run.check(done[number]))
            else:
                batch = run.batch(parser)
                yield batch
                run = _Run(batch.end)
            number += 1
    if run.records and number < len(done):
        run.check(done[number])
        number += 1
    elif run.records:
        yield run.batch(parser)
    if number < len(done):
        raise InputChanged
