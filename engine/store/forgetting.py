"""What is forgotten: the texts of requests with their salt, and the digests of their mails; decisions stay."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select

from . import tables
from .errors import StoreError
from .records import Forgotten, LogEntry
from .rows import log_row
from .writer import lock_requests

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

_PAGE = 500
_requests, _decisions, _texts = tables.requests, tables.decisions, tables.texts


def forget_requests(
    connection: Connection, ids: Sequence[str], actor: str, now: int, until: int | None = None
) -> Forgotten:
    """Remove the texts of requests, and log that; `until` an instant, so that texts that came later stay."""
    lock_requests(connection, ids)
    number = 0
    for id_ in ids:
        condition = _texts_of(id_)
        if until is not None:
            condition &= _texts.c.made_at <= until
        removed = connection.execute(delete(_texts).where(condition)).rowcount
        mails = delete(tables.message_ids).where(tables.message_ids.c.request_id == id_)
        if until is not None:
            mails = mails.where(tables.message_ids.c.heard_at <= until)
        connection.execute(mails)
        entry = LogEntry(at=now, actor=actor, action="forget", request_id=id_, details=json.dumps({"texts": removed}))
        connection.execute(insert(tables.log), [log_row(entry)])
        number += removed
    return Forgotten(requests=tuple(ids), texts=number)


def _texts_of(request_id: str) -> ColumnElement[bool]:
    """Return the condition of the texts of a request, by the ids of its decisions and overrides."""
    firsts = select(_requests.c.first_id).where(_requests.c.id == request_id)
    later = select(_decisions.c.id).where(_decisions.c.request_id == request_id, _decisions.c.revision > 1)
    overrides = select(tables.overrides.c.id).where(tables.overrides.c.request_id == request_id)
    return or_(_texts.c.id.in_(firsts), _texts.c.id.in_(later), _texts.c.id.in_(overrides))


def is_request(connection: Connection, id_: str) -> bool:
    """Tell whether there is a request of an id."""
    return connection.execute(select(_requests.c.number).where(_requests.c.id == id_)).first() is not None


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address, in whatever way its domain is written."""

    written: tuple[str, ...]
    """In small letters."""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Return the address that a text is, with or without its angle brackets."""
        address = text.strip().removeprefix("<").removesuffix(">").casefold()
        local, at, domain = address.rpartition("@")
        if not (local and at and domain) or any(c.isspace() for c in address):
            raise StoreError(f"`{text}` is neither the id of a request nor an address", "name one of them")
        return cls(tuple(dict.fromkeys([address, *(f"{local}@{other}" for other in _other_forms(domain))])))

    def page(self, connection: Connection, after: str) -> tuple[list[str], str | None]:
        """Return the requests whose texts have the address, of one page; and after which id the next one begins."""
        query = select(_texts).where(_texts.c.id > after, self._could_have()).order_by(_texts.c.id).limit(_PAGE)
        rows = connection.execute(query).all()
        ids = [row.request_id for row in rows if self._is_in(row.request, row.decision, row.why)]
        return ids, rows[-1].id if len(rows) == _PAGE else None

    def _could_have(self) -> ColumnElement[bool]:
        """Return what of a row keeps most of them from being looked at: what stands before the `@`, or an escape."""
        local = self.written[0].rpartition("@")[0]
        columns = (_texts.c.request, _texts.c.decision, _texts.c.why)
        if not local.isascii():
            return or_(*(column.is_not(None) for column in columns))
        has_local = [func.lower(column).contains(local, autoescape=True) for column in columns]
        return or_(*has_local, *(column.contains("\\u", autoescape=True) for column in columns))

    def _is_in(self, *texts: str | None) -> bool:
        return any(self._pattern().search(part.casefold()) for text in texts if text for part in _strings(text))

    def _pattern(self) -> re.Pattern[str]:
        """Return the pattern of the address as a word of its own: nothing in it repeats."""
        either = "|".join(map(re.escape, self.written))
        return re.compile(rf"(?<![\w.+-])(?:{either})(?![\w-]|\.\w)")


def _other_forms(domain: str) -> Iterator[str]:
    """Yield a domain as mails write it, and as people do."""
    with suppress(UnicodeError):
        yield domain.encode("idna").decode("ascii").casefold()
    with suppress(UnicodeError):
        yield domain.encode("ascii").decode("idna").casefold()


def _strings(text: str) -> Iterator[str]:
    """Yield the texts of a JSON document, or a text that is none."""
    try:
        values: list[Any] = [json.loads(text)]
    except ValueError:
        yield text
        return
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            values += value
        elif isinstance(value, dict):
            values += [*value, *value.values()]
