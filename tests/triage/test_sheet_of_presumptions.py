"""What a sheet says of presumptions, needs, limits and occasions."""

from __future__ import annotations

import pytest

from remit.engine.findings import Findings
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .sheets import call, rows, sheet
from .verbs import answer, contract, decision, policy, request, store

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete], presume: none}
  paid: {ask: "Is it paid?", type: boolean, presume: true}
"""
SCOPE = """
  rules:
    - {id: unpaid, when: {paid: false}, then: not_covered, cite: terms.all}
    - {id: support, when: {activity: [fault, question]}, then: support, cite: terms.all}
    - {id: projects, when: {activity: project}, then: consulting, cite: terms.all}
"""
MORE = """
services: {visit: {title: A visit, activities: [fault], per_year: 1, span: 2 days, billable: true, note: on site}}
intake:
  - {needs: the customer's name, given_by: [contract], cite: terms.all}
  - {needs: a description, given_by: [subject, body], cite: terms.all}
  - {needs: the log, note: from the server, cite: terms.all}
escalation:
  - {to: the head, contact: head@acme.example, when_any: [response_overdue, handling], cite: terms.all}
  - {to: the board, cite: terms.all}
"""
DESK = store(policy(facts=FACTS, scope=SCOPE) + MORE)


def text(**keys: object) -> list[str]:
    """Return the lines of a sheet, without indents and with single blanks."""
    asked = request(facts={"activity": "fault"}, **keys)
    return [" ".join(line.split()) for line in as_text(answer(asked, DESK, contract()), Look(width=200)).splitlines()]


def test_the_level_says_what_it_could_be_and_the_confirm_block_what_would_change():
    lines = text()
    assert "IN SCOPE P2 Normal, unless a presumption is wrong: could be P1" in lines
    start = lines.index("confirm")
    assert ["outage presumed none", "if complete: P1, phone required", "also presumed paid true"] == lines[
        start + 1 : start + 4
    ]


def test_a_value_that_changes_nothing_is_not_named():
    assert not any("partial" in line for line in text())


def test_what_is_confirmed_is_no_longer_in_doubt():
    lines = text(confirmed={"outage": "none"})
    assert "IN SCOPE P2 Normal" in lines
    assert "confirm" not in lines
    assert {"presumed paid true", "confirmed outage none"} <= set(lines)


def test_a_presumption_that_narrows_the_scope_says_what_it_could_be():
    lines = text(confirmed=["outage"], tier="gold")
    assert not any("unless" in line for line in lines)


@pytest.mark.parametrize(
    ("keys", "needed"),
    [
        ({}, "still needed the customer's name; a description; the log (from the server)"),
        ({"body": "It is down."}, "still needed the customer's name; the log (from the server)"),
        ({"subject": "Down"}, "still needed the customer's name; the log (from the server)"),
        ({"contract": "ada-1", "policy": None, "tier": None}, "still needed a description; the log (from the server)"),
    ],
)
def test_only_what_the_request_lacks_is_still_needed(keys, needed):
    assert needed in text(**keys)


def test_limits_stand_beside_the_service():
    assert "service A visit (once a year; 2 days; billable; on site)" in text()


def test_occasions_stand_beside_whom_to_escalate_to():
    first = "escalate to the head (head@acme.example), where a response is overdue or the handling gives concern"
    assert [first, "escalate to the board"] == text()[-3:-1]


def test_what_is_not_covered_says_what_to_do_next_and_asks_for_nothing():
    found = sheet(call(facts={"activity": "project", "fee_paid": False}))
    next_step = rows(call(facts={"activity": "project", "fee_paid": False}), "next")
    assert ["tell the customer that it is not covered, by Fees, last", "sentence"] == next_step
    assert not any(label in found for label in ("still needed", "escalate"))


SPANS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  rhythm: {ask: "How soon?", type: span, presume: 2 hours}
  users: {ask: "How many?", type: number, presume: 1}
"""


def unsure(**facts: object) -> dict[str, bool]:
    """Return what is presumed, and whether it is unsafe, where the answer comes within a span that is presumed."""
    desk = store(
        policy(
            facts=SPANS,
            promises="{initial_response: {within: {basic: {P1: 1 hour, P2: {fact: rhythm}}}, cite: terms.all}}",
        )
    )
    return {p.fact: p.unsafe for p in decision(request(facts={"activity": "fault", **facts}), desk).presumed}


def test_a_presumed_span_is_unsafe_since_another_could_be_shorter():
    assert {"rhythm": True} == unsure(outage="none")


def test_a_presumed_span_that_nothing_counts_does_not_matter():
    assert {} == unsure(outage="complete")


def test_a_confirmed_name_must_be_a_name():
    findings = Findings()
    asked = {"received": "2026-03-10T09:00:00+01:00", "confirmed": ["outage", ["paid"]]}
    draft = draft_of(read_plain(asked, findings), findings)
    assert draft is not None
    assert (["outage"], ["item 2 of `confirmed` must be a string, not a list"]) == (
        list(draft.confirmed),
        [finding.message for finding in findings],
    )


def test_many_values_are_named_in_part():
    choices = ", ".join(f"c{n}" for n in range(40))
    facts = FACTS.replace("[none, partial, complete], presume: none", f"[none, {choices}], presume: none")
    priorities = f"""
  levels: {{P1: Critical, P2: Normal}}
  rules:
    - {{id: down, when: {{outage: [{choices}]}}, then: P1, cite: terms.all}}
    - {{id: rest, then: P2, cite: terms.all}}
"""
    desk = store(policy(facts=facts, scope=SCOPE, priorities=priorities))
    text = as_text(answer(request(facts={"activity": "fault"}), desk), Look(width=200))
    assert "if c0, c1, c2, c3, c4, c5, c6, c7, c8 or 31 more: P1, phone required" in text
