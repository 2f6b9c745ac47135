"""Calls that tell of alarms: signed posts and mails, to configured hosts, within seconds, following no redirect."""

import hmac
from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256
from urllib.parse import urlsplit

from ..findings import printable
from .service_config import MailServer, PostTarget

TIMEOUT = 10.0
"""Seconds that a call may take to connect, and to be answered."""
SIGNATURE = "Remit-Signature"
_OK = range(200, 300)


class NotTold(Exception):
    """Nobody took an alarm; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is told of an alarm: as JSON, and in words."""

    json: bytes
    subject: str
    text: str


def signature(secret: bytes, body: bytes, at: int) -> str:
    """Return the signature of a body at an instant in seconds: HMAC-SHA256 over `INSTANT.BODY`."""
    digest = hmac.new(secret, f"{at}.".encode() + body, sha256).hexdigest()
    return f"t={at},v1={digest}"


def post(target: PostTarget, outgoing: Outgoing, at: int) -> None:
    """Post an alarm; raise NotTold where nobody takes it."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection  # noqa: PLC0415 - only where alarms are
    from ssl import create_default_context  # noqa: PLC0415 - the same

    parts = urlsplit(target.url)
    host = parts.hostname or ""
    connection = (
        HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=create_default_context())
        if parts.scheme == "https"
        else HTTPConnection(host, parts.port, timeout=TIMEOUT)
    )
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "remit",
        SIGNATURE: signature(target.secret, outgoing.json, at),
    }
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, outgoing.json, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise NotTold(f"{host} cannot be reached: {type(error).__name__}") from None
    finally:
        connection.close()
    if status not in _OK:
        raise NotTold(f"{host} answered {status}")


def mail(server: MailServer, addresses: tuple[str, ...], outgoing: Outgoing) -> None:
    """Mail an alarm; raise NotTold where the server does not take it."""
    from smtplib import SMTP, SMTPException  # noqa: PLC0415 - only where alarms are
    from ssl import create_default_context  # noqa: PLC0415 - the same

    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = ", ".join(addresses)
    message["Subject"] = printable(outgoing.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.text)
    try:
        with SMTP(server.server, server.port, timeout=TIMEOUT) as connection:
            if not server.is_plain:
                connection.starttls(context=create_default_context())
            if server.user is not None:
                connection.login(server.user, server.password or "")
            connection.send_message(message)
    except (OSError, SMTPException) as error:
        raise NotTold(f"{server.server} does not take mails: {type(error).__name__}") from None
