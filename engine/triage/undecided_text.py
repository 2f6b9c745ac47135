"""Requests that cannot be decided as a triage desk reads them: what is wrong, or what has to be known first."""

from collections.abc import Iterator

from ..findings import printable
from .decision import Invalid, OpenRequest
from .layout import INDENT, Look, Paint, no_command


def invalid_lines(decision: Invalid, paint: Paint) -> Iterator[str]:
    """Yield what is wrong with a request."""
    file = decision.findings[0].mark.file if decision.findings else ""
    yield f"{paint(no_command(printable(decision.id or file or 'request')), 'strong')}   {paint('INVALID', 'bad')}"
    for finding in decision.findings:
        yield f"{INDENT}{printable(finding.message)}"


def open_lines(decision: OpenRequest, look: Look) -> Iterator[str]:
    """Yield what has to be known before anything can be decided, and which contracts evidence speaks for."""
    file = decision.request.mark.file
    name = no_command(printable(decision.id or file or "request"))
    yield f"{look.paint(name, 'strong')}   {look.paint('OPEN', 'open')}"
    for label, text in (("from", decision.request.sender), ("subject", decision.request.subject)):
        yield from look.row(label, text) if text else ()
    yield ""
    yield look.paint("ask", "strong")
    for missing in decision.missing:
        yield from look.row(missing.fact, missing.ask)
        for candidate in decision.candidates if missing.choices else ():
            yield from look.row("", f"{candidate.contract}: {candidate.customer}, by the sender's {candidate.evidence}")
    for finding in decision.findings:
        yield from look.row(finding.severity.name, finding.message, "open")
