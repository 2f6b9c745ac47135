"""Conditions: every form, and every refusal with its place."""

from __future__ import annotations

import pytest

from remit.engine.language.conditions import facts_read
from remit.engine.model import ALWAYS, All, Any, Compares, IsOneOf, Not, Span

from .verbs import complains, helps, policy, refuses, whole

PLACE = len("intake: [{needs: x, when: ")
"""How far into its line a condition of these tests starts."""


def condition(written: str):
    """Return the condition that a text writes."""
    return policy(f"intake: [{{needs: x, when: {written}}}]").intake[0].when


def refusal(written: str) -> list[str]:
    """Return what is wrong with a condition, each with its column inside the text."""
    said = [line.partition(" ") for line in refuses(f"intake: [{{needs: x, when: {written}}}]")]
    places = [place.split(":") for place, _, _ in said]
    assert {"1"} == {line for line, _ in places}
    return [f"{int(column) - PLACE} {rest}" for (_, column), (_, _, rest) in zip(places, said, strict=True)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{down: partial}", IsOneOf("down", ("partial",))),
        ("{down: [none, complete]}", IsOneOf("down", ("none", "complete"))),
        ("{down: [none, none]}", IsOneOf("down", ("none",))),
        ("{known: true}", IsOneOf("known", (True,))),
        ("{users: 5}", IsOneOf("users", (5,))),
        ("{users: [1, 2.5]}", IsOneOf("users", (1, 2.5))),
        ("{users: {at_least: 5}}", Compares("users", "at_least", 5)),
        ("{users: {more_than: 5}}", Compares("users", "more_than", 5)),
        ("{users: {at_most: 5.5}}", Compares("users", "at_most", 5.5)),
        ("{users: {less_than: 1e3}}", Compares("users", "less_than", 1000.0)),
        ("{down: {at_least: partial}}", Compares("down", "at_least", "partial")),
        (
            "{users: {more_than: 1, at_most: 5}}",
            All((Compares("users", "more_than", 1), Compares("users", "at_most", 5))),
        ),
        ("{users: 5, known: true}", All((IsOneOf("users", (5,)), IsOneOf("known", (True,))))),
        ("{all: [{users: 5}, {known: true}]}", All((IsOneOf("users", (5,)), IsOneOf("known", (True,))))),
        ("{any: [{users: 5}, {known: true}]}", Any((IsOneOf("users", (5,)), IsOneOf("known", (True,))))),
        ("{any: [{users: 5, known: true}]}", Any((All((IsOneOf("users", (5,)), IsOneOf("known", (True,)))),))),
        ("{not: {users: 5}}", Not(IsOneOf("users", (5,)))),
        ("{not: {users: 5, known: true}}", Not(All((IsOneOf("users", (5,)), IsOneOf("known", (True,)))))),
        (
            "{any: [{users: 1}], all: [{users: 2}], not: {users: 3}}",
            All((Any((IsOneOf("users", (1,)),)), All((IsOneOf("users", (2,)),)), Not(IsOneOf("users", (3,))))),
        ),
        ("{tier: [base, plus]}", IsOneOf("tier", ("base", "plus"))),
        ("{scope: not_covered}", IsOneOf("scope", ("not_covered",))),
        ("{priority: P1}", IsOneOf("priority", ("P1",))),
        ("{arrived_by: phone}", IsOneOf("arrived_by", ("phone",))),
        ("{received: {within: office}}", IsOneOf("received within office", (True,))),
        ("{received: {within: [office]}}", IsOneOf("received within office", (True,))),
        ("{not: {received: {within: office}}}", Not(IsOneOf("received within office", (True,)))),
    ],
)
def test_form_of_a_condition(written, expected):
    """It is read as its record."""
    assert expected == condition(written)


def test_no_condition():
    """It always holds."""
    assert ALWAYS == policy("intake: [{needs: x}]").intake[0].when


def test_condition_about_a_text_and_a_span():
    """A span is read as one, a text as it stands."""
    facts = "facts: {product: {type: text}, agreed: {type: span}}\n"
    read = policy(facts + "intake: [{needs: x, when: {product: [a b, '5'], agreed: 60 minutes}}]").intake[0].when
    assert All((IsOneOf("product", ("a b", "5")), IsOneOf("agreed", (Span(3600),)))) == read


