"""The file of requests of a run: what form it has, how large it is, and its rows. It is only read."""

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

import pyarrow as pa

from ...text import reason_of
from .csv_header import read_header
from .csv_rows import CsvParser
from .json_rows import JsonParser
from .parquet_rows import ParquetRows
from .record_pieces import BLOCK_BYTES, csv_pieces, line_pieces
from .row_batches import Position, RowBatch, refused
from .text_rows import DoneRun, InputChanged, RowParser, text_batches

Form = Literal["csv", "jsonl", "parquet"]
FORMS: dict[str, Form] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
"""By how a name ends, the form of a file of requests or decisions."""


def form_of(file: str) -> Form | None:
    """Return the form that a file's name says, None where it says none."""
    return FORMS.get(PurePath(file).suffix.lower())


@contextmanager
def open_requests(file: str, form: Form, is_fact: Callable[[str], bool]) -> Iterator["RequestsFile"]:
    """Return a file of requests, open for reading. `is_fact` tells whether a policy declares a fact.

    Raises InputError where it cannot be used.
    """
    with _opened(file) as stream:
        yield RequestsFile(file, form, stream, is_fact)


class RequestsFile:
    """A file of requests in a form; `schema` has the columns that it has, None where each row has its own."""

    def __init__(self, file: str, form: Form, stream: BinaryIO, is_fact: Callable[[str], bool]) -> None:
        self.file, self.form, self._stream = file, form, stream
        self.size = os.fstat(stream.fileno()).st_size
        self._changed_at = self._time()
        if not self.size:
            raise refused(file, "empty", "the file is empty")
        self._start, self.header_line = Position(), 0
        self._parser: RowParser = JsonParser(is_fact)
        self.schema: pa.Schema | None = None
        self._parquet = ParquetRows(file, stream) if form == "parquet" else None
        if self._parquet:
            self.schema = self._parquet.schema
        else:
            self._start = Position(offset=_after_mark(file, stream))
        if form == "csv":
            header = read_header(file, stream, self._start.offset)
            self._start, self.header_line = Position(offset=header.end, line=header.line), header.line
            self.schema = pa.schema([(name, pa.string()) for name in header.names])
            self._parser = CsvParser(header.names)

    @property
    def extent(self) -> int:
        """How far reading goes: in rows of Parquet, else in bytes."""
        return self._parquet.number if self._parquet else self.size

    def digest(self) -> str:
        """Return the digest of all of a file of Parquet; one of text is compared run by run, and has none."""
        if not self._parquet:
            return ""
        digest = sha256()
        self._stream.seek(0)
        while block := self._stream.read(BLOCK_BYTES):
            digest.update(block)
        return digest.hexdigest()

    def batches(self, part_rows: int, done: Sequence[DoneRun]) -> Iterator[RowBatch]:
        """Yield the rows behind the runs that are done; raise InputChanged where the file is not what it was."""
        if self._parquet:
            yield from self._parquet.batches(done[-1].end.row if done else 0, part_rows)
        else:
            self._stream.seek(self._start.offset)
            pieces = csv_pieces(self._stream) if self.form == "csv" else line_pieces(self._stream)
            yield from text_batches(pieces, self._parser, self._start, part_rows, done)
        if self._time() != self._changed_at:
            raise InputChanged

    def _time(self) -> int:
        return os.fstat(self._stream.fileno()).st_mtime_ns


def _opened(file: str) -> BinaryIO:
    """Return what reads a file; raise InputError where it cannot be read."""
    try:
        kind = Path(file).stat().st_mode
        if stat.S_ISREG(kind):
            return Path(file).open("rb")
    except FileNotFoundError:
        raise refused(file, "unreadable", "no such file") from None
    except PermissionError:
        raise refused(file, "unreadable", "no permission to read the file") from None
    except ValueError:
        raise refused(file, "unreadable", "a file cannot have this name") from None
    except OSError as problem:
        raise refused(file, "unreadable", f"cannot be read: {reason_of(problem)}") from None
    if stat.S_ISDIR(kind):
        raise refused(file, "unreadable", "is a folder, not a file")
    raise refused(file, "unreadable", "is not a regular file", help="write what it has to a file first")


def _after_mark(file: str, stream: BinaryIO) -> int:
    """Return where the text of a file begins: after a byte order mark."""
    beginning = stream.read(len(BOM_UTF8))
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refused(file, "encoding", "file is UTF-16, not UTF-8", help="save it as UTF-8")
    return len(BOM_UTF8) if beginning == BOM_UTF8 else 0
