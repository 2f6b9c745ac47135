"""Records of messages: what a mail says, part by part, and what was read of it for a request.

Nothing here states a fact: it orders choices, fills in with evidence, and says what somebody should look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from ..findings import Finding, Marked
from .words import ChoiceValue, Hit

PassageKind = Literal["subject", "text", "forwarded", "quoted", "signature"]
EVIDENCE: tuple[PassageKind, ...] = ("subject", "text", "forwarded")
"""Kinds of passages that count as what the sender says now; the others are set aside, and shown."""

MessageKind = Literal["new", "follow_up", "duplicate", "escalation", "automatic", "bounce", "nothing"]
MESSAGE_KINDS: tuple[MessageKind, ...] = get_args(MessageKind)
MOST_LIKELY = 9
"""Values of a fact that are listed: as many as there are keys for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a message's text, in lines that end with a line feed.

    `start` is the line of the request's `body`, from 1, on which it begins; a passage that is set aside, and not in
    the body, stood before that line. The subject is line 1 of itself.
    """

    kind: PassageKind
    text: str
    start: int = 1
    is_history: bool = False
    """Whether it is a subject that an answer took over from what it answers."""

    @property
    def is_evidence(self) -> bool:
        """Whether it is what the sender says now, rather than history or a signature."""
        return self.kind in EVIDENCE and not self.is_history


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part of a message that is no text of it; it is listed and never opened. `size` is in bytes."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Marked):
    """A mail as it was read. `received` and `sent` are seconds since 1970-01-01 UTC, None where nobody knows.

    `references` are the Message-IDs that it answers, the one answered last.
    """

    file: str
    id: str | None
    references: tuple[str, ...] = ()
    sender: str | None = None
    recipients: int = 0
    received: int | None = None
    sent: int | None = None
    passages: tuple[Passage, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    kind: MessageKind = "new"
    is_authenticated: bool = False
    """Whether the trusted hop says that the sender's domain stands behind it (`dmarc=pass`)."""
    findings: tuple[Finding, ...] = ()


NOT_AUTHENTICATED = "sender-not-authenticated"
"""The check of the finding that nobody stands behind the sender's address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """What was read of a message, as a request file holds it; it states nothing.

    `likely` are values of facts, likeliest first, at most nine; `findings` are those about the message, which a
    decision repeats.
    """

    kind: MessageKind = "new"
    likely: Mapping[str, tuple[ChoiceValue, ...]] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def has_doubtful_sender(self) -> bool:
        """Whether nobody stands behind the sender's address, so that an answer must not tell what it knows."""
        return any(finding.check == NOT_AUTHENTICATED for finding in self.findings)
