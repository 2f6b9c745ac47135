"""The section `facts`: types, bounds, and what is presumed."""

from __future__ import annotations

import pytest

from remit.engine.model import ALWAYS, All, Compares, Fact, IsOneOf, Presumption, Span

from .verbs import helps, policy, refuses


def fact(written: str) -> Fact:
    """Return the fact that a text writes, beside two that presumptions can read."""
    return policy(f"facts: {{f: {written}, down: {{choices: [none, all]}}, users: {{type: number}}}}").facts["f"]


def refusal(written: str) -> list[str]:
    """Return what is wrong with a fact, each with its column inside the text."""
    said = refuses(f"facts: {{f: {written}, down: {{choices: [none, all]}}, users: {{type: number}}}}")
    places = [line.partition(" ") for line in said]
    return [f"{int(place.removeprefix('1:')) - len('facts: {f: ')} {rest}" for place, _, rest in places]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{choices: [a, b]}", Fact("f", "f?", "choice", {"a": "", "b": ""})),
        ("{ask: F, choices: {a: first, b: }}", Fact("f", "F", "choice", {"a": "first", "b": ""})),
        (
            "{choices: ['yes', no, 'with space', '24x7']}",
            Fact("f", "f?", "choice", dict.fromkeys(("yes", "no", "with space", "24x7"), "")),
        ),
        ("{type: boolean}", Fact("f", "f?", "boolean")),
        ("{type: number, minimum: 0, maximum: 2.5}", Fact("f", "f?", "number", {}, 0, 2.5)),
        ("{type: number, minimum: 3, maximum: 3}", Fact("f", "f?", "number", {}, 3, 3)),
        ("{type: span}", Fact("f", "f?", "span")),
        ("{type: text}", Fact("f", "f?", "text")),
        ("{type: text, from: contract}", Fact("f", "f?", "text", from_contract=True)),
        ("{type: text, optional: true}", Fact("f", "f?", "text", optional=True)),
        ("{type: text, optional: false}", Fact("f", "f?", "text")),
    ],
)
def test_fact(written, expected):
    """It is read as its record, choices in the order written."""
    read = fact(written)
    assert expected == read
    assert list(expected.choices) == list(read.choices)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{choices: [a, b], presume: a}", Presumption(ALWAYS, "a")),
        ("{type: boolean, presume: false}", Presumption(ALWAYS, False)),
        ("{type: number, presume: 0}", Presumption(ALWAYS, 0)),
        ("{type: number, minimum: 0, presume: 0.0}", Presumption(ALWAYS, 0)),
        ("{type: span, presume: 2 business days}", Presumption(ALWAYS, Span(0, 2))),
        ("{type: text, presume: 'true'}", Presumption(ALWAYS, "true")),
        ("{type: boolean, presume: [{value: true}]}", Presumption(ALWAYS, True)),
    ],
)
def test_value_that_is_presumed(written, expected):
    """It is a value of the fact."""
    assert (expected,) == fact(written).presume


def test_values_that_are_presumed_under_conditions():
    """They stay in the order written."""
    read = fact(
        "{type: boolean, presume: [{when: {down: all}, value: true}, {when: {users: "
        "{at_least: 3}, tier: base, arrived_by: phone}, value: true}, {value: false}]}"
    )
    first, second, third = read.presume
    assert Presumption(IsOneOf("down", ("all",)), True) == first
    assert isinstance(second.when, All)
    assert (
        Compares("users", "at_least", 3),
        IsOneOf("tier", ("base",)),
        IsOneOf("arrived_by", ("phone",)),
    ) == second.when.parts
    assert Presumption(ALWAYS, False) == third


