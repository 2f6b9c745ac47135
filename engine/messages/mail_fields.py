"""The fields of a header, read by the standard library, which raises on hostile ones in many ways: here, none does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message as MailMessage
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TypeVar

from ..language.files import MEBIBYTE
from ..model import FIRST_RECEIVED, LAST_RECEIVED
from .charsets import clean_text, decode
from .limits import FIELD_CHARACTERS, FIELDS, HEADER_BYTES, Rejected

_T = TypeVar("_T")
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")
_DATE_CHARACTERS = 200
_WORD_CHARACTERS = 2_048
"""What is decoded of a field with encoded words: to find them takes time that grows faster than the field."""


def guarded(read: Callable[[], _T]) -> _T | None:
    """Return what the standard library reads of a field, None where it raises: it is hostile, or of no known form."""
    try:
        return read()
    except (Exception, RecursionError):  # noqa: BLE001 - that is what this function is for
        return None


@dataclass(frozen=True)
class ContentType:
    """What a part says that it is: a media type in lower case, and its parameters."""

    type: str
    boundary: str | None = None
    charset: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str:
        """Return a parameter, in lower case, empty where there is none."""
        return next((value.lower() for key, value in self.parameters if key == name), "")


class Fields:
    """The fields of a message or a part, in order, with names in lower case."""

    def __init__(self, fields: tuple[tuple[str, str], ...]) -> None:
        """Take names and values as they stand, folded."""
        self.fields = fields

    def first(self, name: str) -> str | None:
        """Return the first field of a name, on one line and cut where it is long; None where there is none."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[str]:
        """Return the fields of a name, each on one line and cut where it is long."""
        return [" ".join(value[:FIELD_CHARACTERS].split()) for key, value in self.fields if key == name]

    def decoded(self, name: str) -> str | None:
        """Return the first field of a name as text, its encoded words decoded."""
        value = self.first(name)
        return None if value is None else decoded_words(value)

    @cached_property
    def content_type(self) -> ContentType:
        """What it says that it holds; plain text where it says nothing that can be read."""
        part = MailMessage(policy=compat32)
        for name in ("content-type", "content-disposition"):
            if value := self.first(name):
                part[name] = value
        return guarded(lambda: _content_type(part)) or ContentType("text/plain")

    @cached_property
    def file_name(self) -> str:
        """The name of a file that it says it holds, empty where it says none."""
        part = MailMessage(policy=compat32)
        for name in ("content-type", "content-disposition"):
            if value := self.first(name):
                part[name] = value
        return decoded_words(guarded(lambda: str(part.get_filename() or "")) or "")

    @property
    def disposition(self) -> str:
        """Whether it says that it is `inline` or an `attachment`."""
        return (self.first("content-disposition") or "").partition(";")[0].strip().lower()

    @property
    def transfer_encoding(self) -> str:
        """How its bytes are encoded."""
        return (self.first("content-transfer-encoding") or "").strip().lower()


def split_header(raw: memoryview) -> tuple[bytes, int]:
    """Return the header that bytes begin with, and where what follows it begins."""
    start = bytes(raw[:2])
    if start[:1] == b"\n" or start == b"\r\n":
        return b"", 1 if start[:1] == b"\n" else 2
    end = _HEADER_END.search(raw, 0, HEADER_BYTES)
    if end is None and len(raw) > HEADER_BYTES:
        Rejected.stop("too-large-header", f"a header is larger than the limit of {HEADER_BYTES // MEBIBYTE} MiB")
    return (bytes(raw), len(raw)) if end is None else (bytes(raw[: end.start()]), end.end())


def read_fields(header: bytes) -> Fields:
    """Return the fields of a header; what is none is left out."""
    if max(header.count(b"\n"), header.count(b"\r")) > FIELDS * 8:
        Rejected.stop("too-large-header", f"a header has more lines than the limit of {FIELDS * 8:,}")
    message = guarded(lambda: BytesHeaderParser(policy=compat32).parsebytes(header))
    if message is None:
        Rejected.stop("broken-header", "a header cannot be read")
    fields = tuple((name.strip().lower(), _plain(str(value))) for name, value in message.raw_items())
    if len(fields) > FIELDS:
        Rejected.stop("too-large-header", f"a header has more fields than the limit of {FIELDS:,}")
    return Fields(fields)


def begins_with_field(raw: bytes) -> bool:
    """Tell whether bytes begin as a mail does."""
    return _FIELD.match(raw) is not None


def decoded_words(value: str) -> str:
    """Return a value with its encoded words decoded, on one line; as it stands where they cannot be."""
    value = value[:_WORD_CHARACTERS]
    parts = guarded(lambda: decode_header(value)) if "=?" in value else None
    return " ".join(clean_text("".join(_word(part, charset) for part, charset in parts or [(value, None)])).split())


def _word(part: str | bytes, charset: str | None) -> str:
    """Return a part of a value that the library has split; what no word encodes is as it was put into bytes there."""
    if isinstance(part, str):
        return part
    return part.decode("raw_unicode_escape", "replace") if charset is None else decode(part, charset)[0]


def instant_of(value: str) -> int | None:
    """Return the instant that a date of a mail means, None where it means none that a request can have.

    A date without an offset means UTC, as the standard says of `-0000`.
    """
    date = guarded(lambda: parsedate_to_datetime(value[:_DATE_CHARACTERS]))
    if date is None:
        return None
    if date.tzinfo is None:
        from datetime import UTC  # noqa: PLC0415 - seldom needed

        date = date.replace(tzinfo=UTC)
    is_possible = FIRST_RECEIVED.year < date.year < LAST_RECEIVED.year
    return guarded(lambda: int(date.timestamp())) if is_possible else None


def _content_type(part: MailMessage) -> ContentType:
    parameters = tuple((name.lower(), str(_joined(value))) for name, value in (part.get_params() or [])[1:])
    return ContentType(
        type=part.get_content_type(),
        boundary=guarded(part.get_boundary),
        charset=guarded(part.get_content_charset),
        parameters=parameters,
    )


def _joined(value: object) -> object:
    return value[2] if isinstance(value, tuple) else value


def _plain(value: str) -> str:
    """Return a raw field, whose bytes beyond ASCII are UTF-8 or else Windows-1252."""
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), None)[0]
