"""Rows of a file as they were read: a run of them at a time, with those that cannot be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ...findings import Finding, Mark, Severity

_LISTED = 5
_ON_FIRST_LINE = ", first on line 1"

Numbers = npt.NDArray[np.int64]


class InputError(ValueError):
    """A file of requests that cannot be used; `findings` say why."""

    def __init__(self, *findings: Finding) -> None:
        """Take the findings, at least one of them an error."""
        self.findings = findings
        super().__init__(findings)


def refused(file: str, check: str, message: str, *, help: str = "", line: int = 0) -> InputError:  # noqa: A002 - the finding's word
    """Return the error that a file cannot be used, at a line where that is known."""
    mark = Mark(file, line, 1) if line else Mark(file)
    return InputError(Finding(Severity.error, check, message, mark, help))


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where in a file a run of rows begins: its first byte, how many lines and rows are before it.

    A file of Parquet has rows alone.
    """

    offset: int = 0
    line: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that cannot be read or is no valid request, and why; rows and lines count from 1, 0 is no line."""

    row: int
    line: int
    check: str
    reason: str
    help: str = ""

    @classmethod
    def of(cls, findings: Iterable[Finding], row: int, line: int) -> "RejectedRow":
        """Return the row that findings reject: why by every error, with the id and help of the first."""
        errors = [finding for finding in findings if finding.severity is Severity.error]
        # What is said of the first line of a row's text is of the row's own line.
        messages = [*dict.fromkeys(error.message.removesuffix(_ON_FIRST_LINE) for error in errors)]
        further = [f"and {len(messages) - _LISTED:,} more findings"] if len(messages) > _LISTED else []
        reason = "; ".join([*messages[:_LISTED], *further])
        return cls(row=row, line=line, check=errors[0].check, reason=reason, help=errors[0].help)

    def finding(self, file: str) -> Finding:
        """Return the finding that the row is rejected."""
        mark = Mark(file, self.line, 1) if self.line else Mark(file)
        return Finding(Severity.error, self.check, f"row {self.row:,}: {self.reason}", mark, self.help)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBatch:
    """A run of rows: a table of those that can be read, with their numbers and lines, and the others.

    Its `digest` is that of the bytes it was read from, which end at `end`, where the next run begins; that of Parquet
    has none.
    """

    table: pa.Table
    rows: Numbers
    lines: Numbers
    rejects: Sequence[RejectedRow]
    end: Position
    digest: str

    @property
    def size(self) -> int:
        """How many rows there are, read or not."""
        return len(self.rows) + len(self.rejects)
