"""What a run of `remit batch` came to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...findings import Finding
from ...text import counted
from .run_folder import Part

_STATUSES = {"decided": "decided", "needs_facts": "need facts", "undecided": "undecided"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTotals:
    """How many rows there were, and what became of them."""

    rows: int = 0
    decisions: int = 0
    rejects: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "BatchTotals":
        """Return the totals of parts."""
        listed = list(parts)
        statuses: Counter[str] = sum((Counter(part.statuses) for part in listed), Counter())
        rows, decisions, rejects = (
            sum(getattr(part, name) for part in listed) for name in ("rows", "decisions", "rejects")
        )
        if rows != decisions + rejects or decisions != statuses.total():
            raise AssertionError(f"{rows} rows became {decisions} decisions, {statuses}, and {rejects} rejects")
        return cls(rows=rows, decisions=decisions, rejects=rejects, statuses=statuses)

    def __str__(self) -> str:
        named = [f"{self.statuses[status]:,} {words}" for status, words in _STATUSES.items() if self.statuses[status]]
        statuses = f" ({', '.join(named)})" if named else ""
        return f"{counted(self.rows, 'row')}: {counted(self.decisions, 'decision')}{statuses}, {self._rejects}"

    @property
    def _rejects(self) -> str:
        return counted(self.rejects, "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """How a run ended: `done`, with the input or policies `invalid`, `refused` before it began, or `stopped`.

    `problem` says why it did not come to its end, `help` what would do.
    """

    end: Literal["done", "invalid", "refused", "stopped"]
    totals: BatchTotals = field(default_factory=BatchTotals)
    findings: Sequence[Finding] = ()
    problem: str = ""
    help: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether every row that is no reject is decided."""
        return self.totals.statuses["decided"] == self.totals.decisions
