"""Laws of reading: whatever comes in, a record or an error comes out, and never anything else."""

from __future__ import annotations

import json
import string
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from remit.engine.findings import Finding, Findings, Severity, any_errors, in_order
from remit.engine.language.conditions import parse_condition
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.hidden_characters import has_hidden
from remit.engine.language.nodes import Node
from remit.engine.language.symbols import Symbols, built_in_facts
from remit.engine.language.time_notation import (
    NotAnInstant,
    NotOpenings,
    parse_days,
    parse_instant,
    parse_openings,
    parse_span,
)
from remit.engine.language.yaml_reader import read_yaml
from remit.engine.model import Policy, Request

from .test_reference import WHOLE
from .verbs import LOADERS, as_json, as_yaml, reads, text_of

KINDS = ("policy", "contracts", "cases", "request")
WORDS = sorted({word for word in WHOLE.replace(",", " ").split() if word.isascii()})

characters = some.characters(exclude_categories=["Cs"])
texts = some.text(characters, max_size=200)
yamlish = some.lists(
    some.one_of(
        some.sampled_from([*WORDS, *"{}[],:-&*!|>'\"%@`#?~<\t\r\n", "\n  ", ": ", "- ", "&a ", "*a", "<<: ", "---\n"]),
        texts,
    ),
    max_size=40,
).map(" ".join)
scalars = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(10**18), 10**18),
    some.floats(allow_nan=False, allow_infinity=False),
    some.text(characters, max_size=20),
    some.sampled_from(WORDS),
)
values = some.recursive(
    scalars,
    lambda inner: some.one_of(
        some.lists(inner, max_size=4),
        some.dictionaries(some.one_of(some.sampled_from(WORDS), some.text(characters, max_size=8)), inner, max_size=4),
    ),
    max_leaves=20,
)


def loads(kind: str, raw: bytes) -> None:
    """Load bytes as a kind of file; a record that can be used, or an error with a place, must come out."""
    findings = Findings()
    text = decode("f.yaml", raw, POLICY_BYTES, findings)
    loaded = LOADERS[kind](text, findings) if text else None
    assert all(isinstance(finding, Finding) and finding.mark.file == "f.yaml" for finding in findings)
    assert all("\n" not in finding.message and finding.message for finding in findings)
    assert len(in_order(findings)) <= len(findings)
    if kind == "request":
        request = loaded[1] if isinstance(loaded, tuple) else None
        assert isinstance(request, Request) if request is not None else findings.has_errors
    elif kind == "policy":
        assert isinstance(loaded, Policy) if loaded is not None else findings.has_errors
        assert loaded is None or not findings.has_errors
    else:
        assert findings.has_errors or isinstance(loaded, tuple)


@pytest.mark.parametrize("kind", KINDS)
@given(text=some.one_of(texts, yamlish))
@settings(max_examples=150)
@example(text="")
@example(text="&a [*a]")
@example(text="? {a: b}\n: c")
@example(text="policy: !!python/name:os.system")
def test_arbitrary_text(kind, text):
    """It is read or refused."""
    loads(kind, text.encode())


@pytest.mark.parametrize("kind", KINDS)
@given(raw=some.binary(max_size=200))
@settings(max_examples=100)
def test_arbitrary_bytes(kind, raw):
    """They are read or refused."""
    loads(kind, raw)


@pytest.mark.parametrize("kind", KINDS)
@given(value=values)
@settings(max_examples=100)
def test_arbitrary_value(kind, value):
    """It is read or refused."""
    loads(kind, json.dumps(value, ensure_ascii=False).encode())


@pytest.mark.parametrize("kind", KINDS)
@given(
    value=values,
    key=some.sampled_from(["contracts", "cases", "facts", "scope", "hours", "promises", "priorities", "channels"]),
)
@settings(max_examples=100)
def test_arbitrary_value_under_a_known_key(kind, value, key):
    """It is read or refused, one level deeper."""
    loads(kind, json.dumps({key: value, "received": "2026-01-01T00:00:00Z"}, ensure_ascii=False).encode())


@given(value=values)
@settings(max_examples=150)
def test_json_that_the_library_writes(value):
    """It reads back equal, with and without escapes, in a line and in many; what nobody sees is refused unescaped."""
    unescaped = json.dumps(value, ensure_ascii=False)
    for written in (json.dumps(value), json.dumps(value, indent=1), *([] if has_hidden(unescaped) else [unescaped])):
        assert value == reads(written, "json")
        assert json.dumps(value) == json.dumps(reads(written, "json"))


