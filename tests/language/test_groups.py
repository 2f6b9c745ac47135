"""The four groups of rules."""

from __future__ import annotations

import pytest

from remit.engine.model import ALWAYS, IsOneOf, Offer, Rule

from .verbs import complains, helps, policy, refuses, whole


def scope(*rules: str) -> str:
    """Return a section of rules, one a line, the first on line 3."""
    return "\n".join(["scope:", "  rules:", *(f"    - {{{rule}}}" for rule in rules), ""])


def test_rules_of_every_group():
    """They are read as their records, in the order written."""
    read = policy(
        "priorities: {levels: {P1: Urgent, P2: Normal}, rules: [{id: x, then: P1, cite: terms.all}]}\n"
        "coverage: {rules: [{id: y, when: {priority: P1}, then: office, cite: [terms.all]}]}\n"
        "channels: {ways: {phone: {}, email: {}}, rules: ["
        "{id: z, then: {require: phone, prefer: [email], allow: [phone, email, phone]}, cite: terms.all}]}\n"
        + scope("id: b, then: consulting, cite: terms.all", "id: a, then: not_covered, cite: terms.all")
    )
    cite = ("terms.all",)
    assert (Rule("b", ALWAYS, "consulting", cite), Rule("a", ALWAYS, "not_covered", cite)) == read.scope.rules
    assert (Rule("x", ALWAYS, "P1", cite),) == read.priority.rules
    assert (Rule("y", IsOneOf("priority", ("P1",)), "office", cite),) == read.coverage.rules
    assert (Rule("z", ALWAYS, Offer(("phone",), ("email",), ("phone", "email")), cite),) == read.channel.rules
    assert ["scope", "priority", "coverage", "channel"] == [group.name for group in read.groups]
    assert {"P1": "Urgent", "P2": "Normal"} == read.levels


def test_sections_that_may_be_left_out():
    """A policy without coverage and channels has no rules there."""
    text = "\n".join(line for line in whole("").splitlines() if not line.startswith(("coverage", "channels", "hours")))
    assert [] == complains(text, "policy")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("then: support, cite: terms.all", "3:7 missing-key item 1 of `rules` lacks the key `id`"),
        ("id: a, cite: terms.all", "3:7 missing-key item 1 of `rules` lacks the key `then`"),
        ("id: a, then: support", "3:7 uncited-rule item 1 of `rules` lacks the key `cite`"),
        ("id: 5, then: support, cite: terms.all", "3:8 wrong-type `id` must be a string, not a number"),
        (
            "id: a b, then: support, cite: terms.all",
            "3:8 wrong-value `id` is `a b`, not a name without spaces, dots or backticks",
        ),
        (
            "id: '', then: support, cite: terms.all",
            "3:8 wrong-value `id` is ``, not a name without spaces, dots or backticks",
        ),
        (
            "id: a, then: suport, cite: terms.all",
            "3:15 wrong-value `then` is `suport`, not one of `support`, `consulting`, `not_covered`",
        ),
        ("id: a, then: support, cite: terms.al", "3:36 unknown-clause clause `terms.al` is not declared"),
        ("id: a, then: support, cite: [terms.all, terms]", "3:48 unknown-clause clause `terms` is not declared"),
        ("id: a, then: support, cite: terms.all, why: x", "3:47 unknown-key unknown key `why` in item 1 of `rules`"),
    ],
)
def test_refusal_of_a_rule(rule, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refuses(scope(rule))


def test_rule_that_is_no_mapping():
    """It is refused as an item."""
    assert ["1:17 wrong-type item 1 of `rules` must be a mapping, not a string"] == refuses("scope: {rules: [a]}")
    assert ["1:9 empty `rules` must not be empty"] == refuses("scope: {rules: []}")


def test_rule_that_cites_an_empty_list():
    """It cites nothing."""
    expected = ["3:30 empty `cite` must not be empty", "3:7 uncited-rule rule `a` cites nothing"]
    assert expected == refuses(scope("id: a, then: support, cite: []"))


def test_rule_that_is_given_twice():
    """The later place is the position, and the first one is named, across groups as well."""
    expected = "4:7 duplicate-rule rule `a` is given twice, first on line 3"
    assert [expected] == refuses(
        scope("id: a, then: support, cite: terms.all", "id: a, then: consulting, cite: terms.all")
    )
    (other,) = refuses(scope("id: c1, then: support, cite: terms.all"))
    assert other.endswith("duplicate-rule rule `c1` is given twice, first on line 3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "priorities: {levels: {P1: x}, rules: [{id: a, then: P2, cite: terms.all}]}",
            "1:53 unknown-level level `P2` is not declared",
        ),
        (
            "priorities: {levels: {P1: x}, rules: [{id: a, then: P9, cite: terms.all}]}",
            "1:53 unknown-level level `P9` is not declared",
        ),
        (
            "coverage: {rules: [{id: a, then: offce, cite: terms.all}]}",
            "1:34 unknown-hours hours `offce` are not declared",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: {require: fax}, cite: terms.all}]}",
            "1:63 unknown-way way `fax` is not declared",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: {allow: [phone, fax]}, cite: terms.all}]}",
            "1:69 unknown-way way `fax` is not declared",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: {}, cite: terms.all}]}",
            "1:47 empty `then` must not be empty",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: phone, cite: terms.all}]}",
            "1:47 wrong-type `then` must be a mapping, not a string",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: {allow: []}, cite: terms.all}]}",
            "1:54 empty `allow` must not be empty",
        ),
        (
            "channels: {ways: {phone: {}}, rules: [{id: a, then: {requires: phone}, cite: terms.all}]}",
            "1:54 unknown-key unknown key `requires` in `then`",
        ),
    ],
)
def test_refusal_of_an_outcome(text, expected):
    """It has one message, at the name that is not declared."""
    assert [expected] == refuses(text)


