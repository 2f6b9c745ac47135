"""Contracts hold from their first day to their last, by the days of their own zone, or else of the policy's."""

from __future__ import annotations

import pytest

from .verbs import contract, decision, record, request

FACTS = {"activity": "fault", "outage": "complete"}
MARCH = {"from_": "2026-03-01", "to": "2026-03-31"}


def holds(received, **keys):
    """Tell whether a contract holds when a request is received."""
    asked = request(received=received, contract="ada-1", facts=FACTS)
    return decision(asked, None, contract(**keys)).scope.outcome == "support"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-02-28T23:59:59+01:00", False),
        ("2026-03-01T00:00:00+01:00", True),
        ("2026-03-31T23:59:59+02:00", True),  # summer time has begun on the 29th
        ("2026-04-01T00:00:00+02:00", False),
    ],
)
def test_both_ends_by_the_days_of_the_policys_zone(received, expected):
    assert expected is holds(received, **MARCH)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-02-28T14:59:59Z", False),
        ("2026-02-28T15:00:00Z", True),  # the first of March has begun in Tokyo
        ("2026-03-31T14:59:59Z", True),
        ("2026-03-31T15:00:00Z", False),
    ],
)
def test_both_ends_by_the_days_of_the_contracts_own_zone(received, expected):
    assert expected is holds(received, **MARCH, timezone="Asia/Tokyo")


def test_an_end_left_out_is_open():
    assert holds("1999-01-01T00:00:00Z", to="2026-03-31")
    assert holds("2099-01-01T00:00:00Z", from_="2026-03-01")
    assert holds("2026-03-10T00:00:00Z")


def test_a_contract_of_one_day():
    day = {"from_": "2026-03-10", "to": "2026-03-10"}
    assert holds("2026-03-10T12:00:00+01:00", **day)
    assert not holds("2026-03-11T12:00:00+01:00", **day)


def test_out_of_force_is_not_covered_and_nothing_else():
    asked = request(received="2026-04-01T12:00:00+02:00", contract="ada-1", channel="email", facts=FACTS)
    found = record(asked, None, contract(**MARCH))
    assert ("decided", "ada-1", "basic") == (found["status"], found["contract"], found["tier"])
    assert found["scope"] == {
        "outcome": "not_covered",
        "rules": ["contract:not-in-force"],
        "cites": [],
        "possible": ["not_covered"],
    }
    assert (None, []) == (found["priority"]["level"], found["priority"]["possible"])
    assert found["channel"] == {
        "required": None,
        "preferred": None,
        "allowed": [],
        "follow_up": [],
        "contacts": {},
        "notes": {},
        "arrived_by": "email",
        "met": False,
        "rules": [],
        "cites": [],
    }
    lists = ("deadlines", "missing", "presumed", "services", "intake", "readings", "findings")
    assert [[]] * len(lists) == [found[key] for key in lists]
    assert ["contract `ada-1` is in force from 2026-03-01 to 2026-03-31"] == found["notes"]


def test_out_of_force_asks_for_nothing():
    asked = request(received="2026-04-01T12:00:00+02:00", contract="ada-1")
    assert ("decided", ()) == ((found := decision(asked, None, contract(**MARCH))).status, found.missing)


def test_out_of_force_still_remarks_on_what_the_contract_says():
    asked = request(received="2026-04-01T12:00:00+02:00", contract="ada-1", claimed_priority="P9")
    found = decision(asked, None, contract(**MARCH, contacts=["a@ada.example", "b@ada.example"]))
    assert ["unknown-claimed-priority", "too-many-contacts"] == [finding.check for finding in found.findings]
