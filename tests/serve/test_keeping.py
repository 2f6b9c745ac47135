"""Requests are decided and kept: once by their content, in revisions, with their texts apart."""

from __future__ import annotations

import json

import pytest

from remit.engine.serve.service_error import ServiceError

from .desk_files import body, happened, request

LETTER = {"from": "Ann <ann@ada.example>", "subject": "Broken", "body": "Nothing works here."}


def kept(service, written, **keys):
    return service.keep(body(written), "ada", **keys).result()


def test_a_decision_is_the_command_lines_with_an_id_in_front(service):
    written = request(facts={"outage": "complete"})
    answer = kept(service, written)
    assert answer.json == f'{{"id":"{answer.decision_id}",{service.decide(body(written)).json[1:]}'
    assert ("T-1", 1, 1, True) == (answer.request_id, answer.revision, answer.latest_revision, answer.is_new)


def test_the_same_content_answers_the_same_decision_however_it_is_laid_out(service):
    first = kept(service, request(facts={"outage": "none", "users": 3}))
    again = {"facts": {"users": 3, "outage": "none"}} | {k: v for k, v in request().items() if k != "facts"}
    second = service.keep(json.dumps(again, indent=2).encode(), "bob").result()
    assert (first.decision_id, first.json, False) == (second.decision_id, second.json, second.is_new)


def test_other_content_is_the_next_revision_and_earlier_content_answers_its_own(service):
    first = kept(service, request())
    second = kept(service, request(facts={"outage": "complete"}))
    again = kept(service, request())
    assert (2, 2, True) == (second.revision, second.latest_revision, second.is_new)
    assert (first.decision_id, 1, 2, False) == (
        again.decision_id,
        again.revision,
        again.latest_revision,
        again.is_new,
    )


def test_a_request_without_an_id_gets_one_before_it_is_decided(service):
    first, second = kept(service, request(None)), kept(service, request(None))
    assert first.request_id != second.request_id
    assert json.loads(first.json)["request"]["id"] == first.request_id
    assert first.request_id.startswith("R-")


def test_an_instant_stands_in_for_the_receipt_and_is_said_from_then_on(service):
    written = {key: value for key, value in request().items() if key != "received"}
    answer = kept(service, written, at=1772611200)
    assert '"received":"2026-03-04T08:00:00Z"' in service.decision(answer.decision_id).request
    assert "2026-03-04T08:00:00Z" == json.loads(answer.json)["now"]


def test_what_cannot_be_decided_is_refused_with_its_findings_and_not_kept(service):
    with pytest.raises(ServiceError) as refused:
        kept(service, request(tier="golden"))
    assert ("invalid-request", ["unknown-tier"]) == (refused.value.kind, [f.check for f in refused.value.findings])
    with pytest.raises(ServiceError):
        service.add_events("T-1", happened(("1", "replied", "09:30")), "ada").result()


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{", b"\xff", b"null", b"\xef\xbb\xbf[]", b'{"id": 1' * 9, b"[" * 200_000]
)
def test_no_body_is_an_error_of_ours(service, raw):
    with pytest.raises(ServiceError):
        service.keep(raw, "ada")


def test_an_id_that_no_store_keeps_is_refused(service):
    with pytest.raises(ServiceError) as refused:
        service.keep(body(request("T\0")), "ada")
    assert ["wrong-value"] == [finding.check for finding in refused.value.findings]


@pytest.mark.parametrize("raw", [b" " * 300_000, body(request("x" * 201))])
def test_what_is_too_large_is_refused(service, raw):
    with pytest.raises(ServiceError) as refused:
        service.keep(raw, "ada")
    assert "too-large" == refused.value.kind


def test_texts_lie_apart_and_the_core_comes_to_the_same(service):
    written = {"id": "T-1", "received": "2026-03-04T09:00:00+01:00", "claimed_priority": "at once", **LETTER}
    answer = kept(service, written | {"channel": "fax", "facts": {"note": "call me", "outage": "complete"}})
    stored = service.decision(answer.decision_id)
    core, full = json.loads(stored.decision), json.loads(answer.json)
    for part in ("status", "scope", "contract", "tier", "deadlines"):
        assert full[part] == core[part]
    assert full["priority"]["level"] == core["priority"]["level"] == stored.level
    for text in ("ann@", "Broken", "Nothing works", "at once", "call me", "fax"):
        assert text not in stored.request + stored.decision
        assert text in stored.texts.request


def test_content_with_texts_is_known_again(service):
    first = kept(service, request(**LETTER))
    plain = kept(service, request())
    again = kept(service, request(**LETTER))
    assert (1, 2, False, first.decision_id) == (first.revision, plain.revision, again.is_new, again.decision_id)


def test_a_request_of_which_nobody_knows_whose_it_is_keeps_no_text(service):
    written = {"id": "T-1", "received": "2026-03-04T09:00:00Z", "tier": "what they bought", "facts": {"a": "secret"}}
    answer = kept(service, written | {"channel": "secret", "from": "eve@nowhere.example"})
    stored = service.decision(answer.decision_id)
    assert ("needs_facts", {}) == (stored.status, stored.files)
    assert "bought" not in stored.request
    assert "secret" not in stored.request