@pytest.mark.parametrize("key", ["require", "prefer"])
def test_two_ways_of_which_one_can_be(key):
    """A rule that asks for both is refused."""
    text = (
        f"channels: {{ways: {{phone: {{}}, email: {{}}}}, rules: [{{id: a, then: {{{key}: "
        "[phone, email]}, cite: terms.all}]}"
    )
    assert [f"1:65 conflicting-ways rule `a` {key}s 2 ways; at most one is allowed"] == refuses(text)


def test_one_way_twice():
    """It is one way."""
    text = "channels: {ways: {phone: {}}, rules: [{id: a, then: {require: [phone, phone]}, cite: terms.all}]}"
    offer = policy(text).channel.rules[0].then
    assert isinstance(offer, Offer)
    assert ("phone",) == offer.require


@pytest.mark.parametrize(
    ("section", "group", "outcome"), [("scope", "scope", "support"), ("priorities", "priority", "P1")]
)
def test_group_that_reads_its_own_outcome(section, group, outcome):
    """It is refused where it reads it, however deep."""
    levels = "  levels: {P1: x, P2: y}\n" if section == "priorities" else ""
    text = (
        f"{section}:\n{levels}  rules:\n    - {{id: a, when: {{not: {{{group}: {outcome}}}}}, "
        f"then: {outcome}, cite: terms.all}}\n"
    )
    line = 4 if levels else 3
    assert [f"{line}:28 group-cycle rule `a` decides {group} and reads `{group}`"] == refuses(text)


def test_groups_that_read_each_other():
    """Both rules are named, and the later one is the position."""
    text = (
        "priorities:\n  levels: {P1: x, P2: y}\n  rules:\n"
        "    - {id: p, when: {scope: support}, then: P1, cite: terms.all}\n"
        "scope:\n  rules:\n"
        "    - {id: s, when: {any: [{priority: P1}]}, then: support, cite: terms.all}\n"
    )
    expected = "7:29 group-cycle rule `s` makes scope and priority read each other, with rule `p` on line 4"
    assert [expected] == refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        scope("id: s, when: {priority: P1}, then: support, cite: terms.all"),
        "priorities: {levels: {P1: x, P2: y}, rules: [{id: p, when: {scope: support}, then: P1, cite: terms.all}]}",
    ],
)
def test_group_that_reads_the_other(text):
    """One of scope and priority may read the other."""
    policy(text)


def test_rule_that_can_never_hold():
    """It is refused once the policy is made ready."""
    text = scope("id: s, when: {users: {at_least: 5, less_than: 5}}, then: support, cite: terms.all")
    assert ["3:7 unreachable rule `s` can never hold"] == complains(whole(text), "ready")


def test_help_with_a_rule():
    """It names what is nearest, or what there is."""
    assert ["did you mean `office`?"] == helps("coverage: {rules: [{id: a, then: offce, cite: terms.all}]}")
    assert ["write `source.clause` or `readings.name`; known: `terms.all`"] == helps(
        "coverage: {rules: [{id: a, then: office, cite: x}]}"
    )
