"""What becomes of requests: revisions, events and overrides, each written whole or not at all."""

from concurrent.futures import wait

import pytest

from remit.engine.store.records import LogEntry, RequestChange, RequestState
from remit.engine.store.store import Store, StoreError
from store.stores import MINUTE, NOW, decision, event, keep, override, texts


def test_a_request_that_is_not_known_is_none(store):
    assert store.request("R-1") is None
    assert store.decision("D-1") is None
    assert [] == store.decisions_of("R-1")
    seen: list[RequestState | None] = []
    assert store.change("R-1", seen.append).result() is None
    assert [None] == seen


def test_a_decision_is_kept_as_it_is(store):
    keep(store, "R-1", texts=texts(), texts_digest="d1", level=None, is_closed=True)
    expected = decision("R-1", texts=texts(), texts_digest="d1", level=None, is_closed=True)
    assert expected == store.decision("D-R-1-1")
    assert [expected] == store.decisions_of("R-1")
    assert expected == store.request("R-1").latest


def test_the_next_revision_leaves_the_one_before(store):
    keep(store, "R-1")
    keep(store, "R-1", content="other")
    keep(store, "R-1", content="content 1")
    state = store.request("R-1")
    assert [1, 2, 3] == [kept.revision for kept in store.decisions_of("R-1")]
    assert {"content 1": "D-R-1-3", "other": "D-R-1-2"} == state.contents
    assert 3 == state.latest.revision


def test_changes_of_a_request_queued_together_see_each_other(store):
    revisions = []

    def change(state):
        revisions.append(state.latest.revision if state else 0)
        return RequestChange(decision=decision("R-1", revisions[-1] + 1))

    wait([store.change("R-1", change) for _ in range(50)])
    assert list(range(50)) == revisions
    assert 50 == store.request("R-1").latest.revision


def test_what_a_change_raises_is_raised_and_nothing_of_it_is_written(store):
    def fail(_state):
        raise LookupError("no such policy")

    futures = [store.change("R-1", lambda _: RequestChange(decision=decision("R-1")))]
    futures += [store.change("R-2", fail)]
    futures += [store.change("R-3", lambda _: RequestChange(decision=decision("R-3")))]
    wait(futures)
    assert isinstance(futures[1].exception(), LookupError)
    assert store.request("R-1")
    assert store.request("R-2") is None
    assert store.request("R-3")


def test_a_decision_that_does_not_follow_is_refused(store):
    keep(store, "R-1")
    with pytest.raises(StoreError, match="revision 1 of request `R-1` does not follow 1"):
        store.change("R-1", lambda _: RequestChange(decision=decision("R-1"))).result()
    with pytest.raises(StoreError, match="`R-2` is of another one"):
        store.change("R-2", lambda _: RequestChange(decision=decision("R-1"))).result()
    with pytest.raises(StoreError, match="request `R-2` is not known"):
        store.change("R-2", lambda _: RequestChange(events=(event("R-2", "a"),))).result()


def test_rows_that_cannot_be_written_fail_alone(store):
    """Two requests whose decisions have the same id: the first is kept, and so is all that is queued beside."""
    futures = [
        store.change(id_, lambda _, id_=id_: RequestChange(decision=decision(id_, id="D-same" if id_ < "R-3" else id_)))
        for id_ in ("R-1", "R-2", "R-3")
    ]
    wait(futures)
    assert store.request("R-1")
    assert isinstance(futures[1].exception(), StoreError)
    assert store.request("R-2") is None
    assert store.request("R-3")


def test_events_are_by_instant_then_by_id(store):
    keep(store, "R-1", events=(event("R-1", "b"), event("R-1", "c", NOW - MINUTE)))
    store.change("R-1", lambda _: RequestChange(events=(event("R-1", "a"), event("R-1", "b")))).result()
    assert ["c", "a", "b"] == [kept.id for kept in store.request("R-1").events]
    with pytest.raises(StoreError, match="event `a` of request `R-1` is stored with other content"):
        store.change("R-1", lambda _: RequestChange(events=(event("R-1", "a", NOW + 1),))).result()


