"""Derived facts: entries of which the first that holds gives a value that nobody states."""

from __future__ import annotations

from datetime import date

import pytest

from remit.engine.model import ALWAYS, Derivation, IsOneOf, Span

from .verbs import complains, policy, reads, whole

FACTS = "impact: {choices: [high, low]}, urgency: {choices: [high, low]}, users: {type: number}"


def derived(entries: str, kind: str = "choices: [critical, normal]", more: str = "") -> str:
    """Return facts of which `severity`, on the first line, is derived."""
    return whole(f"facts: {{severity: {{{kind}, derive: [{entries}]{more}}}, {FACTS}}}\n")


def entry(name: str, value: str, when: str = "") -> str:
    """Return an entry as a policy writes it."""
    return f"{{id: {name}, {f'when: {{{when}}}, ' if when else ''}value: {value}, cite: terms.all}}"


LAST = entry("rest", "normal")
CELLS = "high: {high: critical, low: normal}, low: {high: normal, low: normal}"
GRID = f"{{grid: {{down: impact, across: urgency}}, id: m, cells: {{{CELLS}}}, cite: terms.all}}"


def test_entries_are_read_in_order():
    """Each with its value as the fact has it, and what it cites."""
    read = policy(derived(f"{entry('down', 'Critical', 'impact: high')}, {LAST}")).facts["severity"]
    assert (
        Derivation("down", IsOneOf("impact", ("high",)), "critical", ("terms.all",)),
        Derivation("rest", ALWAYS, "normal", ("terms.all",)),
    ) == read.derive


def test_cells_of_a_grid_are_entries():
    """Row by row, as `id-row-column`."""
    entries = policy(derived(GRID)).facts["severity"].derive
    assert ["m-high-high", "m-high-low", "m-low-high", "m-low-low"] == [cell.id for cell in entries]
    assert ["critical", "normal", "normal", "normal"] == [cell.value for cell in entries]


def test_none_is_a_value_only_where_it_is_a_choice():
    """Elsewhere a cell that says so holds no entry."""
    with_none = GRID.replace("{high: normal, low: normal}", "{high: normal, low: none}")
    assert 3 == len(policy(derived(with_none)).facts["severity"].derive)
    assert 4 == len(policy(derived(with_none, "choices: [critical, normal, none]")).facts["severity"].derive)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("type: boolean", "true", True),
        ("type: number, minimum: 0", "3", 3),
        ("type: text", "anything", "anything"),
        ("type: span", "2 hours", Span(7200)),
        ("type: date", "2026-03-09", date(2026, 3, 9)),
        ("type: timezone", "Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_facts_of_every_type_are_derived(kind, value, expected):
    """As its values are written elsewhere."""
    assert expected == policy(derived(entry("rest", value), kind)).facts["severity"].derive[0].value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (derived(LAST, more=", presume: normal"), "wrong-shape `severity` is derived, and has `presume`"),
        (derived(LAST, more=", from: contract"), "wrong-shape `severity` is derived, and has `from`"),
        (derived(LAST, more=", optional: true"), "wrong-shape `severity` is derived, and has `optional`"),
        (derived(entry("rest", "minor")), "unknown-choice `minor` is not a choice of `severity`"),
        (derived(entry("rest", "5", ""), "type: boolean"), "wrong-value `severity` must be true or false, not `5`"),
        (derived(entry("rest", "[normal]")), "wrong-type `value` must be a string, a number or a boolean, not a list"),
        (derived(""), "empty `derive` must not be empty"),
        (derived("{id: a, cite: terms.all}"), "missing-key item 1 of `derive` lacks the key `value`"),
        (derived("{value: normal, cite: terms.all}"), "missing-key item 1 of `derive` lacks the key `id`"),
        (derived("{id: a, value: normal}"), "uncited-rule item 1 of `derive` lacks the key `cite`"),
        (derived("{id: a, value: normal, cite: terms.al}"), "unknown-clause clause `terms.al` is not declared"),
        (derived(f"{LAST}, {LAST}"), "duplicate-rule rule `rest` is given twice, first on line 1"),
        (derived(entry("s1", "normal")), "duplicate-rule rule `s1` is given twice, first on line 1"),
        (
            derived(f"{entry('a', 'normal', 'priority: P1')}, {LAST}"),
            "not-readable `priority` cannot be read here",
        ),
        (derived(f"{entry('a', 'normal', 'scope: support')}, {LAST}"), "not-readable `scope` cannot be read here"),
        (
            derived(f"{entry('a', 'normal', 'severity: critical')}, {LAST}"),
            "fact-cycle the derived fact `severity` depends on itself",
        ),
        (
            derived(GRID.replace("down: impact", "down: users")),
            "wrong-shape `users` is of type number, and an axis of a grid has choices",
        ),
        (
            derived(GRID.replace("high: critical", "high: minor")),
            "unknown-choice `minor` is not a choice of `severity`",
        ),
    ],
)
def test_derived_fact_that_cannot_be_read(text, expected):
    """What is wrong is said once, at its place."""
    said = [line.partition(" ")[2] for line in complains(text, "policy")]
    assert [expected] == said


