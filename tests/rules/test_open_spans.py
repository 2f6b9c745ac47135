"""Promises whose span is a fact of the request, where that fact is open, absent, stated or presumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engine.model import ALWAYS, Entry, Fact, Group, IsOneOf, Presumption, Promise, Rule, Span, SpanOf
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator

from .answers import Answer, answer
from .brute import Brute
from .judging import judged, said
from .policies import a_policy

if TYPE_CHECKING:
    from remit.engine.model import Value

ACTIVITY = Fact("activity", "What is asked for?", "choice", {"fault": "", "question": ""})


def asked(agreed: Fact, **stated: Value) -> tuple[Answer, Answer]:
    """Return what is said, and what should be, of a fault or question that is owed an answer within `agreed`."""
    policy = a_policy(
        facts={"activity": ACTIVITY, "agreed": agreed},
        scope=Group("scope", (Rule("all", ALWAYS, "support", ()),)),
        priority=Group("priority", (Rule("fault", IsOneOf("activity", ("fault",)), "P1", ()),)),
        promises={
            "answer": Promise(
                "answer", "support", {("basic", "P1"): Entry(within=SpanOf("agreed"))}, (), hours="always"
            )
        },
    )
    evaluator = Evaluator(compile_policy(policy), "auto")
    return said(judged(evaluator, "basic", stated)), answer(Brute(policy), "basic", stated, frozenset())


def agreed(*presume: Presumption, optional: bool = False) -> Fact:
    """Return the fact that gives the span."""
    return Fact("agreed", "What is agreed?", "span", presume=presume, optional=optional)


def test_a_span_that_nobody_stated_is_missing_where_it_is_owed() -> None:
    found, expected = asked(agreed(), activity="fault")
    assert expected == found
    assert ("needs_facts", frozenset({"agreed"})) == (found.status, found.missing)


def test_a_span_that_nobody_is_owed_is_not_missing() -> None:
    found, expected = asked(agreed(), activity="question")
    assert expected == found
    assert found.missing == set()


def test_an_absent_span_owes_nothing() -> None:
    found, expected = asked(agreed(optional=True), activity="fault")
    assert expected == found
    assert [((), "decided")] == [(outcome.owed, found.status) for outcome in found.possible]


def test_a_presumed_span_that_is_owed_is_told() -> None:
    found, expected = asked(agreed(Presumption(ALWAYS, Span(3600))), activity="fault")
    assert expected == found
    assert (frozenset(), frozenset({"agreed"})) == (found.missing, found.presumed)


def test_a_span_that_is_presumed_wherever_it_is_owed_is_not_missing() -> None:
    """It is open only while the activity is: stating the activity settles both."""
    found, expected = asked(agreed(Presumption(IsOneOf("activity", ("fault",)), Span(3600))))
    assert {"activity"} == expected.missing
    assert expected == found


def test_what_decides_the_span_that_is_presumed_is_missing() -> None:
    """The promise is owed within an hour if the request came by phone, and within a day otherwise."""
    by_phone = Presumption(IsOneOf("arrived_by", ("phone",)), Span(3600))
    found, expected = asked(agreed(by_phone, Presumption(ALWAYS, Span(0, 1))), activity="fault")
    assert {"arrived_by"} == expected.missing
    assert expected == found
