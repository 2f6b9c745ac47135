"""Limits: what is just allowed, what is just refused, and what must not take long or crash."""

from __future__ import annotations

import pytest
from steps import PROPORTIONATE, growth, steps

from remit.engine.language.time_notation import parse_span

from .verbs import complains, found, reads, refuses, whole

KINDS = ("yaml", "policy", "contracts", "cases", "request")
A_FEW = 10_000
"""Lines of Python that are run at once."""


def nested(depth: int) -> str:
    """Return so many lists in one another."""
    return "[" * depth + "]" * depth


def test_nesting_at_the_limit():
    """Forty lists in one another are read, in YAML and in JSON."""
    assert reads(nested(40)) == reads(nested(40), "json")


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_nesting_over_the_limit(kind):
    """The forty-first is refused where it opens."""
    assert ["1:41 too-deep nested deeper than the limit of 40"] == complains(nested(41), kind)
    assert ["1:161 too-deep nested deeper than the limit of 40"] == complains("{a: " * 41, "yaml")


def test_nesting_in_block_style_over_the_limit():
    """Indentation counts as brackets do."""
    text = "\n".join(f"{' ' * n}a:" for n in range(41))
    assert ["41:41 too-deep nested deeper than the limit of 40"] == complains(text + "\n" + " " * 41 + "b: 1")


@pytest.mark.parametrize("kind", [*KINDS, "json"])
@pytest.mark.parametrize("bracket", ["[", '{"a":'])
def test_a_megabyte_of_brackets(kind, bracket):
    """It is refused at the limit, at once."""
    text = bracket * (1_000_000 // len(bracket))
    place = f"1:{40 * len(bracket) + 1}"
    assert steps(lambda: complains(text, kind)) < A_FEW
    assert [f"{place} too-deep nested deeper than the limit of 40"] == complains(text, kind)


@pytest.mark.parametrize(
    "before",
    ["é: ü\nä: ", "é: ü\r\nä: ", "a: ['it''s [[', \"[[\", ", "a: [  # [[[\n", "[[[[[[[[[[[[[[[[[[[[\n"],
)
def test_nesting_beyond_what_a_parser_bears(before):
    """Our limit speaks first and at the same place, also where the parser stops by itself."""
    within_the_parsers = before + nested(60) + "]" * before.count("[")
    assert complains(within_the_parsers) == complains(before + "[" * 2000)
    assert ["too-deep"] == [line.split()[1] for line in complains(within_the_parsers)]


@pytest.mark.parametrize("text", ['a: "' + "[" * 3000, 'x: ["' + "[" * 900 + '", }', "x: " + "[], " * 1500])
def test_brackets_that_nest_nothing(text):
    """A text, or lists side by side, are no nesting, whatever else is wrong."""
    assert ["yaml"] == [line.split()[1] for line in complains(text)]


def test_aliases_at_the_limit():
    """A hundred are read."""
    assert [1] * 101 == reads("[&x 1" + ", *x" * 100 + "]")


def test_aliases_over_the_limit():
    """The hundred and first is refused where it stands."""
    text = "- &x 1\n" + "- *x\n" * 101
    assert ["102:3 too-many-aliases more aliases than the limit of 100"] == complains(text)


@pytest.mark.parametrize("kind", KINDS)
def test_alias_bomb(kind):
    """Nodes count as if aliases were written out, so it is refused long before it is."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert steps(lambda: complains("\n".join(lines), kind)) < A_FEW
    assert ["6:10 too-many-nodes more nodes than the limit of 200,000"] == complains("\n".join(lines), kind)


def grown(levels: int) -> str:
    """Return lists of 39 in one another, each holding the one before it by an alias."""
    lines = [f"a0: &a0 {nested(39)}"]
    lines += [f"a{n}: &a{n} {'[' * 38}*a{n - 1}{']' * 38}" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize("levels", [2, 20, 90])
@pytest.mark.parametrize("kind", KINDS)
def test_nesting_by_way_of_aliases(kind, levels):
    """Depth counts as if aliases were written out, too."""
    checks = {problem.check for problem in found(grown(levels), kind)[1]}
    assert {"too-deep"} == checks


def many_nodes(count: int) -> str:
    """Return a list of so many nodes, most of them by way of aliases: written out, they would take seconds."""
    block = 1 + 1_979
    rest = count - 1 - 101 * block
    return "\n".join(["- &a [" + "1," * 1_978 + "1]", *["- *a"] * 100, *["- 1"] * rest])


def test_nodes_at_the_limit():
    """Two hundred thousand are read, the list among them."""
    listed = reads("[" + "1," * 199_998 + "1]", "json")
    assert isinstance(listed, list)
    assert len(listed) == 199_999
    assert not complains(many_nodes(200_000))


def test_nodes_over_the_limit():
    """One more is refused where it stands."""
    assert ["121:3 too-many-nodes more nodes than the limit of 200,000"] == complains(many_nodes(200_001))
    text = "[" + "1," * 199_999 + "1]"
    assert ["1:400000 too-many-nodes more nodes than the limit of 200,000"] == complains(text, "json")


def test_condition_nested_at_the_limit():
    """Nineteen negations of one condition are twenty conditions."""
    assert not refuses(f"intake: [{{needs: x, when: {'{not: ' * 19}{{users: 1}}{'}' * 19}}}]")


def test_condition_nested_over_the_limit():
    """The twenty-first condition is refused where it opens."""
    text = f"intake: [{{needs: x, when: {'{not: ' * 20}{{users: 1}}{'}' * 20}}}]"
    assert ["1:147 too-deep condition is nested deeper than the limit of 20"] == refuses(text)


def test_work_that_a_long_scalar_is():
    """It is next to none."""
    assert steps(lambda: complains("a: " + "x" * 10_000_000)) < A_FEW


def test_work_that_a_span_is():
    """It grows with its length."""
    assert growth(lambda n: parse_span("1 hour " * n), 12_000) < PROPORTIONATE


def test_work_that_many_cited_rules_are():
    """It grows with their number."""

    def load(count: int) -> None:
        clauses = ", ".join(f"c{n}: {{at: x, says: y}}" for n in range(count))
        rules = "\n".join(f"    - {{id: r{n}, then: support, cite: terms.c{n}}}" for n in range(count))
        sources = f"sources: {{terms: {{title: T, clauses: {{all: {{at: x, says: y}}, {clauses}}}}}}}"
        assert not refuses(f"{sources}\nscope:\n  rules:\n{rules}")

    assert growth(load, 700) < PROPORTIONATE


def test_work_that_many_undeclared_names_are():
    """It grows with their number."""

    def load(count: int) -> None:
        tiers = ", ".join(f"t{n}: {{title: x}}" for n in range(count))
        services = ", ".join(f"s{n}: {{title: x, tiers: u{n}}}" for n in range(count))
        assert len(refuses(f"tiers: {{{tiers}}}\nservices: {{{services}}}")) == count

    assert growth(load, 220) < PROPORTIONATE


def test_work_that_many_wrong_choices_are():
    """It grows with their number."""

    def load(count: int) -> None:
        choices = ", ".join(f"{{a: {n}}}" for n in range(count))
        assert len(refuses(f"facts: {{f: {{choices: [{choices}]}}}}")) >= count

    assert growth(load, 200) < PROPORTIONATE


def test_work_that_many_unknown_keys_are():
    """It grows with their number."""
    assert growth(lambda n: complains("\n".join(f"k{i}: 1" for i in range(n)), "policy"), 2_000) < PROPORTIONATE


def test_whole_policy_of_the_base():
    """The sections that these tests leave out are no finding of their own."""
    assert not complains(whole(""), "ready")
