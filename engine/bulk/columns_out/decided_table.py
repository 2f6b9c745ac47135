"""What comes of a table of requests, and why nothing comes of it or of one of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from ...findings import Finding, Severity


class TableError(ValueError):
    """A table whose columns are not those of requests; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Take the findings, at least one of them an error."""
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is no valid request, counted from 0 in its table, and why."""

    row: int
    findings: tuple[Finding, ...]

    @property
    def reason(self) -> str:
        """Return why on one line, the first error first."""
        errors = [finding for finding in self.findings if finding.severity is Severity.error]
        return "; ".join(f"{finding.message} [{finding.check}]" for finding in errors)


@dataclass(frozen=True, slots=True)
class DecidedTable:
    """The decisions of the rows of a table; the rows that are `rejects` have the status `invalid` in it."""

    table: pa.Table
    rejects: tuple[Reject, ...]
