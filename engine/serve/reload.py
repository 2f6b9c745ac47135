"""Files read anew while the service runs: checked and swapped whole, or not at all."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from ..findings import Finding, any_errors
from ..language.policy_folder import Policies
from ..language.stamps import file_stamps
from ..store.records import LogEntry, RequestChange, RequestState, StoredDecision
from .ahead_events import AheadEvents
from .decide_anew import FILES_ACTOR, DecideAnew
from .file_set import FileSet
from .service_error import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from ..store.store import Store

_GROUP = 200
"""Requests that are decided anew together."""
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether the service decides by the files as they are; else `findings` say why it keeps to the last good ones."""

    is_current: bool
    findings: tuple[Finding, ...] = ()
    undecidable: tuple[str, ...] = ()
    """Open requests that the files in use no longer decide, so that their decisions stay; the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload:
    """What came of reading files anew: `decided` requests have a next revision, `moved` another level or due."""

    is_swapped: bool
    findings: tuple[Finding, ...] = ()
    decided: int = 0
    moved: tuple[str, ...] = ()
    undecidable: tuple[str, ...] = ()
    """Requests that the new files cannot decide, and whose decisions stay."""


class FilesInUse:
    """The files that the service decides by, and what becomes of open requests when others take their place."""

    def __init__(
        self, store: "Store", policies: Policies, contracts: str | None, clock: "Callable[[], int]", version: str
    ) -> None:
        self._store = store
        self._policies = policies
        self._contracts = contracts
        self._clock = clock
        self._version = version
        self._lock = Lock()
        self._stamps = self._stamps_now()
        self.files = files = FileSet.read(policies, contracts, version)
        if not files.is_usable:
            raise ServiceError("not-usable", "policies or contracts cannot be used", files.findings)
        store.keep_files(files.stored_files).result()
        self._readiness = Readiness(is_current=True)
        self.ahead = AheadEvents()
        self._is_behind = True
        """Whether files may have changed before the service began."""

    @property
    def readiness(self) -> Readiness:
        """Whether the files are used as they are now."""
        return self._readiness

    def tick(self) -> Reload | None:
        """Read files anew where they have changed; None where they have not."""
        if self._is_behind:
            with self._lock:
                self._is_behind = False
                return self._decided_anew(self.files, frozenset())
        return self.reload() if self._stamps_now() != self._stamps else None

    def reload(self) -> Reload:
        """Read files anew, check them, and put them in place of those in use; broken ones change nothing."""
        with self._lock:
            stamps = self._stamps_now()
            files = FileSet.read(self._policies, self._contracts, self._version)
            if stamps != self._stamps_now():
                return Reload(is_swapped=False)  # somebody is writing them: the next tick reads them
            self._stamps = stamps
            if not files.is_usable:
                errors = tuple(finding for finding in files.findings if any_errors([finding]))
                self._readiness = Readiness(is_current=False, findings=errors)
                return Reload(is_swapped=False, findings=errors)
            before, self._readiness = self.files, Readiness(is_current=True)
            if files.digests == before.digests:
                return Reload(is_swapped=False)
            return self._swapped(before, files)

    def _swapped(self, before: FileSet, files: FileSet) -> Reload:
        self._store.keep_files(files.stored_files).result()
        self.files = files
        names = sorted(files.changed_names(before))
        details = json.dumps({"policies": names, "contracts": files.contract_digests != before.contract_digests})
        entry = LogEntry(at=self._clock(), actor=FILES_ACTOR, action="files-changed", details=details)
        # Changes go in order: once this is written, whatever was decided by the files before can be read.
        self._store.log(entry).result()
        return self._decided_anew(files, before.digests_of(names))

    def _decided_anew(self, files: FileSet, changed: frozenset[str]) -> Reload:
        """Return what came of deciding open requests anew, of which a file changed or is no longer there."""
        affected = (state.id for state in self._open_states() if _is_affected(state.latest, files, changed))
        decided, moved, undecidable = 0, list[str](), list[str]()
        for anew in self._changes(affected):
            decided += anew.is_new
            if anew.has_moved:
                moved.append(anew.request_id)
            if anew.findings:
                undecidable.append(anew.request_id)
        if undecidable:
            self._readiness = Readiness(is_current=True, undecidable=tuple(undecidable[:_MOST_NAMED]))
        return Reload(is_swapped=True, decided=decided, moved=tuple(moved), undecidable=tuple(undecidable))

    def _open_states(self) -> Iterator[RequestState]:
        for state in self._store.open_requests():
            self.ahead.note(state.id, state.events, self._clock())
            yield state

    def _changes(self, request_ids: Iterable[str]) -> Iterator[DecideAnew]:
        for group in _groups(request_ids):
            pending: list[tuple[DecideAnew, Future[RequestChange | None]]] = []
            for request_id in group:
                anew = DecideAnew(request_id=request_id, files=lambda: self.files, now=self._clock())
                pending.append((anew, self._store.change(request_id, anew)))
            for anew, future in pending:
                future.result()
                yield anew

    def _stamps_now(self) -> tuple[object, ...]:
        contracts = self._policies.contracts if self._contracts is None else self._contracts
        return file_stamps([self._policies.folder, *([] if contracts is None else [contracts])])


def _groups(request_ids: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for request_id in request_ids:
        group.append(request_id)
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


def _is_affected(latest: StoredDecision, files: FileSet, changed: frozenset[str]) -> bool:
    """Tell whether a request may come to anything else by the files in use."""
    policy = latest.files.get("policy")
    if policy is None or policy in changed or policy not in files.digests:
        return True
    contracts = latest.files.get("contracts")
    return contracts is not None and contracts not in files.digests
