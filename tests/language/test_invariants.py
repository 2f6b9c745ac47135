"""The section `always`: what is so in every situation; and `checks` and `accept`, which weigh what is found."""

from __future__ import annotations

import pytest

from remit.engine.language.always_section import COMPARED
from remit.engine.model import ALWAYS, Acceptance, All, Expectation, Invariant, IsOneOf, Span

from .verbs import helps, policy, refuses

MORE = """\
facts: {down: {choices: [none, partial, complete]}, users: {type: number, minimum: 0}, known: {type: boolean},
        agreed: {type: span}, product: {type: text}}
promises: {reply: {within: {base: 1 hour}, cite: terms.all}, update: {within: {base: 1 hour}, cite: terms.all}}
"""
SPAN = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"
NO_FACT = "is decided by rules, so two situations cannot differ in it alone"


def invariant(keys: str) -> Invariant:
    """Return the invariant that some keys write."""
    (one,) = policy(f"always: [{{id: i, {keys}}}]\n{MORE}").always
    return one


def expected(table: str, more: str = "") -> dict[str, object]:
    """Return what an invariant expects, by key, with the promise where it is about one."""
    expect = invariant(f"{more}expect: {table}").expect
    return {f"{e.key} {e.promise}".rstrip(): e.value for e in expect}


def refusal(keys: str) -> list[str]:
    """Return what is wrong with an invariant, each with its column inside the text."""
    placed = [line.partition(" ") for line in refuses(f"always: [{{id: i, {keys}}}]\n{MORE}")]
    return [f"{int(place.removeprefix('1:')) - len('always: [{id: i, ')} {rest}" for place, _, rest in placed]


def helped(keys: str) -> list[str]:
    """Return the help lines of an invariant."""
    return helps(f"always: [{{id: i, {keys}}}]\n{MORE}")


def test_invariant_with_every_key():
    """It is read as written."""
    one = invariant("when: {priority: P1, scope: support}, expect: {required: phone}, cite: [terms.all]")
    when = All((IsOneOf("priority", ("P1",)), IsOneOf("scope", ("support",))))
    assert Invariant("i", when, (Expectation("required", ("phone",)),), None, ("terms.all",)) == one


def test_invariant_with_nothing_but_what_it_must_have():
    """It holds in every situation, compares nothing and cites nothing."""
    assert Invariant("i", ALWAYS, (Expectation("allows", ("email",)),)) == invariant("expect: {allows: email}")


def test_policy_without_invariants():
    """It has none, and weighs and accepts nothing."""
    plain = policy("")
    assert ((), {}, ()) == (plain.always, plain.checks, plain.accept)


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("{scope: support}", {"scope": ("support",)}),
        ("{scope: [support, consulting]}", {"scope": ("support", "consulting")}),
        ("{scope: [support, support]}", {"scope": ("support",)}),
        ("{scope: null}", {"scope": (None,)}),
        ("{priority: P1}", {"priority": ("P1",)}),
        ("{priority: [P2, P1]}", {"priority": ("P2", "P1")}),
        ("{priority: null}", {"priority": (None,)}),
        ("{coverage: office}", {"coverage": ("office",)}),
        ("{coverage: null}", {"coverage": (None,)}),
        ("{required: phone}", {"required": ("phone",)}),
        ("{required: ~}", {"required": (None,)}),
        ("{preferred: [phone, email]}", {"preferred": ("phone", "email")}),
        ("{preferred: null}", {"preferred": (None,)}),
        ("{allowed: [email, phone]}", {"allowed": ("email", "phone")}),
        ("{allows: email, forbids: [phone]}", {"allows": ("email",), "forbids": ("phone",)}),
        ("{within: {reply: 1 hour}}", {"within reply": Span(3600)}),
        ("{within: {reply: 2 business days}}", {"within reply": Span(0, 2)}),
        ("{within: {reply: none, update: 0 hours}}", {"within reply": None, "within update": Span(0)}),
    ],
)
def test_what_is_so_in_one_situation(table, read):
    """Names, none, and what is owed."""
    assert read == expected(table)


