"""Which edition of a policy counts: the one in force at receipt, or the one that the contract pins."""

from __future__ import annotations

import pytest

from .verbs import contract, decision, policy, refusal, request, store

LAST_YEAR = policy(edition='"2025"', effective="{to: 2025-12-31}")
THIS_YEAR = policy(edition='"2026"', effective="{from: 2026-01-01, to: 2026-12-31}")
FACTS = {"activity": "fault", "outage": "none"}


def edition(received, desk, *contracts):
    """Return the edition that counts for a request."""
    asked = request(received=received, facts=FACTS, contract=contracts[0]["id"] if contracts else None)
    return decision(asked, desk, *contracts).policy.edition


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2025-12-31T23:59:59+01:00", "2025"),
        ("2026-01-01T00:00:00+01:00", "2026"),
        ("2025-12-31T22:59:59Z", "2025"),
        ("2025-12-31T23:00:00Z", "2026"),
        ("2026-12-31T23:59:59+01:00", "2026"),
    ],
)
def test_the_one_in_force_by_the_days_of_the_policys_zone(received, expected):
    assert expected == edition(received, store(LAST_YEAR, THIS_YEAR))


def test_without_a_zone_the_days_are_utcs():
    desk = store(*(text.replace("timezone: Europe/Berlin\n", "", 1) for text in (LAST_YEAR, THIS_YEAR)))
    assert "2025" == edition("2025-12-31T23:59:59Z", desk)
    assert "2026" == edition("2026-01-01T00:00:00Z", desk)


def test_each_edition_by_the_days_of_its_own_zone():
    """Here the new edition starts in Berlin an hour before the old one ends in London."""
    desk = store(LAST_YEAR.replace("timezone: Europe/Berlin", "timezone: Europe/London", 1), THIS_YEAR)
    why = ("edition-overlap", "2 editions of policy `acme` are in force at once: `2025`, `2026`", "")
    assert [why] == refusal(request(received="2025-12-31T23:30:00Z"), desk)


def test_none_in_force():
    why = (
        "edition-gap",
        "no edition of policy `acme` is in force on 2027-01-01",
        "in force: `2025` to 2025-12-31, `2026` from 2026-01-01 to 2026-12-31",
    )
    assert [why] == refusal(request(received="2027-01-01T00:00:00+01:00"), store(LAST_YEAR, THIS_YEAR))


def test_two_in_force():
    desk = store(THIS_YEAR, policy(edition='"2026b"', effective="{from: 2026-03-01}"))
    assert "2026" == edition("2026-02-28T23:59:59+01:00", desk)
    why = ("edition-overlap", "2 editions of policy `acme` are in force at once: `2026`, `2026b`", "")
    assert [why] == refusal(request(received="2026-03-01T00:00:00+01:00"), desk)


def test_the_one_that_the_contract_pins_whatever_the_day():
    desk = store(LAST_YEAR, THIS_YEAR)
    assert "2025" == edition("2026-06-01T12:00:00+02:00", desk, contract(edition="2025"))
    assert "2026" == edition("2020-06-01T12:00:00+02:00", desk, contract(edition="2026"))


def test_a_contract_that_pins_none_follows_the_day():
    assert "2025" == edition("2025-06-01T12:00:00+02:00", store(LAST_YEAR, THIS_YEAR), contract())


def test_a_pinned_edition_that_is_not_there():
    why = ("unknown-edition", "edition `2024` of policy `acme` is not known", "known: `2025`, `2026`")
    asked = request(contract="ada-1")
    assert [why] == refusal(asked, store(LAST_YEAR, THIS_YEAR), contract(edition="2024"))


def test_a_pinned_edition_that_is_there_twice():
    why = ("unknown-edition", "edition `2026` of policy `acme` is declared twice", "known: `2026`, `2026`")
    assert [why] == refusal(request(contract="ada-1"), store(THIS_YEAR, THIS_YEAR), contract(edition="2026"))


def test_a_broken_edition_makes_its_policys_requests_invalid_and_no_others():
    """A request cannot be decided by what is left while a file that may hold its edition is broken."""
    desk = store(LAST_YEAR, THIS_YEAR.replace("then: P1", "then: P7"), policy(policy="other"))
    assert ["unknown-level"] == [check for check, _, _ in refusal(request(facts=FACTS), desk)]
    assert "decided" == decision(request(policy="other", facts=FACTS), desk).status


def test_a_policy_that_the_shelf_lacks_is_looked_for_behind_it():
    desk = store(policy(policy="other"), fallback=store(THIS_YEAR))
    assert "2026" == edition("2026-06-01T12:00:00+02:00", desk)


def test_a_policy_on_the_shelf_hides_the_one_behind_it():
    desk = store(policy(edition='"mine"'), fallback=store(THIS_YEAR))
    assert "mine" == edition("2026-06-01T12:00:00+02:00", desk)