def test_a_derived_date_is_not_compared_by_its_age():
    """Which depends on the receipt."""
    scope = "scope: {rules: [{id: s1, when: {severity: {older_than: 2 months}}, then: support, cite: terms.all}]}\n"
    text = derived(entry("a", "2026-01-01"), "type: date")
    text = text.replace("scope: {rules: [{id: s1, then: support, cite: terms.all}]}\n", scope)
    assert "how old a date of `severity` is depends on the receipt" in " ".join(complains(text, "policy"))


def test_circle_through_a_presumption_is_found_at_both():
    """What is presumed of one fact follows from the other, which is derived from it."""
    facts = "first: {type: boolean, presume: [{when: {second: true}, value: true}]}"
    facts += f", second: {{type: boolean, derive: [{entry('a', 'true', 'first: true')}, {entry('b', 'false')}]}}"
    said = [line.partition(" ")[2] for line in complains(whole(f"facts: {{{facts}}}\n"), "policy")]
    assert [
        "presumption-cycle the presumption of `first` depends on itself",
        "fact-cycle the derived fact `second` depends on itself",
    ] == said


def test_list_that_can_fall_through_is_a_gap():
    """With a situation in which no entry holds; facts that are derived themselves are no part of it."""
    said = complains(derived(entry("a", "critical", "impact: high")), "ready")
    message = "no entry gives the derived fact `severity` a value in some situation, such as impact low"
    assert [f"1:9 gap {message}"] == said


def test_a_grid_of_empty_cells_gives_no_value():
    """So that the fact is not taken for one that requests state."""
    empty = GRID.replace(CELLS, "high: {high: none, low: none}, low: {high: none, low: none}")
    message = "gap no entry gives the derived fact `severity` a value"
    assert [message] == [line.partition(" ")[2] for line in complains(derived(empty), "policy")]


def test_entries_that_together_always_hold_are_no_gap():
    """Whatever the order of conditions."""
    both = f"{entry('a', 'critical', 'impact: high')}, {entry('b', 'normal', 'impact: low')}"
    assert [] == complains(derived(both), "ready")
    assert [] == complains(derived(GRID), "ready")


def test_entry_that_can_never_hold_is_unreachable():
    """Also because of what other derived facts can be."""
    odd = entry("odd", "critical", "users: {at_least: 5, less_than: 5}")
    assert "unreachable entry `odd` can never hold" in " ".join(complains(derived(f"{odd}, {LAST}"), "ready"))


def test_between_names_no_derived_fact():
    """Two situations cannot differ in it alone."""
    text = derived(LAST) + "always: [{id: x, between: {severity: [critical, normal]}, expect: {priority: same}}]\n"
    message = "not-readable `severity` is derived, so two situations cannot differ in it alone"
    assert message in " ".join(complains(text, "policy"))


def test_cases_expect_derived_facts():
    """By their values; null where one is open."""
    text = (
        "cases:\n  - name: a\n    request: {received: 2026-03-06T10:30:00Z, policy: p, tier: t}\n"
        "    expect: {derived: {severity: critical, other: null}}\n"
    )
    (case,) = reads(text, "cases")
    assert {"severity": "critical", "other": None} == case.expect[0].value
