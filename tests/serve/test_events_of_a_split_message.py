"""Requests that were split from one message, as the service keeps them: what happens to one happens to all."""

from __future__ import annotations

import json

import pytest

from .desk_files import body, happened, request


@pytest.fixture
def parts(service):
    for n in (1, 2):
        service.keep(body(request(id=f"T-1/{n}", facts={"outage": "complete"})), "ada").result()
    return service


def events_of(service, request_id):
    stored = service.request(request_id).latest
    return [(event["is"], event["at"][11:16]) for event in json.loads(stored.request).get("events", [])]


def test_an_answer_to_one_part_answers_all(parts):
    parts.add_events("T-1/1", happened(("1", "replied", "09:20"), ("2", "closed", "09:50")), "bob").result()
    assert [("replied", "09:20"), ("closed", "09:50")] == events_of(parts, "T-1/1") == events_of(parts, "T-1/2")
    assert parts.request("T-1/2").latest.is_closed
    assert ("bob", "events", 2) == (
        (latest := parts.request("T-1/2").latest).actor,
        latest.cause,
        latest.revision,
    )


def test_an_event_that_counts_alone_and_one_of_another_kind_stay_where_they_are(parts):
    alone = {"id": "1", "is": "closed", "at": "2026-03-04T09:20:00+01:00", "alone": True}
    updated = {"id": "2", "is": "updated", "at": "2026-03-04T09:30:00+01:00"}
    parts.add_events("T-1/1", json.dumps({"events": [alone, updated]}).encode(), "bob").result()
    assert [("closed", "09:20"), ("updated", "09:30")] == events_of(parts, "T-1/1")
    assert [] == events_of(parts, "T-1/2")


def test_a_part_that_comes_later_has_what_happened_before(parts):
    parts.add_events("T-1/2", happened(("1", "replied", "09:20")), "bob").result()
    parts.keep(body(request(id="T-1/3")), "ada").result()
    assert [("replied", "09:20")] == events_of(parts, "T-1/3")


def test_the_same_event_of_two_sources_counts_once(parts):
    parts.add_events("T-1/1", happened(("a", "replied", "09:20")), "bob").result()
    parts.add_events("T-1/2", happened(("b", "replied", "09:20")), "bob").result()
    assert [("replied", "09:20")] == events_of(parts, "T-1/1")


def test_events_sent_again_change_nothing(parts):
    for _ in range(2):
        parts.add_events("T-1/1", happened(("1", "replied", "09:20")), "bob").result()
    assert (2, 2) == (parts.request("T-1/1").latest.revision, parts.request("T-1/2").latest.revision)


def test_an_event_ahead_of_the_clock_is_shared_once_it_counts(parts, clock):
    parts.add_events("T-1/1", happened(("1", "replied", "10:06")), "bob").result()
    assert [] == events_of(parts, "T-1/2")
    clock.written = "2026-03-04T10:10:00+01:00"
    parts.tick()
    assert [("replied", "10:06")] == events_of(parts, "T-1/2")


def test_an_event_from_before_its_receipt_is_none_of_a_parts(parts):
    parts.keep(body(request(id="T-1/3", received="2026-03-04T09:30:00+01:00")), "ada").result()
    parts.add_events("T-1/1", happened(("1", "replied", "09:20")), "bob").result()
    assert [] == events_of(parts, "T-1/3")
    assert [("replied", "09:20")] == events_of(parts, "T-1/2")


def test_a_request_of_another_message_has_none_of_it(parts):
    parts.keep(body(request(id="T-10/1")), "ada").result()
    parts.add_events("T-1/1", happened(("1", "replied", "09:20")), "bob").result()
    assert [] == events_of(parts, "T-10/1")
