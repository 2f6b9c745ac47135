"""A policy of any words that is valid is used alike by all who read it: engines, short ways, checks, mutants, diffs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml
from authoring.generated import Drawn
from authoring.test_witnesses import SHOWN, deciding, holding
from authoring.verbs import TODAY
from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.authoring.coverage.measure import measure
from remit.engine.authoring.diff import diff
from remit.engine.authoring.mutation.run import MutantRun
from remit.engine.authoring.show.policy_document import policy_document
from remit.engine.render import render
from remit.engine.rules import durable
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decide_lines import DecisionLines
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.policy_store import PolicyStore

from .drawn_policies import policies
from .drawn_requests import requests
from .verbs import evaluator_of, file_of, load, request_of, written

if TYPE_CHECKING:
    from remit.engine.triage.decision import Invalid

    from .drawn_facts import Written


@st.composite
def policies_and_requests(draw: st.DrawFn) -> tuple[Written, list[Written]]:
    """Draw a policy and requests to it."""
    policy = draw(policies())
    return policy, draw(st.lists(requests(policy), min_size=1, max_size=3))


def store_of(policy: Written, rules: str = "builtin") -> PolicyStore:
    return PolicyStore([file_of(written(policy))], "builtin" if rules == "builtin" else "durable")


def recorded(decision: Decision | Invalid) -> Written:
    """Return a decision as JSON, but for what made it and the digest of its policy."""
    record = as_record(decision)
    policy = {key: value for key, value in record.get("policy", {}).items() if key != "digest"}
    return {**record, "policy": policy, "made_by": None}


@laws(150)
@given(policies())
def test_nothing_is_wrong_with_a_valid_policy(policy: Written) -> None:
    assert [] == load(written(policy))[1]


@laws(30)
@given(policies())
def test_a_policy_written_as_yaml_is_the_same(policy: Written) -> None:
    """Marks and the digest of the file are no part of what a policy says."""
    plain = yaml.safe_dump(policy, sort_keys=False, width=90)
    evaluator, findings = load(plain)
    assert [] == findings
    assert evaluator is not None
    first, second = evaluator_of(policy).compiled.policy, evaluator.compiled.policy
    assert replace(first, digest="") == replace(second, digest="")


@pytest.mark.skipif(not durable.is_available(), reason="durable-rules cannot be imported here")
@laws(30)
@given(policies_and_requests())
def test_either_engine_decides_alike(drawn: tuple[Written, list[Written]]) -> None:
    policy, asked = drawn
    stores = [store_of(policy, rules) for rules in ("builtin", "durable")]
    for request in asked:
        builtin, durably = (recorded(decide(request_of(request), store, (), "0")) for store in stores)
        assert builtin == durably


@laws(80)
@given(policies_and_requests())
def test_the_short_way_leads_where_the_long_way_does(drawn: tuple[Written, list[Written]]) -> None:
    """Whatever was decided before, and whether or not the answer is a line of JSON."""
    policy, asked = drawn
    store = store_of(policy)
    lines = DecisionLines("drawn", store, (), "0")
    for request in asked:
        received = request_of(request).received
        for now in (None, received + 86_400, received + 3_600):
            anew = decide_anew(request_of(request), store, (), "0", now)
            assert anew == decide(request_of(request), store, (), "0", now)
            assert json.loads(json.dumps(as_record(anew))) == json.loads(lines.decide_mapping(request, now))
            assert isinstance(anew, Decision), anew


@laws(60)
@given(policies_and_requests())
def test_each_rule_that_a_decision_names_holds(drawn: tuple[Written, list[Written]]) -> None:
    """Of scope, priority, coverage and promises, and the entries that derived what decides."""
    policy, asked = drawn
    judged = Drawn(written(policy))
    for request in asked:
        decision = judged.decided({key: value for key, value in request.items() if key != "events"})
        if isinstance(decision, Decision) and decision.status == "decided":
            entries = {derived.rule for derived in decision.derived}
            assert deciding(decision) | entries <= holding(judged, decision)


@laws(30)
@given(policies())
def test_a_witness_shows_what_a_check_finds(policy: Written) -> None:
    drawn = Drawn(written(policy))
    for finding in (finding for finding in drawn.findings if finding.witness):
        decision = drawn.decided(finding.witness or {})
        assert isinstance(decision, Decision), finding
        assert finding.check not in SHOWN or SHOWN[finding.check](drawn, finding, decision), finding


@laws(30)
@given(policies())
def test_no_policy_differs_from_itself(policy: Written) -> None:
    first, second = (evaluator_of(policy).compiled.policy for _ in range(2))
    changes = diff(first, second, TODAY)
    assert () == tuple(changes.changes)


@laws(12)
@given(policies())
def test_the_request_of_a_surviving_mutant_is_decided_otherwise(policy: Written) -> None:
    store = store_of(policy)
    result = MutantRun(evaluator_of(policy), [], store, (), "0").run(TODAY)
    assert 0 == result.killed
    for survivor in result.survivors:
        mutated = store.with_edition(Evaluator(compile_policy(survivor.mutant.policy), "builtin"))
        request = request_of(dict(survivor.witness))
        decisions = [recorded(decide(request, decider, (), "0")) for decider in (store, mutated)]
        assert decisions[0] != decisions[1], survivor
        assert "invalid" != decisions[0]["status"]


@laws(20)
@given(policies())
def test_what_coverage_offers_is_decided(policy: Written) -> None:
    coverage = measure([], store_of(policy), (), TODAY, ["drawn"])
    assert coverage.policies


@laws(20)
@given(policies())
def test_every_policy_is_shown(policy: Written) -> None:
    document = policy_document(evaluator_of(policy), TODAY)
    for form in ("text", "markdown", "html"):
        assert all(rule["id"] in render(document, form) for rule in policy["coverage"]["rules"])