def test_place_of_what_a_condition_reads():
    """It is that of the fact's key, or of the comparison's."""
    read = condition("{known: true, any: [{users: {at_least: 1}}, {not: {down: none}}]}")
    places = {"known": 2, "users": 30, "down": 52}
    assert places == {fact: mark.column - PLACE for fact, mark in facts_read(read)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # Names.
        ("{dwon: none}", "2 unknown-fact fact `dwon` is not declared"),
        ("{'': 1}", "2 unknown-fact fact `` is not declared"),
        ("{not: {any: [{xyz: 1}]}}", "15 unknown-fact fact `xyz` is not declared"),
        ("{coverage: office}", "2 not-readable `coverage` cannot be read by a condition"),
        ("{channel: phone}", "2 not-readable `channel` cannot be read by a condition"),
        ("{policy: small}", "2 not-readable `policy` cannot be read by a condition"),
        # Values.
        ("{down: total}", "8 unknown-choice `total` is not a choice of `down`"),
        ("{down: [none, total]}", "15 unknown-choice `total` is not a choice of `down`"),
        ("{down: 1}", "8 unknown-choice `1` is not a choice of `down`"),
        ("{down: true}", "8 unknown-choice `true` is not a choice of `down`"),
        ("{down: {at_least: total}}", "19 unknown-choice `total` is not a choice of `down`"),
        ("{tier: gold}", "8 unknown-tier tier `gold` is not declared"),
        ("{priority: P9}", "12 unknown-level level `P9` is not declared"),
        ("{scope: suport}", "9 unknown-choice `suport` is not a choice of `scope`"),
        ("{arrived_by: fax}", "14 unknown-way way `fax` is not declared"),
        ("{known: yes}", "9 wrong-value `known` must be true or false, not the string `yes`"),
        ("{known: 1}", "9 wrong-value `known` must be true or false, not `1`"),
        ("{users: many}", "9 wrong-value `users` must be a number, not the string `many`"),
        ("{users: true}", "9 wrong-value `users` must be a number, not `true`"),
        ("{users: -1}", "9 wrong-value `users` must be at least 0, not -1"),
        ("{users: {at_least: x}}", "20 wrong-value `users` must be a number, not the string `x`"),
        # Order.
        ("{known: {at_least: 1}}", "9 not-ordered `known` is of type boolean, which has no order"),
        ("{tier: {at_least: plus}}", "8 not-ordered `tier` is a built-in fact, which has no order"),
        ("{priority: {at_most: P1}}", "12 not-ordered `priority` is a built-in fact, which has no order"),
        ("{scope: {less_than: support}}", "9 not-ordered `scope` is a built-in fact, which has no order"),
        (
            "{arrived_by: {more_than: phone}}",
            "14 not-ordered `arrived_by` is a built-in fact, which has no order",
        ),
        # Shape.
        ("{users: {at_leest: 1}}", "10 unknown-key unknown key `at_leest` in `users`"),
        ("{users: {at_least: [1]}}", "10 wrong-type `at_least` must be a number or a string, not a list"),
        ("{users: {at_least: null}}", "10 wrong-type `at_least` must be a number or a string, not null"),
        ("{users: null}", "2 wrong-type `users` must be a string, a number, a boolean, a list or a mapping, not null"),
        ("{users: [null]}", "10 wrong-type item 1 of `users` must be a string, a number or a boolean, not null"),
        ("{users: [1, [2]]}", "13 wrong-type item 2 of `users` must be a string, a number or a boolean, not a list"),
        ("{users: []}", "2 empty `users` must not be empty"),
        ("{users: {}}", "2 empty `users` must not be empty"),
        ("{all: []}", "2 empty `all` must not be empty"),
        ("{any: []}", "2 empty `any` must not be empty"),
        ("{any: [{}]}", "8 empty item 1 of `any` must not be empty"),
        ("{not: {}}", "2 empty `not` must not be empty"),
        ("{all: {users: 1}}", "2 wrong-type `all` must be a list, not a mapping"),
        ("{any: [users]}", "8 wrong-type item 1 of `any` must be a mapping, not a string"),
        ("{not: [{users: 1}]}", "2 wrong-type `not` must be a mapping, not a list"),
        # `when` itself; its key stands six characters before it.
        ("{}", "-5 empty `when` must not be empty"),
        ("[]", "-5 wrong-type `when` must be a mapping, not a list"),
        ("null", "-5 wrong-type `when` must be a mapping, not null"),
        ("always", "-5 wrong-type `when` must be a mapping, not a string"),
    ],
)
def test_refusal_of_a_condition(written, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refusal(written)


def test_several_mistakes_in_one_condition():
    """Each is found."""
    expected = [
        "8 unknown-choice `total` is not a choice of `down`",
        "15 unknown-fact fact `knwon` is not declared",
        "35 wrong-value `users` must be a number, not the string `x`",
    ]
    assert expected == refusal("{down: total, knwon: true, users: x}")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{dwon: none}", ["did you mean `down`?"]),
        ("{down: parttial}", ["did you mean `partial`?"]),
        ("{down: x}", ["known: `none`, `partial`, `complete`"]),
        ("{tier: pluss}", ["did you mean `plus`?"]),
        ("{priority: pp1}", ["did you mean `P1`?"]),
        ("{arrived_by: fax}", ["known: `phone`, `email`"]),
        ("{known: yes}", ["write `true`"]),
        ("{known: 'true'}", ["drop the quotes"]),
        ("{users: '5'}", ["drop the quotes"]),
        ("{users: many}", ["write a number of at least 0, as in `20`"]),
        ("{users: '1,000'}", ["write `1000`"]),
        ("{users: '>= 500'}", ["write `{at_least: 500}`"]),
        ("{users: under 10}", ["write `{less_than: 10}`"]),
        ("{users: 500+}", ["write `{at_least: 500}`"]),
        ("{tier: {at_least: plus}}", ["list the values instead"]),
        ("{users: {at_leest: 1}}", ["did you mean `at_least`?"]),
    ],
)
def test_help_with_a_condition(condition, expected):
    """It names what is nearest, or what there is."""
    assert expected == helps(f"intake: [{{needs: x, when: {condition}}}]")


