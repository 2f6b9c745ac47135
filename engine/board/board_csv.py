"""A board or a report as CSV (RFC 4180, in UTF-8), whose cells no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from ..findings import printable
from ..triage.clock import in_utc
from .board_records import Board, BoardRow
from .promise_report import PromiseReport, met_share

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20:"
"""What begins a formula, in letters of either width; a colon, twice, begins a command of a workflow."""
_ROW = (
    *("request", "customer", "policy", "tier", "level", "promise", "state"),
    *("due", "earliest", "met_at", "left", "allowed"),
)
_LINE = ("policy", "promise", "month", "level", "share", "met", "late", "ended", "open", "pending")


def board_csv(board: Board) -> str:
    """Return the rows of a board, by what burns first; instants are in UTC, times in seconds."""
    return _table(_ROW, map(_row, board.rows))


def report_csv(report: PromiseReport) -> str:
    """Return the lines of a report."""
    return _table(
        _LINE,
        (
            (
                *(line.policy, line.promise, line.month, line.level, met_share(line.counts)),
                *(line.counts[outcome] for outcome in ("met", "late", "ended", "open", "pending")),
            )
            for line in report.lines
        ),
    )


def _row(row: BoardRow) -> Sequence[object]:
    request = row.request
    instants = (None if instant is None else in_utc(instant) for instant in (row.due, row.earliest, row.met_at))
    names = (request.name, request.customer, request.policy, request.tier, request.level, row.promise, row.state)
    return (*names, *instants, row.left, row.allowed)


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    """Return a stranger's text with an apostrophe before what a spreadsheet would work out."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip()[:1] in (*_FORMULA, "'") else text
