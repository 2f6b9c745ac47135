"""Dates as facts: a release is supported by its age at receipt, a contract by the day on which it was bought."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

import remit

from .verbs import answer, decision, policy, record, refusal, request, store

if TYPE_CHECKING:
    from remit.engine.triage.policy_store import PolicyStore

FACTS = """
  released: {ask: "When was the release published?", type: date}
  bought: {ask: "When was it bought?", type: date, from: contract, presume: 2025-12-31}
"""
SCOPE = """
  rules:
    - {id: premier, when: {released: {at_most_old: 60 months}}, then: support, cite: terms.all}
    - id: extended
      when: {released: {older_than: 60 months, at_most_old: 96 months}}
      then: consulting
      cite: terms.all
    - {id: sustained, when: {released: {older_than: 96 months}}, then: not_covered, cite: terms.all}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: new, when: {bought: {from: 2026-01-01}}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""


def lifecycle(**sections: str) -> PolicyStore:
    """Return a policy of a product's life, in Berlin's days."""
    return store(policy(**{"facts": FACTS, "scope": SCOPE, "priorities": PRIORITIES, **sections}))


def scope(released: str, received: str, **keys: object) -> str | None:
    """Return the scope of a request about a release, received at an instant."""
    facts = {"released": released, "bought": "2025-01-01"}
    return decision(request(facts=facts, received=received, **keys), lifecycle()).scope.outcome


