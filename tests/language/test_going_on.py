"""Reading goes on after an error: each section gets its findings, and none blames what another error hides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.engine.findings import Findings
from remit.engine.language.time_notation import EXPECTED_INSTANT
from remit.engine.language.yaml_reader import read_yaml

from .verbs import complains, refuses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.findings import Mark
    from remit.engine.language.nodes import Node

POLICY = """
remit: 1
policy: acme
title: Acme
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: all of it}}}}
facts: {outage: {choices: [none, complete]}}
hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}
tiers: {gold: {title: Gold}}
scope: {rules: [{id: all, then: support, cite: terms.all}]}
priorities: {levels: {P1: Critical}, rules: [{id: one, when: {outage: complete}, then: P1, cite: terms.all}]}
coverage: {rules: [{id: open, then: office, cite: terms.all}]}
channels: {ways: {phone: {contact: x}}, rules: [{id: call, then: {require: phone}, cite: terms.all}]}
promises: {first: {within: {gold: {P1: 1 hour}}, cite: terms.all}}
services: {review: {title: Review, tiers: gold}}
always: [{id: phoned, expect: {required: phone, within: {first: 1 hour}}}]
""".lstrip()


def checked(*edits: tuple[str, str]) -> list[str]:
    """Return the findings of the policy after edits, each `check message`."""
    text = POLICY
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return [line.partition(" ")[2] for line in complains(text, "policy")]


def test_the_policy_is_sound() -> None:
    """Nothing is found in it as it stands."""
    assert [] == checked()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Acme\n", "title: !x Acme\n", "yaml tag `!x` is not allowed"),
        ("tiers: {", "tiers: !x {", "yaml tag `!x` is not allowed"),
        ("title: Gold", "title: .inf", "yaml number `.inf` is not finite"),
        ("facts: {", "facts: !!map {", "yaml tag `!!map` is not allowed"),
        ("choices: [none, complete]", "choices: [none, !x complete]", "yaml tag `!x` is not allowed"),
        ("choices: [none, complete]", "choices: *c", "yaml alias `*c` has no anchor before it"),
        ("hours: {office", "hours: {<<: 1, hours", "yaml merge key `<<` is not allowed"),
        ("levels: {P1: Critical}", "levels: *c", "yaml alias `*c` has no anchor before it"),
        ("ways: {phone: {contact: x}}", "ways: {? [a] : b}", "yaml a key must be a string, not a list"),
        ("promises: {first", "promises: {<<: *c, second", "yaml merge key `<<` is not allowed"),
        ("clauses: {all: {at: Page 1, says: all of it}}", "clauses: !x {}", "yaml tag `!x` is not allowed"),
        ("sources: {terms", "sources: {<<: 1, words", "yaml merge key `<<` is not allowed"),
        ("tiers: {gold: {title: Gold}}", "tiers: [gold]", "wrong-type `tiers` must be a mapping, not a list"),
        (
            "priorities: {levels: {P1: Critical}",
            "priorities: {levels: [P1]",
            "wrong-type `levels` must be a mapping, not a list",
        ),
        (
            "facts: {outage: {choices: [none, complete]}}",
            "facts: [outage]",
            "wrong-type `facts` must be a mapping, not a list",
        ),
        (
            "choices: [none, complete]",
            "choices: [none, 1]",
            "wrong-type item 2 of `choices` must be a string, not a number",
        ),
        ("ways: {phone: {contact: x}}", "ways: phone", "wrong-type `ways` must be a mapping, not a string"),
        (
            'hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}',
            "hours: office",
            "wrong-type `hours` must be a mapping, not a string",
        ),
        ("tiers: {gold: {title: Gold}}\n", "", "missing-key the file lacks the key `tiers`"),
        (
            "sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: all of it}}}}\n",
            "",
            "missing-key the file lacks the key `sources`",
        ),
    ],
)
def test_what_one_error_hides_is_not_blamed(old: str, new: str, expected: str) -> None:
    """Where a table cannot be read in full, nothing is said of names that may stand in it."""
    aliases = [line for line in checked((old, new)) if line != "yaml alias `*c` has no anchor before it"]
    assert [expected] == (aliases or ["yaml alias `*c` has no anchor before it"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("facts: {outage: {choices: [none, complete]}}", "facts: {users: {type: number}}"),
        ("tiers: {gold: {title: Gold}}", "tiers: {top: {title: Top}}"),
    ],
)
def test_section_that_is_given_twice(first: str, second: str) -> None:
    """What the second one declares is not missed, whichever of them is meant."""
    key = first.partition(":")[0]
    rule = "{id: other, when: {users: 1, tier: top}, then: P1, cite: terms.all}"
    other = "tiers: {top: {title: Top}, " if key == "facts" else "facts: {users: {type: number}, "
    untouched = ("tiers: {", other) if key == "facts" else ("facts: {", other)
    found = checked((first, f"{first}\n{second}"), untouched, ("rules: [{id: one", f"rules: [{rule}, {{id: one"))
    assert [f"duplicate-key key `{key}` is given twice, first on line {6 if key == 'facts' else 8}"] == found


def test_every_section_gets_its_findings() -> None:
    """One of each kind: of YAML, of shape and of meaning, in the order in which they are looked for."""
    assert [
        "yaml tag `!x` is not allowed",
        "duplicate-key key `office` is given twice, first on line 7",
        "unknown-key unknown key `colour` in `gold`",
        "unknown-level level `P9` is not declared",
        "unknown-clause clause `terms.most` is not declared",
        "wrong-span `soon` is neither a span such as `6 business hours`, `2 days` or `7 hours 30 minutes` nor `none`",
    ] == checked(
        ("title: Acme\n", "title: !x Acme\n"),
        ('mon-fri: "09:00-17:00"}}', 'mon-fri: "09:00-17:00"}}, office: {}'),
        ("{title: Gold}", "{title: Gold, colour: red}"),
        ("then: P1", "then: P9"),
        ("then: office, cite: terms.all", "then: office, cite: terms.most"),
        ("P1: 1 hour}}, cite", "P1: soon}}, cite"),
    )


def test_zones_are_checked_beside_other_errors() -> None:
    """A zone that is not known is said although the policy cannot be used for another reason."""
    text = POLICY.replace("title: Acme\n", "title: 5\n").replace("timezone: UTC", "timezone: Europe/Berln")
    assert [
        "3:1 wrong-type `title` must be a string, not a number",
        "7:18 unknown-timezone time zone `Europe/Berln` is not known",
    ] == complains(text, "ready")


def test_other_kinds_of_files_go_on_too() -> None:
    """Cases, contracts and requests say all at once."""
    assert ["1:18 yaml tag `!x` is not allowed", "2:6 wrong-type `tier` must be a string, not a number"] == complains(
        "contracts: [{id: !x a, customer: c, policy: p, \n     tier: 1}]", "contracts"
    )
    assert [
        "1:6 yaml number `.nan` is not finite",
        "4:1 duplicate-key key `tier` is given twice, first on line 3",
        "2:1 unknown-key unknown key `colour` in the file",
        f"5:11 wrong-instant `received` is `soon`, which is not {EXPECTED_INSTANT}",
    ] == complains("id:  .nan\ncolour: red\ntier: gold\ntier: base\nreceived: soon\n", "request")
    assert [
        "1:10 yaml tag `!x` is not allowed",
        "1:65 wrong-type `expect` must be a mapping, not a number",
    ] == complains("cases: [{!x name: a, request: {received: 2026-03-06T16:30:00Z}, expect: 1}]", "cases")[:2]


def test_key_that_is_missing_from_what_was_read() -> None:
    """It is not missed where something stood there that could not be read."""
    assert ["1:2 yaml merge key `<<` is not allowed"] == complains("{<<: 1, tier: a}", "request")
    assert [] == [line for line in refuses("tiers:\n  gold: {<<: 1}\n") if "missing" in line]


BASE = Path(__file__).parents[1] / "bad_input/base"


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("policies/acme.yaml", "policy"),
        ("policies/acme.cases.yaml", "cases"),
        ("contracts.yaml", "contracts"),
        ("inbox/request.yaml", "request"),
    ],
)
def test_any_value_that_cannot_be_read_is_one_error(file: str, kind: str) -> None:
    """Whichever value of a file is lost, nothing else is blamed for it."""
    text = (BASE / file).read_text("utf-8")
    root = read_yaml(text, file, Findings())
    assert root is not None
    starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
    marks = [mark for mark in marks_of(root) if mark != root.mark]
    assert marks
    for mark in marks:
        start, end = starts[mark.line - 1] + mark.column - 1, starts[mark.end_line - 1] + mark.end_column - 1
        lost = f"{text[:start]}*nowhere {text[end:]}"
        expected = [f"{mark.line}:{mark.column} yaml alias `*nowhere` has no anchor before it"]
        assert expected == complains(lost, kind), text[start:end]


def marks_of(node: Node) -> Iterator[Mark]:
    """Yield where a value and everything in it stands."""
    yield node.mark
    inner = node.value if isinstance(node.value, list) else [value for _, value, _ in node.entries()]
    for value in inner:
        yield from marks_of(value)
