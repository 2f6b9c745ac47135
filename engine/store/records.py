"""Records of the store. Instants are milliseconds since 1970-01-01 UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Cause = Literal["request", "events", "files"]
"""Why a decision was made: somebody sent the request, something happened to it, or files changed."""
FileKind = Literal["policy", "contracts", "words"]
Role = Literal["reader", "agent", "admin"]
"""A reader reads; an agent decides, too, and says what happened; an admin forgets, too, and manages tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What strangers wrote: the request and its decision as they were, whose place is the one table of texts."""

    salt: bytes
    """32 random bytes; without them nobody can find a text by its digest."""
    request: str
    """JSON of the request with its texts."""
    decision: str
    """JSON of the decision of that request, as it was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision as it was answered, which nobody rewrites. `request` and `decision` hold no text of a stranger."""

    id: str
    request_id: str
    revision: int
    """1 for the first of its request."""
    cause: Cause
    made_at: int
    actor: str
    """The name of the token by which somebody asked for it; `files` where nobody did."""
    content: str
    """The digest of what was sent, in hexadecimal; salted where it has texts."""
    request: str
    """JSON of the request that it was made of: its contract by id, no texts, and the events that counted."""
    decision: str
    """JSON of the decision of that request."""
    files: Mapping[FileKind, str]
    """The digests of the files that it was made by, each stored by that digest: `sha256:…`."""
    status: str
    level: str | None
    is_closed: bool
    texts: Texts | None = None
    """None where the request has no texts, or somebody had them forgotten."""
    texts_digest: str | None = None
    """The salted digest of the texts, which stays when they are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """Something that happened to a request, and when the store heard of it."""

    request_id: str
    id: str
    """The source's id, by which it counts once."""
    at: int
    heard_at: int
    actor: str
    event: str
    """JSON of the event, as a request file writes it, without texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What somebody says is owed in place of what was decided: a level, or an instant for a promise."""

    request_id: str
    level: str | None = None
    promise: str | None = None
    due: int | None = None
    actor: str
    why: str
    made_at: int
    until: int | None = None
    """When it lapses; None: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestState:
    """A request as the store knows it."""

    id: str
    latest: StoredDecision
    contents: Mapping[str, str]
    """By digest of content, the id of the newest decision that was made of it."""
    events: tuple[StoredEvent, ...] = ()
    """By instant, then by the source's id."""
    overrides: tuple[Override, ...] = ()
    moved_from: str | None = None
    """The id of the decision that a person last accepted, where files changed since and its level or due moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChange:
    """What becomes of a request, written at once or not at all."""

    decision: StoredDecision | None = None
    """The next revision; None where the decision stays."""
    events: tuple[StoredEvent, ...] = ()
    override: Override | None = None
    is_moved: bool = False
    """Whether files changed the level or a due of it."""
    is_accepted: bool = False
    """Whether a person accepts what moved."""
    message_ids: tuple[str, ...] = ()
    """The Message-IDs of mails that belong to it; their digests are stored, for as long as its texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Something that somebody did, for whoever audits: no texts."""

    at: int
    actor: str
    action: str
    """Such as `forget`, `token-added`, `files-changed`, `alarm`."""
    request_id: str | None = None
    details: str = "{}"
    """JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Somebody's access. The token itself is nowhere: `digest` is its SHA-256 in hexadecimal."""

    name: str
    role: Role
    digest: str
    made_at: int
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSession:
    """Somebody who is logged in with a browser; `digest` is the SHA-256 of what the cookie holds."""

    digest: str
    token: str
    """The name of the token that it was begun with."""
    csrf: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was forgotten: the requests that it was of, and how many of their texts were there."""

    requests: tuple[str, ...]
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """How much was older than it is kept."""

    texts: int
    requests: int
    """Requests with all their decisions, to which nothing had happened for so long."""