@pytest.mark.parametrize(
    ("released", "received", "expected"),
    [
        ("2021-03-10", "2026-03-10T09:00:00+01:00", "support"),
        ("2021-03-09", "2026-03-10T09:00:00+01:00", "consulting"),
        ("2018-03-10", "2026-03-10T09:00:00+01:00", "consulting"),
        ("2018-03-09", "2026-03-10T09:00:00+01:00", "not_covered"),
        ("2026-03-11", "2026-03-10T09:00:00+01:00", "support"),
        # A day that the month does not have is its last.
        ("2020-02-29", "2025-02-28T12:00:00+01:00", "support"),
        ("2020-02-29", "2025-03-01T00:00:00+01:00", "consulting"),
    ],
)
def test_exactly_the_limit_is_not_older(released: str, received: str, expected: str) -> None:
    """A day more is."""
    assert expected == scope(released, received)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-10T23:59:59+01:00", "support"),
        ("2026-03-11T00:00:00+01:00", "consulting"),
        ("2026-03-10T22:59:59Z", "support"),
        ("2026-03-10T23:00:00Z", "consulting"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_zone_of_the_policy(received: str, expected: str) -> None:
    """Whatever the hour, and wherever it was written."""
    assert expected == scope("2021-03-10", received)


def test_the_same_facts_are_decided_anew_once_they_have_grown_older() -> None:
    """A remembered situation is that of an age, not of a date."""
    at = lifecycle()
    facts = {"released": "2021-03-10", "bought": "2025-01-01"}
    days = ("2026-03-10T09:00:00Z", "2026-03-11T09:00:00Z", "2026-03-10T10:00:00Z", "2029-03-11T09:00:00Z")
    scopes = [decision(request(facts=facts, received=day), at).scope.outcome for day in days]
    assert ["support", "consulting", "support", "not_covered"] == scopes


def test_both_engines_decide_dates_alike() -> None:
    """Rules know codes alone."""
    text = policy(facts=FACTS, scope=SCOPE, priorities=PRIORITIES)
    for released in ("2021-03-10", "2021-03-09", "2018-03-10", "2018-03-09"):
        asked = request(facts={"released": released, "bought": "2026-01-01"})
        outcomes = {
            (found.scope.outcome, found.priority.level)
            for found in (decision(asked, store(text, rules=rules)) for rules in ("builtin", "auto"))
        }
        assert len(outcomes) == 1


def test_a_presumed_date_has_an_alternative_for_each_region() -> None:
    """As a number has, by a date of the region."""
    found = record(request(facts={"released": "2025-03-10"}), lifecycle())
    assert [
        {
            "fact": "bought",
            "value": "2025-12-31",
            "unsafe": True,
            "cites": [],
            "alternatives": [{
                "value": "2026-01-01", "level": ["P1"], "required": ["phone"],
                "earliest": {"initial_response": "2026-03-10T12:00:00Z"},
            }],
        }
    ] == found["presumed"]  # fmt: skip
    sheet = str(decision(request(facts={"released": "2025-03-10"}), lifecycle()))
    assert "presumed 2025-12-31\n                       if such as 2026-01-01: P1" in sheet


def test_a_date_that_nobody_states_is_asked_for() -> None:
    """It decides what its regions come to."""
    found = record(request(facts={"bought": "2025-01-01"}), lifecycle())
    assert "needs_facts" == found["status"]
    assert ["not_covered", "consulting", "support"] == found["scope"]["possible"]
    assert [("released", ["scope", "priority", "coverage", "channel"])] == [
        (missing["fact"], missing["decides"]) for missing in found["missing"]
    ]


def test_a_date_may_be_confirmed_and_agreed_by_contract() -> None:
    """The contract's counts before a stated one."""
    asked = request(facts={"released": "2025-03-10"}, confirmed={"bought": "2025-12-31"})
    assert {"fact": "bought", "value": "2025-12-31"} == record(asked, lifecycle())["confirmed"][0]
    contract = {"id": "c", "customer": "C", "policy": "acme", "tier": "basic", "facts": {"bought": "2026-02-01"}}
    asked = request(contract="c", policy=None, tier=None, facts={"released": "2025-03-10", "bought": "2025-01-01"})
    found = decision(asked, lifecycle(), contract)
    assert "P1" == found.priority.level
    assert ["contradicts-contract"] == [finding.check for finding in found.findings]


def test_an_optional_date_without_a_value_is_neither_old_nor_young() -> None:
    """None stands to nothing."""
    optional = FACTS.replace('published?", type: date', 'published?", type: date, optional: true')
    rest = SCOPE + "    - {id: unknown, when: {not: {any: [{released: {older_than: 60 months}}, "
    rest += "{released: {at_most_old: 60 months}}]}}, then: support, cite: terms.all}\n"
    found = decision(request(facts={"bought": "2025-01-01"}), lifecycle(facts=optional, scope=rest))
    assert ("unknown",) == found.scope.rules


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "2026-02-30",
            (
                "`released` is `2026-02-30`, which is no day of the calendar",
                "the last day of that month is 2026-02-28",
            ),
        ),
        ("10.03.2021", ("`released` is `10.03.2021`, not a date such as `2026-03-09`", "write `2021-03-10`")),
        (
            "2021-03-10T09:00:00Z",
            (
                "`released` is `2021-03-10T09:00:00Z`, not a date such as `2026-03-09`",
                "write the day alone: `2021-03-10`",
            ),
        ),
        (20210310, ("`released` must be a date such as `2026-03-09`, not `20210310`", "write it as in `2026-03-09`")),
        (True, ("`released` must be a date such as `2026-03-09`, not `true`", "write it as in `2026-03-09`")),
    ],
)  # fmt: skip
def test_what_is_no_date_makes_a_request_invalid(value: object, expected: tuple[str, str]) -> None:
    """The finding says what would be one."""
    assert [("wrong-value", *expected)] == refusal(request(facts={"released": value}), lifecycle())
    assert "invalid" == answer(request(facts={"released": value}), lifecycle()).status


def test_the_library_takes_dates_of_python() -> None:
    """As it takes datetimes for instants."""
    policy_ = remit.Policy.from_text(policy(facts=FACTS, scope=SCOPE, priorities=PRIORITIES))
    facts = {"released": date(2021, 3, 10), "bought": "2025-01-01"}
    asked = {"tier": "basic", "received": datetime(2026, 3, 10, tzinfo=UTC), "facts": facts}
    assert "support" == policy_.decide(asked).scope.outcome
    assert {"released": date(2021, 3, 10), "bought": date(2025, 1, 1)} == policy_.decide(asked).facts
