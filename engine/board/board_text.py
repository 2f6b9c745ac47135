"""A board as text: a line for each promise by what burns first, as far as there is room, and what adds up below."""

from collections.abc import Iterable, Iterator

from ..text import both, counted
from ..triage.clock import day_and_time, moment, open_duration, wall_clock
from ..triage.layout import INDENT, Look, wrap
from .board_records import OVER, Board, BoardRequest, BoardRow, RowState
from .text_table import Column, table_lines

STATE_WORDS: dict[RowState, str] = {
    "overdue": "overdue", "at_risk": "at risk", "running": "running", "open": "open", "paused": "paused",
    "not_started": "not started", "late": "late", "met": "met", "ended": "ended",
}  # fmt: skip
STATE_ROLES: dict[RowState, str] = {
    "overdue": "bad", "at_risk": "open", "running": "", "open": "open", "paused": "dim", "not_started": "dim",
    "late": "bad", "met": "good", "ended": "dim",
}  # fmt: skip
_BAR = 6
_FULL, _EMPTY, _PARTS = "█", "░", "▏▎▍▌▋▊▉"
_SHORTEST_NAME, _NAME, _LONGEST_NAME, _LONGEST_PROMISE, _LONGEST_LEVEL = 8, 14, 32, 24, 8
"""Columns of names: those of a request have so many, at least and at most, and as a rule where there is little room."""
_LISTED = 12
"""Requests of a kind that are listed below the table where rows are limited."""
_WIDE = 100
"""From so many columns on, customers and days of the week are shown."""


def board_text(board: Board, look: Look, limit: int | None) -> str:
    """Return a board as lines of text, with so many rows at most, None for all."""
    return "\n".join(_BoardSheet(board, look, limit).lines()) + "\n"


