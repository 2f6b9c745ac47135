"""Contract files."""

from __future__ import annotations

import pytest

from remit.engine.findings import Mark
from remit.engine.model import Contract, Stated

from .verbs import complains, reads

PLAIN = "id: a, customer: b, policy: c, tier: d"


def test_contract_with_everything():
    """It is read as its record; capitals in addresses do not count."""
    (contract,) = reads(
        "contracts: [{id: a, customer: b, policy: c, edition: '2', tier: d, from: 2026-01-01, to: 2026-12-31, "
        "timezone: Europe/London, domains: [ACME.example], contacts: [Ops@Acme.example], "
        "facts: {x: y, n: 5, t: true}}]",
        "contracts",
    )
    facts = {"x": Stated("y"), "n": Stated(5), "t": Stated(True)}
    expected = Contract(
        "a",
        "b",
        "c",
        "d",
        "2",
        "2026-01-01",
        "2026-12-31",
        "Europe/London",
        ("acme.example",),
        ("ops@acme.example",),
        facts,
    )
    assert expected == contract


def test_contract_with_the_least():
    """What is left out is open."""
    assert (Contract("a", "b", "c", "d"),) == reads(f"contracts: [{{{PLAIN}}}]", "contracts")
    assert () == reads("contracts: []", "contracts")


def test_place_of_a_contract():
    """It is where its mapping starts, and a fact's where its value does."""
    (contract,) = reads(
        "contracts:\n  - id: a\n    customer: b\n    policy: c\n    tier: d\n    facts: {x: y}\n", "contracts"
    )
    assert Mark("", 2, 5) == contract.mark
    assert Mark("", 6, 16) == contract.facts["x"].mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contracts: {}", "1:1 wrong-type `contracts` must be a list, not a mapping"),
        ("contracts: [x]", "1:13 wrong-type item 1 of `contracts` must be a mapping, not a string"),
        ("contracts: [{id: a, customer: b, policy: c}]", "1:13 missing-key item 1 of `contracts` lacks the key `tier`"),
        (
            "contracts: [{id: 5, customer: b, policy: c, tier: d}]",
            "1:14 wrong-type `id` must be a string, not a number",
        ),
        (
            f"contracts: [{{{PLAIN}, start: 2026-01-01}}]",
            "1:54 unknown-key unknown key `start` in item 1 of `contracts`",
        ),
        (f"contracts: [{{{PLAIN}, edition: 2}}]", "1:54 wrong-type `edition` must be a string, not a number"),
        (f"contracts: [{{{PLAIN}, from: 2026-02-30}}]", "1:54 wrong-date `2026-02-30` is not a day of the calendar"),
        (f"contracts: [{{{PLAIN}, to: today}}]", "1:54 wrong-value `to` is `today`, not a date such as `2026-03-09`"),
        (
            f"contracts: [{{{PLAIN}, from: 2026-02-02, to: 2026-02-01}}]",
            "1:72 wrong-date contract `a` ends on 2026-02-01, before it starts on 2026-02-02",
        ),
        (f"contracts: [{{{PLAIN}, domains: acme.example}}]", "1:54 wrong-type `domains` must be a list, not a string"),
        (
            f"contracts: [{{{PLAIN}, contacts: [5]}}]",
            "1:65 wrong-type item 1 of `contacts` must be a string, not a number",
        ),
        (f"contracts: [{{{PLAIN}, contacts: ['']}}]", "1:65 empty item 1 of `contacts` must not be empty"),
        (
            f"contracts: [{{{PLAIN}, facts: {{x: null}}}}]",
            "1:62 wrong-type `x` must be a string, a number or a boolean, not null",
        ),
        (
            f"contracts: [{{{PLAIN}, facts: {{x: [1]}}}}]",
            "1:62 wrong-type `x` must be a string, a number or a boolean, not a list",
        ),
        (
            f"contracts: [{{{PLAIN}}}, {{{PLAIN}}}]",
            "1:55 duplicate-contract contract `a` is given twice, first on line 1",
        ),
    ],
)
def test_refusal_of_a_contract(text, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == complains(text, "contracts")


def test_contract_that_starts_and_ends_on_one_day():
    """It holds for that day."""
    (contract,) = reads(f"contracts: [{{{PLAIN}, from: 2026-02-01, to: 2026-02-01}}]", "contracts")
    assert contract.start == contract.end == "2026-02-01"


def test_contracts_that_are_given_twice_on_other_lines():
    """The later place is the position, and the first one is named each time."""
    expected = [f"{line}:5 duplicate-contract contract `a` is given twice, first on line 2" for line in (3, 4)]
    assert expected == complains("contracts:\n" + f"  - {{{PLAIN}}}\n" * 3, "contracts")
