"""Events of requests that are kept: in any order, each once, none from ahead of the clock."""

from __future__ import annotations

import json

import pytest

from remit.engine.serve.service_error import ServiceError

from .desk_files import body, happened, request


@pytest.fixture
def kept(service):
    service.keep(body(request(facts={"outage": "complete"})), "ada").result()
    return lambda *events, **keys: service.add_events("T-1", happened(*events, **keys), "bob").result()


def events_of(service, answer):
    stored = service.decision(answer.decision_id)
    return [(event["is"], event["at"][11:16]) for event in json.loads(stored.request).get("events", [])]


def test_events_arrive_in_any_order(service, kept):
    kept(("9", "resumed", "09:40"))
    answer = kept(("5", "waiting", "09:20"), ("4", "replied", "09:20"))
    assert [("replied", "09:20"), ("waiting", "09:20"), ("resumed", "09:40")] == events_of(service, answer)
    assert 3 == answer.revision


def test_the_same_event_again_changes_nothing(kept):
    first = kept(("1", "replied", "09:20"))
    again = kept(("1", "replied", "09:20"))
    assert (True, False, first.decision_id) == (first.is_new, again.is_new, again.decision_id)


def test_another_event_of_the_same_id_is_refused(kept):
    kept(("1", "replied", "09:20"))
    with pytest.raises(ServiceError) as refused:
        kept(("1", "replied", "09:21"))
    assert "event-differs" == refused.value.kind
    with pytest.raises(ServiceError, match="known, and is another"):
        kept(("2", "updated", "09:20"), ("2", "updated", "09:21"))


def test_an_event_ahead_of_the_clock_is_kept_and_does_not_count(service, kept, clock):
    answer = kept(("1", "replied", "10:06"))
    assert (["clock-ahead"], False) == ([finding.check for finding in answer.findings], answer.is_new)
    assert [] == events_of(service, answer)
    clock.written = "2026-03-04T10:10:00+01:00"
    later = kept(("2", "updated", "10:12"))
    assert [("replied", "10:06"), ("updated", "10:12")] == events_of(service, later)


def test_other_content_counts_the_events_of_the_store(service, kept):
    kept(("1", "replied", "09:20"))
    answer = service.keep(body(request(facts={"outage": "partial"})), "ada").result()
    assert [("replied", "09:20")] == events_of(service, answer)
    assert "met" == json.loads(answer.json)["deadlines"][0]["state"]


def test_an_event_that_a_request_brings_itself_counts_once(service, kept):
    kept(("1", "replied", "09:20"))
    own = [{"at": "2026-03-04T08:20:00Z", "is": "replied"}]
    answer = service.keep(body(request(events=own)), "ada").result()
    assert [("replied", "09:20")] == events_of(service, answer)


def test_a_change_says_what_the_policy_knows(service, kept):
    with pytest.raises(ServiceError) as refused:
        kept(("1", "changed", "09:20"), facts={"outage": "total"})
    assert "invalid-events" == refused.value.kind
    answer = kept(("1", "changed", "09:20"), facts={"outage": "none", "note": "their words"}, claimed_priority="now!")
    assert "P2" == json.loads(answer.json)["priority"]["level"]
    stored = service.decision(answer.decision_id)
    assert "their words" not in stored.request
    assert "now!" not in stored.request


@pytest.mark.parametrize(
    ("events", "check"),
    [
        ([("1", "replied", "08:00")], "wrong-instant"),
        ([("1", "exploded", "09:20")], "unknown-event"),
        ([("1", "replied", "25:00")], "wrong-instant"),
        ([("1\0", "replied", "09:20")], "wrong-value"),
        ([("1" * 201, "replied", "09:20")], "too-large"),
        ([(str(n), "updated", "09:20") for n in range(1001)], "too-large"),
    ],
)
def test_events_that_cannot_be_are_refused_and_not_kept(service, kept, events, check):
    with pytest.raises(ServiceError) as refused:
        kept(*events)
    assert check in [finding.check for finding in refused.value.findings]
    assert () == service._store.request("T-1").events  # noqa: SLF001 - what is on disk


def test_facts_stand_in_a_change_alone(kept):
    with pytest.raises(ServiceError, match="cannot be read"):
        kept(("1", "replied", "09:20"), facts={"outage": "none"})


def test_an_event_of_a_request_that_nobody_knows_whose_it_is_says_what_every_policy_knows(service):
    service.keep(body({"id": "T-2", "received": "2026-03-04T09:00:00+01:00"}), "ada").result()
    with pytest.raises(ServiceError) as refused:
        service.add_events("T-2", happened(("1", "changed", "09:20"), facts={"a": "text"}), "ada").result()
    assert ["unchecked-event"] == [finding.check for finding in refused.value.findings]
    assert service.add_events("T-2", happened(("1", "closed", "09:20")), "ada").result().is_new
    assert service._store.request("T-2").latest.is_closed  # noqa: SLF001 - what is on disk
