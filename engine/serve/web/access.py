"""Who may come in: tokens, sessions of browsers, and a proxy that says who asks."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from ...store.records import BrowserSession, Token
from .limits import RequestBudget
from .person import Person
from .problems import Problem
from .web_config import WebConfig

FIRST = Person(name="local", role="admin")
"""Whoever opens the address that is printed while there are no tokens."""
_FIRST_TOKEN = ""
_CACHE_MS = 2_000
_MOST_SESSIONS = 10_000


class AccessStore(Protocol):
    """What access asks of the store."""

    def tokens(self) -> Sequence[Token]:
        """Return all tokens."""

    def add_session(self, session: BrowserSession, /) -> object:
        """Write a session down."""

    def session(self, digest: str, /) -> BrowserSession | None:
        """Return a session, None where there is no such one."""

    def remove_session(self, digest: str, /) -> object:
        """Remove a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody who came in, and how."""

    person: Person
    budget: RequestBudget
    csrf: str | None = None
    """What a page of theirs has to send along; None for programs, which send their token each time."""
    session: str | None = None
    """The digest of their session."""


class Access:
    """Knows tokens and sessions; tokens are looked up in memory, and read anew by `refresh`."""

    def __init__(self, store: AccessStore, config: WebConfig, clock: Callable[[], int]) -> None:
        self._store, self._config, self._clock = store, config, clock
        self._secret = secrets.token_bytes(32)
        self._tokens: dict[str, Token] = {}
        self._by_name: dict[str, Token] = {}
        self._budgets: dict[str, RequestBudget] = {}
        self._sessions: dict[str, tuple[int, BrowserSession | None]] = {}
        self._first_code: str | None = None
        self.is_readable = False
        """Whether the store answered when it was last asked."""
        self.refresh()

    def refresh(self) -> None:
        """Read the tokens anew; whoever has none any more is out."""
        self.is_readable = False
        tokens = tuple(self._store.tokens())
        self.is_readable = True
        self._tokens = {token.digest: token for token in tokens}
        self._by_name = {token.name: token for token in tokens}

    @property
    def is_first_start(self) -> bool:
        """Tell whether nobody has a token yet."""
        return not self._tokens

    def first_address(self) -> str:
        """Return the path that lets its first visitor in; those before it let nobody in any more."""
        self._first_code = secrets.token_urlsafe(32)
        return f"/login/once/{self._first_code}"

    def take_first_code(self, code: str) -> bool:
        """Tell whether a code is that of the printed address, which is worth nothing after that."""
        is_right = (
            self.is_first_start
            and self._first_code is not None
            and hmac.compare_digest(code.encode(), self._first_code.encode())
        )
        if is_right:
            self._first_code = None
        return is_right

    def token_of(self, secret: str) -> Token | None:
        """Return the token whose secret this is, None where there is no such one or it has expired."""
        token = self._tokens.get(digest_of(secret))
        return token if token and token.expires_at > self._clock() else None

    def by_token(self, secret: str) -> Identity | None:
        """Return who sends a token."""
        token = self.token_of(secret)
        if token is None:
            return None
        return Identity(person=Person(name=token.name, role=token.role), budget=self._budget(token.name))

    def by_proxy(self, name: str) -> Identity:
        """Return whom a trusted proxy names; raise a problem where nobody has a token of that name."""
        token = self._by_name.get(name)
        if not token or token.expires_at <= self._clock():
            raise Problem(
                "not-allowed",
                f"the proxy says `{name}`, and there is no token of that name",
                help="`remit token add NAME --role ROLE` says who may do what",
            )
        person = Person(name=token.name, role=token.role)
        return Identity(person=person, budget=self._budget(token.name), csrf=self._signed(token.name))

    async def by_session(self, cookie: str) -> Identity | None:
        """Return whose browser sends a cookie."""
        digest = digest_of(cookie)
        session = await self._session(digest)
        if not session or session.expires_at <= self._clock():
            return None
        person = self._person_of(session)
        if person is None:
            return None
        return Identity(person=person, budget=self._budget(person.name), csrf=session.csrf, session=digest)

    async def begin_session(self, token: Token | None) -> str:
        """Return the cookie of a new session of whoever has a token, or of the first visitor."""
        cookie = secrets.token_urlsafe(32)
        session = BrowserSession(
            digest=digest_of(cookie),
            token=token.name if token else _FIRST_TOKEN,
            csrf=secrets.token_urlsafe(32),
            expires_at=self._clock() + self._config.session_ms,
        )
        await asyncio.to_thread(_done, self._store.add_session, session)
        return cookie

    async def end_session(self, digest: str) -> None:
        """End a session everywhere."""
        self._sessions.pop(digest, None)
        await asyncio.to_thread(_done, self._store.remove_session, digest)
        self._sessions.pop(digest, None)

    async def _session(self, digest: str) -> BrowserSession | None:
        cached = self._sessions.get(digest)
        if cached and 0 <= self._clock() - cached[0] < _CACHE_MS:
            return cached[1]
        session = await asyncio.to_thread(self._store.session, digest)
        if len(self._sessions) >= _MOST_SESSIONS:
            self._sessions.clear()
        if session:
            self._sessions[digest] = (self._clock(), session)
        return session

    def _person_of(self, session: BrowserSession) -> Person | None:
        if session.token == _FIRST_TOKEN:
            return FIRST if self.is_first_start else None
        token = self._by_name.get(session.token)
        begun_at = session.expires_at - self._config.session_ms
        # A session ends with its token, also where somebody gets a new one of the same name.
        if not token or token.expires_at <= self._clock() or token.made_at > begun_at:
            return None
        return Person(name=token.name, role=token.role)

    def _budget(self, name: str) -> RequestBudget:
        budget = self._budgets.get(name)
        if budget is None:
            budget = self._budgets[name] = RequestBudget(self._config.requests_a_second, self._clock())
        return budget

    def _signed(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), "sha256").hexdigest()


def digest_of(secret: str) -> str:
    """Return what the store knows a secret by."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _done(change: Callable[..., object], *arguments: object) -> None:
    result = change(*arguments)
    if isinstance(result, Future):
        result.result()
