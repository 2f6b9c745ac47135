"""Rules of promises as they are read, and refused."""

from __future__ import annotations

import pytest

from remit.engine.model import ALWAYS, Entry, IsOneOf, PromiseRule, Span

from .verbs import helps, policy, refuses

START = "promises: {p: {rules: ["


def refusal(rules: str, more: str = "") -> list[str]:
    """Return what is wrong with the rules of a promise, each with its column inside them."""
    places = [line.partition(" ") for line in refuses(f"{START}{rules}]{more}}}}}")]
    return [f"{int(place.removeprefix('1:')) - len(START)} {message}" for place, _, message in places]


def test_rules_are_read_in_the_order_written():
    written = "{id: a, when: {known: true}, then: none, cite: terms.all}, {id: b, then: 1 hour, cite: terms.all}"
    assert (
        PromiseRule(id="a", when=IsOneOf("known", (True,)), then=None, cite=("terms.all",)),
        PromiseRule(id="b", when=ALWAYS, then=Entry(within=Span(3600)), cite=("terms.all",)),
    ) == policy(f"{START}{written}]}}}}").promises["p"].rules


def test_their_group_is_named_after_the_promise_and_comes_after_the_four():
    read = policy(START + "{id: a, then: 1 hour, cite: terms.all}]}}")
    assert "promises.p" == read.groups[4].name
    assert ("p", True, "a") == (read.groups[4].promise, read.groups[4].is_ordered, read.group("promises.p").rules[0].id)


def test_a_promise_with_rules_needs_neither_table_nor_citation():
    read = policy(START + "{id: a, then: 1 hour, cite: terms.all}]}}").promises["p"]
    assert ({}, ()) == (read.within, read.cite)


def test_a_promise_whose_entries_cite_needs_none():
    read = policy("promises: {p: {within: {base: {within: 1 hour, cite: terms.all}, plus: 2 hours}}}").promises["p"]
    assert ("terms.all",) == read.cite


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{then: 1 hour, cite: terms.all}", "1 missing-key item 1 of `rules` lacks the key `id`"),
        ("{id: a, cite: terms.all}", "1 missing-key item 1 of `rules` lacks the key `then`"),
        ("{id: a, then: 1 hour}", "1 uncited-rule item 1 of `rules` lacks the key `cite`"),
        ("{id: a, then: 1, cite: terms.all}", "9 wrong-type `then` must be a string or a mapping, not a number"),
        ("{id: a, then: [1 hour], cite: terms.all}", "9 wrong-type `then` must be a string or a mapping, not a list"),
        ("{id: a, then: soon, cite: terms.all}", "15 wrong-span `soon` is neither a span such as"),
        ("{id: a, then: {}, cite: terms.all}", "9 missing-key `then` lacks the key `within`, `by` or `fact`"),
        ("{id: a, then: {fact: known}, cite: terms.all}", "22 unknown-span-fact span fact `known` is not declared"),
        (
            "{id: a, then: {within: 1 hour, hours: night}, cite: terms.all}",
            "39 unknown-hours hours `night` are not declared",
        ),
        ("{id: a, then: {within: 1 hour, P1: 2 hours}, cite: terms.all}", "32 unknown-key unknown key `P1` in `then`"),
        ("{id: a, then: {require: phone}, cite: terms.all}", "16 unknown-key unknown key `require` in `then`"),
        ("{id: a, when: {gold: true}, then: 1 hour, cite: terms.all}", "16 unknown-fact fact `gold` is not declared"),
        (
            "{id: a, when: {coverage: office}, then: 1 hour, cite: terms.all}",
            "16 not-readable `coverage` cannot be",
        ),
        ("{id: a, then: 1 hour, cite: terms.none}", "29 unknown-clause clause `terms.none` is not declared"),
        ("{id: a, if: {known: true}, then: 1 hour, cite: terms.all}", "9 unknown-key unknown key `if` in item 1"),
        ("always", "1 wrong-type item 1 of `rules` must be a mapping, not a string"),
    ],
)
def test_refusal_of_a_rule(rules, expected):
    """It begins with one message, at the part that is wrong."""
    assert expected == refusal(rules)[0][: len(expected)]


def test_an_empty_list_of_rules_is_refused():
    assert ["-7 empty `rules` must not be empty"] == refusal("")


def test_a_promise_without_table_or_rules_is_refused():
    assert [
        "1:12 missing-key `p` lacks the key `within` or `rules`",
        "1:12 missing-key `p` lacks the key `cite`",
    ] == refuses("promises: {p: {repeats: true}}")
    assert "write it as in `cite: terms.plans`" in helps("promises: {p: {repeats: true}}")


def test_a_rule_may_not_have_the_id_of_a_scope_rule():
    (message,) = refuses(START + "{id: s1, then: 1 hour, cite: terms.all}]}}")
    assert message.endswith("duplicate-rule rule `s1` is given twice, first on line 1")


def test_two_promises_may_not_have_one_rule_id():
    rule = "{rules: [{id: a, then: 1 hour, cite: terms.all}]}"
    assert ["1:78 duplicate-rule rule `a` is given twice, first on line 1"] == refuses(
        f"promises: {{p: {rule}, q: {rule}}}"
    )


def test_a_citation_of_cells_may_be_meant_for_what_rules_owe():
    text = START + "{id: a, then: 1 hour, cite: terms.all}], cite: [{levels: P2, cite: terms.all}]}}"
    assert "terms.all" in policy(text).promises["p"].cite