@pytest.mark.parametrize(("key", "word"), [(key, word) for key, words in COMPARED.items() for word in words])
def test_how_two_situations_compare(key, word):
    """Every word of every key; deadlines by promise."""
    table, read = (f"{{due: {{reply: {word}}}}}", "due reply") if key == "due" else (f"{{{key}: {word}}}", key)
    assert {read: word} == expected(table, "between: {tier: [base, plus]}, ")


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ("{tier: [base, plus]}", ("tier", ("base", "plus"))),
        ("{tier: [plus, base]}", ("tier", ("plus", "base"))),
        ("{down: [none, partial, complete]}", ("down", ("none", "partial", "complete"))),
        ("{known: [false, true]}", ("known", (False, True))),
        ("{users: [1, 10.5]}", ("users", (1, 10.5))),
        ("{arrived_by: [phone, email]}", ("arrived_by", ("phone", "email"))),
        ("{agreed: [1 hour, 2 days]}", ("agreed", (Span(3600), Span(0, 2)))),
        ("{product: [one, two]}", ("product", ("one", "two"))),
    ],
)
def test_values_that_are_compared(between, read):
    """They stand in the order written, as values of the fact."""
    assert read == invariant(f"between: {between}, expect: {{scope: same}}").between


def test_places_of_what_is_expected():
    """Each expectation stands at its key, one about a promise at the promise."""
    one = invariant("expect: {scope: support, within: {reply: none}}")
    start = len("always: [{id: i, ")
    assert start - len("{id: i, ") + 1 == one.mark.column
    marks = [e.mark.column - start for e in one.expect]
    assert ["expect: {scope: support, within: {reply: none}}"[mark - 1 :].partition(":")[0] for mark in marks] == [
        "scope",
        "reply",
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("expect: {scope: suport}", ["17 unknown-choice `suport` is not a choice of `scope`"]),
        ("expect: {scope: same}", ["17 wrong-shape `same` compares two situations and needs `between`"]),
        (
            "expect: {priority: no_lower}",
            ["20 wrong-shape `no_lower` compares two situations and needs `between`"],
        ),
        ("expect: {allow: email}", ["10 unknown-key unknown key `allow` in `expect`"]),
        ("expect: {priority: P9}", ["20 unknown-level level `P9` is not declared"]),
        ("expect: {coverage: of}", ["20 unknown-hours hours `of` are not declared"]),
        ("expect: {required: fax}", ["20 unknown-way way `fax` is not declared"]),
        ("expect: {preferred: fax}", ["21 unknown-way way `fax` is not declared"]),
        ("expect: {allowed: [email, fax]}", ["27 unknown-way way `fax` is not declared"]),
        ("expect: {allows: fax}", ["18 unknown-way way `fax` is not declared"]),
        ("expect: {forbids: [fax]}", ["20 unknown-way way `fax` is not declared"]),
        ("expect: {within: {answer: none}}", ["19 unknown-promise promise `answer` is not declared"]),
        ("expect: {within: {reply: 1 weak}}", [f"26 wrong-span `reply` is `1 weak`, not {SPAN} or `none`"]),
        ("expect: {within: {reply: null}}", ["19 wrong-type `reply` must be a string or a mapping, not null"]),
        ("expect: {within: 1 hour}", ["10 wrong-type `within` must be a mapping, not a string"]),
        ("expect: {within: {}}", ["10 empty `within` must not be empty"]),
        (
            "expect: {due: {reply: same}}",
            ["10 wrong-shape `due` compares two situations and needs `between`"],
        ),
        ("expect: {allowed: null}", ["10 wrong-type `allowed` must be a string or a list, not null"]),
        ("expect: {forbids: []}", ["10 empty `forbids` must not be empty"]),
        ("expect: {priority: [P1, null]}", ["25 wrong-type item 2 of `priority` must be a string, not null"]),
        ("expect: {}", ["1 empty `expect` must not be empty"]),
        ("when: {users: 1}", ["-7 missing-key item 1 of `always` lacks the key `expect`"]),
        (
            "when: {coverage: office}, expect: {allows: email}",
            ["8 not-readable `coverage` cannot be read by a condition"],
        ),
        ("when: {urgent: true}, expect: {allows: email}", ["8 unknown-fact fact `urgent` is not declared"]),
        ("expect: {allows: email}, cite: terms.al", ["32 unknown-clause clause `terms.al` is not declared"]),
        ("expect: {allows: email}, cite: []", ["26 empty `cite` must not be empty"]),
    ],
)
def test_refused_of_one_situation(keys, said):
    """Each with the place of what is wrong."""
    assert said == refusal(keys)


