"""A mail's bytes in, a message out, or a finding that says why it cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings import Findings, Mark
from ..language.files import MEBIBYTE
from ..model.messages import EVIDENCE, Message, Passage, PassageKind
from .kinds import kind_by_fields, kind_by_text, message_ids
from .limits import BODY_BYTES, MESSAGE_BYTES, SET_ASIDE_BYTES, Budget, Rejected
from .mail_fields import begins_with_field
from .mail_parts import read_part
from .mail_text import MailText, collect_text
from .passages import is_forward, is_reply, place_passages, split_lines
from .receipt import is_authenticated, read_receipt
from .sender import read_sender

if TYPE_CHECKING:
    from .mail_fields import Fields

_SUBJECT_CHARACTERS = 1_000


def read_message(raw: bytes, file: str, findings: Findings, *, trusted_hop: int = 1) -> Message | None:
    """Return the message that bytes of a mail hold, None after the finding that says why it is rejected.

    `file` is its name, for findings. `trusted_hop` is the number, from the top, of the `Received` whose server is
    ours. Nothing here reads a file, asks the clock or raises, whatever the bytes are. Findings about a message that
    can be read stand in it.
    """
    mark = Mark(file)
    if len(raw) > MESSAGE_BYTES:
        limit = MESSAGE_BYTES // MEBIBYTE
        findings.error("too-large-message", f"the message is larger than the limit of {limit} MiB", mark)
        return None
    raw = _without_envelope(raw)
    if not raw:
        findings.error("empty-message", "the message is empty", mark)
        return None
    if not begins_with_field(raw):
        findings.error("no-message", "it does not begin with the fields of a mail, such as `From:`", mark)
        return None
    try:
        return _read(raw, file, trusted_hop)
    except Rejected as problem:
        findings.error(problem.check, str(problem), mark)
        return None


def _read(raw: bytes, file: str, trusted_hop: int) -> Message:
    budget, about, mark = Budget(), Findings(), Mark(file)
    root = read_part(memoryview(raw), budget)
    fields = root.fields
    sender = read_sender(fields, about, mark)
    receipt = read_receipt(fields, trusted_hop, about, mark)
    domain = (sender or "").rpartition("@")[2].lower()
    is_sure = is_authenticated(fields, trusted_hop, domain) and sender is not None
    if not is_sure:
        message = "no server that is trusted stands behind the sender's address"
        about.warning("sender-not-authenticated", message, mark, "confirm who sent it before you tell anything")
    text = collect_text(root, budget)
    id_, references = message_ids(fields)
    passages = _passages(fields, text, answers=bool(references), findings=about, mark=mark)
    kind, words = kind_by_text(passages, answers=bool(references))
    if words:
        about.note("reads-like-an-escalation", f"it says that nobody answers: `{words}`", mark)
    _note_content(text, about, mark, has_text=kind != "nothing")
    return Message(
        file=file,
        id=id_,
        references=references,
        sender=sender,
        received=receipt.received,
        sent=receipt.sent,
        passages=tuple(passages),
        attachments=tuple(text.attachments),
        kind=kind_by_fields(fields, root.content_type, sender) or kind,
        is_authenticated=is_sure,
        findings=tuple(about),
        mark=mark,
    )


def _passages(fields: Fields, text: MailText, *, answers: bool, findings: Findings, mark: Mark) -> list[Passage]:
    subject = (fields.decoded("subject") or "")[:_SUBJECT_CHARACTERS]
    answers = (answers or is_reply(subject)) and not is_forward(subject)
    parts = split_lines(text.lines, answers=answers)
    for title, lines in text.forwarded:
        headed = [("", f"Subject: {title}"), *lines] if title else lines
        inner = split_lines(headed, answers=True)
        parts += [("forwarded" if kind == "text" else kind, own) for kind, own in inner]
    body, is_cut = _cut(parts)
    if is_cut or text.is_cut:
        findings.warning("text-cut", f"the text is longer than is read: {BODY_BYTES // 1024} KiB", mark)
    passages = place_passages(body)
    return [Passage(kind="subject", text=subject, is_history=is_reply(subject)), *passages] if subject else passages


def _cut(parts: list[tuple[PassageKind, list[str]]]) -> tuple[list[tuple[PassageKind, list[str]]], bool]:
    """Return passages as far as a request holds them, and whether one that counts was longer."""
    room, is_cut = {True: BODY_BYTES, False: SET_ASIDE_BYTES}, False
    cut: list[tuple[PassageKind, list[str]]] = []
    for kind, lines in parts:
        counts, own = kind in EVIDENCE, []
        for line in lines:
            size = len(line.encode()) + 1
            if size > room[counts]:
                line = line.encode()[: max(room[counts] - 1, 0)].decode("utf-8", "ignore")  # noqa: PLW2901 - what is kept of it
                is_cut |= counts
            room[counts] = max(room[counts] - size, 0)
            if line or size == 1:
                own.append(line)
            if not room[counts]:
                break
        if any(own):
            cut.append((kind, own))
    return cut, is_cut


def _note_content(text: MailText, findings: Findings, mark: Mark, *, has_text: bool) -> None:
    by_hand = "look at it in a mail program"
    if text.is_encrypted:
        findings.warning("encrypted-message", "a part of the message is encrypted, and was not read", mark, by_hand)
    if text.has_tnef:
        findings.warning("tnef-message", "a part of the message is in Outlook's own format (TNEF)", mark, by_hand)
    if not has_text:
        findings.warning("text-free-message", "the message has no text", mark, by_hand if text.attachment_count else "")
    if text.hidden:
        findings.note("hidden-text", f"{text.hidden:,} characters that the sender has hidden are left out", mark)
    if text.has_doubtful_charset:
        findings.note("doubtful-charset", "the text is not in the character set that it names", mark)
    if text.attachment_count > len(text.attachments):
        findings.note("attachments-cut", f"{text.attachment_count:,} files came with it; the first are listed", mark)


def _without_envelope(raw: bytes) -> bytes:
    """Return a mail without empty lines before it, and without the first line that a mailbox puts there."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith((b"From ", b">From ")):
        raw = raw[raw.find(b"\n") + 1 :] if b"\n" in raw else b""
    return raw if raw.strip() else b""
