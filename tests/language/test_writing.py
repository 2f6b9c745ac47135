"""Writing: records in the language's own words, which read back equal."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from remit.engine.findings import Findings
from remit.engine.language.conditions import parse_condition
from remit.engine.language.symbols import Symbols
from remit.engine.language.time_notation import parse_span
from remit.engine.language.yaml_reader import read_yaml
from remit.engine.language.yaml_writer import (
    written_condition,
    written_outcome,
    written_rule,
    written_span,
    written_text,
    written_value,
)
from remit.engine.model import ALWAYS, All, Any, Compares, Fact, IsOneOf, Not, Offer, Rule, Span
from remit.engine.model.receipt_facts import receipt_fact

from .verbs import node_at, policy, reads

POC = IsOneOf("tier", ("poc",))
LIVE = IsOneOf("environment", ("production",))
MANY = Compares("users", "at_least", 500)
FEW = Compares("users", "less_than", 900)
OPEN, NIGHT = (IsOneOf(receipt_fact(hours), (True,)) for hours in ("office", "night"))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ALWAYS, "{}"),
        (POC, "{tier: poc}"),
        (IsOneOf("tier", ("poc", "standard")), "{tier: [poc, standard]}"),
        (IsOneOf("workaround", (True,)), "{workaround: true}"),
        (IsOneOf("users", (5, 2.5, 1e-7)), "{users: [5, 2.5, 1e-07]}"),
        (IsOneOf("agreed", (Span(3600, text="60  minutes"),)), "{agreed: 60 minutes}"),
        (MANY, "{users: {at_least: 500}}"),
        (All((POC, LIVE)), "{tier: poc, environment: production}"),
        (All((MANY, Not(IsOneOf("workaround", (True,))))), "{users: {at_least: 500}, not: {workaround: true}}"),
        (All((MANY, FEW)), "{users: {at_least: 500, less_than: 900}}"),
        (All((LIVE, All((MANY, FEW)))), "{environment: production, users: {at_least: 500, less_than: 900}}"),
        (Any((POC, LIVE)), "{any: [{tier: poc}, {environment: production}]}"),
        (Not(All((POC, LIVE))), "{not: {tier: poc, environment: production}}"),
        # A mapping has a key once, and one of a single entry is that entry.
        (All((POC, POC)), "{all: [{tier: poc}, {tier: poc}]}"),
        (All((MANY, MANY)), "{all: [{users: {at_least: 500}}, {users: {at_least: 500}}]}"),
        (All((Not(POC), Not(LIVE))), "{all: [{not: {tier: poc}}, {not: {environment: production}}]}"),
        (All((POC,)), "{all: [{tier: poc}]}"),
        (Any((POC,)), "{any: [{tier: poc}]}"),
        (OPEN, "{received: {within: office}}"),
        (Any((OPEN, NIGHT)), "{received: {within: [office, night]}}"),
        (Any((OPEN, POC)), "{any: [{received: {within: office}}, {tier: poc}]}"),
        (Any((OPEN, OPEN)), "{any: [{received: {within: office}}, {received: {within: office}}]}"),
        (Any((OPEN,)), "{any: [{received: {within: office}}]}"),
        (All((OPEN, Not(NIGHT))), "{received: {within: office}, not: {received: {within: night}}}"),
        (All((OPEN, NIGHT)), "{all: [{received: {within: office}}, {received: {within: night}}]}"),
        (All((LIVE, All((POC,)))), "{environment: production, all: [{tier: poc}]}"),
    ],
)
def test_condition(condition, expected):
    """It is a mapping, and `all` where a mapping could not say it."""
    assert expected == written_condition(condition)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("poc", "poc"),
        ("24x5", "24x5"),
        ("not_covered", "not_covered"),
        ("production-down", "production-down"),
        ("terms.row_p1", "terms.row_p1"),
        ("no", "no"),
        ("Grüße an alle", "Grüße an alle"),
        ("12", '"12"'),
        ("1e3", '"1e3"'),
        ("0x1F", '"0x1F"'),
        ("true", '"true"'),
        ("NULL", '"NULL"'),
        ("", '""'),
        ("a, b", '"a, b"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("#1", '"#1"'),
        ("-", '"-"'),
        ('say "hi"\\', r'"say \"hi\"\\"'),
        ("line\nline\ttab", r'"line\nline\ttab"'),
        ("\x1b[31m\u0085\u2028\u202e", r'"\u001b[31m\u0085\u2028\u202e"'),
        ("\U000e0001", r'"\U000e0001"'),
        ("🙂", '"🙂"'),
    ],
)
def test_text(value, expected):
    """It has quotes where it must, and nothing that would steer a terminal."""
    assert expected == written_text(value)
    assert [value, {value: value}] == reads(f"[{expected}, {{{expected}: {expected}}}]")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "true"), (False, "false"), (0, "0"), (-2.5, "-2.5"), (1e16, "1e+16"), (Span(0, 2), "2 days")],
)
def test_value(value, expected):
    """It is written as its kind."""
    assert expected == written_value(value)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(21600, text="6 business hours"), "6 business hours"),
        (Span(0, 2, "2  business\tdays"), "2 business days"),
        (Span(27000), "7 hours 30 minutes"),
        (Span(1, 1), "1 day 1 second"),
        (Span(0), "0 seconds"),
        (Span(7200, text="6 business hours"), "2 hours"),
    ],
)
def test_span(span, expected):
    """It is in its author's words, as long as those say the same."""
    assert expected == written_span(span)
    assert span == parse_span(expected)


