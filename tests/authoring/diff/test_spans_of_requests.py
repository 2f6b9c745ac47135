"""Deadlines of which a request says the span: what shows that they change is a request that sets them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.engine.authoring.diff.diff_document import as_markdown

from ..verbs import edited
from .verbs import changed, mirrored, said, shows

if TYPE_CHECKING:
    from remit.engine.authoring.diff.changes import Change

FACTS = ("facts:\n", "facts:\n  agreed: {type: span}\n  other: {type: span}\n")
OWED = ("gold: {P1: 1 hour", "gold: {P1: {fact: agreed}")
AGREED = edited(FACTS, OWED)


def told_apart(*edits: tuple[str, str], content: str = AGREED) -> list[tuple[str, object]]:
    """Return, for each promise that changes as a request says, how it does and the spans of its witness."""
    changes = changed(*edits, content=content)
    by_request = [change for change in changes.decided if change.by and change.by.is_open]
    for change in by_request:
        shows(changes, change)
    return [(change.kind, _spans(change)) for change in by_request]


def _spans(change: Change) -> list[object]:
    assert change.witness is not None
    facts = change.witness.new["facts"]
    assert isinstance(facts, dict)
    return [facts[name] for name in ("agreed", "other") if name in facts]


@pytest.mark.parametrize(
    ("span", "looser", "tighter"),
    [("1 hour", "1 minute", "1 day"), ("2 days", "1 hour", "10 days"), ("30 hours", "1 hour", "10 days")],
)
def test_a_span_that_is_fixed_from_now_on(span: str, looser: str, tighter: str) -> None:
    assert [("looser", [looser]), ("tighter", [tighter])] == told_apart(("{fact: agreed}", span))


@pytest.mark.parametrize(
    ("span", "looser", "tighter"),
    [
        ("30 seconds", ["15 seconds"], ["1 hour"]),
        ("300 days", ["1 hour"], ["600 days"]),
    ],
)
def test_a_fixed_span_shorter_or_longer_than_all_that_are_tried_is_tried_by_half_and_twice(
    span: str, looser: list[str], tighter: list[str]
) -> None:
    assert [("looser", looser), ("tighter", tighter)] == told_apart(("{fact: agreed}", span))


def test_a_fixed_span_in_hours_that_are_seldom_open_is_tried_by_a_multiple() -> None:
    fixed = changed(("{fact: agreed}", "2000 hours"), ("then: always, cite", "then: office, cite"), content=AGREED)
    for changes in (fixed, mirrored(fixed)):
        for change in changes.decided:
            shows(changes, change)


def test_a_span_that_a_request_says_from_now_on() -> None:
    back = told_apart(("P1: 2 hours", "P1: {fact: agreed}"), content=edited(FACTS, ("P1: 1 hour", "P1: 2 hours")))
    assert [("looser", ["1 day"]), ("tighter", ["1 hour"])] == back


def test_a_span_that_is_named_is_no_other_than_it_is() -> None:
    presumed = AGREED.replace("agreed: {type: span}", "agreed: {type: span, presume: 2 hours}")
    assert [("looser", ["1 hour"]), ("tighter", ["1 day"])] == told_apart(
        ("{fact: agreed}", "2 hours"), content=presumed
    )


def test_another_fact_says_the_span() -> None:
    assert [("looser", ["1 hour", "1 day"]), ("tighter", ["1 hour", "1 minute"])] == told_apart(
        ("{fact: agreed}", "{fact: other}")
    )


def test_the_hours_of_a_span_that_a_request_says_are_others() -> None:
    """A business day is eight hours in the office, and whoever is promised days gains by that."""
    edit = ("then: always, cite", "then: office, cite")
    assert [("looser", ["1 hour"]), ("tighter", ["1 day"])] == told_apart(edit)


def test_without_a_request_that_shows_it_that_is_said() -> None:
    changes = changed(("{fact: agreed}", "0 minutes"), content=AGREED)
    assert [("looser", True), ("tighter", False)] == [(c.kind, c.witness is None) for c in changes.decided]
    assert "found no request that shows it" in said(changes)
    assert "\\\nfound no request that shows it\n" in as_markdown(changes)