def test_an_override_is_shown_beside_the_decision(store):
    keep(store, "R-1")
    first, second = override("R-1"), override("R-1", "again", promise="fix", level=None, due=NOW, until=NOW + 1)
    for made in (first, second):
        store.change("R-1", lambda _, made=made: RequestChange(override=made)).result()
    assert (first, second) == store.request("R-1").overrides
    assert 1 == store.request("R-1").latest.revision


def test_what_files_moved_stays_marked_until_somebody_accepts(store):
    keep(store, "R-1")
    keep(store, "R-1", is_moved=True, cause="files")
    keep(store, "R-1", is_moved=True, cause="files")
    assert "D-R-1-1" == store.request("R-1").moved_from
    store.change("R-1", lambda _: RequestChange(is_accepted=True)).result()
    assert store.request("R-1").moved_from is None


def test_requests_are_open_until_they_are_closed(store):
    keep(store, "R-1")
    keep(store, "R-2", is_closed=True)
    keep(store, "R-3", is_closed=True, made_at=NOW - MINUTE)
    keep(store, "R-3", is_closed=True, made_at=NOW + MINUTE)
    assert ["R-1"] == [state.id for state in store.open_requests()]
    assert ["R-2"] == [state.id for state in store.closed_requests(NOW)]
    assert ["R-2", "R-3"] == [state.id for state in store.closed_requests(NOW - MINUTE)]
    keep(store, "R-2")
    assert ["R-1", "R-2"] == [state.id for state in store.open_requests()]


def test_many_open_requests_come_page_by_page(store):
    ids = [f"R-{n:04}" for n in range(450)]
    wait([store.change(id_, lambda _, id_=id_: RequestChange(decision=decision(id_))) for id_ in ids])
    assert ids == [state.id for state in store.open_requests()]


def test_a_mail_leads_to_its_request(store):
    keep(store, "R-1", message_ids=("<1@example.com>",))
    keep(store, "R-2", message_ids=("<1@example.com>", "<1@example.com>"), made_at=NOW + 1)
    assert "R-2" == store.request_of_message("1@example.com")
    assert store.request_of_message("<2@example.com>") is None


def test_files_are_kept_once_by_digest(store):
    store.keep_files([("policy", "sha256:1", b"remit: 1"), ("words", "sha256:2", b"\0")]).result()
    store.keep_files([("policy", "sha256:1", b"remit: 1")]).result()
    assert b"remit: 1" == store.file("sha256:1")
    assert store.file("sha256:3") is None


def test_an_alarm_is_claimed_once_also_after_a_restart(store, url):
    assert store.claim_alarm("R-1", "fix", "overdue").result()
    assert not store.claim_alarm("R-1", "fix", "overdue").result()
    assert store.claim_alarm("R-1", "fix", "at_risk").result()
    store.close()
    with Store.open(url, lambda: NOW) as reopened:
        assert not reopened.claim_alarm("R-1", "fix", "overdue").result()


def test_the_log_is_in_order(store):
    entries = [LogEntry(at=NOW, actor="ada", action=f"a{n}", request_id="R-1" if n % 2 else None) for n in range(4)]
    wait([store.log(entry) for entry in entries])
    assert entries == store.log_entries()
    assert entries[1::2] == store.log_entries("R-1")


def test_all_is_there_when_the_store_is_opened_again(store, url):
    future = store.change("R-1", lambda _: RequestChange(decision=decision("R-1"), events=(event("R-1", "a"),)))
    store.close()
    assert future.done()
    with Store.open(url, lambda: NOW) as reopened:
        state = reopened.request("R-1")
        assert state
        assert (event("R-1", "a"),) == state.events


def test_what_is_asked_of_a_closed_store_fails(store):
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        keep(store, "R-1")