def test_boolean_in_quotes():
    """The message says that it is the quotes that are wrong, and does not ask for what is there."""
    (only,) = refusal("{known: 'true'}")
    assert "9 wrong-value `known` must be true or false, not the string `true`" == only


def test_number_in_quotes():
    """The message says that it is the quotes that are wrong."""
    (only,) = refusal("{users: '5'}")
    assert "9 wrong-value `users` must be a number, not the string `5`" == only


def test_boolean_as_a_bound():
    """One mistake is one finding, and does not advise to quote the boolean."""
    assert 1 == len(refusal("{users: {at_least: true}}"))
    assert "quote it" not in helps("intake: [{needs: x, when: {users: {at_least: true}}}]")


@pytest.mark.parametrize(
    "text",
    [
        "intake: [{needs: x, when: {down: none, not: {down: none}}}]",
        "facts: {a: {choices: [x, y]}, b: {type: boolean, presume: [{when: {a: x, not: {a: x}}, value: true}]}}",
    ],
)
def test_condition_that_can_never_hold(text):
    """It is an error wherever conditions stand, as it is in a rule."""
    assert [line for line in complains(whole(text), "ready") if "unreachable" in line]


@pytest.mark.parametrize(
    ("when", "column"),
    [
        ("{any: [{down: none}, {down: none, not: {down: none}}]}", 22),
        ("{any: [{down: none}, {down: {less_than: none}}]}", 30),
        ("{known: true, not: {users: {at_least: 9, less_than: 9}}}", 28),
        ("{not: {any: [{users: 1}, {down: {less_than: none}}]}}", 34),
    ],
)
def test_part_that_can_never_hold(when, column):
    """An alternative, or what is negated, is an error by itself, at its place, where the whole can hold."""
    found = complains(whole(f"intake: [{{needs: x, when: {when}}}]"), "ready")
    assert 1 == len(found)
    place, _, said = found[0].partition(" ")
    assert "unreachable a part of the condition can never hold" == said
    assert column == int(place.rpartition(":")[2]) - PLACE


@pytest.mark.parametrize(
    "when", ["{any: [{down: none}, {down: complete}]}", "{not: {any: [{users: 1}, {known: true}]}}"]
)
def test_parts_that_can_hold(when):
    """Nothing is said of alternatives that exclude one another, or of what is negated and can be so."""
    assert [] == complains(whole(f"intake: [{{needs: x, when: {when}}}]"), "ready")
