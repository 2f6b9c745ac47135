"""Rows of JSON lines: objects with the keys of a request, facts in `facts` or by their names.

What is plain is taken as it is, without looking at each value by itself; all else is read in full, with one result.
"""

from collections.abc import Callable, Iterator, Sequence
from types import NoneType

import numpy as np
import pyarrow as pa

from ...language.plain_requests import plain_json
from ..columns_in.input_columns import FACTS, UNKNOWN
from .json_columns import json_table
from .json_requests import JsonRow, LineReader, RefusedLine, has_half_pair
from .record_pieces import RECORD_BYTES, Piece
from .row_batches import RejectedRow
from .text_rows import ParsedRows

_PLAIN_KEYS = frozenset(
    {*("id", "received", "policy", "tier", "contract", "channel", "from", "claimed_priority", "last_update", "kind")}
    | {"subject", "body", FACTS}
)
_ONLY_TEXT: frozenset[type] = frozenset({str})
_SCALARS: frozenset[type] = frozenset({str, bool, int, float, NoneType})


class JsonParser:
    """Makes rows of lines of JSON. `is_fact` tells whether some policy declares a fact."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        self._reader = LineReader(is_fact)
        self._declared: set[str] = set()
        """The facts that were met and are declared."""

    def parse(self, piece: Piece, line: int, row: int) -> ParsedRows:
        """Return the rows of a piece that begins after so many lines and rows."""
        rows: list[JsonRow] = []
        numbers: list[tuple[int, int]] = []
        rejects: list[RejectedRow] = []
        for record in _records(piece):
            line += 1
            if not record.strip():
                continue
            row += 1
            try:
                rows.append(self._plain_row(record) or self._row_in_full(record))
            except RefusedLine as refused:
                rejects.append(RejectedRow.of(refused.findings, row, line))
            else:
                numbers.append((row, line))
        places = np.array(numbers, np.int64).reshape(len(numbers), 2)
        return ParsedRows(sound=rows, rows=places[:, 0], lines=places[:, 1], rejects=rejects)

    def table(self, parsed: Sequence[ParsedRows]) -> pa.Table:
        """Return the table of the rows of a run that can be read."""
        return json_table([row for rows in parsed for row in rows.sound])

    def _row_in_full(self, record: bytes) -> JsonRow:
        row = self._reader.read(record)
        self._declared.update(row.facts)
        return row

    def _plain_row(self, record: bytes) -> JsonRow | None:
        """Return the row that a line plainly writes; None where only reading it in full can tell."""
        try:
            text = record.decode()
        except UnicodeDecodeError:
            return None
        written = None if has_half_pair(text) else plain_json(text)
        if not isinstance(written, dict) or not _PLAIN_KEYS.issuperset(written):
            return None
        facts = written.pop(FACTS, {})
        if type(facts) is not dict or not self._declared.issuperset(facts):
            return None
        kinds = set(map(type, facts.values()))
        if not (_ONLY_TEXT.issuperset(map(type, written.values())) and kinds <= _SCALARS):
            return None
        if NoneType in kinds:
            written[UNKNOWN] = [name for name, value in facts.items() if value is None]
            facts = {name: value for name, value in facts.items() if value is not None}
        return JsonRow(written, facts, {})


def _records(piece: Piece) -> Iterator[bytes]:
    """Yield the lines of a piece; one that is too long to be held stands for itself by its size."""
    if piece.is_too_long:
        yield b"x" * (RECORD_BYTES + 1)
        return
    start = 0
    for end in piece.cut.ends.tolist():
        yield piece.data[start:end]
        start = end
