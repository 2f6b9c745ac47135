"""Requests that are alike but for instants and identity are resolved once; what tells them apart is never lost."""

from __future__ import annotations

import math
from typing import Any

import pytest

import remit
from remit import __version__
from remit.engine.findings import Findings
from remit.engine.language.nodes import read_plain
from remit.engine.language.plain_requests import plain_request
from remit.engine.language.request_files import draft_of
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.resolutions import look_up, request_key

from .any_requests import SPANS, contracts, edition

EDITIONS = (edition("1", "{to: 2026-03-28}"), edition("2", "{from: 2026-03-29}").replace("P2: 4 hours", "P2: 5 hours"))
RECEIVED = ("2026-03-01T10:00:00Z", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-04-10T10:00:00Z")
"""The second edition begins with the day of its zone, an hour before that of UTC."""


def asked(received: str = RECEIVED[0], **keys: Any) -> dict[str, Any]:
    return {"received": received, "tier": "gold", "policy": "spans", **keys}


def is_known(policy: remit.Policy, written: dict[str, Any]) -> bool:
    request = plain_request(written, None)
    assert request is not None
    key = request_key(request, None, __version__)
    return key is not None and look_up(key, request, policy._store) is not None  # noqa: SLF001 - what it decides by


def test_what_was_decided_is_known_of_others_that_are_alike():
    policy = remit.Policy.from_text(SPANS)
    assert not is_known(policy, asked())
    policy.decide(asked())
    assert is_known(policy, asked(id="another", received=RECEIVED[3], subject=""))
    for other in ({"tier": "basic"}, {"channel": "email"}, {"claimed_priority": "P1"}, {"subject": "help"}):
        assert not is_known(policy, asked(**other))


@pytest.mark.parametrize("order", [RECEIVED, RECEIVED[::-1], (RECEIVED[3], RECEIVED[0], RECEIVED[2], RECEIVED[1])])
def test_each_edition_decides_what_was_received_while_it_was_in_force(order):
    policy = remit.Policy.from_text(*EDITIONS)
    of_edition = {received: "1" if received < RECEIVED[2] else "2" for received in RECEIVED}
    for received in (*order, *order):
        assert policy.decide(asked(received)).policy.edition == of_edition[received]
    assert not is_known(policy, asked(RECEIVED[1]))  # in which edition a day near the change counts, its zone says


def test_a_contract_that_has_ended_is_not_the_one_that_was_in_force():
    contract = {**contracts("spans", "gold")[0], "id": "C-1", "from": "2026-01-01", "to": "2026-03-31"}
    policy = remit.Policy.from_text(SPANS, contracts=[contract])
    by_contract = {"contract": "C-1", "facts": {"activity": "fault"}}
    scopes = [policy.decide({"received": r, **by_contract}).scope.outcome for r in (RECEIVED[0], RECEIVED[3]) * 2]
    assert scopes == ["support", "not_covered"] * 2


@pytest.mark.parametrize("facts", [{"urgent": 1}, {"urgent": 1.0}, {"urgent": "true"}, {"urgent": 0}])
def test_what_only_equals_what_is_known_is_not_known(facts):
    policy = remit.Policy.from_text(SPANS)
    for urgent in (True, False):
        policy.decide(asked(facts={"urgent": urgent}))
    with pytest.raises(remit.RequestError):
        policy.decide(asked(facts=facts))


def test_a_zero_keeps_its_sign():
    policy = remit.Policy.from_text(SPANS)
    users = [policy.decide(asked(facts={"users": zero})).facts["users"] for zero in (0.0, -0.0, 0.0)]
    assert [math.copysign(1, float(str(zero))) for zero in users] == [1, -1, 1]


def test_facts_that_many_requests_state_cannot_be_changed():
    first = plain_request(asked(facts={"users": 3}), None)
    second = plain_request(asked(facts={"users": 3}), None)
    assert first is not None
    assert second is not None
    assert first.facts is second.facts
    assert not hasattr(first.facts, "__setitem__")
    assert first.facts == {"users": first.facts["users"]}


def test_equal_spans_are_shown_as_they_are_written():
    """Two hours and 120 minutes are equal, and not the same words."""
    text = SPANS.replace("value: 2 hours}]", "value: 2 hours}, {when: {urgent: true}, value: 120 minutes}]")
    text = text.replace("basic: {P1: 1 hour, P2: 4 hours, P3: 4 hours}", "basic: {P1: 1 hour, P3: {fact: agreed}}")
    policy = remit.Policy.from_text(text)
    for written in (
        asked(facts={"activity": "fault"}),
        asked(tier="basic", facts={"activity": "fault", "urgent": True}),
    ):
        request = draft_of(read_plain(written, Findings()), Findings())
        assert request is not None
        anew = decide_anew(request, policy._store, (), __version__)  # noqa: SLF001 - what it decides by
        assert decide(request, policy._store, (), __version__) == anew  # noqa: SLF001 - the same
        assert str(policy.decide(written)) == str(anew)


def test_situations_share_their_parts():
    policy = remit.Policy.from_text(SPANS)
    few, many = (policy.decide(asked(facts={"activity": "fault", "users": n})) for n in (12, 60))
    assert few.template is not many.template
    assert few.services is many.services
    assert few.scope is many.scope
