"""The parts of a message: bytes split at their boundaries, without copies, and within limits."""

import re
from binascii import Error as NotBase64
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass, field

from .limits import Budget
from .mail_fields import ContentType, Fields, guarded, read_fields, split_header

_LONGEST_BOUNDARY = 200
_REST_OF_BOUNDARY = rb"(?P<last>--)?[ \t]*(?=\r|\n|\Z)"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True)
class Part:
    """A part of a message: its fields, the bytes below them, and the parts in it."""

    fields: Fields
    body: memoryview
    inner: "tuple[Part, ...]" = ()
    content_type: ContentType = field(default_factory=lambda: ContentType("text/plain"))

    @property
    def type(self) -> str:
        """Its media type."""
        return self.content_type.type

    def content(self, budget: Budget) -> bytes:
        """Return its bytes, decoded."""
        return _decoded(self.body, self.fields.transfer_encoding, budget)

    def walk(self) -> "Iterator[Part]":
        """Yield it and the parts in it, in order."""
        yield self
        for part in self.inner:
            yield from part.walk()


def read_part(raw: memoryview, budget: Budget, depth: int = 0, default: str = "text/plain") -> Part:
    """Return the part that bytes hold, with the parts in it."""
    budget.count_part(depth)
    header, start = split_header(raw)
    fields, body = read_fields(header), raw[start:]
    has_type = fields.first("content-type") is not None
    content_type = fields.content_type if has_type else ContentType(default)
    inner: tuple[Part, ...] = ()
    if content_type.type.startswith("multipart/") and content_type.boundary:
        inner_default = "message/rfc822" if content_type.type == "multipart/digest" else "text/plain"
        pieces = _pieces(body, content_type.boundary[:_LONGEST_BOUNDARY])
        inner = tuple(read_part(piece, budget, depth + 1, inner_default) for piece in pieces)
    elif content_type.type in ("message/rfc822", "message/global"):
        decoded = _decoded(body, fields.transfer_encoding, budget)
        inner = (read_part(memoryview(decoded.lstrip(b"\r\n")), budget, depth + 1),)
    return Part(fields=fields, body=body, inner=inner, content_type=content_type)


def _pieces(body: memoryview, boundary: str) -> Iterator[memoryview]:
    """Yield what stands between the boundaries of a multipart body; without a last one, to its end."""
    start = None
    # The pattern begins with what is constant, so that it is looked for as fast as a word.
    for line in re.finditer(b"--" + re.escape(boundary.encode("utf-8", "replace")) + _REST_OF_BOUNDARY, body):
        if line.start() and body[line.start() - 1] not in b"\r\n":
            continue
        if start is not None:
            yield _without_end(body[start : line.start()])
        if line["last"]:
            return
        start = line.end() + (2 if bytes(body[line.end() : line.end() + 2]) == b"\r\n" else 1)
    if start is not None:
        yield body[start:]


def _without_end(piece: memoryview) -> memoryview:
    """Return a piece without the line end that belongs to the boundary behind it."""
    end = bytes(piece[-2:])
    return piece[:-2] if end == b"\r\n" else piece[:-1] if end[-1:] in (b"\n", b"\r") else piece


def _decoded(body: memoryview, encoding: str, budget: Budget) -> bytes:
    """Return bytes decoded; as they stand where they are not encoded, or not as they say."""
    if encoding == "base64":
        budget.count_decoded(len(body) * 3 // 4)
        plain = _NOT_BASE64.sub(b"", body)
        try:
            return a2b_base64(plain + b"=" * (-len(plain) % 4))
        except NotBase64:
            return a2b_base64(plain[: len(plain) // 4 * 4])
    budget.count_decoded(len(body))
    if encoding == "quoted-printable":
        return guarded(lambda: a2b_qp(body)) or b""
    return bytes(body)
