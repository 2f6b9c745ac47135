"""What an interview begins with: the message that it is about, and what is to be said of it before anybody answers."""

from collections.abc import Iterator
from itertools import islice

from ..model import Request
from ..triage.layout import INDENT, Look, wrap

_LINES = 12
"""The lines of a message's text that are shown."""
_SCANNED = 4096
"""The characters of it that are looked at for them."""


def opening_text(request: Request, look: Look) -> str:
    """Return sender, subject and text of a request, and the findings about its message; nothing where it has none."""
    lines = list(_lines(request, look))
    return "\n".join(lines) + "\n" if lines else ""


def _lines(request: Request, look: Look) -> Iterator[str]:
    reading = request.reading
    kind = reading.kind.replace("_", " ") if reading and reading.kind != "new" else ""
    for label, text in (("from", request.sender), ("subject", request.subject), ("kind", kind)):
        yield from look.row(label, text, "strong" if label == "subject" else "") if text else ()
    if request.body:
        yield from _body(request.body, look)
    findings = reading.findings if reading else ()
    yield from [""] if request.body and findings else []
    for finding in findings:
        yield from look.row(finding.severity.name, finding.message, "open", label_role="open")


def _body(body: str, look: Look) -> Iterator[str]:
    """Yield the first lines of a text, between empty ones; of a long one it is said that there is more."""
    width = look.width - len(INDENT)
    laid_out = (part for line in body[:_SCANNED].splitlines() for part in wrap(line, width) or [""])
    lines = list(islice(laid_out, _LINES + 1))
    yield ""
    yield from (f"{INDENT}{line}".rstrip() for line in lines[:_LINES])
    if len(lines) > _LINES or len(body) > _SCANNED:
        yield f"{INDENT}{look.paint('… and more', 'dim')}"
