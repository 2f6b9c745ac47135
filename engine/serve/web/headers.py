"""Headers of requests, and those that every answer has."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from .problems import Problem

RawHeaders = Iterable[tuple[bytes, bytes]]
_SINGLE = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"cookie",
        b"host",
        b"origin",
        b"transfer-encoding",
        b"x-csrf-token",
        b"x-forwarded-for",
        b"x-remote-user",
    }
)
"""Two of these leave open which counts: what stands before the service may have looked at another than it does."""
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", _PAGE_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
HTTPS: tuple[tuple[bytes, bytes], ...] = ((b"strict-transport-security", b"max-age=31536000"),)


def headers_of(scope: Mapping[str, Any]) -> dict[bytes, bytes]:
    """Return the headers of a request by name; raise a problem where one that counts once comes twice."""
    raw: list[tuple[bytes, bytes]] = scope["headers"]
    headers = dict(raw)
    if len(headers) != len(raw):
        names = [name for name, _ in raw]
        twice = next((name for name in names if name in _SINGLE and names.count(name) > 1), None)
        if twice:
            raise Problem("invalid-parameter", f"the header `{twice.decode('latin-1')}` comes more than once")
    return headers


def text_of(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    """Return the value of a header, None where it is not there."""
    value = headers.get(name)
    return None if value is None else value.decode("latin-1").strip()


def media_type_of(headers: Mapping[bytes, bytes]) -> str:
    """Return the type of a body, without its parameters."""
    return (text_of(headers, b"content-type") or "").partition(";")[0].strip().lower()


def policy_of_page(page: str) -> str:
    """Return the content security policy of a page of ours that brings its own style, and has no script."""
    _, _, rest_of_page = page.partition("<style>")
    style, _, _ = rest_of_page.partition("</style>")
    digest = hashlib.sha256(style.encode()).digest()
    return f"default-src 'none'; style-src 'sha256-{_base64(digest)}'; base-uri 'none'; frame-ancestors 'none'"


def _base64(data: bytes) -> str:
    import base64  # noqa: PLC0415 - only pages of policies need it

    return base64.b64encode(data).decode("ascii")
