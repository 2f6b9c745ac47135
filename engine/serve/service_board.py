"""The board of the service: open requests as they are owed now, and beside them what was overridden and what moved."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..board.board_json import board_record
from ..board.board_records import Board, BoardRequest, BoardRow, Rejection
from ..board.board_rows import board_request, board_rows, open_request
from ..board.burn_order import burn_order
from ..board.promise_report import PromiseReport, promise_report
from ..board.report_json import report_record
from ..store.records import Override, StoredDecision
from ..triage.clock import in_utc
from ..triage.decide import decide
from ..triage.decision import Invalid, OpenRequest
from .file_set import FileSet
from .open_requests import OpenEntry, entry_of
from .overrides import active_overrides
from .owed_rows import LevelStores, owed_rows

if TYPE_CHECKING:
    from ..store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRequest:
    """A request whose level or due moved because files changed, until a person accepts that."""

    request_id: str
    decision_id: str
    """The newest decision."""
    accepted_id: str
    """The decision that a person accepted last, or asked for."""
    level: tuple[str | None, str | None]
    """Before and after, as dues, which are by promise, in UTC."""
    dues: Mapping[str, tuple[str | None, str | None]]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        before, after = self.level
        return {
            "request": self.request_id,
            "decision": self.decision_id,
            "accepted": self.accepted_id,
            "level": {"before": before, "after": after},
            "dues": {promise: {"before": due[0], "after": due[1]} for promise, due in self.dues.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBoard:
    """The board as requests are owed, with the overrides that count, by request, and the requests that moved."""

    board: Board
    overrides: Mapping[str, tuple[Override, ...]]
    moved: tuple[MovedRequest, ...]
    is_cut: bool = False
    """Whether more requests are open than a board shows."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            **board_record(self.board),
            "cut": self.is_cut,
            "overrides": [override_record(o) for overrides in self.overrides.values() for o in overrides],
            "moved": [moved.to_dict() for moved in self.moved],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """Which share of the promises was met: as they were decided, and as they were owed by the overrides."""

    decided: PromiseReport
    owed: PromiseReport
    overridden: int
    """How many requests have an override."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        decided, owed = report_record(self.decided), report_record(self.owed)
        return {"decided": decided, "owed": owed, "overridden": self.overridden}


def override_record(override: Override) -> dict[str, Any]:
    """Return an override as plain JSON values."""
    return {
        "request": override.request_id,
        "level": override.level,
        "promise": override.promise,
        "due": _instant(override.due),
        "by": override.actor,
        "why": override.why,
        "made_at": _instant(override.made_at),
        "until": _instant(override.until),
    }


class Standing(NamedTuple):
    """How a request stands, with its rows."""

    entry: BoardRequest | Rejection
    rows: tuple[BoardRow, ...] = ()

    def is_over_by(self, now: int) -> bool:
        """Tell whether something of it has become due since, so that it stands another way."""
        return any(row.state in _GOES_ON and row.due is not None and row.due <= now for row in self.rows)


_GOES_ON = frozenset(("running", "at_risk"))


class BoardMaker:
    """Makes boards of requests by some files, as of an instant in seconds."""

    def __init__(self, files: FileSet) -> None:
        self.files = files
        self._levels = LevelStores(files.triage.store)

    def board(self, entries: Iterable[OpenEntry], now: int, *, is_owed: bool = True) -> Board:
        """Return the board of requests: as they are owed by their overrides, or as they are decided."""
        return assembled((self.standing(entry, now, is_owed=is_owed) for entry in entries), now)

    def standing(self, entry: OpenEntry, now: int, *, is_owed: bool = True) -> Standing:
        """Return how a request stands."""
        files, request = self.files, entry.request
        contracts, version = files.contracts_for(request), files.triage.version
        decision = decide(request, files.triage.store, contracts, version, now)
        place = request.id or ""
        if isinstance(decision, OpenRequest):
            return Standing(open_request(decision, place, now))
        if isinstance(decision, Invalid):
            return Standing(Rejection(id=request.id, place=place, findings=decision.findings))
        active = active_overrides(entry.overrides, now * 1000)
        if is_owed and active:
            return Standing(*owed_rows(decision, place, active, self._levels, contracts, version))
        board_entry = board_request(decision, place)
        return Standing(board_entry, tuple(board_rows(decision, board_entry)))


def assembled(standings: Iterable[Standing], now: int) -> Board:
    """Return the board of requests of which is known how they stand."""
    requests: list[BoardRequest] = []
    rows: list[BoardRow] = []
    rejected: list[Rejection] = []
    for request, own in standings:
        if isinstance(request, Rejection):
            rejected.append(request)
        else:
            requests.append(request)
            rows += own
    return Board(
        now=now,
        requests=tuple(requests),
        rows=tuple(sorted(rows, key=lambda row: burn_order(row, now))),
        rejected=tuple(rejected),
    )


def service_report(maker: BoardMaker, store: "Store", entries: Iterable[OpenEntry], now: int) -> ServiceReport:
    """Return the report over closed requests; open ones are counted as pending."""
    closed = [entry_of(state) for state in store.closed_requests(0)]
    all_entries = [*entries, *closed]
    decided = maker.board(all_entries, now, is_owed=False)
    overridden = [entry for entry in all_entries if entry.overrides]
    owed = maker.board([_unlapsed(entry) for entry in overridden], now)
    names = {entry.request.id for entry in overridden}
    rows = (*(row for row in decided.rows if row.request.id not in names), *owed.rows)
    return ServiceReport(
        decided=promise_report(decided),
        owed=promise_report(replace(decided, rows=rows)),
        overridden=len(overridden),
    )


def _unlapsed(entry: OpenEntry) -> OpenEntry:
    """Return a request whose overrides count though they have lapsed since: what is reported is what was owed."""
    return replace(entry, overrides=tuple(replace(override, until=None) for override in entry.overrides))


def moved_request(entry: OpenEntry, before: StoredDecision, after: StoredDecision) -> MovedRequest:
    """Return what moved of a request between two decisions."""
    was, is_now = (json.loads(decision.decision) for decision in (before, after))
    dues = {
        promise: (due_before, due_after)
        for promise in dict.fromkeys((*_dues(was), *_dues(is_now)))
        if (due_before := _dues(was).get(promise)) != (due_after := _dues(is_now).get(promise))
    }
    return MovedRequest(
        request_id=after.request_id,
        decision_id=entry.decision_id,
        accepted_id=before.id,
        level=(before.level, after.level),
        dues=dues,
    )


def moves(before: StoredDecision, after: StoredDecision) -> bool:
    """Tell whether the level or a due of a request moved."""
    dues = [_dues(json.loads(decision.decision)) for decision in (before, after)]
    return before.level != after.level or dues[0] != dues[1]


def _dues(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Return when promises fall due, or may at the earliest, of a decision as plain JSON values."""
    return {d["promise"]: d["due"] or d.get("earliest") for d in record.get("deadlines", ())}


def _instant(instant: int | None) -> str | None:
    return None if instant is None else in_utc(instant // 1000)
