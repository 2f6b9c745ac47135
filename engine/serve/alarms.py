"""Alarms: what could be worse than it is taken for, what is at risk and what is overdue, each told once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ..board.board_records import Board, BoardRow
from ..findings import printable
from ..store.records import LogEntry
from ..triage.clock import in_utc
from ..triage.json_formats import line_of
from .alarm_calls import NotTold, Outgoing, mail, post
from .open_requests import OpenEntry
from .service_config import Alarm, ServiceConfig

if TYPE_CHECKING:
    from ..store.store import Store

EVERY = 10_000
"""Milliseconds between two looks at what is open."""
_WAITS = (15_000, 30_000, 60_000, 120_000, 300_000)
"""Milliseconds until somebody who did not take an alarm is tried again, the longer the more often that was."""
_ACTOR = "remit"
_NO_PROMISE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An alarm that is to be told: of which request, promise and state."""

    alarm: Alarm
    entry: OpenEntry
    promise: str
    row: BoardRow | None = None

    @property
    def request_id(self) -> str:
        """The id of the request."""
        return self.entry.request.id or ""

    @property
    def key(self) -> str:
        """What it is told once by: whoever takes it knows it again by that."""
        parts = (self.alarm.name, self.request_id, self.promise)
        return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Alarms:
    """Looks at open requests, and tells whom alarms name; what nobody takes is tried again."""

    def __init__(self, store: "Store", config: ServiceConfig, clock: Callable[[], int]) -> None:
        self._store = store
        self._alarms = [channel for alarm in config.alarms for channel in alarm.channels]
        self._server = config.mail
        self._clock = clock
        self._told: set[str] = set()
        self._looked_at = 0
        self._failures: dict[str, tuple[int, int]] = {}
        """By alarm, how often in a row nobody took it, and when it is tried again."""

    @property
    def are_due(self) -> bool:
        """Whether it is time to look at what is open."""
        return bool(self._alarms) and self._clock() - self._looked_at >= EVERY

    def look(self, board: Board, entries: Mapping[str, OpenEntry]) -> int:
        """Tell what is to be told; return how many alarms somebody took."""
        self._looked_at = now = self._clock()
        return sum(self._tell_once(firing, now) for firing in self._firings(board, entries, now))

    def _firings(self, board: Board, entries: Mapping[str, OpenEntry], now: int) -> Iterator[Firing]:
        for alarm in self._alarms:
            if alarm.kind == "could_be":
                for entry in entries.values():
                    is_old = entry.request.received * 1000 + alarm.unconfirmed_ms <= now
                    if is_old and not entry.could_be.isdisjoint(alarm.levels):
                        yield Firing(alarm=alarm, entry=entry, promise=_NO_PROMISE)
                continue
            for row in board.rows:
                entry_of_row = entries.get(row.request.id or "")
                is_meant = not alarm.promises or row.promise in alarm.promises
                if row.state == alarm.kind and is_meant and entry_of_row is not None:
                    yield Firing(alarm=alarm, entry=entry_of_row, promise=row.promise, row=row)

    def _tell_once(self, firing: Firing, now: int) -> bool:
        key, alarm = firing.key, firing.alarm
        times, again_at = self._failures.get(alarm.name, (0, 0))
        if key in self._told or now < again_at:
            return False
        claim = (firing.request_id, firing.promise, alarm.name)
        if self._store.has_alarm(*claim):
            self._told.add(key)
            return False
        try:
            self._tell(firing, now)
        except NotTold as problem:
            self._failures[alarm.name] = times + 1, now + _WAITS[min(times, len(_WAITS) - 1)]
            if not times:
                self._log("alarm-not-told", firing, now, {"alarm": alarm.id, "why": str(problem)})
            return False
        self._failures.pop(alarm.name, None)
        # Told first and noted then: what nobody took is told after a restart, too.
        self._store.claim_alarm(*claim).result()
        self._told.add(key)
        self._log("alarm", firing, now, {"alarm": alarm.id, "promise": firing.promise, "state": alarm.kind})
        return True

    def _tell(self, firing: Firing, now: int) -> None:
        outgoing, alarm = outgoing_of(firing, now // 1000), firing.alarm
        if alarm.post is not None:
            post(alarm.post, outgoing, now // 1000)
        elif self._server is not None:
            mail(self._server, alarm.mail, outgoing)

    def _log(self, action: str, firing: Firing, now: int, details: dict[str, str]) -> None:
        self._store.log(
            LogEntry(at=now, actor=_ACTOR, action=action, request_id=firing.request_id, details=line_of(details))
        )


def outgoing_of(firing: Firing, now: int) -> Outgoing:
    """Return what is told of an alarm, without a text of a stranger."""
    row, entry, alarm = firing.row, firing.entry, firing.alarm
    due = None if row is None or row.instant is None else in_utc(row.instant)
    record = {
        "alarm": alarm.id,
        "key": firing.key,
        "state": alarm.kind,
        "at": in_utc(now),
        "request": firing.request_id,
        "decision": entry.decision_id,
        "promise": firing.promise or None,
        "level": row.request.level if row else entry.level,
        "could_be": sorted(entry.could_be & set(alarm.levels)) if alarm.kind == "could_be" else [],
        "due": due,
    }
    name = printable(firing.request_id)
    words = (
        f"could be {' or '.join(sorted(entry.could_be & set(alarm.levels)))}, and nobody has confirmed that it is not"
        if alarm.kind == "could_be"
        else f"{firing.promise.replace('_', ' ')} is {alarm.kind.replace('_', ' ')}{f', due {due}' if due else ''}"
    )
    return Outgoing(
        json=line_of(record).encode(),
        subject=f"remit: {name}: {words}",
        text=f"Request {name}: {words}.\n\nDecision {entry.decision_id}, alarm {alarm.id}, as of {in_utc(now)}.\n",
    )
