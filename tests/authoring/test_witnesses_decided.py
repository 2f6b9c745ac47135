"""Witnesses at the ends of what a request can say: each is decided, and where none can be, none is given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from remit.engine.findings import Findings
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_loader import load_evaluator

from .generated import Drawn, as_text
from .verbs import edited

if TYPE_CHECKING:
    from remit.engine.findings import Finding

SOME = "    - {id: the-rest, then: P2, cite: terms.p1}\n"
"""The rule without which requests that no other one finds have no level."""


def witnessed(content: str) -> list[Finding]:
    """Return what is found in a policy, after each request that shows it was decided."""
    drawn = Drawn(content)
    for finding in drawn.findings:
        assert finding.witness is None or isinstance(drawn.decided(finding.witness), Decision), finding
    return drawn.findings


def gap_in(content: str) -> dict[str, Any]:
    """Return the request that shows the one gap of a policy, an empty one where none does."""
    (gap,) = (finding for finding in witnessed(content) if finding.check == "gap")
    return dict(gap.witness or {})


def undecided_where(when: str) -> str:
    """Return the good policy without a level where something is so."""
    rest = f"    - {{id: the-rest, when: {{not: {when}}}, then: P2, cite: terms.p1}}\n"
    return edited(("users: {at_least: 500}", "users: 3"), (SOME, rest))


@pytest.mark.parametrize(
    ("test", "users"),
    [
        ("{more_than: 1e41}", math.nextafter(1e41, math.inf)),
        ("{more_than: 9999999999999999999999999999999999999999}", 1e40),
        ("{more_than: 1e300}", math.nextafter(1e300, math.inf)),
        ("{more_than: 0.1, less_than: 0.10000000000000003}", 0.10000000000000002),
        ("{more_than: 1152921504606846976, less_than: 1152921504606846978}", 1152921504606846977),
        ("{at_least: 1e41}", 1e41),
    ],
)
def test_a_number_that_shows_it_can_be_written(test, users):
    assert users == gap_in(undecided_where(f"{{users: {test}}}"))["facts"]["users"]


@pytest.mark.parametrize(
    "test",
    [
        "{more_than: 0.1, less_than: 0.10000000000000002}",
        "{more_than: 1e300, less_than: 1.0000000000000002e300}",
        "{more_than: 1.7976931348623157e+308}",
    ],
)
def test_a_condition_that_no_number_fulfils(test):
    findings = Findings()
    rule = f"    - {{id: none-of-them, when: {{users: {test}}}, then: P1, cite: terms.p1}}\n"
    assert load_evaluator(as_text(edited((SOME, rule + SOME))), "builtin", findings) is None
    assert ["rule `none-of-them` can never hold"] == [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("effective", "received"),
    [
        ("from: 2026-01-01", "2026-06-01T10:00:00+02:00"),
        ("to: 1975-01-05", "1975-01-05T10:00:00+01:00"),
        ("to: 1970-01-01", "1970-01-01T10:00:00+01:00"),
        ("from: 2100-12-31", "2100-12-31T10:00:00+01:00"),
        ("from: 2100-12-25, to: 2199-12-31", "2100-12-27T10:00:00+01:00"),
        ("to: 1969-12-31", None),
        ("from: 2101-01-01", None),
    ],
)
def test_it_comes_in_while_the_edition_is_in_force_and_requests_are_received(effective, received):
    content = edited(
        ("effective: {from: 2026-01-01}", f"effective: {{{effective}}}"), content=undecided_where("{users: 7}")
    )
    assert received == gap_in(content).get("received")


def test_it_comes_in_after_the_epoch_where_the_first_morning_is_before_it():
    content = edited(
        ("effective: {from: 2026-01-01}", "effective: {to: 1970-01-01}"),
        ("timezone: Europe/Berlin\n", "timezone: Pacific/Kiritimati\n"),
        content=undecided_where("{users: 7}"),
    )
    assert gap_in(content)["received"].startswith("1970-01-01")


def test_a_text_that_none_of_those_named_is():
    facts = "\n  kind: {ask: Which?, type: text}\nhours:\n"
    rest = "    - {id: the-rest, when: {kind: [other, another, yet another, another 2]}, then: P2, cite: terms.p1}\n"
    assert "another 3" == gap_in(edited(("\nhours:\n", facts), (SOME, rest)))["facts"]["kind"]


def test_what_is_owed_so_late_that_it_cannot_be_counted_is_shown_by_no_request():
    """A request that is owed nothing yet shows what it should."""
    content = edited(("P1: 8 business hours, P2: 2 business days", "P1: 8 business hours, P2: 9999 business days"))
    content = edited(("activity: [fault, question]", "activity: fault"), content=content)
    found = {each.check: each.witness for each in witnessed(content) if each.witness or each.check == "gap"}
    assert found["gap"] is not None
    assert {"activity": "question"} == found["gap"]["facts"]
    assert "presumption-decides" not in found
