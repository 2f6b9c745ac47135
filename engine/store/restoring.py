"""A store put back as a backup has it, and an older one brought up to date."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from . import tables
from .backups import checked, copy_store, reading, settle, write_backup, writing
from .copies import copy_rows
from .database import is_sqlite, sqlite_file, sqlite_url, store_errors, store_name
from .errors import StoreError
from .forgetting import forget_requests
from .process_lock import ProcessLock
from .records import LogEntry
from .rows import log_row
from .store_files import FileBeside, no_store
from .versions import check_version, migrate, prepare, store_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Connection

_ALL_BACK = int(tables.VERSION)
_ACTOR = "remit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restored store has, and what of the backup it does not have, since the store before knew better."""

    requests: int
    forgotten: int
    """How many requests were forgotten since the backup, and are again."""
    tokens: int
    """How many tokens were removed since the backup, and are again."""
    knows_before: bool
    """Whether there was a store before that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """What a store says that a backup of it may not know."""

    forgotten: Mapping[str, int]
    """By request, when somebody forgot it last."""
    tokens: frozenset[str]
    """The digests of its tokens."""


def restore_backup(target: URL, file: Path, now: int, *, overwrites: bool = False) -> Restored:
    """Put a backup in the place of the store at an address.

    What was forgotten there, and tokens that were removed there, do not come back.
    """
    name = store_name(target)
    with store_errors(f"the store `{name}` cannot be restored from `{file}`"), ExitStack() as stack:
        if not file.is_file():
            raise StoreError(f"there is no backup at `{file}`", "name a file that `remit store backup` wrote")
        if is_sqlite(target):
            _lock(target, stack)
        since = _since(target, name, overwrites=overwrites)
        place = sqlite_file(target)
        if not is_sqlite(target):
            place = Path(stack.enter_context(TemporaryDirectory())) / "store"
        beside = stack.enter_context(FileBeside(place))
        with reading(sqlite_url(file)) as connection:
            version = _version(connection, str(file))
            copy_store(connection, beside.path, version)
        result = _brought_up(beside.path, since, now)
        if is_sqlite(target):
            beside.keep()
        else:
            with reading(sqlite_url(beside.path)) as source, writing(target) as connection:
                prepare(connection, name)
                copy_rows(source, connection, tables.VERSION)
    return result


def _lock(target: URL, stack: ExitStack) -> None:
    lock = ProcessLock(sqlite_file(target))
    lock.acquire()
    stack.callback(lock.release)


def _version(connection: Connection, name: str) -> str:
    version = store_version(connection, name)
    if version is None:
        raise StoreError(f"`{name}` is no store of remit", "name a file that `remit store backup` wrote")
    check_version(version, name, back=_ALL_BACK)
    return version


def _since(target: URL, name: str, *, overwrites: bool) -> _Since | None:
    """Return what the store knows that is there; None where there is none, or a broken one that is written over."""
    if is_sqlite(target) and not sqlite_file(target).is_file():
        return None
    try:
        with store_errors(f"the store `{name}` cannot be read"), reading(target) as connection:
            if store_version(connection, name) is None:
                return None
            is_forgetting = tables.log.c.action == "forget"
            last = select(tables.log.c.request_id, func.max(tables.log.c.at)).where(is_forgetting)
            rows = connection.execute(last.group_by(tables.log.c.request_id)).all()
            digests = connection.execute(select(tables.tokens.c.digest)).scalars().all()
    except StoreError:
        if not overwrites:
            raise
        return None
    if not overwrites:
        raise StoreError(f"there is a store at `{name}`", "put the backup in its place with `--overwrite`")
    return _Since(forgotten={row[0]: row[1] for row in rows}, tokens=frozenset(digests))


def _brought_up(file: Path, since: _Since | None, now: int) -> Restored:
    """Bring the copy of a backup up to date, by the version and by what the store before knew."""
    forgotten = tokens = 0
    with writing(sqlite_url(file)) as connection:
        migrate(connection)
        if since:
            for request_id, at in since.forgotten.items():
                forgotten += forget_requests(connection, [request_id], _ACTOR, at, until=at).texts > 0
            removed = delete(tables.tokens).where(tables.tokens.c.digest.not_in(since.tokens))
            tokens = connection.execute(removed).rowcount
        connection.execute(delete(tables.sessions))
        _log(connection, "restore", now, forgotten=forgotten, tokens=tokens)
    settle(file)
    return Restored(requests=checked(file), forgotten=forgotten, tokens=tokens, knows_before=since is not None)


def _log(connection: Connection, action: str, now: int, **details: int) -> None:
    entry = LogEntry(at=now, actor=_ACTOR, action=action, details=json.dumps(details))
    connection.execute(insert(tables.log), [log_row(entry)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """From which version to which a store was brought; the same where nothing was to be done."""

    before: int
    after: int


def upgrade_store(target: URL, backup: Path, now: int) -> Upgraded:
    """Bring a store up to date, after a backup of it."""
    name = store_name(target)
    with store_errors(f"the store `{name}` cannot be upgraded"), ExitStack() as stack:
        if is_sqlite(target):
            if not sqlite_file(target).is_file():
                raise no_store(name)
            _lock(target, stack)
        with reading(target) as connection:
            version = _version(connection, name)
        if version != tables.VERSION:
            write_backup(target, backup)
            with writing(target) as connection:
                migrate(connection)
                _log(connection, "upgrade", now, before=int(version), after=int(tables.VERSION))
    return Upgraded(before=int(version), after=int(tables.VERSION))
