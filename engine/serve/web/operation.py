"""What can be asked at an address: the one truth of which both the routes and `/openapi.json` are made."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from ...store.records import Role
from .problems import KINDS

if TYPE_CHECKING:
    from .call import Call

Handler = Callable[["Call"], Awaitable[Response]]
Schema = Mapping[str, Any]
JSON = "application/json"
_EVERYWHERE = ("invalid-parameter", "unknown-address", "wrong-host", "internal-error", "unavailable")
_WITH_ROLE = ("not-authenticated", "not-allowed", "no-csrf-token", "too-many-requests", "too-many-logins")
_WITH_BODY = ("malformed-body", "too-slow", "too-large", "unsupported-media-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value in an address: in its path or its query."""

    name: str
    description: str
    schema: Schema
    is_in_path: bool = False
    parse: Callable[[str], Any] = str
    """Returns what the value means; raises `ValueError` where it means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is sent along."""

    schema: Schema
    description: str
    media_type: str = JSON
    examples: Mapping[str, Any] = field(default_factory=dict)
    is_streamed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered where nothing is wrong."""

    description: str
    content: Mapping[str, Schema]
    """By media type, the schema of the answer."""
    headers: Mapping[str, Schema] = field(default_factory=dict)
    links: Mapping[str, Schema] = field(default_factory=dict)
    """By name, what can be asked with what is answered."""
    statuses: tuple[int, ...] = (200,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that can be asked: where, by whom, with what, and what is answered."""

    id: str
    method: str
    path: str
    summary: str
    description: str = ""
    role: Role | None
    """Who may ask it; None: everybody."""
    reader_where: tuple[str, Any] | None = None
    """The parameter, and its value, with which a reader may ask it, too."""
    tells_more: bool = False
    """Whether somebody with a token is told more, though nobody needs one."""
    is_open_on_loopback: bool = False
    """Whether nobody on this machine needs a token for it."""
    handler: Handler
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    reply: Reply
    kinds: tuple[str, ...] = ()
    """The kinds of problems that it has by itself."""

    def role_with(self, query: Mapping[str, Any]) -> Role:
        """Return the role that a request with these parameters takes."""
        if self.reader_where and query.get(self.reader_where[0]) == self.reader_where[1]:
            return "reader"
        return self.role or "reader"

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """The kinds of all problems that it can answer with, by status."""
        kinds = {*_EVERYWHERE, *self.kinds}
        if self.role or self.tells_more:
            kinds.update(_WITH_ROLE)
        if self.body:
            kinds.update(_WITH_BODY)
        return tuple(kind for kind in KINDS if kind in kinds)
