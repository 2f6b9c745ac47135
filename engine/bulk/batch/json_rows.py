"""Rows of JSON lines: objects with the keys of a request, facts in `facts` or by their names.

Null is not stated; in `facts` it is asked and not known, as in a request file.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from ...findings import Findings
from ...language.files import decode
from ...language.json_reader import read_json
from ...language.nodes import HERE, read_plain
from ...language.plain_requests import plain_json
from ...language.request_files import FREE_TEXT, draft_of
from ...language.symbols import short_text
from ..input_columns import FACTS, KEYS, SKIPPED, UNKNOWN
from .json_columns import json_table
from .record_pieces import RECORD_BYTES, Piece
from .row_batches import RejectedRow
from .text_rows import ParsedRows

TOO_LONG = f"the line is larger than the limit of {RECORD_BYTES // 1024} KiB for a request"
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_PREFIX = f"{FACTS}."
_UNREAD = ("subject", "body")
"""Texts that decide nothing, and that need not be held."""
_IN_JSON = frozenset({"events", "confirmed", "likely", "hits", "findings", "message"})
_SCALARS: frozenset[type] = frozenset({str, bool, int, float, type(None)})
_LISTS = ("channel", UNKNOWN)

Row = dict[str, Any]
"""A row by the names of its columns."""


class _Refused(Exception):
    """A line that is no row; its findings say why."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings


class JsonParser:
    """Makes rows of lines of JSON. `is_fact` tells whether some policy declares a fact."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        self._is_fact = is_fact
        self._columns: dict[str, str | None] = {key: key for key in (*KEYS, FACTS, UNKNOWN)}
        """By key the column it is, None where it is none."""

    def parse(self, piece: Piece, line: int, row: int) -> ParsedRows:
        """Return the rows of a piece that begins after so many lines and rows."""
        rows: list[Row] = []
        numbers: list[tuple[int, int]] = []
        rejects: list[RejectedRow] = []
        for record in _records(piece):
            line += 1
            if not record.strip():
                continue
            row += 1
            try:
                rows.append(self._row(record))
            except _Refused as refused:
                rejects.append(RejectedRow.of(refused.findings, row, line))
            else:
                numbers.append((row, line))
        places = np.array(numbers, np.int64).reshape(len(numbers), 2)
        return ParsedRows(sound=rows, rows=places[:, 0], lines=places[:, 1], rejects=rejects)

    def table(self, parsed: Sequence[ParsedRows]) -> pa.Table:
        """Return the table of the rows of a run that can be read."""
        return json_table([row for rows in parsed for row in rows.sound])

    def _row(self, record: bytes) -> Row:
        """Return the row that a line writes."""
        findings = Findings()
        written = _written(record, findings)
        row: Row = {}
        for key, value in written.items():
            column = self._column(key, findings)
            if value is None or column is None:
                continue
            if column == FACTS:
                self._add_facts(value, row, findings)
            else:
                _add(column, value, row, findings)
        if findings:
            raise _Refused(_of_request(written) or findings)
        return row

    def _column(self, key: str, findings: Findings) -> str | None:
        """Return the column that a key is, None for one that nobody reads."""
        if key in self._columns:
            return self._columns[key]
        name = key.removeprefix(_PREFIX)
        if key.startswith(SKIPPED):
            self._columns[key] = None
        elif self._is_fact(name):
            self._columns[key] = f"{_PREFIX}{name}"
        else:
            message = f"key `{key}` is neither a key of a request nor a fact"
            findings.error("unknown-key", message, HERE, f"what nobody is to read begins with `{SKIPPED}`")
            return None
        return self._columns[key]

    def _add_facts(self, value: object, row: Row, findings: Findings) -> None:
        """Add the facts of a mapping: those declared as columns, others as they are, for whoever decides them."""
        if not isinstance(value, dict):
            findings.error("wrong-type", "`facts` must be a mapping of facts", HERE, "write `facts: {NAME: VALUE}`")
            return
        for name, fact in value.items():
            if fact is None:
                row.setdefault(UNKNOWN, []).append(name)
            elif self._is_fact(name):
                _add(f"{_PREFIX}{name}", fact, row, findings)
            else:
                row.setdefault(FACTS, {})[name] = fact


def _records(piece: Piece) -> Iterator[bytes]:
    """Yield the lines of a piece; one that is too long to be held stands for itself by its size."""
    if piece.is_too_long:
        yield b"x" * (RECORD_BYTES + 1)
        return
    start = 0
    for end in piece.cut.ends.tolist():
        yield piece.data[start:end]
        start = end


def _written(record: bytes, findings: Findings) -> Mapping[str, Any]:
    """Return what a line writes, read in full where that is not plain."""
    if len(record) > RECORD_BYTES:
        findings.error("too-large", TOO_LONG, HERE)
        raise _Refused(findings)
    source = decode("", record.rstrip(b"\r\n"), RECORD_BYTES, findings)
    if source is None:
        raise _Refused(findings)
    plain = None if _HALF_PAIR.search(source.text) else plain_json(source.text)
    if not isinstance(plain, dict):
        root = read_json(source.text, "", findings, FREE_TEXT)
        if not findings and (root is None or not isinstance(root.value, dict)):
            draft_of(root, findings)
        if findings or root is None:
            raise _Refused(findings)
        plain = root.plain()
    return cast("dict[str, Any]", plain)


def _add(column: str, value: object, row: Row, findings: Findings) -> None:
    """Add a value to a row, as its column has it, or the finding that it is none of that column."""
    kind = type(value)
    if column.startswith(_PREFIX):
        if column in row:
            name = column.removeprefix(_PREFIX)
            findings.error("duplicate-key", f"fact `{name}` is stated in `facts` and by its name", HERE)
        if kind in _SCALARS:
            row[column] = value
            return
    elif column in _UNREAD and kind is str:
        return
    elif column in _IN_JSON:
        row[column] = json.dumps(value)
        return
    elif column in _LISTS and (kind is str or _are_texts(value)):
        names = value.split() if column == UNKNOWN and isinstance(value, str) else value
        row[column] = [*row.get(column, ()), *cast("list[str]", names)] if column == UNKNOWN else names
        return
    elif kind is str or (column == "id" and kind is int):
        row[column] = str(value)
        return
    findings.error("wrong-type", f"`{column}` cannot be `{short_text(value)}`", HERE)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _of_request(written: Mapping[str, Any]) -> Findings:
    """Return what a request file with the same keys would be refused for."""
    findings = Findings()
    request = {key: value for key, value in written.items() if value is not None and key in (*KEYS, FACTS)}
    draft_of(read_plain(request, findings), findings)
    return findings if findings.has_errors else Findings()
