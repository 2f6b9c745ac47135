"""`--format json`: one object for one request, one line for each of several, and the schema that they keep."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from remit.cli import main
from remit.engine.language.schema import schema_text
from remit.engine.triage.decide import decide
from remit.engine.triage.decision_json import as_record

from .sheets import call, contract, harbour
from .verbs import answer, policy, record, request, shipped, shipped_cases, store

KEYS = {
    "request": {"id", "received"},
    "policy": {"id", "edition", "digest"},
    "scope": {"outcome", "rules", "cites", "possible"},
    "priority": {"level", "title", "rules", "cites", "possible", "claimed", "agrees"},
    "channel": {"required", "preferred", "allowed", "contacts", "arrived_by", "met", "rules", "cites"},
    "made_by": {"remit", "rules", "holidays", "tzdata"},
}
LISTS = {"deadlines", "missing", "presumed", "signals", "services", "readings", "findings"}
DEADLINE = {"promise", "due", "due_local", "within", "hours", "repeats", "periods", "cites"}

DECIDED = "policy: jumpmind\ntier: standard\nfacts: {activity: usage_question, environment: production}\n"
OPEN = "policy: jumpmind\ntier: standard\nfacts: {environment: production}\n"
WRONG = "policy: jumpmind\ntier: standart\n"


@pytest.fixture
def files(tmp_path):
    """Write requests to files, each with an id that tells it apart."""

    def write(*contents):
        names = []
        for n, content in enumerate(contents):
            file = tmp_path / f"r{n}.yaml"
            file.write_text(f"id: R-{n}\nreceived: 2026-03-10T09:00:00Z\n{content}", "utf-8")
            names.append(str(file))
        return names

    return write


def decided(*files):
    """Run the command and return what it did."""
    return CliRunner().invoke(main, ["decide", "--format", "json", *files])


def test_one_request_is_one_indented_object(files):
    found = decided(*files(DECIDED))
    assert found.stdout == json.dumps(json.loads(found.stdout), indent=2, ensure_ascii=False) + "\n"
    assert (0, "") == (found.exit_code, found.stderr)


def test_several_are_one_compact_line_each_in_the_order_given(files):
    found = decided(*files(OPEN, DECIDED, DECIDED))
    lines = found.stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert [json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in records] == lines
    assert ["R-0", "R-1", "R-2"] == [one["request"]["id"] for one in records]
    assert ["needs_facts", "decided", "decided"] == [one["status"] for one in records]


def test_an_invalid_one_is_answered_in_its_place(files):
    names = files(DECIDED, WRONG, DECIDED)
    found = decided(*names)
    records = [json.loads(line) for line in found.stdout.splitlines()]
    assert ["decided", "invalid", "decided"] == [one["status"] for one in records]
    assert records[1] == {
        "request": {"id": "R-1"},
        "status": "invalid",
        "findings": [
            {
                "severity": "error",
                "check": "unknown-tier",
                "file": names[1],
                "line": 4,
                "column": 1,
                "message": "tier `standart` is not declared by policy `jumpmind`",
                "help": "did you mean `standard`?",
            }
        ],
    }


def test_one_that_cannot_be_read_has_no_id(files):
    (name,) = files(DECIDED)
    found = decided(name, "no-such-file.yaml")
    last = json.loads(found.stdout.splitlines()[1])
    assert ({"id": None}, "invalid", ["unreadable"]) == (
        last["request"],
        last["status"],
        [finding["check"] for finding in last["findings"]],
    )


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ([DECIDED], 0),
        ([DECIDED, DECIDED], 0),
        ([OPEN], 4),
        ([DECIDED, OPEN], 4),
        ([WRONG], 3),
        ([OPEN, WRONG, DECIDED], 3),
    ],
)
def test_exit_codes(files, contents, expected):
    assert expected == decided(*files(*contents)).exit_code


def test_a_policy_with_a_gap_is_undecided_and_exits_4(files, tmp_path):
    (tmp_path / "policies").mkdir()
    content = "remit: 1\npolicy: gap\ntitle: Gap\nedition: '1'\n"
    content += "sources: {t: {title: T, clauses: {c: {at: C, says: c}}}}\n"
    content += "facts: {a: {ask: A, choices: [x, y]}}\nhours: {o: {timezone: UTC, week: {mon-fri: '09:00-17:00'}}}\n"
    content += "tiers: {basic: {title: Basic}}\nscope: {rules: [{id: s, then: support, cite: t.c}]}\n"
    content += "priorities: {levels: {P1: One}, rules: [{id: p, when: {a: x}, then: P1, cite: t.c}]}\n"
    content += "coverage: {rules: [{id: c, then: o, cite: t.c}]}\n"
    content += "channels: {ways: {mail: {contact: m@x.example}}, rules: [{id: w, then: {allow: mail}, cite: t.c}]}\n"
    content += "promises: {initial_response: {within: {basic: 1 hour}, cite: t.c}}\n"
    (tmp_path / "policies" / "gap.yaml").write_text(content, "utf-8")
    (name,) = files("policy: gap\ntier: basic\nfacts: {a: y}\n")
    found = CliRunner().invoke(main, ["decide", "--format", "json", "--policies", str(tmp_path / "policies"), name])
    assert (4, "undecided") == (found.exit_code, json.loads(found.stdout)["status"])


@pytest.fixture(scope="module")
def schema():
    """Return what validates decisions."""
    written = json.loads(schema_text("decision"))
    Draft202012Validator.check_schema(written)
    return Draft202012Validator(written)


def test_every_decision_of_a_shipped_case_keeps_the_schema(schema):
    wrong = []
    for case in shipped_cases():
        if case.request is not None:
            found = json.loads(json.dumps(as_record(decide(case.request, shipped(), (), "0.1.0"))))
            wrong += [(case.name, error.json_path, error.message) for error in schema.iter_errors(found)]
    assert [] == wrong


DOWN = {"activity": "fault", "outage": "complete"}


@pytest.mark.parametrize(
    ("asked", "contracts"),
    [
        (call(facts={}), ()),
        (call(facts=DOWN, tier="gold", channel="email", claimed_priority="Blocker"), ()),
        (call(facts={"fee_paid": False}), ()),
        (call(facts={"activity": "fault", "rhythm": None, "outage": "none"}, tier="gold"), ()),
        (call(facts={"activity": "fault", "rhythm": "2 days", "outage": "none"}, tier="gold"), ()),
        (call(policy=None, tier=None, contract="ada-1"), (contract(to="2020-01-01"),)),
        (call(tier="silver"), ()),
    ],
    ids=["open", "remarked on", "not covered", "span open", "span agreed", "not in force", "invalid"],
)
def test_decisions_of_every_kind_keep_the_schema(schema, asked, contracts):
    assert [] == [(e.json_path, e.message) for e in schema.iter_errors(record(asked, harbour(), *contracts))]


def test_the_schema_refuses_what_is_no_decision(schema):
    found = record(call(facts=DOWN), harbour())
    for key in ("scope", "priority", "channel", "deadlines", "made_by", "findings"):
        lacking = {name: value for name, value in found.items() if name != key}
        assert {"required"} == {error.validator for error in schema.iter_errors(lacking)}
    assert not schema.is_valid(found | {"status": "perhaps"})


@pytest.mark.parametrize("facts", [DOWN, {}, {"fee_paid": False}, {"activity": "project"}])
def test_every_key_is_there_whatever_the_decision(facts):
    found = record(call(facts=facts, tier="gold"), harbour())
    assert {"status", "tier", "contract", *KEYS, *LISTS} <= set(found)
    for part, keys in KEYS.items():
        assert keys <= set(found[part])
    assert all(isinstance(found[key], list) for key in LISTS)
    assert all(set(deadline) >= DEADLINE for deadline in found["deadlines"])


def test_bounds_are_said_of_open_deadlines_alone():
    bounds = {"earliest", "latest", "certain"}
    (first, _) = record(call(facts=DOWN), harbour())["deadlines"]
    assert not bounds & set(first)
    for deadline in record(call(facts={"activity": "fault"}), harbour())["deadlines"]:
        assert bounds <= set(deadline)


def test_possible_ways_are_said_of_an_open_channel_alone():
    assert "possible" not in record(call(facts=DOWN), harbour())["channel"]
    assert {"required"} == set(record(call(facts={"activity": "fault"}, tier="gold"), harbour())["channel"]["possible"])


def test_a_presumed_span_is_said_as_written():
    facts = """
  activity: {ask: A, choices: [fault]}
  outage: {ask: O, choices: [none, complete]}
  rhythm: {ask: R, type: span, presume: 2 days}
"""
    promises = "{update: {within: {basic: {fact: rhythm}}, cite: terms.all}}"
    asked = request(facts={"activity": "fault", "outage": "none"})
    scope = "{rules: [{id: s, then: support, cite: terms.all}]}"
    found = record(asked, store(policy(facts=facts, promises=promises, scope=scope)))
    assert [("rhythm", "2 days")] == [(presumed["fact"], presumed["value"]) for presumed in found["presumed"]]


def test_a_record_is_plain_json():
    found = as_record(answer(call(facts=DOWN), harbour()))
    assert found == json.loads(json.dumps(found))
