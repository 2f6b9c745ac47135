"""Laws of what is remembered: a decision that is looked up is the one that is built anew, as record and as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import remit
from remit import __version__
from remit.engine.findings import Findings
from remit.engine.language.nodes import read_plain
from remit.engine.language.plain_requests import plain_request
from remit.engine.language.request_files import draft_of
from remit.engine.library.loaded_policy import decision_lines
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision import Decision

from .any_requests import DATED, DERIVED, RECEIPTS, SPANS, contracts, edition, requests

if TYPE_CHECKING:
    from remit.engine.model import Request

EDITIONS = [edition("1", "{to: 2026-03-28}"), edition("2", "{from: 2026-03-29}").replace("P2: 4 hours", "P2: 5 hours")]
POLICIES = {
    "jumpmind": remit.load("jumpmind"),
    "jams": remit.load("jams", contracts=contracts("jams", "premium")),
    "spans": remit.Policy.from_text(SPANS),
    "receipts": remit.Policy.from_text(RECEIPTS),
    "dated": remit.Policy.from_text(DATED),
    "derived": remit.Policy.from_text(DERIVED),
    "editions": remit.Policy.from_text(*EDITIONS, contracts=contracts("spans", "gold")),
}


def any_request(name: str) -> st.SearchStrategy[dict[str, Any]]:
    policy = POLICIES[name]
    evaluators, _ = policy._store.editions(policy.id)  # noqa: SLF001 - the facts of its editions
    return requests(evaluators[-1].compiled.policy, agreed=bool(policy._contracts))  # noqa: SLF001 - the same


def in_full(written: dict[str, Any]) -> tuple[Request | None, Findings]:
    """Return what is read of a request by way of nodes."""
    findings = Findings()
    return draft_of(read_plain(written, findings), findings), findings


@pytest.mark.parametrize("name", POLICIES)
@given(data=st.data())
@settings(max_examples=60)
def test_a_run_of_requests_is_decided_as_each_is_anew(name: str, data: st.DataObject) -> None:
    """Twins that are not valid stand in the same run as the valid ones that they equal."""
    policy = POLICIES[name]
    store, agreed = policy._store, policy._contracts  # noqa: SLF001 - what the policy decides by
    lines = decision_lines(policy)
    for written in data.draw(st.lists(any_request(name), min_size=1, max_size=8)):
        complete = written if "contract" in written else {"policy": policy.id, **written}
        request, findings = in_full(complete)
        plain = plain_request(complete, None)
        if request is None or findings.has_errors:
            assert plain is None
            assert json.loads(lines.decide_mapping(written))["status"] == "invalid"
            continue
        if plain is not None:
            assert (plain, plain.marks) == (request, request.marks)
            assert plain.confirmed.keys() == request.confirmed.keys()
        anew = decide_anew(request, store, agreed, __version__)
        looked_up = decide(request, store, agreed, __version__)
        assert looked_up == anew
        if isinstance(anew, Decision) and isinstance(looked_up, Decision):
            assert looked_up.facts == anew.facts
            assert [*map(type, looked_up.facts.values())] == [*map(type, anew.facts.values())]
            assert looked_up.to_dict() == anew.to_dict() == policy.decide(written).to_dict()
            text = json.dumps(anew.to_dict(), separators=(",", ":")).replace("\x7f", "\\u007f")
            assert text == lines.decide_mapping(written)
        else:
            assert json.loads(lines.decide_mapping(written))["status"] == "invalid"


@pytest.mark.parametrize("name", POLICIES)
@given(data=st.data())
@settings(max_examples=60)
def test_a_line_is_decided_as_its_file_would_be(name: str, data: st.DataObject) -> None:
    """Findings stand at the same places, though most lines are read without them."""
    written = data.draw(any_request(name))
    line = json.dumps(written, ensure_ascii=data.draw(st.booleans()))
    lines = decision_lines(POLICIES[name], "request.json")
    read = lines._read_and_decide(lines._root(line, findings := Findings()), findings, None)  # noqa: SLF001 - in full
    assert lines.decide(line) == lines.decide(line)
    assert json.loads(lines.decide(line)) == json.loads(json.dumps(in_json(read)))


def in_json(answer: Any) -> Any:
    from remit.engine.triage.decision_json import as_record  # noqa: PLC0415 - beside its one use

    return as_record(answer)
