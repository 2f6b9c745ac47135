"""A decision that is kept can be made again, from the files that it was made by."""

from __future__ import annotations

import json

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service

from .desk_files import POLICY, body, happened, request

LETTER = {"from": "Ann <ann@ada.example>", "subject": "Broken", "body": "Nothing works here."}


@pytest.mark.parametrize(
    "written",
    [
        request(),
        request(**LETTER),
        {"id": "T-1", "received": "2026-03-04T09:00:00+01:00", **LETTER},
        {"id": "T-1", "received": "2026-03-04T09:00:00+01:00", "policy": "care", "body": "?"},
        request(policy=None, tier=None, contract="bob", channel="pigeon", facts={"note": "x", "outage": "complete"}),
        request(last_update="2026-03-04T09:30:00+01:00", confirmed=["outage"]),
    ],
)
def test_every_decision_is_the_same_again(service, written):
    answer = service.keep(body(written), "ada").result()
    verification = service.verify(answer.decision_id)
    assert ("same", ()) == (verification.result, verification.where)


def test_a_decision_is_the_same_after_its_file_has_changed(service, folder, store, clock):
    answer = service.keep(body(request()), "ada").result()
    (folder / "care.yaml").write_text(POLICY.replace("4 hours, P2: 16 hours", "5 hours, P2: 17 hours"), "utf-8")
    (folder / "contracts.yaml").unlink()
    other = Service(store, policies=Policies.at(str(folder)), contracts=None, clock=clock, version="1.0")
    assert "same" == other.verify(answer.decision_id).result


def test_a_decision_with_events_as_of_an_instant_is_the_same_again(service):
    service.keep(body(request(facts={"outage": "complete"})), "ada", at=1772614800).result()
    answer = service.add_events("T-1", happened(("1", "waiting", "09:30")), "ada").result()
    for stored in service._store.decisions_of("T-1"):  # noqa: SLF001 - both revisions
        assert "same" == service.verify(stored.id).result
    assert 2 == answer.revision


def test_another_version_of_remit_cannot_tell_and_says_what_it_gives(service, store, folder, clock):
    answer = service.keep(body(request()), "ada").result()
    other = Service(store, policies=Policies.at(str(folder)), contracts=None, clock=clock, version="2.0")
    verification = other.verify(answer.decision_id)
    assert ("cannot", [("remit", "1.0", "2.0")]) == (
        verification.result,
        [(v.name, v.then, v.now) for v in verification.versions],
    )
    assert "2.0" == verification.to_dict()["now"]["made_by"]["remit"]


def test_a_decision_that_was_tampered_with_differs_and_says_where(service, store, tmp_path):
    import sqlite3  # noqa: PLC0415 - somebody else's hand

    answer = service.keep(body(request()), "ada").result()
    decision = json.loads(service.decision(answer.decision_id).decision)
    decision["deadlines"][0]["due"] = "2026-03-04T23:00:00Z"
    with sqlite3.connect(tmp_path / "remit.db") as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(decisions)")]
        assert "decision" in columns
        text = json.dumps(decision, separators=(",", ":"))
        connection.execute("update decisions set decision = ?", (text,))
    verification = service.verify(answer.decision_id)
    assert ("differs", ("/deadlines/0/due",)) == (verification.result, verification.where)


def test_a_decision_whose_texts_are_forgotten_is_the_same_again_and_can_go_on(service, store):
    answer = service.keep(body(request(**LETTER)), "ada").result()
    store.forget("T-1", "ada")
    stored = service.decision(answer.decision_id)
    assert (None, "same") == (stored.texts, service.verify(answer.decision_id).result)
    assert "Nothing works" not in service.answer(answer.decision_id).json
    later = service.add_events("T-1", happened(("1", "replied", "09:30")), "bob").result()
    assert (2, "same") == (later.revision, service.verify(later.decision_id).result)
    again = service.keep(body(request(**LETTER)), "ada").result()
    assert (3, True, "same") == (again.revision, again.is_new, service.verify(again.decision_id).result)
