"""Rules of promises among the checks, invariants, cases, coverage, mutants, diffs and pages of a policy."""

from __future__ import annotations

import pytest

from remit.engine.authoring.show.policy_document import policy_document
from remit.engine.findings import Findings
from remit.engine.render.markdown import as_markdown
from remit.engine.triage.policy_loader import load_evaluator

from .diff.verbs import changed, kinds
from .generated import as_text
from .mutation.verbs import changes
from .verbs import TODAY, case, complaints, edited, run


def acme(*rules: str, table: str | None = None) -> str:
    """Return the good policy with a promise of a resolution that has rules, and perhaps a table."""
    within = f"    within: {table}\n    cite: terms.plans\n" if table else ""
    listed = "".join(f"      - {rule}\n" for rule in rules)
    clock = "    until: replied\n    hours: office\n"
    return edited(("\naccept", f"  resolution:\n{clock}{within}    rules:\n{listed}\naccept"))


def problems(content: str) -> list[tuple[str, str]]:
    """Return the checks that complain of a policy, and what they say."""
    return [(check, message) for check, message, _, _ in complaints(content)]


FAULTS = "{id: faults-first, when: {activity: fault}, then: 4 hours, cite: terms.faults}"
P1 = "{id: p1-first, when: {priority: P1}, then: 2 hours, cite: terms.p1}"
ALL = "{id: all-else, then: 3 days, cite: terms.plans}"


# ── checks ────────────────────────────────────────────────────────────────────


def test_rules_of_a_promise_that_all_count_are_fine():
    assert [] == problems(acme(P1, FAULTS, ALL))


def test_a_rule_that_an_earlier_one_always_beats_is_masked():
    assert [("warning masked", "rule `p1-first` holds but never wins over `all-else` (line 77)")] == problems(
        acme(ALL, P1)
    )


def test_a_rule_whose_successor_owes_the_same_is_redundant():
    again = "{id: p1-faults, when: {priority: P1, activity: fault}, then: 2 hours, cite: terms.faults}"
    assert [("note redundant", "every decision is the same without rule `p1-faults`")] == problems(acme(again, P1, ALL))


@pytest.mark.parametrize("cell", ["2 hours", "{within: 2 hours, cite: terms.faults}"])
def test_so_is_one_whose_table_owes_the_same(cell):
    table = f"{{basic: {{P1: {cell}, P2: 3 days}}, gold: {{P1: 2 hours, P2: 3 days}}}}"
    assert [("note redundant", "every decision is the same without rule `p1-first`")] == problems(acme(P1, table=table))


def test_a_rule_of_which_the_table_owes_another_kind_is_not():
    table = "{basic: {P1: {within: 2 hours, kind: goal}, P2: 3 days}, gold: {P1: 2 hours, P2: 3 days}}"
    assert [] == problems(acme(P1, table=table))


def test_a_rule_that_needs_what_never_comes_together_is_unreachable():
    never = "{id: never, when: {priority: P1, scope: consulting}, then: 1 hour, cite: terms.p1}"
    message = "rule `never` holds in no situation: what it needs of scope and priority never comes together"
    assert [("error unreachable", message)] == problems(acme(never, P1, ALL))


def test_two_rules_that_could_be_one_are_said():
    questions = "{id: questions, when: {activity: question}, then: 4 hours, cite: terms.faults}"
    message = "rules `faults-first` (line 77) and `questions` could be one"
    assert [("note same-outcome", message)] == problems(acme(FAULTS, questions))


def test_what_stands_between_them_counts():
    between = "{id: p1-between, when: {priority: P1}, then: 2 hours, cite: terms.p1}"
    questions = "{id: questions, when: {activity: question}, then: 4 hours, cite: terms.faults}"
    assert [] == problems(acme(FAULTS, between, questions))


def test_a_promise_without_any_rule_that_holds_leaves_no_gap():
    assert [] == problems(acme(P1))


def test_support_in_which_no_rule_holds_and_no_cell_is_written_has_no_initial_response():
    content = edited(
        ("      basic: {P1: 8 business hours, P2: 2 business days}\n", "      basic: {P1: 8 business hours}\n"),
        (
            "    cite: terms.plans\n\naccept",
            f"    rules: [{FAULTS}]\n    cite: terms.plans\n\naccept",
        ),
    )
    message = "promise `initial_response` has neither a rule nor an entry for some requests of tier `basic` at `P2`"
    assert [("warning missing-promise", message)] == problems(content)
    assert [] == problems(content.replace("{activity: fault}, then: 4 hours", "{priority: P2}, then: 2 days"))


def test_a_level_that_no_support_request_of_a_tier_has_needs_no_initial_response():
    free = "{id: unpaid, when: {tier: basic}, then: not_covered, cite: terms.faults}"
    only_gold = edited(
        ("      basic: {P1: 8 business hours, P2: 2 business days}\n", ""),
        ("scope:\n  rules:\n", f"scope:\n  rules:\n    - {free}\n"),
    )
    assert "missing-promise" not in {check.split()[1] for check, *_ in complaints(only_gold)}
    assert "missing-promise" in {check.split()[1] for check, *_ in complaints(only_gold.replace(f"    - {free}\n", ""))}


def test_levels_are_compared_where_the_facts_are_the_same_that_promise_rules_read():
    slow = "{id: many, when: {activity: fault, priority: P1}, then: 5 days, cite: terms.faults}"
    assert ["warning slower-when-more-severe"] * 2 == [check for check, _ in problems(acme(slow, ALL))]
    # What is owed of faults is not compared with what is owed of questions.
    assert [] == problems(acme("{id: faults-slow, when: {activity: fault}, then: 5 days, cite: terms.faults}", ALL))


