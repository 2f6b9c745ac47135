"""What is forgotten, and what is kept too long, goes with every byte; decisions stay."""

import json
from pathlib import Path

import pytest

from remit.engine.store.backups import reading, writing
from remit.engine.store.database import parse_url
from remit.engine.store.records import Expired, RequestChange, Texts
from remit.engine.store.rows import message_digest
from remit.engine.store.store import StoreError
from store.stores import MINUTE, NOW, decision, event, keep, override, texts

SECRET = "Printer-on-fire-in-Boston"  # noqa: S105 - what a stranger wrote
SALT = b"\xf0salt-of-32-bytes-of-this-request"


@pytest.fixture
def bytes_of_store(tmp_path, url):
    """Return a function that reads all that the store has on the disk; what PostgreSQL writes ahead is not its own."""
    if url.startswith("sqlite"):
        return lambda: b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()) if path.is_file())

    def read():
        with writing(parse_url(url)) as connection:
            connection.exec_driver_sql("ANALYZE")
        with reading(parse_url(url)) as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT", postgresql_readonly=False)
            connection.exec_driver_sql("CHECKPOINT")
        base = Path(url.partition("host=")[2], "data", "base")
        return b"".join(path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file())

    return read


def tell(store, request_id, request=SECRET, salt=SALT, **more):
    keep(store, request_id, texts=texts(request, salt), texts_digest="d", **more)


def keep_at_once(store, number, **more):
    for n in range(number):
        store.change(f"R-{n}", lambda _, n=n: RequestChange(decision=decision(f"R-{n}", **more)))


def test_no_byte_of_what_is_forgotten_is_left(store, bytes_of_store):
    tell(store, "R-1", SECRET * 3000, message_ids=("<secret@mail.example>",))
    tell(store, "R-1", f"{SECRET} again")
    store.change("R-1", lambda _: RequestChange(override=override("R-1", f"why {SECRET}"))).result()
    for number in range(60):
        tell(store, f"R-{number + 2}", "something else", b"another salt")
    digest = message_digest("secret@mail.example").encode()
    assert all(secret in bytes_of_store() for secret in (SECRET.encode(), SALT, digest))
    forgotten = store.forget("R-1", "ada")
    assert ("R-1",) == forgotten.requests
    assert 3 == forgotten.texts
    everything = bytes_of_store()
    assert [] == [secret for secret in (SECRET.encode(), SALT, digest) if secret in everything]
    assert b"something else" in everything


def test_a_decision_stays_without_its_texts(store):
    tell(store, "R-1", events=(event("R-1", "a"),))
    store.change("R-1", lambda _: RequestChange(override=override("R-1"))).result()
    store.forget("R-1", "ada")
    state = store.request("R-1")
    assert decision("R-1", texts_digest="d") == state.latest
    assert [override("R-1", "")] == list(state.overrides)
    assert 1 == len(state.events)
    (entry,) = store.log_entries("R-1")
    assert ("ada", "forget", {"texts": 2}) == (entry.actor, entry.action, json.loads(entry.details))


def test_what_is_forgotten_again_is_no_mistake(store):
    tell(store, "R-1")
    store.forget("R-1", "ada")
    assert 0 == store.forget("R-1", "ada").texts


@pytest.mark.parametrize(
    "text",
    [
        "From: Ada <ADA@Example.com>",
        "ada@example.com",
        "write\nada@example.com, please",
        "to ada@example.com.",
    ],
)
def test_an_address_forgets_all_requests_that_have_it(store, text):
    for number, is_ascii in enumerate((False, True)):
        request = json.dumps({"body": text}, ensure_ascii=is_ascii)
        keep(store, f"R-{number}", texts=Texts(salt=SALT, request=request, decision="{}"))
    tell(store, "R-2", "somebody else")
    assert ("R-0", "R-1") == store.forget("<ada@example.com>", "ada").requests
    assert store.request("R-2").latest.texts
    assert all("example" not in entry.details for entry in store.log_entries())


@pytest.mark.parametrize(
    "text", ["bada@example.com", "ada@example.com.au", "ada@example.comet", "x.ada@example.com", "ada"]
)
def test_an_address_within_another_one_is_another(store, text):
    tell(store, "R-1", text)
    assert () == store.forget("ada@example.com", "ada").requests


def test_the_domain_of_an_address_is_written_either_way(store):
    tell(store, "R-1", "ada@xn--mller-kva.example")
    tell(store, "R-2", "ada@müller.example")
    assert ("R-1", "R-2") == store.forget("Ada@Müller.example", "ada").requests


def test_who_is_neither_a_request_nor_an_address_is_said(store):
    with pytest.raises(StoreError, match="`R-9` is neither the id of a request nor an address"):
        store.forget("R-9", "ada")


def test_many_requests_of_an_address_are_forgotten(store):
    keep_at_once(store, 1100, texts=texts("ada@example.com"))
    assert 1100 == store.forget("ada@example.com", "ada").texts


def test_texts_are_kept_as_long_as_somebody_says(store, bytes_of_store):
    tell(store, "R-1", made_at=NOW - 2 * MINUTE, message_ids=("<1@x>",))
    tell(store, "R-2", "newer", message_ids=("<2@x>",))
    assert Expired(texts=0, requests=0) == store.expire(NOW, None, None)
    assert Expired(texts=1, requests=0) == store.expire(NOW, MINUTE, None)
    assert SECRET.encode() not in bytes_of_store()
    assert store.request("R-1").latest.texts is None
    assert store.request("R-2").latest.texts
    assert [None, "R-2"] == [store.request_of_message(id_) for id_ in ("<1@x>", "<2@x>")]
    assert ["expire"] == [entry.action for entry in store.log_entries()]
    assert Expired(texts=0, requests=0) == store.expire(NOW, MINUTE, None)


def test_a_request_goes_with_all_of_it_when_nothing_has_happened_for_long(store):
    old = NOW - 2 * MINUTE
    tell(store, "R-1", made_at=old, events=(event("R-1", "a", heard_at=old),), message_ids=("<1@x>",))
    tell(store, "R-1", made_at=old)
    tell(store, "R-2", made_at=old, events=(event("R-2", "a"),))
    tell(store, "R-3", made_at=old)
    store.change("R-3", lambda _: RequestChange(override=override("R-3"))).result()
    store.forget("R-1", "ada")
    assert Expired(texts=0, requests=1) == store.expire(NOW, None, MINUTE)
    assert store.request("R-1") is None
    assert store.decision("D-R-1-1") is None
    assert store.decision("D-R-1-2") is None
    assert ["forget"] == [entry.action for entry in store.log_entries("R-1")]
    assert ["R-2", "R-3"] == [state.id for state in store.open_requests()]
    keep(store, "R-1")
    assert () == store.request("R-1").events


def test_more_than_a_part_expires(store):
    keep_at_once(store, 1100, texts=texts(), made_at=1)
    keep(store, "R-new")
    assert Expired(texts=1100, requests=1100) == store.expire(NOW, MINUTE, MINUTE)
