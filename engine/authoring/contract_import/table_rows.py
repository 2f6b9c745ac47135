"""The rows of a CSV file, each with its number in the file, within limits."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...findings import Findings, Mark
from ...language.files import SourceFile
from ...text import quoted

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 50_000, 200, 10_000
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by the names of its columns, and the line of the file on which it begins."""

    cells: dict[str, str]
    mark: Mark


def read_rows(source: SourceFile, columns: Sequence[tuple[str, Mark]], findings: Findings) -> list[TableRow]:
    """Return the rows of a table whose first line names its columns; one that cannot be read is a finding.

    Commas, semicolons or tabs part the cells: those for which the first line has all columns that the map names.
    """
    header, delimiter = _header(source, columns, findings)
    if delimiter is None:
        return []
    rows: list[TableRow] = []
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter, strict=True)
    for line, cells in _lines(reader, source.file, findings):
        if line == 1 or not any(cell.strip() for cell in cells):
            continue
        mark = Mark(source.file, line, 1)
        if len(rows) == MOST_ROWS:
            findings.error(
                "too-large", f"there are more rows than the limit of {MOST_ROWS:,}", Mark(source.file, line, 1)
            )
            return []
        mark = Mark(source.file, line, 1)
        if len(cells) != len(header):
            message = f"row on line {line} is rejected: it has {len(cells)} cells, and the first line {len(header)}"
            findings.error("rejected-row", message, mark)
        elif any(len(cell) > LONGEST_CELL for cell in cells):
            message = f"row on line {line} is rejected: a cell is longer than {LONGEST_CELL:,} characters"
            findings.error("rejected-row", message, mark)
        else:
            rows.append(TableRow(dict(zip(header, (cell.strip() for cell in cells), strict=True)), mark))
    return rows


def _header(
    source: SourceFile, columns: Sequence[tuple[str, Mark]], findings: Findings
) -> tuple[list[str], str | None]:
    """Return the names of the columns and what parts them, None after a finding where not all are there."""
    nearest: list[str] = []
    top = Mark(source.file, 1, 1)
    for delimiter in _DELIMITERS:
        names = _names(source.text, delimiter)
        if len(names) > MOST_COLUMNS:
            findings.error(
                "too-large", f"there are more columns than the limit of {MOST_COLUMNS}", Mark(source.file, 1, 1)
            )
            return [], None
        if all(column in names for column, _ in columns):
            repeated = sorted({name for name, _ in columns if names.count(name) > 1})
            if repeated:
                message = f"there are two columns {quoted(repeated)}"
                findings.error("duplicate", message, top)
                return [], None
            return names, delimiter
        nearest = max(nearest, names, key=len)
    for column, mark in columns:
        if column not in nearest:
            help_ = f"it has {quoted(nearest[:12])}" if nearest else "its first line is empty"
            findings.error("unknown-column", f"the table has no column `{column}`", mark, help_)
    if not findings.has_errors:
        findings.error(
            "unknown-column", "no one character parts the columns that the map names", Mark(source.file, 1, 1)
        )
    return [], None


def _names(text: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])]
    except csv.Error:
        return []


def _lines(reader: Any, file: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the lines on which they begin; what is no table ends it with a finding."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            message = f"row on line {line} is rejected, and all below it: {problem}"
            findings.error("rejected-row", message, Mark(file, line, 1))
            return
        yield line, cells