def test_tiers_are_compared_by_what_their_rules_owe():
    slow = "{id: gold-slow, when: {tier: gold}, then: 5 days, cite: terms.faults}"
    assert ["warning slower-in-higher-tier"] == [check for check, _ in problems(acme(slow, ALL))]


def test_hours_that_an_entry_names_are_used_and_need_a_day():
    night = '  night: {timezone: UTC, week: {mon: "20:00-24:00", tue: "20:00-22:00"}}\n'
    content = acme("{id: nightly, then: {within: 1 day, hours: night}, cite: terms.plans}")
    message = "hours `night` need `day`, because promise `resolution` counts `1 day` in them"
    content = edited(("  always: {timezone", f"{night}  always: {{timezone"), content=content)
    assert [("error day-length", message)] == problems(content)


@pytest.mark.parametrize(
    ("expect", "broken"),
    [
        ("{within: {resolution: 2 hours}}", "resolution is owed within 4 hours, not within 2 hours"),
        ("{within: {resolution: 4 hours}}", ""),
        ("{within: {resolution: none}}", "resolution is owed within 4 hours, not none"),
    ],
)
def test_invariants_hold_what_rules_owe(expect, broken):
    always = f"\nalways:\n  - {{id: quick, when: {{activity: fault}}, expect: {expect}}}\n"
    complaint = [message for check, message in problems(acme(FAULTS) + always) if check == "error not-always"]
    assert bool(broken) == bool(complaint)
    assert all(broken in message for message in complaint)


# ── cases and coverage ────────────────────────────────────────────────────────

RULED = acme(
    "{id: outage, when: {outage: complete}, then: none, cite: terms.p1}",
    "{id: many, when: {users: {at_least: 100}}, then: {within: 2 hours, hours: always}, cite: terms.faults}",
    table="{gold: 8 hours}",
)
QUESTION = "{activity: question, environment: production, outage: none}"
OUTAGE = "{activity: question, environment: production, outage: complete}"
MANY = "{activity: question, environment: production, outage: none, users: 100}"


@pytest.mark.parametrize(
    ("facts", "expect"),
    [
        (OUTAGE, "{rules: [outage], due: {resolution: none}}"),
        (MANY, "{rules: [many], due: {resolution: 2026-03-10T11:00:00+01:00}}"),
        (QUESTION, "{due: {resolution: 2026-03-10T17:00:00+01:00}}"),
    ],
)
def test_cases_expect_the_rules_of_promises(facts, expect):
    assert () == run(case(expect, tier="gold", facts=facts), RULED).differences


def test_a_rule_that_did_not_win_is_not_among_those_expected():
    result = run(case("{rules: [many]}", tier="gold", facts=QUESTION), RULED)
    assert ["rules"] == [difference.what for difference in result.unmet]


# ── mutants ───────────────────────────────────────────────────────────────────


def test_rules_are_dropped_swapped_and_changed():
    mutated = [change.what for change in changes(RULED) if "`outage`" in change.what or "`many`" in change.what]
    assert {
        "rule `outage` dropped",
        "rule `many` dropped",
        "rules `outage` and `many` swapped",
        "rule `many`: the span changed",
        "rule `many`: its hours changed",
        "rule `many`: nothing owed",
        "rule `many`: a threshold moved by one",
        "rule `outage`: a limb negated",
    } <= set(mutated)


def test_the_only_rule_is_dropped_too():
    assert "rule `faults-first` dropped" in [change.what for change in changes(acme(FAULTS))]


# ── diffs ─────────────────────────────────────────────────────────────────────


def test_a_rule_of_a_promise_changes_what_is_owed():
    content = acme(P1, table="{basic: 3 days, gold: 3 days}")
    assert [("looser", "promise resolution", "2 hours", "4 hours")] == kinds(
        changed(("then: 2 hours", "then: 4 hours"), content=content)
    )
    assert [("looser", "promise resolution", "2 hours", "nothing")] == kinds(
        changed(("then: 2 hours", "then: none"), content=content)
    )
    assert [("looser", "promise resolution", "2 hours", "3 days")] == kinds(
        changed((f"    rules:\n      - {P1}\n", ""), content=content)
    )


def test_how_binding_an_entry_is_changes_on_its_own():
    content = acme(P1, table="{basic: 3 days, gold: 3 days}")
    assert [("increased", "promise resolution", "2 hours, a promise", "2 hours, a guarantee")] == kinds(
        changed(("then: 2 hours", "then: {within: 2 hours, kind: guarantee}"), content=content)
    )
    assert [("increased", "promise resolution", "a promise", "guarantee")] == kinds(
        changed(("  resolution:\n", "  resolution:\n    kind: guarantee\n"), content=content)
    )


def test_rules_in_another_order_that_owe_the_same_change_nothing():
    content = acme(FAULTS, "{id: many, when: {users: {at_least: 9}}, then: 4 hours, cite: terms.p1}")
    first, second = content.split("    rules:\n")[-1].splitlines()[:2]
    assert [] == kinds(changed((f"{first}\n{second}", f"{second}\n{first}"), content=content))


# ── pages ─────────────────────────────────────────────────────────────────────


def test_rules_stand_below_the_table_of_their_promise():
    findings = Findings()
    evaluator = load_evaluator(as_text(RULED), "builtin", findings)
    assert evaluator is not None, findings
    lines = as_markdown(policy_document(evaluator, TODAY)).splitlines()
    start = lines.index("The first of these rules that holds counts; where none does, the table counts.")
    assert "| level | Basic | Gold |" in lines[:start]
    assert "| rule | when | owes | by |" == lines[start + 2]
    assert "2 hours<br>in" in next(line for line in lines[start:] if "many" in line)
