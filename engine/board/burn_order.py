"""What burns first: in which order rows stand on the board."""

from .board_records import BoardRow, RowState

_RANKS: dict[RowState, int] = {
    "overdue": 0, "at_risk": 2, "running": 3, "open": 3, "paused": 4, "not_started": 5, "late": 6, "met": 7, "ended": 8,
}  # fmt: skip
_MAY_BE_OVERDUE = 1
_NEVER = 1 << 62


def burn_order(row: BoardRow, now: int) -> tuple[int, int, int, str, str]:
    """Return by what a row is sorted on a board.

    Overdue promises burn, so they come first; then what may be overdue, as facts are open; then what is at risk; then
    what runs, and what is open and not due yet. What waits for the customer, or for its event, comes after these, and
    last what is over: late, met, ended. Among alike, the earliest due comes first, which may be due at the earliest
    where that is open, and at last what nobody knows the instant of. What is due at once comes by the severity of its
    level, then by the name of the request and of the promise.
    """
    instant = row.instant
    may_be_overdue = row.state == "open" and instant is not None and instant < now
    rank = _MAY_BE_OVERDUE if may_be_overdue else _RANKS[row.state]
    due = _NEVER if instant is None else instant
    return rank, due, row.request.severity, row.request.name, row.promise
