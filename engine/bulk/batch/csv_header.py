"""The header of a CSV: the names of its columns."""

import csv
from typing import BinaryIO, NamedTuple

from ...findings import Findings, Mark
from .csv_cuts import cut_csv
from .csv_rows import is_utf8
from .record_pieces import RECORD_BYTES
from .row_batches import InputError, refused

_OTHER_SEPARATORS = ";\t|"


class CsvHeader(NamedTuple):
    """The names of the columns, the line of the header and the offset behind it."""

    names: tuple[str, ...]
    line: int
    end: int


def read_header(file: str, stream: BinaryIO, offset: int) -> CsvHeader:
    """Return the header of a CSV, its first line that is not blank; raise InputError where there is none."""
    line, record = 0, b""
    while not record.strip(b"\r\n"):
        stream.seek(offset)
        block = stream.read(RECORD_BYTES)
        if not block:
            raise refused(file, "csv", "the file has no header")
        cut = cut_csv(block, is_last=len(block) < RECORD_BYTES)
        if not len(cut.ends):
            message = f"the header is larger than the limit of {RECORD_BYTES // 1024} KiB"
            raise refused(file, "too-large", message, line=line + 1)
        record, fault = block[: int(cut.ends[0])], cut.faults.get(0, "")
        offset, line = offset + len(record), line + int(cut.lines[0])
    if not is_utf8(record):
        raise refused(file, "encoding", "the header is not UTF-8", help="save the file as UTF-8", line=line)
    if fault or b"\0" in record:
        reason = fault or "it has a NUL character"
        raise refused(file, "csv", f"the header cannot be read: {reason}", line=line)
    return CsvHeader(_names(file, record.decode().rstrip("\r\n"), line), line, offset)


def _names(file: str, record: str, line: int) -> tuple[str, ...]:
    names = tuple(next(csv.reader([record], strict=True)))
    if len(names) == 1 and any(separator in record for separator in _OTHER_SEPARATORS):
        raise refused(file, "csv", "the header has one cell", help="separate cells by commas", line=line)
    problems, mark = Findings(), Mark(file, line, 1)
    for number, name in enumerate(names, 1):
        if not name.strip():
            problems.error("csv", f"column {number:,} of {len(names):,} has no name", mark)
        elif names.index(name) < number - 1:
            problems.error("duplicate-key", f"there are two columns `{name}`", mark)
    if problems:
        raise InputError(*problems)
    return names
