"""Before anything is done: who asks, whether they may, how often they did, and whether a page of ours sent it."""

import hmac
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl

from ...store.records import Role
from .access import Access, Identity
from .headers import text_of
from .limits import FailedLogins
from .problems import Problem
from .web_config import WebConfig, is_loopback

FORM = "application/x-www-form-urlencoded"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORWARDED = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
_MOST_FIELDS = 1_000


class Guard:
    """Finds out who asks."""

    def __init__(self, access: Access, config: WebConfig, clock: Callable[[], int]) -> None:
        self.access, self._config, self._clock = access, config, clock
        self.logins = FailedLogins(config.failed_logins_a_minute, clock)
        self.cookie = "__Host-remit" if config.is_https else "remit_session"

    async def identify(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Identity:
        """Return who asks; raise a problem where that is not known."""
        if b"authorization" in headers:
            return self.by_authorization(scope, headers)
        name = text_of(headers, b"x-remote-user") if self.is_proxy(scope) else None
        if name:
            return self.access.by_proxy(name)
        cookie = cookie_of(headers, self.cookie)
        identity = await self.access.by_session(cookie) if cookie else None
        if identity is None:
            raise _unknown("log in, or send a token: `Authorization: Bearer TOKEN`")
        return identity

    def by_authorization(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Identity:
        """Return who sends a token; raise a problem where there is no such one."""
        scheme, _, secret = (text_of(headers, b"authorization") or "").partition(" ")
        identity = self.access.by_token(secret.strip()) if scheme.lower() == "bearer" else None
        if identity is None:
            address = self.client(scope, headers)
            self.logins.check(address)
            self.logins.note(address)
            raise _unknown("send a token that has not expired: `Authorization: Bearer TOKEN`")
        return identity

    def admit(self, identity: Identity, role: Role) -> None:
        """Raise a problem where somebody may not do what a role may, or did too much this second."""
        if self._config.has_rate_limit and not identity.budget.spend(self._clock()):
            rate = self._config.requests_a_second
            raise Problem("too-many-requests", f"more than {rate} requests a second", headers={"Retry-After": "1"})
        if not identity.person.may(role):
            raise Problem(
                "not-allowed",
                f"`{identity.person.name}` is {identity.person.role}, and this takes {role}",
                help=f"`remit token add NAME --role {role}` gives somebody that role",
            )

    def check_origin(
        self, identity: Identity, headers: Mapping[bytes, bytes], method: str, form: Mapping[str, str]
    ) -> None:
        """Raise a problem where a browser sends something that no page of ours made it send."""
        if identity.csrf is None or method in SAFE:
            return
        sent = text_of(headers, b"x-csrf-token") or form.get("csrf", "")
        if not (self.is_of_ours(headers) and hmac.compare_digest(sent.encode(), identity.csrf.encode())):
            raise Problem(
                "no-csrf-token",
                "neither `X-CSRF-Token` nor the field `csrf` holds what the page was sent with",
                help="load the page again",
            )

    def is_of_ours(self, headers: Mapping[bytes, bytes]) -> bool:
        """Tell whether, by what the browser says, a page of ours or the person themself sends a request."""
        origin = text_of(headers, b"origin")
        is_ours = origin is None or self._is_ours(origin)
        return is_ours and text_of(headers, b"sec-fetch-site") in (None, "same-origin", "none")

    def is_local(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> bool:
        """Tell whether somebody on this machine asks, with no proxy between."""
        config = self._config
        is_direct = config.public_url is None and not config.trusted_proxies
        return is_direct and config.is_loopback and is_loopback(_peer(scope)) and not _FORWARDED.intersection(headers)

    def is_proxy(self, scope: Mapping[str, Any]) -> bool:
        """Tell whether a request comes from a proxy that is trusted."""
        return self._is_trusted(_peer(scope))

    def client(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> str:
        """Return the address from which somebody asks: the nearest one that is no trusted proxy."""
        address = _peer(scope)
        hops = (text_of(headers, b"x-forwarded-for") or "").split(",")
        while hops and self._is_trusted(address):
            address = hops.pop().strip() or address
        return address

    def _is_trusted(self, address: str) -> bool:
        if not self._config.trusted_proxies:
            return False
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._config.trusted_proxies)

    def _is_ours(self, origin: str) -> bool:
        scheme, _, host = origin.partition("://")
        return scheme in ("http", "https") and host.lower() in self._config.hosts


def cookie_of(headers: Mapping[bytes, bytes], name: str) -> str | None:
    """Return the value of a cookie; None where it is not there, or comes twice."""
    pairs = [pair.strip().partition("=") for pair in (text_of(headers, b"cookie") or "").split(";")]
    values = [value for key, _, value in pairs if key == name]
    return values[0] if len(values) == 1 else None


def parse_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form; raise a problem where it is none, or has a field twice."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Problem("malformed-body", f"the body is no form in UTF-8 of at most {_MOST_FIELDS:,} fields") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Problem("malformed-body", "a field of the form comes more than once")
    return fields


def _peer(scope: Mapping[str, Any]) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _unknown(advice: str) -> Problem:
    return Problem(
        "not-authenticated",
        "no token or session that is valid came with the request",
        help=advice,
        headers={"WWW-Authenticate": 'Bearer realm="remit"'},
    )