def test_outcomes():
    """A level stands alone, ways stand in a mapping."""
    assert "P1" == written_outcome("P1")
    assert '"1"' == written_outcome("1")
    assert "{require: phone}" == written_outcome(Offer(require=("phone",)))
    assert "{prefer: web, allow: [email, web]}" == written_outcome(Offer(prefer=("web",), allow=("email", "web")))


def test_rules():
    """They are as a file has them: `when` only where there is one, and one citation without a list."""
    rule = Rule("down", All((POC, LIVE)), "P1", ("terms.p1", "readings.down"))
    expected = "{id: down, when: {tier: poc, environment: production}, then: P1, cite: [terms.p1, readings.down]}"
    assert expected == written_rule(rule)
    assert "{id: all-else, then: {allow: email}, cite: terms.p4}" == written_rule(
        Rule("all-else", ALWAYS, Offer(allow=("email",)), ("terms.p4",))
    )


def test_rule_that_is_read_back():
    """It is equal to the one written."""
    rules = policy(
        "scope: {rules: [{id: '1', when: {users: {more_than: 1, at_most: 5}, any: [{tier: base}, {known: false}]},"
        " then: support, cite: [terms.all]}]}\n"
        "channels: {ways: {phone: {}, 'true': {}}, rules: [{id: 'a,b', then: {require: 'true', allow: phone},"
        " cite: terms.all}]}"
    )
    scope, channel = rules.scope.rules[0], rules.channel.rules[0]
    again = policy(
        f"scope: {{rules: [{written_rule(scope)}]}}\n"
        f"channels: {{ways: {{phone: {{}}, 'true': {{}}}}, rules: [{written_rule(channel)}]}}"
    )
    assert (scope, channel) == (again.scope.rules[0], again.channel.rules[0])


words = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
FACTS = {
    "size": Fact("size", "", "number"),
    "true": Fact("true", "", "boolean"),
    "what, else?": Fact("what, else?", "", "text"),
    "agreed": Fact("agreed", "", "span"),
    "loss": Fact("loss", "", "choice", {"none": "", "12": "", "a: b": "", "null": "", "24x5": ""}),
}
numbers = some.one_of(some.integers(-(10**12), 10**12), some.floats(allow_nan=False, allow_infinity=False))
values = {
    "size": numbers,
    "true": some.booleans(),
    "what, else?": words,
    "agreed": some.builds(Span, some.integers(0, 10**9), some.integers(0, 10**6)),
    "loss": some.sampled_from(list(FACTS["loss"].choices)),
}


def memberships(fact: str) -> some.SearchStrategy[IsOneOf]:
    """Return conditions that a fact is one of some of its values."""
    listed = some.lists(values[fact], min_size=1, max_size=3, unique=True)
    return listed.map(lambda members: IsOneOf(fact, tuple(members)))


tests = some.one_of(
    *map(memberships, values),
    *(
        some.builds(Compares, some.just(fact), some.sampled_from(["at_least", "more_than", "at_most"]), values[fact])
        for fact in ("size", "loss")
    ),
)
conditions = some.recursive(
    tests,
    lambda inner: some.one_of(
        some.builds(Not, inner),
        some.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        some.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=8,
)


@given(condition=conditions)
@settings(max_examples=400)
@example(All((All((Compares("size", "at_least", 1), Compares("size", "at_most", 2))), Compares("size", "at_most", 3))))
@example(All((Any((IsOneOf("true", (True,)),)), Any((IsOneOf("true", (True,)),)))))
def test_condition_that_is_read_back(condition):
    """It is equal to the one written, on one line."""
    written = written_condition(condition)
    assert written.isprintable()
    findings = Findings()
    node = read_yaml(f"when: {written}\n", "", findings)
    assert [] == findings
    read = parse_condition(node_at(node, "when"), Symbols(findings, facts=FACTS), list(FACTS))
    assert [] == findings
    assert condition == read


@given(text=some.text(some.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=400)
def test_text_that_is_read_back(text):
    """It is the same as a key, in a list and as a value."""
    written = written_text(text)
    assert written.isprintable()
    assert {text: [text, {"a": text}]} == reads(f"{{{written}: [{written}, {{a: {written}}}]}}")


@given(some.integers(0, 10**9), some.integers(0, 10**6))
def test_span_that_is_read_back(seconds, days):
    """It is as long as the one written."""
    assert Span(seconds, days) == parse_span(written_span(Span(seconds, days)))
