"""Rows of CSV: pyarrow reads what is proper, whole pieces at a time; each record that is not is rejected by itself.

A cell without anything is null, `""` is an empty text.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from ...text import counted
from ..columns_in.input_columns import is_unread, repeated_texts
from .csv_cuts import LONE_RETURN, NEVER_CLOSED, TEXT_AFTER_QUOTE, cell_counts
from .record_pieces import RECORD_BYTES, Piece
from .row_batches import Numbers, RejectedRow
from .text_rows import ParsedRows

TOO_LONG = f"the row is larger than the limit of {RECORD_BYTES // 1024} KiB for a request"
_HELP = {
    TEXT_AFTER_QUOTE: "a quote within quotes is written twice",
    LONE_RETURN: "lines end with a line feed; put the cell in quotes",
    NEVER_CLOSED: "what follows it to the end of the file is in its cell",
}
_BLANK_BYTES = len("\r\n")

_REPEATED = pa.dictionary(pa.int32(), pa.string())

Faults = dict[int, tuple[str, str]]
"""By the index of a record, the check that it fails and why."""


class CsvParser:
    """Makes rows of the records of a CSV, whose cells are those of some columns."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of the columns, each of which is another."""
        self._names = list(names)
        texts = pa.schema([(name, pa.string()) for name in names if not is_unread(name)])
        repeated = {*repeated_texts(texts)}
        self._schema = pa.schema([(name, _REPEATED if name in repeated else pa.string()) for name in texts.names])
        self._options = pa.csv.ConvertOptions(
            include_columns=texts.names,
            column_types=self._schema,
            check_utf8=False,  # that was checked, row by row where need be
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        )

    def parse(self, piece: Piece, line: int, row: int) -> ParsedRows:
        """Return the rows of a piece that begins after so many lines and rows."""
        cut = piece.cut
        sizes = np.diff(cut.ends, prepend=0)
        is_row = _are_rows(piece, sizes)
        faults = _faults(piece, sizes)
        is_sound = is_row.copy()
        is_sound[list(faults)] = False
        table, miscounted = self._table(piece.data, sizes, is_sound, has_lines=bool(cut.lines.sum() > len(cut.lines)))
        is_sound[list(miscounted)] = False
        first_lines = line + 1 + np.cumsum(cut.lines) - cut.lines
        rows = row + np.cumsum(is_row)
        rejects = [
            RejectedRow(
                row=int(rows[index]),
                line=int(first_lines[index]),
                check=check,
                reason=reason,
                help=_HELP.get(reason, ""),
            )
            for index, (check, reason) in sorted({**faults, **miscounted}.items())
        ]
        return ParsedRows(sound=table, rows=rows[is_sound], lines=first_lines[is_sound], rejects=rejects)

    def table(self, parsed: Sequence[ParsedRows]) -> pa.Table:
        """Return the table of the rows of a run that can be read."""
        return pa.concat_tables([rows.sound for rows in parsed])

    def _table(
        self, data: bytes, sizes: Numbers, is_sound: npt.NDArray[np.bool_], *, has_lines: bool
    ) -> tuple[pa.Table, Faults]:
        """Return the table of the sound records, and by index which of them have more or fewer cells than columns."""
        number = int(is_sound.sum())
        if not number:
            return self._schema.empty_table(), {}
        if number < len(is_sound):
            data = np.frombuffer(data, np.uint8)[np.repeat(is_sound, sizes)].tobytes()
        passed_over: list[pa.csv.InvalidRow] = []

        def pass_over(row: pa.csv.InvalidRow) -> str:
            passed_over.append(row)
            return "skip"

        table = pa.csv.read_csv(
            pa.BufferReader(data),
            # One block, in one thread: the others decide and write meanwhile.
            pa.csv.ReadOptions(column_names=self._names, use_threads=False, block_size=len(data) + 1),
            pa.csv.ParseOptions(newlines_in_values=has_lines, ignore_empty_lines=False, invalid_row_handler=pass_over),
            self._options,
        )
        miscounted = self._miscounted(data, sizes, is_sound) if passed_over else {}
        if table.num_rows + len(passed_over) != number or len(passed_over) != len(miscounted):
            raise AssertionError(
                f"{number} records of CSV, {len(miscounted)} of them short or long, were read otherwise"
            )
        return table, miscounted

    def _miscounted(self, data: bytes, sizes: Numbers, is_sound: npt.NDArray[np.bool_]) -> Faults:
        """Return by index which of the sound records, whose data it is, have more or fewer cells than columns."""
        columns = len(self._names)
        cells = cell_counts(data, np.cumsum(sizes[is_sound]))
        return {
            index: ("csv", f"the row has {counted(number, 'cell')}, the header {columns:,}")
            for index, number in zip(np.flatnonzero(is_sound).tolist(), cells.tolist(), strict=True)
            if number != columns
        }


def _faults(piece: Piece, sizes: Numbers) -> Faults:
    """Return by index why a record cannot be read."""
    faults: Faults = dict.fromkeys(np.flatnonzero(sizes > RECORD_BYTES).tolist(), ("too-large", TOO_LONG))
    faults |= {index: ("csv", fault) for index, fault in piece.cut.faults.items() if index < len(sizes)}
    return faults if piece.is_too_long else faults | _unreadable(piece, sizes)


def _are_rows(piece: Piece, sizes: Numbers) -> npt.NDArray[np.bool_]:
    """Tell by record whether it is a row: a blank line is none."""
    is_row = np.ones(len(sizes), np.bool_)
    if not piece.is_too_long:
        for index in np.flatnonzero(sizes <= _BLANK_BYTES).tolist():
            end = int(piece.cut.ends[index])
            is_row[index] = bool(piece.data[end - int(sizes[index]) : end].strip(b"\r\n"))
    return is_row


def _unreadable(piece: Piece, sizes: Numbers) -> Faults:
    """Return by index why the bytes of a record are no text."""
    data = piece.data
    faults: Faults = {}
    if b"\0" in data:
        nuls = np.flatnonzero(np.frombuffer(data, np.uint8) == 0)
        indices = np.unique(np.searchsorted(piece.cut.ends, nuls, side="right"))
        faults |= dict.fromkeys(indices.tolist(), ("csv", "the row has a NUL character"))
    if not is_utf8(data):
        for index, (end, size) in enumerate(zip(piece.cut.ends.tolist(), sizes.tolist(), strict=True)):
            try:
                data[end - size : end].decode()
            except UnicodeDecodeError as error:
                byte = data[end - size + error.start]
                faults[index] = ("encoding", f"byte 0x{byte:02x} is not UTF-8")
    return faults


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
