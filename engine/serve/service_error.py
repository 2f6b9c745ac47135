"""What the service refuses, and why: the web says it as a problem, a page as a message."""

from collections.abc import Iterable
from typing import Literal

from ..findings import Finding, Findings, Mark

ErrorKind = Literal[
    "invalid-request",
    "invalid-events",
    "invalid-override",
    "invalid-files",
    "unknown-request",
    "unknown-decision",
    "unknown-policy",
    "unknown-edition",
    "event-differs",
    "nothing-moved",
    "too-large",
    "not-usable",
]
"""`not-usable`: policies or contracts cannot be used; `event-differs`: its id is that of another event."""


class ServiceError(Exception):
    """What is asked for cannot be done: of which kind that is, what was found, and what would help."""

    def __init__(self, kind: ErrorKind, message: str, findings: Iterable[Finding] = (), help: str = "") -> None:  # noqa: A002 - the finding's word
        super().__init__(message)
        self.kind = kind
        self.findings = tuple(findings)
        self.help = help


def too_large(message: str, mark: Mark) -> ServiceError:
    """Return the error of something that is over a limit."""
    findings = Findings()
    findings.error("too-large", message, mark)
    return ServiceError("too-large", message, findings)
