"""A message as a request file writes it: what `remit read` prints and `remit decide` takes."""

from typing import Any

from ..model import Request
from ..model.messages import EVIDENCE, Message
from ..triage.clock import in_utc


def subject_of(message: Message) -> str:
    """Return the subject of a message, empty where it has none."""
    return next((passage.text for passage in message.passages if passage.kind == "subject"), "")


def body_of(message: Message) -> str:
    """Return what of a message counts, an empty line between passages."""
    counted = [p.text for p in message.passages if p.kind in EVIDENCE and p.kind != "subject"]
    return "\n\n".join(counted)


def message_record(message: Message, request: Request) -> dict[str, Any]:
    """Return the request that was read of a message as plain values, in the request format."""
    reading = request.reading
    record: dict[str, Any] = {
        "id": request.id,
        "received": in_utc(request.received) if request.is_dated else None,
        "policy": request.policy,
        "from": request.sender,
        "channel": request.channel,
        "claimed_priority": request.claimed_priority,
        "subject": request.subject,
        "body": request.body,
        "kind": message.kind,
        "likely": {fact: list(values) for fact, values in reading.likely.items()} if reading else None,
        "hits": [{"fact": h.fact, "value": h.value, "words": h.words, "at": h.at} for h in reading.hits]
        if reading
        else None,
        "findings": [
            {key: value for key, value in _finding(finding).items() if value}
            for finding in (reading.findings if reading else message.findings)
        ],
        "message": _mail(message),
    }
    return {key: value for key, value in record.items() if value not in (None, {}, [])}


def _finding(finding: Any) -> dict[str, str]:
    return {
        "severity": finding.severity.name,
        "check": finding.check,
        "message": finding.message,
        "help": finding.help,
    }


def _mail(message: Message) -> dict[str, Any]:
    aside = [p for p in message.passages if p.kind not in EVIDENCE]
    mail: dict[str, Any] = {
        "file": message.file,
        "id": message.id,
        "references": list(message.references),
        "sent": None if message.sent is None else in_utc(message.sent),
        "attachments": [
            {"name": a.name, "type": a.type, "size": a.size, "sha256": a.sha256} for a in message.attachments
        ],
        "set_aside": [{"kind": p.kind, "before": p.start, "text": p.text} for p in aside],
    }
    return {key: value for key, value in mail.items() if value not in (None, [])}
