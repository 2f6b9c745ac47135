"""The boards of the service: made anew where something happened or time passed, within a part of the processor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from ..board.board_records import Board
from ..store.records import Override
from .file_set import FileSet
from .open_requests import OpenEntry, OpenRequests
from .overrides import active_overrides
from .service_board import (
    BoardMaker,
    MovedRequest,
    ServiceBoard,
    ServiceReport,
    Standing,
    assembled,
    moved_request,
    service_report,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..store.store import Store

_NOW = 2
"""Seconds off the clock at which somebody still asks for the board as it is now."""
_PART = 10
"""All requests are worked out anew no sooner than after so many times as long as that took."""


@dataclass
class _Live:
    """How requests stood when each was last worked out."""

    files: FileSet
    worked_out_at: int
    """When all were, in milliseconds, as `next_at` is when they are to be again."""
    next_at: int
    standings: dict[str, tuple[OpenEntry, Standing]] = field(default_factory=dict)
    board: Board | None = None


class Boards:
    """Makes boards and reports of the requests of a store."""

    def __init__(self, store: "Store", open_requests: OpenRequests, clock: "Callable[[], int]") -> None:
        self._store = store
        self._open = open_requests
        self._clock = clock
        self._lock = Lock()
        self._maker: BoardMaker | None = None
        self._live: _Live | None = None

    def board(self, files: FileSet, at: int | None) -> Board:
        """Return the open requests as they are owed at an instant in seconds, or now.

        Now, a request is worked out anew where something happened to it or became due; all of them as time passes.
        """
        now = self._clock()
        if at is not None and abs(at - now // 1000) > _NOW:
            return self._maker_of(files).board(self._open.entries().values(), at)
        with self._lock:
            return self._live_board(files, now)

    def service_board(self, files: FileSet, at: int | None) -> ServiceBoard:
        """Return the same with the overrides that count, and what moved."""
        board, entries = self.board(files, at), self._open.entries()
        overrides = {id_: _counting(entry, board.now) for id_, entry in entries.items() if entry.overrides}
        moved = [self._moved(entry) for entry in entries.values() if entry.moved_from is not None]
        return ServiceBoard(
            board=board,
            overrides={id_: counting for id_, counting in overrides.items() if counting},
            moved=tuple(entry for entry in moved if entry is not None),
            is_cut=self._open.is_cut,
        )

    def report(self, files: FileSet, at: int | None) -> ServiceReport:
        """Return which share of the promises was met."""
        now = self._clock() // 1000 if at is None else at
        return service_report(self._maker_of(files), self._store, self._open.entries().values(), now)

    def _live_board(self, files: FileSet, now: int) -> Board:
        entries, live, second = self._open.entries(), self._live, now // 1000
        if live is None or live.files is not files or not live.worked_out_at <= now < live.next_at:
            live = self._live = _Live(files, now, now)
            is_changed = self._work_out(live, entries, entries, second)
            took = self._clock() - now
            live.next_at = now + max(1000, _PART * took)
        else:
            stale = [
                id_
                for id_, entry in entries.items()
                if (known := live.standings.get(id_)) is None or known[0] is not entry or known[1].is_over_by(second)
            ]
            is_changed = self._work_out(live, entries, stale, second)
        if is_changed or live.board is None:
            live.board = assembled((standing for _, standing in live.standings.values()), second)
        return live.board

    def _work_out(self, live: _Live, entries: Mapping[str, OpenEntry], ids: Iterable[str], now: int) -> bool:
        """Work out how requests stand; tell whether anything came or went."""
        maker, is_changed = self._maker_of(live.files), False
        for id_ in [id_ for id_ in live.standings if id_ not in entries]:
            del live.standings[id_]
            is_changed = True
        for id_ in ids:
            live.standings[id_] = (entries[id_], maker.standing(entries[id_], now))
            is_changed = True
        return is_changed

    def _maker_of(self, files: FileSet) -> BoardMaker:
        maker = self._maker
        if maker is None or maker.files is not files:
            maker = self._maker = BoardMaker(files)
        return maker

    def _moved(self, entry: OpenEntry) -> MovedRequest | None:
        before = self._store.decision(entry.moved_from or "")
        after = self._store.decision(entry.decision_id)
        return None if before is None or after is None else moved_request(entry, before, after)


def _counting(entry: OpenEntry, now: int) -> tuple[Override, ...]:
    active = active_overrides(entry.overrides, now * 1000)
    return (*([active.level] if active.level else []), *active.dues.values())
