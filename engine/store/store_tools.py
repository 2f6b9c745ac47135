"""What people do with a store from a command line, in their words; the service may be running meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings import printable
from ..text import counted, did_you_mean
from .backups import write_backup
from .database import is_sqlite, parse_url, sqlite_file, store_name
from .errors import StoreError
from .records import LogEntry, Token
from .restoring import restore_backup, upgrade_store
from .store import Store
from .store_reader import StoreReader
from .tables import VERSION
from .token_names import COMMAND_LINE
from .tokens import new_token, token_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .records import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTools:
    """What is done with the store at a URL."""

    url: str
    clock: Callable[[], int]

    @property
    def _name(self) -> str:
        return printable(store_name(parse_url(self.url)))

    def back_up(self, file: str, *, overwrites: bool) -> str:
        """Write a backup, and say so."""
        number = write_backup(parse_url(self.url), Path(file), overwrites=overwrites)
        return f"{counted(number, 'request')} of `{self._name}` backed up to `{printable(file)}`\n"

    def restore(self, file: str, *, overwrites: bool) -> str:
        """Put a backup in the place of the store, and say what it has."""
        result = restore_backup(parse_url(self.url), Path(file), self.clock(), overwrites=overwrites)
        lines = [f"{counted(result.requests, 'request')} of `{printable(file)}` restored to `{self._name}`"]
        if not result.knows_before:
            lines.append("texts that were forgotten since, and tokens that were removed, are back: remove them again")
        if result.forgotten:
            lines.append(f"{counted(result.forgotten, 'request')} that somebody had forgotten since stays forgotten")
        if result.tokens:
            lines.append(f"{counted(result.tokens, 'token')} that somebody had removed since stays removed")
        return "".join(f"{line}\n" for line in lines)

    def upgrade(self, backup: str | None) -> str:
        """Bring the store up to date after a backup, and say where that is."""
        url = parse_url(self.url)
        with StoreReader(url, VERSION) as reader:
            before = reader.version_number()
        base = sqlite_file(url) if is_sqlite(url) else Path(url.database or "store")
        place = Path(backup) if backup else base.with_name(f"{base.name}.version-{before}")
        result = upgrade_store(url, place, self.clock())
        if result.before == result.after:
            return f"`{self._name}` is of version {result.after} already\n"
        return (
            f"`{self._name}` upgraded from version {result.before} to {result.after};"
            f" as it was, it is in `{printable(str(place))}`\n"
        )

    def add_token(self, name: str, role: Role, lasts_ms: int) -> tuple[str, str]:
        """Return a token for somebody, which nobody can be shown again, and what to say of it."""
        token, now, url = new_token(), self.clock(), parse_url(self.url)
        is_new = is_sqlite(url) and not sqlite_file(url).is_file()
        record = Token(name=name, role=role, digest=token_digest(token), made_at=now, expires_at=now + lasts_ms)
        with self._store(is_made=True) as store:
            if any(known.name == name for known in store.tokens()):
                raise StoreError(f"`{name}` has a token", f"remove it first: `remit token remove {name}`")
            store.add_token(record)
            self._log(store, "token-added", name=name, role=role)
        about = f"`{self._name}` is a new store\n" if is_new else ""
        return token, f"{about}token of `{name}` as {role} until {_day(record.expires_at)}; nobody is shown it again\n"

    def tokens(self) -> str:
        """Return a line for each token."""
        with StoreReader.read(self.url) as store:
            tokens = store.tokens()
        if not tokens:
            return "nobody has a token: `remit token add NAME --role ROLE` makes one\n"
        now = self.clock()
        rows = [("name", "role", "made", "expires")]
        rows += [(t.name, t.role, _day(t.made_at), _day(t.expires_at) + _note(t, now)) for t in tokens]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
        return "".join(f"{line}\n" for line in lines)

    def remove_token(self, name: str) -> str:
        """Remove somebody's token, and say so."""
        with self._store(is_made=False) as store:
            known = [token.name for token in store.tokens()]
            if not store.remove_token(name):
                raise StoreError(f"`{name}` has no token", did_you_mean(name, known) if known else "")
            self._log(store, "token-removed", name=name)
        return f"token of `{name}` removed, and every session that was begun with it\n"

    def forget(self, request_or_address: str) -> tuple[str, bool]:
        """Forget a request, or all about an address; return what to say, and whether there was anything of it."""
        about = printable(request_or_address)
        with self._store(is_made=False) as store:
            result = store.forget(request_or_address, COMMAND_LINE)
        if not result.requests:
            return f"no text has the address `{about}`; nothing is forgotten\n", False
        if not result.texts:
            return f"request `{about}` has no texts\n", True
        numbers = f"{counted(result.texts, 'text')} of {counted(len(result.requests), 'request')}"
        ids = "".join(f"  {printable(id_)}\n" for id_ in result.requests)
        return f"{numbers} forgotten:\n{ids}backups that were made before still have them\n", True

    def _store(self, *, is_made: bool) -> Store:
        """Return the store to write something small, beside a service that may be running."""
        return Store(parse_url(self.url), self.clock, is_alone=False, is_made=is_made)

    def _log(self, store: Store, action: str, **details: str) -> None:
        entry = LogEntry(at=self.clock(), actor=COMMAND_LINE, action=action, details=json.dumps(details))
        store.log(entry).result()


def _day(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1000, UTC).date().isoformat()


def _note(token: Token, now: int) -> str:
    return " (expired)" if token.expires_at <= now else ""