@pytest.mark.parametrize(
    "name", ["all", "any", "not", "scope", "priority", "coverage", "channel", "tier", "policy", "arrived_by"]
)
def test_reserved_name(name):
    """No fact may take it."""
    expected = f"1:9 reserved-name `{name}` is reserved and cannot name a fact"
    assert [expected] == refuses(f"facts: {{{name}: {{type: text}}}}")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{}", "-2 missing-key `f` lacks the key `choices` or `type`"),
        ("{ask: F}", "-2 missing-key `f` lacks the key `choices` or `type`"),
        ("{choices: [a], type: text}", "16 wrong-shape `f` has both choices and a type; keep one"),
        ("{choices: []}", "2 empty `choices` must not be empty"),
        ("{choices: {}}", "2 empty `choices` must not be empty"),
        ("{choices: a}", "2 wrong-type `choices` must be a list or a mapping, not a string"),
        ("{choices: [a, 5]}", "15 wrong-type item 2 of `choices` must be a string, not a number"),
        ("{choices: [a, true]}", "15 wrong-type item 2 of `choices` must be a string, not a boolean"),
        ("{choices: [a, '']}", "15 empty item 2 of `choices` must not be empty"),
        ("{choices: {'': x}}", "12 wrong-name a key of `choices` is empty"),
        ("{choices: {a: 5}}", "12 wrong-type `a` must be a string or null, not a number"),
        ("{choices: [a, b, a]}", "18 duplicate `f` lists choice `a` twice, first on line 1"),
        ("{choices: {a: x, a: y}}", "18 duplicate-key key `a` is given twice, first on line 1"),
        (
            "{type: bool}",
            "2 wrong-value `type` is `bool`, not one of `boolean`, `number`, `span`, `text`, `date`, `timezone`, `country`",  # noqa: E501
        ),
        ("{type: text, minimum: 1}", "14 wrong-shape `f` has a minimum, which only numbers have"),
        ("{choices: [a], maximum: 1}", "16 wrong-shape `f` has a maximum, which only numbers have"),
        ("{type: number, minimum: 2, maximum: 1}", "16 wrong-value `f` has a minimum above its maximum"),
        ("{type: number, minimum: '1'}", "16 wrong-type `minimum` must be a number, not a string"),
        ("{type: number, minimum: true}", "16 wrong-type `minimum` must be a number, not a boolean"),
        ("{type: text, from: request}", "14 wrong-value `from` is `request`, not `contract`"),
        ("{type: text, optional: yes}", "14 wrong-type `optional` must be a boolean, not a string"),
        ("{type: text, presumed: x}", "14 unknown-key unknown key `presumed` in `f`"),
        ("{type: boolean, presume: no}", "26 wrong-value `f` must be true or false, not the string `no`"),
        (
            "{type: boolean, presume: null}",
            "17 wrong-type `presume` must be a string, a number, a boolean or a list, not null",
        ),
        ("{type: boolean, presume: []}", "17 empty `presume` must not be empty"),
        ("{type: boolean, presume: [true]}", "27 wrong-type item 1 of `presume` must be a mapping, not a boolean"),
        ("{type: boolean, presume: [{when: {down: all}}]}", "27 missing-key item 1 of `presume` lacks the key `value`"),
        ("{type: number, minimum: 0, presume: -1}", "37 wrong-value `f` must be at least 0, not -1"),
        ("{type: number, maximum: 5, presume: 5.5}", "37 wrong-value `f` must be at most 5, not 5.5"),
        ("{type: number, presume: many}", "25 wrong-value `f` must be a number, not the string `many`"),
        ("{type: text, presume: 5}", "23 wrong-value `f` must be a string, not `5`"),
        ("{choices: [a, b], presume: c}", "28 wrong-value `c` is not a choice of `f`"),
        (
            "{type: span, presume: soon}",
            "23 wrong-value `f` is `soon`, not a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`",
        ),
        (
            "{type: boolean, presume: [{when: {down: al}, value: true}]}",
            "41 unknown-choice `al` is not a choice of `down`",
        ),
        (
            "{type: boolean, presume: [{when: {scope: support}, value: true}]}",
            "35 not-readable `scope` cannot be read here",
        ),
        (
            "{type: boolean, presume: [{when: {priority: P1}, value: true}]}",
            "35 not-readable `priority` cannot be read here",
        ),
        (
            "{type: boolean, presume: [{when: {f: true}, value: true}]}",
            "17 presumption-cycle the presumption of `f` depends on itself",
        ),
    ],
)
def test_refusal_of_a_fact(written, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refusal(written)


def test_presumptions_that_turn_in_a_circle():
    """Each fact of the circle is named at its own place, and those that lead into it are not."""
    text = (
        "facts:\n"
        "  a: {type: boolean, presume: [{when: {b: true}, value: true}]}\n"
        "  b: {type: boolean, presume: [{when: {any: [{c: true}, {d: true}]}, value: true}]}\n"
        "  c: {type: boolean, presume: [{when: {not: {b: true}}, value: true}]}\n"
        "  d: {type: boolean, presume: true}\n"
    )
    expected = [
        "3:22 presumption-cycle the presumption of `b` depends on itself",
        "4:22 presumption-cycle the presumption of `c` depends on itself",
    ]
    assert expected == refuses(text)


def test_help_with_a_fact():
    """It names what is nearest."""
    assert ["did you mean `boolean`?"] == helps("facts: {f: {type: bool}}")
    assert ["did you mean `presume`?"] == helps("facts: {f: {type: text, presumed: x}}")


def test_presumption_of_a_whole_number_of_a_boolean():
    """Neither stands for the other."""
    assert ["26 wrong-value `f` must be true or false, not `1`"] == refusal("{type: boolean, presume: 1}")
    assert ["25 wrong-value `f` must be a number, not `true`"] == refusal("{type: number, presume: true}")


def test_type_that_is_a_list():
    """It is shown as YAML has it, or not at all; Python's brackets and quotes are nobody's words."""
    said = refusal("{type: [number]}")
    assert "2 wrong-type `type` must be a string, not a list" == said[0]
    assert "['number']" not in " ".join(said)


def test_fact_that_is_no_mapping():
    """It is refused as such."""
    assert "-2 wrong-type `f` must be a mapping, not a string" == refusal("x")[0]
