"""Tokens as people hold them, of which a store has digests alone."""

import secrets
from hashlib import sha256

_PREFIX = "remit_"
"""By it, programs that look for secrets in what people publish know a token."""
_BYTES = 32


def new_token() -> str:
    """Return a token of 256 random bits."""
    return f"{_PREFIX}{secrets.token_urlsafe(_BYTES)}"


def token_digest(token: str) -> str:
    """Return the digest by which a store knows a token, or what a cookie holds: its SHA-256 in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
