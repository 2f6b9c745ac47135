"""When a message came in, by the server that is ours, and whether that server stands behind its sender."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .mail_fields import instant_of

if TYPE_CHECKING:
    from ..findings import Findings, Mark
    from .mail_fields import Fields

MINUTES = 5
"""What the clocks of a sender and a receiver may differ by."""
_MOST = 8_192
_BY = re.compile(r"(?i)(?:^|\s)by\s+([\w.-]{1,255})")
_DMARC = re.compile(r"(?i)^dmarc\s*=\s*(\w+)")
_FROM = re.compile(r"(?i)(?:^|\s)header\.from\s*=\s*\"?@?([\w.-]+)")


@dataclass(frozen=True)
class Receipt:
    """When a message was received and when its sender says that it was written; None where nobody knows."""

    received: int | None
    sent: int | None


def read_receipt(fields: Fields, trusted_hop: int, findings: Findings, mark: Mark) -> Receipt:
    """Return when a message was received by a server, counted from the top; by its `Date` where none says so."""
    hops, date = fields.all("received"), fields.first("date")
    sent = None if date is None else instant_of(date)
    received = instant_of(hops[trusted_hop - 1].rpartition(";")[2]) if len(hops) >= trusted_hop else None
    if received is None:
        lacking = f"of {len(hops)} fields `Received`, none is number {trusted_hop}" if hops else "it has no `Received`"
        why = lacking if len(hops) < trusted_hop else "the date of `Received` cannot be read"
        if sent is None:
            message, help_ = f"nothing says when the message was received: {why}", "state `received`"
            findings.warning("unknown-receipt", message, mark, help_)
        else:
            findings.warning("receipt-by-sender", f"its `Date` stands in for the receipt: {why}", mark)
    elif sent is not None and abs(received - sent) > MINUTES * 60:
        message = f"`Date` and the receipt differ by {_span(abs(received - sent))}"
        findings.warning("clocks-differ", message, mark, "the receipt counts")
    return Receipt(received=sent if received is None else received, sent=sent)


def is_authenticated(fields: Fields, trusted_hop: int, domain: str) -> bool:
    """Tell whether the trusted server says `dmarc=pass` for a domain.

    What stands above its `Received` it has added itself, or a server after it; below that, before the next one, only
    what names it counts, of which it has removed what others wrote (RFC 8601, section 5).
    """
    verdicts = []
    hop, host = 0, ""
    for name, value in fields.fields:
        if name == "received":
            hop += 1
            if hop > trusted_hop:
                break
            by = _BY.search(value)
            host = by[1].lower() if by and hop == trusted_hop else host
        elif name == "authentication-results":
            server, _, results = _without_comments(" ".join(value[:_MOST].split())).partition(";")
            name_of_server = server.strip().partition(" ")[0].lower()
            if hop < trusted_hop or _is_of(name_of_server, host):
                verdicts += [verdict for result in results.split(";") if (verdict := _verdict(result, domain))]
    return hop >= trusted_hop and bool(verdicts) and set(verdicts) == {"pass"}


def _verdict(result: str, domain: str) -> str | None:
    """Return what a result says by DMARC, None where it is of another method; of another domain, it fails."""
    result = result.strip()
    verdict = _DMARC.match(result)
    if verdict is None:
        return None
    of = _FROM.search(result)
    return "fail" if of is not None and of[1].lower().rstrip(".") != domain else verdict[1].lower()


def _is_of(server: str, host: str) -> bool:
    return bool(server) and (host == server or (server.count(".") > 0 and host.endswith(f".{server}")))


def _without_comments(value: str) -> str:
    """Return a value without what stands in parentheses, which may be nested."""
    characters, depth = [], 0
    for character in value:
        depth += character == "("
        if depth == 0:
            characters.append(character)
        depth -= character == ")" and depth > 0
    return "".join(characters)


def _span(seconds: int) -> str:
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return " ".join(parts[:2])
