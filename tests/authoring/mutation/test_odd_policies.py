"""Policies out of the ordinary are mutated all the same, and whatever survives is shown by its request."""

from __future__ import annotations

import pytest

from remit.engine.authoring.mutation import as_text, findings_of
from remit.engine.authoring.mutation.mutants import mutants
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from ..generated import as_text as text_of
from ..generated import request_of
from .test_laws import seen
from .verbs import policy_of, small, without_cases

TEXT = ("  users:", "  host: {ask: Which host?, type: text}\n  users:")
SPAN = ("  users:", "  agreed: {ask: What was agreed?, type: span, optional: true, presume: 1 hour}\n  users:")
COVERAGE = small()[small().index("coverage:") : small().index("channels:")]
CHANNELS = small()[small().index("channels:") : small().index("promises:")]
PROMISES = small()[small().index("promises:") :]
MANY = "{users: {at_least: 500}}"

ODD = {
    "lunch breaks": small(('"09:00-17:00"', '"08:00-12:00, 12:30-16:30"')),
    "over night": small(('mon-sun: "00:00-24:00"', 'mon-sun: "20:00-08:00"')),
    "just before midnight": small(('mon-sun: "00:00-24:00"', 'mon-sun: "23:45-06:00"')),
    "a short day": small(('mon-sun: "00:00-24:00"', 'wed: "09:00-09:30", thu: "12:00-12:20"')),
    "dates alone": small(('week: {mon-sun: "00:00-24:00"}', 'week: {mon: closed}, dates: {2026-07-01: "09:00-17:00"}')),
    "spans of requests": small(SPAN, ("gold: {P1: 1 hour, P2: none}", "gold: {fact: agreed}")),
    "no coverage and no promises": small((COVERAGE, ""), (PROMISES, "")),
    "own hours alone": small((COVERAGE, ""), ("  response:\n", "  response:\n    hours: office\n")),
    "no channels": small((CHANNELS, "")),
    "a gap": small(("    - {id: normal, then: P2, cite: terms.all}\n", "")),
    "two ways required": small(("{prefer: email}", "{require: email}")),
    "the least a fact can be": small((MANY, "{users: {more_than: 0}}")),
    "an exact number": small((MANY, "{users: [0, 7]}")),
    "fractions": small((MANY, "{users: {at_least: 0.5, less_than: 1.5}}")),
    "a text": small(TEXT, (MANY, '{host: ["a, cite: []", "\\u202eabc", ""]}')),
    "nested": small(
        TEXT,
        (MANY, "{not: {any: [{all: [{not: {host: a}}, {users: {at_most: 4}}]}, {not: {tier: gold}}]}}"),
    ),
    "how it came in": small((MANY, "{arrived_by: phone, users: {at_least: 2}}")),
    "scope that reads priority": small(("{activity: project}", "{activity: project, priority: P1}")),
    "no cite in the text": small(("{id: many,", '{id: "many",')),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_it_is_mutated_and_every_survivor_is_shown(name):
    content = ODD[name]
    result = without_cases(content)
    assert len(list(mutants(policy_of(content)))) == result.equivalent + len(result.survivors)
    assert len(result.survivors) > 20
    store = PolicyStore([text_of(content, "small.yaml")], "builtin")
    for survivor in result.survivors:
        request = request_of(survivor.witness)
        evaluator = Evaluator(compile_policy(survivor.mutant.policy), "builtin")
        before, after = decide(request, store, (), "0"), decide(request, store.with_edition(evaluator), (), "0")
        assert isinstance(before, Decision), survivor.witness
        assert seen(before) != seen(after), (survivor.mutant.what, survivor.mutant.after, survivor.witness)
    text = as_text([result])
    assert all(map(str.isprintable, text.splitlines()))
    assert "\n  , for a request" not in text
    assert all(finding.message.isprintable() for finding in findings_of([result]))