class _BoardSheet:
    """The text of a board."""

    def __init__(self, board: Board, look: Look, limit: int | None) -> None:
        self.board = board
        self.look = look
        self.is_limited = limit is not None
        self.rows = board.rows[:limit]
        self.timezone = look.reader or common_zone(board.requests)
        self.year = wall_clock(board.now, self.timezone).year

    def lines(self) -> Iterator[str]:
        look = self.look
        head = f"board as of {moment(self.board.now, self.timezone)}"
        yield f"{look.paint('board', 'strong')}{head.removeprefix('board')}"
        if self.rows:
            yield ""
            yield from self.table()
        hidden = self.board.rows[len(self.rows) :]
        if hidden:
            unfinished = sum(row.state not in OVER for row in hidden)
            not_over = f", {unfinished:,} of them not over" if unfinished else ", all of them over"
            yield look.paint(f"… and {counted(len(hidden), 'more promise')}{not_over}; `--limit 0` shows all", "open")
        yield ""
        yield from self.summary()

    def table(self) -> Iterator[str]:
        """Yield the rows as a table, under each request's first one whom it may be escalated to."""
        states = [STATE_ROLES[row.state] for row in self.rows]
        roles = {"state": states, "used": states, "left": states, "request": ["strong"] * len(states)}
        titles, *lines = table_lines(self.columns(), self.look, roles)
        yield titles
        requests = set()
        for row, line in zip(self.rows, lines, strict=True):
            yield line
            if row.request.uid not in requests:
                requests.add(row.request.uid)
                yield from self.escalations(row.request)

    def columns(self) -> list[Column]:
        """Return the columns of the table; names of promises, requests and customers share what room there is."""
        rows, width = self.rows, self.look.width
        levels = tuple(row.request.level or "" for row in rows)
        columns = [
            (0, Column("state", tuple(STATE_WORDS[row.state] for row in rows))),
            (72, Column("used", tuple(bar(row.used_share) for row in rows))),
            (0, Column("left", tuple(map(remaining_text, rows)), is_right=True)),
            (60, Column("due", tuple(map(self.due, rows)), is_right=True)),
            (48, Column("level" if self.is_wide else "", levels).fitted(_LONGEST_LEVEL)),
        ]
        before = [column for least, column in columns if width >= least]
        room = width - sum(column.width + 2 for column in before if column.width)
        names = Column("request", tuple(row.request.name for row in rows)).fitted(_LONGEST_NAME)
        promises = Column("promise", tuple(map(promise_text, rows)))
        promises = promises.fitted(max(min(_LONGEST_PROMISE, room - 2 - min(names.width, _NAME)), _SHORTEST_NAME))
        room -= promises.width + 2
        names = names.fitted(max(room, _SHORTEST_NAME))
        room -= names.width + 2
        customers = Column("customer", tuple(row.request.customer or "" for row in rows))
        has_customers = self.is_wide and room >= _SHORTEST_NAME
        return [*before, promises, names, *([customers.fitted(room)] if has_customers else [])]

    @property
    def is_wide(self) -> bool:
        """Whether there is room for what is good to have."""
        return self.look.width >= _WIDE

    def due(self, row: BoardRow) -> str:
        """Return when a row is due; where that is open, or its clock stands, it is not before an instant."""
        if row.instant is None:
            return "open" if row.state == "open" else ""
        text = day_and_time(row.instant, self.timezone, year=self.year)
        text = text if self.is_wide else text.partition(" ")[2]  # without the day of the week
        return text if row.due is not None else f"≥ {text}"

    def escalations(self, request: BoardRequest) -> Iterator[str]:
        """Yield whom a request may be escalated to now, as an occasion has come."""
        for text in request.escalation_texts:
            lines = wrap(f"escalate to {text}", self.look.width - 2 * len(INDENT))
            yield from (f"{2 * INDENT}{self.look.paint(line, 'open')}" for line in lines)

    def summary(self) -> Iterator[str]:
        """Yield how many rows stand in each way, and what has become of each request."""
        board, row = self.board, self.look.row
        states = [f"{count:,} {STATE_WORDS[state]}" for state, count in board.states.items() if count]
        yield from row("promises", ", ".join(states) or "none")
        counts = board.counts
        statuses = [f"{counts[status]:,} {status.replace('_', ' ')}" for status in counts if status != "requests"]
        present = [text for text in statuses if not text.startswith("0 ")]
        yield from row("requests", f"{counts['requests']:,}" + (f": {', '.join(present)}" if present else ""))
        promising = {entry.request.uid for entry in board.rows}
        asking = [f"{r.name} ({both(map(_words, r.missing))})" for r in board.requests if r.missing]
        idle = [f"{r.name} ({_why_none(r)})" for r in board.requests if r.uid not in promising and not r.missing]
        places = [rejection.id or rejection.place for rejection in board.rejected]
        standing = dict.fromkeys(text for request in board.requests for text in request.standing_escalations)
        listed_by_label = {
            ("ask", "open"): asking,
            ("nothing promised", ""): idle,
            ("rejected", "bad"): places,
            ("skipped", "dim"): list(board.skipped),
            ("escalate anyhow to", ""): list(standing),
        }
        for (label, role), listed in listed_by_label.items():
            yield from row(label, "; ".join(self.limited(listed)), role) if listed else ()

    def limited(self, texts: list[str]) -> list[str]:
        """Return texts of a list, the first ones where rows are limited."""
        if self.is_limited and len(texts) > _LISTED:
            return [*texts[:_LISTED], f"and {len(texts) - _LISTED:,} more"]
        return texts


def bar(share: float | None) -> str:
    """Return a share from 0 to 1 as a bar, nothing for none; only what is used in full fills it."""
    if share is None:
        return ""
    eighths = _BAR * 8 if share >= 1 else min(int(share * _BAR * 8), _BAR * 8 - 1)
    full, part = divmod(eighths, 8)
    text = _FULL * full + (_PARTS[part - 1] if part else "")
    return text + _EMPTY * (_BAR - len(text))


def remaining_text(row: BoardRow) -> str:
    """Return how much of its time is left of a row, nothing where that is not known."""
    if row.left is None:
        return ""
    return f"-{open_duration(-row.left)}" if row.left < 0 else open_duration(row.left)


def promise_text(row: BoardRow) -> str:
    """Return the name of a promise, with a question mark where perhaps nothing is owed."""
    return _words(row.promise) + ("" if row.certain else "?")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _why_none(request: BoardRequest) -> str:
    return "closed" if request.is_closed else _words(request.scope or "undecided")


def common_zone(requests: Iterable[BoardRequest]) -> str:
    """Return the zone in which all decisions are read, UTC where they differ."""
    zones = {request.timezone for request in requests if request.timezone}
    return zones.pop() if len(zones) == 1 else "UTC"