@given(text=some.one_of(texts, yamlish, some.text('{}[]",:0123456789eE+-.truefalsn\\u \n', max_size=60)))
@settings(max_examples=300)
def test_json_that_anybody_writes(text):
    """What is read here is what the library reads; what it refuses is refused."""
    findings = Findings()
    node = as_json(text_of(text.encode()), findings)
    if node is None:
        assert any_errors(findings)
        return
    assert [] == findings
    assert json.loads(text.removeprefix("\ufeff")) == node.plain()


@given(value=values.filter(lambda value: value is not None))
@settings(max_examples=150)
def test_json_as_yaml(value):
    """Text without control characters is the same in both, which is what JSON on standard input relies on."""
    written = json.dumps(value, ensure_ascii=False)
    findings = Findings()
    node = as_yaml(text_of(written), findings)
    if node is not None and not any(c in written for c in "\u0085\u2028\u2029\ufeff"):
        assert json.loads(written) == node.plain()


@given(text=texts)
@settings(max_examples=300)
def test_arbitrary_text_as_a_span_an_instant_or_openings(text):
    """It is one, or refused in the one way that there is for it."""
    span = parse_span(text)
    assert span is None or (span.seconds >= 0 and span.days >= 0)
    for parse, problem in ((parse_instant, NotAnInstant), (parse_days, NotOpenings), (parse_openings, NotOpenings)):
        with suppress(problem):
            parse(text)


@given(
    some.lists(
        some.tuples(some.integers(0, 999_999_999), some.sampled_from(["second", "minute", "hour", "day"])),
        min_size=1,
        max_size=6,
    )
)
def test_span_is_the_sum_of_its_parts(parts):
    """Whatever their order, and with or without the word business."""
    unit = {"second": 1, "minute": 60, "hour": 3600, "day": 0}
    expected = (sum(n * unit[word] for n, word in parts), sum(n for n, word in parts if word == "day"))
    for business in ("", "business "):
        span = parse_span(" ".join(f"{n} {business}{word}{'' if n == 1 else 's'}" for n, word in parts))
        assert span is not None
        assert expected == (span.seconds, span.days)


@given(some.integers(0, 1440), some.integers(0, 1440))
def test_opening_of_any_two_times(start, end):
    """It lasts at least a minute and less than a day, or the whole of one."""
    clock = "{:02}:{:02}-{:02}:{:02}".format(*divmod(start, 60), *divmod(end, 60))
    if start in (end, 1440):
        with pytest.raises(NotOpenings):
            parse_openings(clock)
        return
    (opening,) = parse_openings(clock)
    assert opening.start == start
    assert (opening.end - end) % 1440 == 0
    assert 0 < opening.end - opening.start <= 1440


@given(some.integers(0, 4_133_980_799), some.integers(-23 * 60, 23 * 60))
def test_instant_in_any_offset(instant, offset):
    """It is the same instant, and what the standard library writes is read."""
    from datetime import UTC, datetime, timedelta, timezone  # noqa: PLC0415 - this test alone writes instants

    local = datetime.fromtimestamp(instant, UTC).astimezone(timezone(timedelta(minutes=offset)))
    if 1 < local.year:
        assert instant == parse_instant(local.isoformat())


names_of_facts = some.sampled_from(["tier", "priority", "arrived_by", "all", "any", "not", "xyz", ""])
conditions = some.recursive(
    some.one_of(scalars, some.dictionaries(names_of_facts, scalars, max_size=3)),
    lambda inner: some.dictionaries(names_of_facts, some.one_of(inner, some.lists(inner, max_size=3)), max_size=3),
    max_leaves=12,
)


@given(condition=conditions)
@settings(max_examples=150)
def test_arbitrary_condition(condition):
    """It is read, and what is wrong with its words is a finding with a place."""
    findings = Findings()
    node = read_yaml(json.dumps({"when": condition}, ensure_ascii=False), "f.yaml", findings)
    if node is None:
        return
    facts = built_in_facts(["base"], ["P1"], ["email"])
    parse_condition(node.get("when"), Symbols(findings, facts=facts), list(facts))
    assert all(finding.mark.line > 0 and finding.severity is Severity.error for finding in findings)


@given(text=some.text(string.printable, max_size=100))
@settings(max_examples=300)
def test_every_node_knows_a_place_inside_its_text(text):
    """Lines and columns exist."""
    findings = Findings()
    node = read_yaml(text, "", findings)
    lines = text.splitlines() or [""]
    marks = [finding.mark for finding in findings if finding.mark.line]
    ahead = [node] if node else []
    while ahead:
        one = ahead.pop()
        marks += [one.mark, *one.keys.values()]
        ahead += one.value if isinstance(one.value, list) else one.value.values() if isinstance(one.value, dict) else []
    assert all(isinstance(inner, Node) for inner in ahead)
    assert all(1 <= mark.line <= len(lines) + 1 and mark.column >= 1 for mark in marks)
