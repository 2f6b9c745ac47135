"""The same request gets the same answer: by either engine, again, from many threads, in any order of facts."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import pytest

from remit.engine.rules import durable
from remit.engine.triage.decide import decide
from remit.engine.triage.decision_json import as_record

from .verbs import SHIPPED, policy, record, request, shipped, shipped_cases, store

needs_durable = pytest.mark.skipif(
    not durable.is_available(), reason="durable-rules cannot be imported here (CPython 3.13 and later)"
)
REQUESTS = [case.request for case in shipped_cases() if case.request is not None]


def records(rules, requests=REQUESTS):
    """Return what becomes of requests, all but the engine's name."""
    found = [as_record(decide(one, shipped(rules), (), "0.1.0")) for one in requests]
    return [{**one, "made_by": one.get("made_by", {}) | {"rules": None}} for one in found]


def test_there_are_requests_to_ask_about():
    assert {"jumpmind", "jams"} == {one.policy for one in REQUESTS if one.policy} & set(SHIPPED)
    assert len(REQUESTS) > 400


@needs_durable
def test_either_engine():
    assert records("builtin") == records("durable")


@needs_durable
def test_auto_is_durable_where_it_can_be_imported():
    asked = request(facts={"activity": "fault", "outage": "none"})
    engines = {rules: record(asked, store(rules=rules))["made_by"]["rules"] for rules in ("auto", "durable", "builtin")}
    assert {"auto": "durable-rules 2.0.28", "durable": "durable-rules 2.0.28", "builtin": "builtin"} == engines


def test_again():
    assert records("auto") == records("auto")


def test_by_a_judge_that_has_never_seen_it():
    """What a judge remembers of earlier situations changes nothing."""
    facts = {"activity": "fault", "outage": "complete"}
    fresh = record(request(facts=facts))
    used = store()
    for other in ({}, {"activity": "project"}, {"outage": "none"}, facts):
        record(request(facts=other), used)
    assert fresh == record(request(facts=facts), used)


@pytest.mark.parametrize("rules", ["builtin", pytest.param("durable", marks=needs_durable)])
def test_from_eight_threads_at_once(rules):
    """On a shelf that no thread has used before, so that they make it ready side by side."""
    some = REQUESTS[::7]
    expected = records(rules, some)
    shipped.cache_clear()
    shipped(rules)

    def ask(seed):
        order = list(range(len(some)))
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
        found = dict(zip(order, records(rules, [some[n] for n in order]), strict=True))
        return [found[n] for n in range(len(some))]

    with ThreadPoolExecutor(8) as threads:
        assert [expected] * 8 == list(threads.map(ask, range(8)))


def test_what_made_a_decision_is_not_looked_up_again_for_each(monkeypatch):
    """To ask which version of a package is installed takes longer than to decide."""
    asked = request(facts={"activity": "fault", "outage": "none"})
    at = store()
    first = record(asked, at)
    looked_up: list[str] = []
    version = metadata.version

    def noted(name: str) -> str:
        looked_up.append(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", noted)
    assert (first, []) == (record(asked, at), looked_up)


def test_facts_stated_in_another_order():
    facts = {"environment": "production", "activity": "bug_fix", "service_loss": "minor", "workaround": True}
    keys = {"policy": "jumpmind", "tier": "standard"}
    forward = record(request(**keys, facts=facts), shipped())
    assert forward == record(request(**keys, facts=dict(reversed(facts.items()))), shipped())


def test_facts_declared_in_another_order():
    """Only the lists that follow the file's order do: here, what is missing."""
    lines = [
        '  outage: {ask: "How much is down?", choices: [none, partial, complete]}',
        '  activity: {ask: "What is asked for?", choices: [fault, question, project]}',
    ]
    found = [record(request(), store(policy(facts="\n" + "\n".join(order)))) for order in (lines, lines[::-1])]
    for one in found:
        one["policy"].pop("digest")
        one["missing"].sort(key=lambda missing: missing["fact"])
    assert found[0] == found[1]
