"""What of a message's parts is its text, and what else comes with it: files, which are never opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from ..model.messages import Attachment
from .charsets import clean_text, decode
from .html_text import HtmlText
from .limits import ATTACHMENTS, LINES, TEXT_BYTES, Budget

if TYPE_CHECKING:
    from .html_text import Line
    from .mail_parts import Part

_TEXTS = ("text/plain", "text/html")
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_TYPE_CHARACTERS, _NAME_CHARACTERS = 100, 200


@dataclass
class MailText:
    """The text of a message: its lines, those of each message that it forwards, and what was noticed on the way."""

    lines: list[Line] = field(default_factory=list)
    forwarded: list[tuple[str, list[Line]]] = field(default_factory=list)
    """The subject and the lines of each message that is a part of it."""
    attachments: list[Attachment] = field(default_factory=list)
    attachment_count: int = 0
    hidden: int = 0
    is_encrypted: bool = False
    has_tnef: bool = False
    has_doubtful_charset: bool = False
    is_cut: bool = False


def collect_text(part: Part, budget: Budget) -> MailText:
    """Return the text of a message and what comes with it."""
    text = MailText()
    if part.type in _TEXTS:  # whatever name it has, it is all that there is
        text.lines += _lines_of(part, budget, text)
    else:
        _collect(part, budget, text, text.lines)
    return text


def _collect(part: Part, budget: Budget, text: MailText, lines: list[Line]) -> None:
    kind = part.type
    if kind in _ENCRYPTED or kind in _SMIME:
        text.is_encrypted = True
    if kind in _TNEF or part.fields.file_name.lower() == "winmail.dat":
        text.has_tnef = True
    if kind == "multipart/alternative":
        _collect_alternative(part, budget, text, lines)
    elif kind in ("message/rfc822", "message/global") and part.inner:
        inner = part.inner[0]
        forwarded: list[Line] = []
        text.forwarded.append((inner.fields.decoded("subject") or "", forwarded))
        _collect(inner, budget, text, forwarded)
    elif part.inner:
        for inner in part.inner:
            _collect(inner, budget, text, lines)
    elif kind in _TEXTS and part.fields.disposition != "attachment" and not part.fields.file_name:
        lines += _lines_of(part, budget, text)
    elif not kind.startswith("multipart/"):
        _attach(part, budget, text)
    elif part.body.nbytes:
        lines += _plain_lines(part, budget, text)  # a multipart without a boundary that can be found


def _collect_alternative(part: Part, budget: Budget, text: MailText, lines: list[Line]) -> None:
    """Take the plain text, or the page where that has none: they say the same, and the plain one hides nothing."""
    for is_plain in (True, False):
        for inner in part.inner:
            if (inner.type == "text/plain") != is_plain:
                continue
            own: list[Line] = []
            _collect(inner, budget, text, own)
            if any(line.strip() for _, line in own):
                lines += own
                return


def _lines_of(part: Part, budget: Budget, text: MailText) -> list[Line]:
    if part.type == "text/plain":
        return _plain_lines(part, budget, text)
    page = HtmlText(_decode(part, budget, text))
    text.hidden += page.hidden
    text.is_cut |= page.is_cut
    return page.lines


def _plain_lines(part: Part, budget: Budget, text: MailText) -> list[Line]:
    lines = clean_text(_decode(part, budget, text)).split("\n", LINES)
    text.is_cut |= any(line for line in lines[LINES:])
    del lines[LINES:]
    if part.content_type.parameter("format") == "flowed":
        lines = _unfolded(lines, deletes_space=part.content_type.parameter("delsp") == "yes")
    return [("", line.rstrip() if line != "-- " else line) for line in lines]


def _decode(part: Part, budget: Budget, text: MailText) -> str:
    content = part.content(budget)
    is_cut = len(content) > TEXT_BYTES
    text.is_cut |= is_cut
    decoded, is_sure = decode(content[:TEXT_BYTES], part.content_type.charset, is_cut=is_cut)
    text.has_doubtful_charset |= not is_sure
    return decoded


def _unfolded(lines: list[str], *, deletes_space: bool) -> list[str]:
    """Return the lines of a flowed text: one that ends with a blank goes on in the next of the same depth."""
    unfolded: list[list[str]] = []
    depth_before, goes_on = 0, False
    for line in lines:
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if not (goes_on and depth == depth_before):
            unfolded.append([">" * depth + (" " if depth else "")])
        depth_before, goes_on = depth, content.endswith(" ") and content != "-- "
        unfolded[-1].append(content[:-1] if goes_on and deletes_space else content)
    return ["".join(parts) for parts in unfolded]


def _attach(part: Part, budget: Budget, text: MailText) -> None:
    text.attachment_count += 1
    if len(text.attachments) >= ATTACHMENTS:
        return
    content = part.content(budget)
    text.attachments.append(
        Attachment(
            name=part.fields.file_name[:_NAME_CHARACTERS],
            type=part.type[:_TYPE_CHARACTERS],
            size=len(content),
            sha256=sha256(content).hexdigest(),
        )
    )