@pytest.mark.parametrize(
    ("between", "said"),
    [
        (
            "{tier: [base, plus], known: [true, false]}",
            ["1 wrong-shape `between` compares the values of one fact, not of 2"],
        ),
        (
            "{priority: [P1, P2]}",
            [f"11 not-readable `priority` {NO_FACT}"],
        ),
        (
            "{scope: [support, consulting]}",
            [f"11 not-readable `scope` {NO_FACT}"],
        ),
        ("{coverage: [office, other]}", ["11 unknown-fact fact `coverage` is not declared"]),
        ("{downn: [none, partial]}", ["11 unknown-fact fact `downn` is not declared"]),
        ("{tier: [base, gold]}", ["24 unknown-tier tier `gold` is not declared"]),
        ("{arrived_by: [fax, email]}", ["24 unknown-way way `fax` is not declared"]),
        ("{down: [none, some]}", ["24 unknown-choice `some` is not a choice of `down`"]),
        ("{known: [true, yes]}", ["25 wrong-value `known` must be true or false, not the string `yes`"]),
        ("{users: [-1, 0]}", ["19 wrong-value `users` must be at least 0, not -1"]),
        (
            "{users: [{at_least: 1}, 0]}",
            ["19 wrong-type item 1 of `users` must be a string, a boolean or a number, not a mapping"],
        ),
        ("{users: [1, 2, 1]}", ["25 duplicate `users` lists `1` twice"]),
        ("{tier: [base]}", ["11 wrong-shape `tier` must list at least 2, not 1"]),
        ("{tier: []}", ["11 empty `tier` must not be empty"]),
        ("{tier: base}", ["11 wrong-type `tier` must be a list, not a string"]),
        ("{}", ["1 empty `between` must not be empty"]),
        ("tier", ["1 wrong-type `between` must be a mapping, not a string"]),
    ],
)
def test_refused_values_to_compare(between, said):
    """Between what is compared there is one fact, with values that it can have."""
    assert said == refusal(f"between: {between}, expect: {{scope: same}}")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("{scope: support}", ["9 wrong-value `scope` is `support`, not one of `same`, `no_narrower`, `no_wider`"]),
        ("{scope: null}", ["9 wrong-value `scope` is `null`, not one of `same`, `no_narrower`, `no_wider`"]),
        ("{scope: 3}", ["2 wrong-type `scope` must be a string, a list or null, not a number"]),
        ("{scope: [same]}", ["9 wrong-value `scope` is a list, not one of `same`, `no_narrower`, `no_wider`"]),
        ("{allowed: null}", ["2 wrong-type `allowed` must be a string or a list, not null"]),
        ("{alowed: same}", ["2 unknown-key unknown key `alowed` in `expect`"]),
        ("{priority: P1}", ["12 wrong-value `priority` is `P1`, not one of `same`, `no_lower`, `no_higher`"]),
        ("{required: phone}", ["12 wrong-value `required` is `phone`, not `same`"]),
        ("{allowed: no_less}", ["11 wrong-value `allowed` is `no_less`, not one of `same`, `no_fewer`, `no_more`"]),
        ("{allows: email}", ["2 wrong-shape `allows` cannot be compared between two situations"]),
        ("{forbids: email}", ["2 wrong-shape `forbids` cannot be compared between two situations"]),
        ("{coverage: office}", ["2 wrong-shape `coverage` cannot be compared between two situations"]),
        ("{within: {reply: 1 hour}}", ["2 wrong-shape `within` cannot be compared between two situations"]),
        ("{due: {answer: same}}", ["8 unknown-promise promise `answer` is not declared"]),
        ("{due: {reply: later}}", ["8 wrong-value `reply` is `later`, not one of `same`, `no_later`, `no_earlier`"]),
        ("{due: {reply: true}}", ["8 wrong-type `reply` must be a string, not a boolean"]),
        ("{due: no_later}", ["2 wrong-type `due` must be a mapping, not a string"]),
    ],
)
def test_refused_of_two_situations(table, said):
    """With `between`, only what can be compared, and in the words for it."""
    start = "between: {tier: [base, plus]}, expect: "
    assert said == [
        f"{int(place) - len(start)} {rest}"
        for place, _, rest in (line.partition(" ") for line in refusal(start + table))
    ]


@pytest.mark.parametrize(
    ("keys", "help_"),
    [
        ("expect: {within: {repli: none}}", "did you mean `reply`?"),
        (
            "expect: {within: {reply: null}}",
            "write it as in `6 business hours` or `{by: {business_days: 1, at: close}}`",
        ),
        ("expect: {due: {reply: same}}", "`within` bounds what one situation is owed"),
        ("between: tier, expect: {scope: same}", "write it as in `{tier: [standard, enterprise]}`"),
        ("between: {tier: [base, plus]}, expect: {scope: no_narower}", "did you mean `no_narrower`?"),
        ("between: {tier: [base, plus]}, expect: {scope: support}", "write it as in `no_wider`"),
        ("between: {tier: [base, plus]}, expect: {due: {reply: not_later}}", "did you mean `no_later`?"),
        (
            "between: {tier: [base, plus]}, expect: {coverage: same}",
            "these can: `scope`, `priority`, `required`, `preferred`, `allowed`, `due`",
        ),
    ],
)
def test_help(keys, help_):
    """What would do instead, where that is known."""
    assert [help_] == helped(keys)


