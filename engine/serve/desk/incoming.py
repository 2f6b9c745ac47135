"""What somebody pastes or drops on the desk: a mail or plain text in, the request that was read of it out."""

import re
from dataclasses import dataclass, replace
from hashlib import sha256

from ...findings import Findings, Mark
from ...language.request_lines import RequestDraft
from ...language.time_notation import NotAnInstant, parse_instant
from ...messages.limits import MESSAGE_BYTES
from ...messages.mail_files import MailFile
from ...messages.message_reader import MessageReader
from ...model import Contract, Request
from ...model.messages import NOT_AUTHENTICATED
from ...triage.decide_files import Triage
from ..submission import LONGEST_ID

MESSAGE = "message"
"""What the message is called in findings about it."""
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_MAIL_FIELDS = (b"from:", b"received:", b"message-id:", b"date:", b"to:", b"subject:", b"return-path:")
"""Fields of which a mail has at least two above its text; a line of a plain text can look like one."""
_HEAD_BYTES = 64 * 1024
_OF_HEADERS = ("unclear-sender", "unknown-receipt", NOT_AUTHENTICATED)
"""Checks of what the header of a mail says."""
_PLAIN = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """Bytes of a message as somebody hands them over, with what they say of it.

    `contract` is the id of the customer's contract, empty where the sender decides; `received` is the instant of its
    receipt as written, empty where its header or else the present says so.
    """

    raw: bytes
    contract: str = ""
    received: str = ""

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail with its header, rather than a text."""
        return is_mail_source(self.raw)


def is_mail_source(raw: bytes) -> bool:
    """Tell whether bytes begin with the fields of a mail."""
    head = raw.lstrip(b"\xef\xbb\xbf\r\n")[:_HEAD_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    lines = head.split(b"\n")
    if not (_FIELD.match(lines[0]) or lines[0].startswith(b"From ")):
        return False
    fields = {line.partition(b":")[0].lower() + b":" for line in lines if _FIELD.match(line)}
    return sum(field in fields for field in _MAIL_FIELDS) > 1


def read_incoming(triage: Triage, incoming: IncomingMessage, now: int) -> RequestDraft:
    """Return the request that a message makes, as of `now`, which stands in where nothing says when it came in."""
    findings, mark = Findings(), Mark(MESSAGE)
    if not incoming.raw.strip():
        findings.error("empty-message", "there is no message", mark, "paste one, or choose its file")
        return RequestDraft(request=None, findings=findings, mark=mark)
    if len(incoming.raw) > MESSAGE_BYTES:
        size = MESSAGE_BYTES // (1024 * 1024)
        findings.error("too-large-message", f"the message is larger than the limit of {size} MiB", mark)
        return RequestDraft(request=None, findings=findings, mark=mark)
    contract = _contract(triage, incoming, findings)
    received = _received(incoming, findings)
    if findings.has_errors:
        return RequestDraft(request=None, findings=findings, mark=mark)
    raw = incoming.raw.lstrip(b"\xef\xbb\xbf\r\n") if incoming.is_mail else _PLAIN + incoming.raw
    reader = MessageReader(triage, policy=contract.policy if contract else None)
    draft = next(iter(reader.drafts([MailFile(MESSAGE, raw, findings)], now)))
    if draft.request is None:
        return draft
    return replace(draft, request=_completed(draft.request, incoming, contract, received))


def _contract(triage: Triage, incoming: IncomingMessage, findings: Findings) -> Contract | None:
    """Return the contract that was chosen, None where none was."""
    if not incoming.contract:
        return None
    contract = next((contract for contract in triage.contracts if contract.id == incoming.contract), None)
    if contract is None:
        message = f"there is no contract `{incoming.contract}`"
        findings.error("unknown-contract", message, Mark(MESSAGE), "choose the customer again")
    return contract


def _received(incoming: IncomingMessage, findings: Findings) -> int | None:
    """Return the instant of receipt that somebody wrote, None where nobody did."""
    written = incoming.received.strip()
    if not written:
        return None
    try:
        return parse_instant(written)
    except NotAnInstant as problem:
        findings.error("wrong-instant", f"`received` {problem}", Mark(MESSAGE), problem.help)
        return None


def _completed(request: Request, incoming: IncomingMessage, contract: Contract | None, received: int | None) -> Request:
    """Return a request with what somebody said of its message, and an id by which it is kept once."""
    if received is not None:
        request = replace(request, received=received, is_dated=True)
    if contract is not None:
        request = replace(request, contract=contract.id, policy=None)
    if not incoming.is_mail:
        request = _of_text(request)
    is_kept_by = request.id is not None and len(request.id) <= LONGEST_ID and request.id.isprintable()
    return request if is_kept_by else replace(request, id=_id(incoming, request.received))


def _of_text(request: Request) -> Request:
    """Return the request of a text: nobody knows by which way it came in, and that it has no header is no finding."""
    reading = request.reading
    if reading is not None:
        findings = tuple(finding for finding in reading.findings if finding.check not in _OF_HEADERS)
        reading = replace(reading, findings=findings)
    return replace(request, channel=None, reading=reading)


def _id(incoming: IncomingMessage, received: int) -> str:
    """Return an id of a message whose own cannot be kept; of the same text at the same instant, it is the same."""
    digest = sha256(b"%d\n%s\n%s" % (received, incoming.contract.encode(), incoming.raw))
    return f"R-{digest.hexdigest()[:16]}"
