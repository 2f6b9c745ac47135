"""The boards of the service, each made once for all who ask for the same instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from ..board.board_records import Board
from ..store.records import Override
from .file_set import FileSet
from .open_requests import OpenEntry, OpenRequests
from .overrides import active_overrides
from .service_board import BoardMaker, MovedRequest, ServiceBoard, ServiceReport, moved_request, service_report

if TYPE_CHECKING:
    from ..store.store import Store


@dataclass(frozen=True)
class _Made:
    files: FileSet
    entries: Mapping[str, OpenEntry]
    now: int
    board: Board


class Boards:
    """Makes boards and reports of the requests of a store."""

    def __init__(self, store: "Store", open_requests: OpenRequests) -> None:
        self._store = store
        self._open = open_requests
        self._lock = Lock()
        self._maker: tuple[FileSet, BoardMaker] | None = None
        self._made: _Made | None = None

    def board(self, files: FileSet, now: int) -> Board:
        """Return the open requests as they are owed."""
        entries = self._open.entries()
        with self._lock:
            made = self._made
            if made is None or made.files is not files or made.entries is not entries or made.now != now:
                board = self.maker(files).board(entries.values(), now)
                self._made = made = _Made(files, entries, now, board)
            return made.board

    def service_board(self, files: FileSet, now: int) -> ServiceBoard:
        """Return the same with the overrides that count, and what moved."""
        board, entries = self.board(files, now), self._open.entries()
        overrides = {id_: _counting(entry, now) for id_, entry in entries.items() if entry.overrides}
        moved = [self._moved(entry) for entry in entries.values() if entry.moved_from is not None]
        return ServiceBoard(
            board=board,
            overrides={id_: counting for id_, counting in overrides.items() if counting},
            moved=tuple(entry for entry in moved if entry is not None),
        )

    def report(self, files: FileSet, now: int) -> ServiceReport:
        """Return which share of the promises was met."""
        return service_report(self.maker(files), self._store, self._open.entries().values(), now)

    def maker(self, files: FileSet) -> BoardMaker:
        """Return what makes boards by some files."""
        if self._maker is None or self._maker[0] is not files:
            self._maker = files, BoardMaker(files)
        return self._maker[1]

    def _moved(self, entry: OpenEntry) -> MovedRequest | None:
        before = self._store.decision(entry.moved_from or "")
        after = self._store.decision(entry.decision_id)
        return None if before is None or after is None else moved_request(entry, before, after)


def _counting(entry: OpenEntry, now: int) -> tuple[Override, ...]:
    active = active_overrides(entry.overrides, now * 1000)
    return (*([active.level] if active.level else []), *active.dues.values())
