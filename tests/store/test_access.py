"""Tokens and sessions: who may do what."""

import pytest

from remit.engine.store.records import BrowserSession, Token
from remit.engine.store.store import StoreError
from remit.engine.store.tokens import new_token, token_digest
from store.stores import NOW

ADA = Token(name="ada", role="admin", digest=token_digest("secret"), made_at=NOW, expires_at=NOW + 1000)


def test_a_token_is_known_by_its_digest(store):
    store.add_token(ADA)
    assert ADA == store.token_by_digest(token_digest("secret"))
    assert store.token_by_digest(token_digest("Secret")) is None
    assert [ADA] == store.tokens()


def test_a_name_has_one_token(store):
    store.add_token(ADA)
    with pytest.raises(StoreError):
        store.add_token(Token(name="ada", role="reader", digest="other", made_at=NOW, expires_at=NOW))
    assert [ADA] == store.tokens()


def test_a_token_that_is_removed_takes_its_sessions_along(store):
    session = BrowserSession(digest="cookie", token="ada", csrf="c", expires_at=NOW + 1000)  # noqa: S106 - a name
    store.add_token(ADA)
    store.add_session(session)
    assert session == store.session("cookie")
    assert store.remove_token("ada")
    assert not store.remove_token("ada")
    assert store.session("cookie") is None
    assert [] == store.tokens()


def test_sessions_that_have_expired_go_when_another_begins(store):
    for digest, expires_at in (("old", NOW), ("new", NOW + 1), ("newer", NOW + 2)):
        store.add_session(BrowserSession(digest=digest, token="ada", csrf="c", expires_at=expires_at))  # noqa: S106
    assert store.session("old") is None
    store.remove_session("new")
    assert store.session("new") is None
    assert store.session("newer")


def test_tokens_are_random_and_are_seen_to_be_tokens():
    tokens = {new_token() for _ in range(100)}
    assert 100 == len(tokens)
    assert all(token.startswith("remit_") and len(token) >= 6 + 43 for token in tokens)
