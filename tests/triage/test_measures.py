"""How a promise is measured: carried with each of its deadlines, and never counted."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import answer, decision, policy, record, request, store

SOURCES = """
  terms:
    title: Terms
    clauses: {all: {at: Page 1, says: all}, hours: {at: Page 2, says: when}, share: {at: Page 3, says: how much}}
"""
MEASURE = "{share: 95 %, per: quarter, credit: a tenth of the fee, cite: terms.share}"
FAULT = {"activity": "fault", "outage": "none"}


def measured(measure: str = MEASURE, cell: str = "1 hour"):
    """Return a desk that answers in an hour."""
    promises = f"{{initial_response: {{within: {{basic: {cell}}}, kind: goal, measure: {measure}, cite: terms.all}}}}"
    return store(policy(sources=SOURCES, promises=promises))


def test_a_deadline_carries_its_measure():
    found = record(request(facts=FAULT), measured())["deadlines"][0]
    assert {"share": "95 %", "per": "quarter", "credit": "a tenth of the fee", "cites": ["terms.share"]} == found[
        "measure"
    ]
    assert "terms.share" not in found["cites"]
    assert "terms.share" in decision(request(facts=FAULT), measured()).cites


def test_a_promise_without_one_has_none():
    assert "measure" not in record(request(facts=FAULT))["deadlines"][0]


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            MEASURE,
            "counted in office, a goal, kept for 95 % of requests each quarter, else credited: a tenth of the fee",
        ),
        ("{share: 99.5%, per: month}", "1 hour, counted in office, a goal, kept for 99.5% of requests each month"),
        ("{share: 90 %}", "1 hour, counted in office, a goal, kept for 90 % of requests"),
        (
            "{credit: an hour, per: month}",
            "1 hour, counted in office, a goal, credited where missed each month: an hour",
        ),
    ],
)
def test_a_sheet_says_it_beside_the_deadline(measure, words):
    text = as_text(answer(request(facts=FAULT), measured(measure)), Look(width=200))
    assert words in " ".join(text.split())


def test_it_changes_no_deadline():
    assert (
        decision(request(facts=FAULT), measured()).deadlines["initial_response"].due
        == decision(request(facts=FAULT), measured("{share: 1 %, per: year}")).deadlines["initial_response"].due
    )