def test_one_mistake_is_said_once():
    """Ids that are missing are not the same, and a fact that cannot be read is not unknown."""
    lacking = "always:\n  - {expect: {allows: email}}\n  - {expect: {forbids: phone}}\n"
    assert [
        "2:5 missing-key item 1 of `always` lacks the key `id`",
        "3:5 missing-key item 2 of `always` lacks the key `id`",
    ] == refuses(lacking)
    unread = "always: [{id: i, between: {down: [none, partial]}, expect: {scope: same}}]\nfacts: {down: {}}\n"
    assert ["2:9 missing-key `down` lacks the key `choices` or `type`"] == refuses(unread)


def test_two_invariants_of_one_id():
    """The second is refused and says where the first is; a rule may have the same id."""
    fragment = "always:\n  - {id: i, expect: {allows: email}}\n  - {id: i, expect: {forbids: phone}}\n"
    assert ["3:5 duplicate-invariant invariant `i` is given twice, first on line 2"] == refuses(fragment)
    assert ["s1"] == [one.id for one in policy("always: [{id: s1, expect: {allows: email}}]").always]


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("always: []", "1:1 empty `always` must not be empty"),
        ("always: [3]", "1:10 wrong-type item 1 of `always` must be a mapping, not a number"),
        ("always: {i: {expect: {allows: email}}}", "1:1 wrong-type `always` must be a list, not a mapping"),
        ("always: [{expect: {allows: email}}]", "1:10 missing-key item 1 of `always` lacks the key `id`"),
        (
            "always: [{id: two words, expect: {allows: email}}]",
            "1:11 wrong-value `id` is `two words`, not a name without spaces, dots or backticks",
        ),
        (
            "always: [{id: i, expects: {}, expect: {allows: email}}]",
            "1:18 unknown-key unknown key `expects` in item 1 of `always`",
        ),
        ("checks: {}", "1:1 empty `checks` must not be empty"),
        ("checks: {gapp: off}", "1:10 unknown-key unknown key `gapp` in `checks`"),
        ("checks: {gap: of}", "1:10 wrong-value `gap` is `of`, not one of `off`, `note`, `warning`, `error`"),
        ("checks: {gap: no}", "1:10 wrong-value `gap` is `no`, not one of `off`, `note`, `warning`, `error`"),
        ("checks: {gap: false}", "1:10 wrong-type `gap` must be a string, not a boolean"),
        ("checks: {gap: null}", "1:10 wrong-type `gap` must be a string, not null"),
        ("accept: []", "1:1 empty `accept` must not be empty"),
        ("accept: [gap]", "1:10 wrong-type item 1 of `accept` must be a mapping, not a string"),
        ("accept: [{check: gap, at: scope}]", "1:10 missing-key item 1 of `accept` lacks the key `because`"),
        ("accept: [{check: gap, because: so}]", "1:10 missing-key item 1 of `accept` lacks the key `at`"),
        ("accept: [{at: scope, because: so}]", "1:10 missing-key item 1 of `accept` lacks the key `check`"),
        ("accept: [{check: gap, at: scope, because: ''}]", "1:34 empty `because` must not be empty"),
        ("accept: [{check: gap, at: 3, because: so}]", "1:23 wrong-type `at` must be a string, not a number"),
    ],
)
def test_refused_of_the_sections(fragment, said):
    """By the schema, in the words of the file."""
    assert [said] == refuses(fragment)


def test_checks_are_weighed():
    """Each by its id, in the four words; `off` is a string, as in YAML 1.2."""
    weighed = policy("checks: {gap: off, masked: note, redundant: warning, unused-clause: error}").checks
    assert {"gap": "off", "masked": "note", "redundant": "warning", "unused-clause": "error"} == weighed


def test_findings_are_accepted():
    """By check and name, each with the reason, in the order written."""
    fragment = (
        "accept:\n  - {check: redundant, at: s1, because: it says so}\n  - {check: gap, at: scope, because: known}\n"
    )
    one, other = policy(fragment).accept
    assert (Acceptance("redundant", "s1", "it says so"), Acceptance("gap", "scope", "known")) == (one, other)
    assert [2, 3] == [one.mark.line, other.mark.line]


def test_check_that_cannot_be_accepted():
    """Its id is named, with one that is like it."""
    (said,) = refuses("accept: [{check: unused-clauses, at: terms.all, because: so}]")
    assert said.startswith("1:11 wrong-value `check` is `unused-clauses`, not one of `business-round-the-clock`, ")
    assert ["did you mean `unused-clause`?"] == helps("accept: [{check: unused-clauses, at: a.b, because: so}]")
