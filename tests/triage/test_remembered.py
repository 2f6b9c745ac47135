"""What is remembered of requests: how much of it, and what never is."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import remit
from remit.engine.language.bounded import MOST, Bounded
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision import Decision
from remit.engine.triage.remembered import Memory, memory_of

from .any_requests import SPANS
from .verbs import request, shipped, shipped_cases

RECEIVED = "2026-03-10T09:00:00+01:00"
REQUESTS = [case.request for case in shipped_cases() if case.request is not None]


def spans(**keys: Any) -> dict[str, Any]:
    return {"received": RECEIVED, "tier": "gold", **keys}


def memory(policy: remit.Policy) -> Memory:
    evaluators, _ = policy._store.editions(policy.id)  # noqa: SLF001 - there is no public way to what is remembered
    return memory_of(evaluators[0])


def test_the_oldest_makes_room():
    values = Bounded[int](2)
    for key in ("a", "b", "a", "c"):
        values.put(key, len(values))
    assert [values.get(key) for key in ("a", "b", "c")] == [None, 1, 2]
    assert len(values) == 2


def test_no_more_situations_are_remembered_than_the_limit(monkeypatch):
    policy = remit.Policy.from_text(SPANS)
    monkeypatch.setattr(memory(policy).templates, "_most", 5)
    monkeypatch.setattr(memory(policy).facts, "_most", 5)
    first = [policy.decide(spans(facts={"users": n, "urgent": n % 2 == 0})).to_dict() for n in range(0, 120, 9)]
    again = [policy.decide(spans(facts={"users": n, "urgent": n % 2 == 0})).to_dict() for n in range(0, 120, 9)]
    assert first == again
    assert (len(memory(policy).templates), len(memory(policy).facts)) == (5, 5)
    assert MOST == 8192


def test_evaluations_are_among_the_situations_that_are_remembered():
    policy = remit.Policy.from_text(SPANS)
    evaluators, _ = policy._store.editions(policy.id)  # noqa: SLF001 - as in `memory`
    most = evaluators[0]._evaluate.cache_info().maxsize or 0  # noqa: SLF001 - the same
    assert most + memory(policy).templates._most == MOST  # noqa: SLF001 - the same


def test_numbers_that_no_rule_tells_apart_are_one_situation():
    policy = remit.Policy.from_text(SPANS)
    decided = [policy.decide(spans(facts={"users": n})) for n in range(11, 49)]
    assert [decision.facts["users"] for decision in decided] == list(range(11, 49))
    assert len(memory(policy).templates) == 1


@pytest.mark.parametrize("twin", [1, 1.0, "true"])
def test_what_only_equals_a_value_does_not_get_its_decision(twin):
    policy = remit.Policy.from_text(SPANS)
    policy.decide(spans(facts={"urgent": True}))
    with pytest.raises(remit.RequestError) as refused:
        policy.decide(spans(facts={"urgent": twin}))
    assert [finding.check for finding in refused.value.findings] == ["wrong-value"]
    policy.decide(spans(facts={"urgent": True}))


def test_the_value_of_a_span_is_its_requests_own():
    policy = remit.Policy.from_text(SPANS)
    facts = {"activity": "fault", "outage": "none"}
    within = [
        policy.decide(spans(facts={**facts, "agreed": span})).deadlines["initial_response"].within
        for span in ("4 hours", "240 minutes", "5 hours", "4 hours")
    ]
    assert within == ["4 hours", "240 minutes", "5 hours", "4 hours"]


def test_ways_that_coincide_at_one_receipt_and_not_at_another():
    """At noon of UTC the late desk opens, so that four hours end together only where both are open alike."""
    policy = remit.Policy.from_text(SPANS)
    facts = {"activity": "fault", "outage": "none", "agreed": "30 minutes", "zone": "UTC"}
    at = ("2026-03-10T12:00:00Z", "2026-03-10T09:00:00Z", "2026-03-10T12:00:00Z")
    due = [policy.decide(spans(received=r, facts=facts)).deadlines["initial_response"].due for r in at]
    assert [instant is None for instant in due] == [False, True, False]


def test_who_asks_is_not_remembered():
    policy = remit.Policy.from_text(SPANS)
    decided = [policy.decide(spans(id=id_, **{"from": f"{id_}@ada.example"})) for id_ in ("ann", "eve")]
    assert [(decision.request.id, decision.request.sender) for decision in decided] == [
        ("ann", "ann@ada.example"),
        ("eve", "eve@ada.example"),
    ]


def test_a_decision_that_somebody_changes_changes_no_other():
    policy = remit.Policy.from_text(SPANS)
    first = policy.decide(spans(facts={"urgent": True}, confirmed=["outage"]))
    expected = first.to_dict()
    mappings: list[Any] = [first.facts, first.made_by, first.confirmed, first.deadlines]
    for mapping in mappings:
        mapping.clear()
    assert policy.decide(spans(facts={"urgent": True}, confirmed=["outage"])).to_dict() == expected


def test_from_eight_threads_at_once():
    expected = [decide_anew(asked, shipped(), (), "0.1.0") for asked in REQUESTS[::5]]

    def ask(seed: int) -> bool:
        order = list(range(len(expected)))
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
        return all(decide(REQUESTS[::5][n], shipped(), (), "0.1.0") == expected[n] for n in order)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))


def test_another_version_is_another_decision():
    asked = request(policy="jumpmind", tier="standard")
    decided = [decide(asked, shipped(), (), version) for version in ("1", "2")]
    assert [decision.made_by["remit"] for decision in decided if isinstance(decision, Decision)] == ["1", "2"]
