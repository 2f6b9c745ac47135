"""Events are never in what is remembered of situations: what was decided before changes no decision."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import remit
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.model import BUILT_IN_EVENTS
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decide_lines import DecisionLines
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from .verbs import MONDAY, TERMS

CLOCKS = (
    "until: replied",
    "repeats: true, pauses: waiting, on_resume: restart",
    "from: acknowledged, until: workaround, pauses: waiting, on_change: restart",
    "from: asked, until: replied, repeats: true, on_change: recompute",
)
WITHIN = "{gold: {P1: 2 hours, P2: {by: {business_days: 1, at: close}, cutoff: '15:00'}}}"
FACTS = st.dictionaries(
    st.sampled_from(["outage", "paid"]),
    st.none() | st.sampled_from(["none", "partial", "complete", True, False]),
    min_size=1,
    max_size=2,
)


@cache
def store() -> PolicyStore:
    promises = "".join(f"  p{n}: {{{clock}, within: {WITHIN}, cite: terms.all}}\n" for n, clock in enumerate(CLOCKS))
    text = decode("small.yaml", (TERMS + promises).encode(), POLICY_BYTES, Findings())
    assert text is not None
    return PolicyStore([text], "builtin")


@st.composite
def requests(draw: st.DrawFn) -> dict[str, object]:
    minute, events = 0, []
    for name in draw(st.lists(st.sampled_from([*BUILT_IN_EVENTS, "acknowledged", "workaround"]), max_size=7)):
        minute += draw(st.integers(0, 3) | st.integers(0, 600))
        event: dict[str, object] = {"at": written(minute), "is": name}
        events.append(event | ({"facts": draw(FACTS)} if name == "changed" else {}))
    request: dict[str, object] = {"received": written(0), "policy": "small", "tier": "gold", "facts": draw(FACTS)}
    return request | ({"events": events} if events else {})


def written(minute: int) -> str:
    return (MONDAY + timedelta(hours=9, minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


@given(requests(), st.none() | st.integers(0, 3000))
@settings(max_examples=150)
def test_a_request_with_events_is_decided_as_if_nothing_was_decided_before(request, minute):
    findings = Findings()
    record = draft_of(read_plain(request, findings), findings)
    now = None if minute is None else int(MONDAY.timestamp()) + 32_400 + 60 * minute
    assert record is not None
    assert not findings
    remembered, anew = (way(record, store(), (), "0", now) for way in (decide, decide_anew))
    assert remembered == anew
    line = DecisionLines("small", store(), (), "0").decide(json.dumps(request), now)
    plain = json.loads(line)
    assert plain["status"] == remembered.status
    if isinstance(remembered, Decision):
        assert plain["deadlines"] == remembered.to_dict()["deadlines"]


def many(count: int) -> dict[str, object]:
    names = ("waiting", "resumed", "changed", "updated")
    events = [
        {"at": written(n), "is": names[n % 4]}
        | ({"facts": {"outage": "complete" if n % 8 == 2 else "partial"}} if n % 4 == 2 else {})
        for n in range(count)
    ]
    return {"received": written(0), "policy": "small", "tier": "gold", "events": events}


def test_more_than_a_thousand_events_are_refused():
    with pytest.raises(remit.RequestError, match="more than the limit of 1,000"):
        remit.Policy.from_text(TERMS + f"  p: {{within: {WITHIN}, cite: terms.all}}\n").decide(many(1001))


def test_a_thousand_events_are_decided_in_a_moment():
    findings = Findings()
    record = draft_of(read_plain(many(1000), findings), findings)
    assert record is not None
    start = time.process_time()
    decide(record, store(), (), "0")
    assert time.process_time() - start < 5
