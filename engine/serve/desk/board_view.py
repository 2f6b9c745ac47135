"""The board beside the request: what burns first, in the words of the command line's board."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from ...board.board_records import OVER, Board, BoardRow
from ...board.board_text import STATE_ROLES, STATE_WORDS, common_zone, promise_text, remaining_text
from ...text import both
from ...triage.clock import day_and_time, moment, wall_clock
from ..service_board import ServiceBoard

_ROWS = 30
"""Promises that are listed."""
_LISTED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRowView:
    """A promise: how it stands, when it is due, what is left, and of which request."""

    state: str
    role: str
    used: int | None
    due: str
    remaining: str
    level: str
    promise: str
    request: str
    address: str
    notes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """A board, without the promises that are over; `hidden` are those for which there is no room."""

    as_of: str
    summary: str
    rows: list[BoardRowView]
    hidden: int
    lists: list[tuple[str, str]] = field(default_factory=list)
    is_cut: bool = False
    """Whether more requests are open than the board has."""


def request_address(request_id: str, saved: str = "") -> str:
    """Return the address of the page about a request, of which a decision was just `saved`."""
    query = {"id": request_id, "saved": saved} if saved else {"id": request_id}
    return f"/desk/request?{urlencode(query)}"


def board_view(service_board: ServiceBoard) -> BoardView | None:
    """Return a board as a page shows it, None where nothing is on it."""
    board, notes = service_board.board, _notes(service_board)
    if not board.requests and not board.rejected:
        return None
    timezone = common_zone(board.requests)
    current = [row for row in board.rows if row.state not in OVER]
    states = [f"{count:,} {STATE_WORDS[state]}" for state, count in board.states.items() if count]
    return BoardView(
        as_of=f"as of {moment(board.now, timezone)}",
        summary=", ".join(states) or "nothing is promised",
        rows=[_row(row, timezone, wall_clock(board.now, timezone).year, notes) for row in current[:_ROWS]],
        hidden=max(len(current) - _ROWS, 0),
        lists=_lists(board),
        is_cut=service_board.is_cut,
    )


def _row(row: BoardRow, timezone: str, year: int, notes: Mapping[str, Collection[str]]) -> BoardRowView:
    request, share = row.request, row.used_share
    due = "" if row.instant is None else day_and_time(row.instant, timezone, year=year)
    return BoardRowView(
        state=STATE_WORDS[row.state],
        role=STATE_ROLES[row.state],
        used=None if share is None else int(share * 100),
        due=due if row.due is not None or not due else f"≥ {due}",
        remaining=remaining_text(row),
        level=request.level or "",
        promise=promise_text(row),
        request=request.name,
        address=request_address(request.id) if request.id else "",
        notes=[*notes.get(request.id or "", ()), *(f"escalate to {text}" for text in request.escalation_texts)],
    )


def _notes(service_board: ServiceBoard) -> Mapping[str, list[str]]:
    """Return what is to be said of requests whose level or deadlines are not as they were decided."""
    notes: dict[str, list[str]] = {}
    for moved in service_board.moved:
        notes.setdefault(moved.request_id, []).append("moved, to be accepted")
    for request_id, overrides in service_board.overrides.items():
        what = [override.level or (override.promise or "").replace("_", " ") for override in overrides]
        notes.setdefault(request_id, []).append(f"override: {both(what)}")
    return notes


def _lists(board: Board) -> list[tuple[str, str]]:
    """Return the requests of which something is asked, and those that were rejected."""
    asking = [
        f"{request.name} ({both(fact.replace('_', ' ') for fact in request.missing)})"
        for request in board.requests
        if request.missing
    ]
    rejected = [rejection.id or rejection.place for rejection in board.rejected]
    return [(label, _limited(texts)) for label, texts in (("ask", asking), ("rejected", rejected)) if texts]


def _limited(texts: list[str]) -> str:
    more = [f"and {len(texts) - _LISTED:,} more"] if len(texts) > _LISTED else []
    return "; ".join([*texts[:_LISTED], *more])
