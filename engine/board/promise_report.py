"""The report of a board: which share of the promises was met, by promise, level and month, against what is measured."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from ..model import Measure
from .board_records import Board, BoardRow

Outcome = Literal["met", "late", "ended", "open", "pending"]
"""What became of an occurrence of a promise. `ended`: its request was closed while it still ran, or before it started;
`open`: facts that nobody knows decide; `pending`: its request is not closed."""
_COUNTED = ("met", "late")


class _Cell(NamedTuple):
    """What a line of a report is about; without a level, requests that have none."""

    policy: str
    promise: str
    month: str
    severity: int
    level: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """How many occurrences of a promise came out in each way, of the requests of a level that came in in a month."""

    policy: str
    promise: str
    month: str
    level: str | None
    counts: Counter[Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """What a policy measures of a promise, in a period such as `2026-Q1`; `period` is None where it names none."""

    policy: str
    promise: str
    period: str | None
    measure: Measure
    counts: Counter[Outcome]

    @property
    def is_kept(self) -> bool | None:
        """Whether no less was met than the share asked for, which is all where only a credit is; None for nothing."""
        counted = counted_in(self.counts)
        required = Fraction(self.measure.share.rstrip("% ")) if self.measure.share else 100
        return None if counted == 0 else 100 * self.counts["met"] >= required * counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReport:
    """The lines of a report, by policy and promise, then by month and level, and the measures of these promises."""

    now: int
    lines: tuple[ReportLine, ...]
    measures: tuple[MeasureLine, ...]
    requests: int
    closed: int
    rejected: int

    @property
    def counts(self) -> Counter[Outcome]:
        """How many occurrences came out in each way in all."""
        return sum((line.counts for line in self.lines), Counter[Outcome]())


def counted_in(counts: Counter[Outcome]) -> int:
    """Return how many occurrences are counted: those that were met and those that were late."""
    return counts["met"] + counts["late"]


def met_share(counts: Counter[Outcome]) -> float | None:
    """Return which percentage was met, cut after a tenth so that 99.96 is not all; None where nothing counts."""
    counted = counted_in(counts)
    return counts["met"] * 1000 // counted / 10 if counted else None


def promise_report(board: Board) -> PromiseReport:
    """Return the report of a board.

    Every occurrence of a promise is counted once: those before the current one stand with it in its row. The share is
    over closed requests, as others may yet change. A month is that of the receipt on the clock of the policy.
    """
    cells: defaultdict[_Cell, Counter[Outcome]] = defaultdict(Counter)
    measured: defaultdict[tuple[str, str, str | None, Measure], Counter[Outcome]] = defaultdict(Counter)
    for row in board.rows:
        request = row.request
        outcomes = Counter(_outcomes(row))
        cells[_Cell(request.policy, row.promise, request.month, request.severity, request.level)] += outcomes
        if row.measure is not None:
            period = _period(request.month, row.measure.per)
            measured[request.policy, row.promise, period, row.measure] += outcomes
    return PromiseReport(
        now=board.now,
        lines=tuple(_lines(cells)),
        measures=tuple(
            MeasureLine(policy=policy, promise=promise, period=period, measure=measure, counts=counts)
            for (policy, promise, period, measure), counts in sorted(
                measured.items(), key=lambda entry: (*entry[0][:2], entry[0][2] or "")
            )
        ),
        requests=len(board.requests),
        closed=sum(request.is_closed for request in board.requests),
        rejected=len(board.rejected),
    )


def _outcomes(row: BoardRow) -> Iterator[Outcome]:
    """Yield what became of each occurrence of a row."""
    for outcome in (*row.earlier, _current(row)):
        yield outcome if row.request.is_closed else "pending"


def _current(row: BoardRow) -> Outcome:
    match row.state:
        case "met" | "late" | "ended" as state:
            return state
        case _:
            return "open"


def _lines(cells: "defaultdict[_Cell, Counter[Outcome]]") -> Iterator[ReportLine]:
    for cell in sorted(cells, key=lambda cell: (*cell[:4], cell.level or "")):
        yield ReportLine(
            policy=cell.policy, promise=cell.promise, month=cell.month, level=cell.level, counts=cells[cell]
        )


def _period(month: str, per: str | None) -> str | None:
    """Return the period of a month, such as `2026-03`, `2026-Q1` and `2026`; None where nothing says how long."""
    year, _, number = month.partition("-")
    return {"year": year, "quarter": f"{year}-Q{(int(number) + 2) // 3}"}.get(per, month) if per else None
