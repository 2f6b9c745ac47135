"""What `check` finds in contracts that their policy does not bear out."""

from __future__ import annotations

import pytest

from .verbs import ACME, File, complaints

GOOD = """contracts:
  - {id: ada-1, customer: Ada, policy: acme, tier: basic, contacts: [a@ada.example], facts: {users: 5}}
"""


def found(old="", new=""):
    """Return the complaints about the good contract, edited."""
    assert old in GOOD
    text = GOOD.replace(old, new, 1) if old else GOOD
    return [one[:3] for one in complaints(ACME, File("contracts.yaml", text))]


def test_a_good_contract():
    assert [] == found()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "policy: acme",
            "policy: amce",
            ("error unknown-policy", "policy `amce` is not known", "did you mean `acme`?"),
        ),
        (
            "tier: basic",
            "tier: basik",
            ("error unknown-tier", "tier `basik` is not declared by policy `acme`", "did you mean `basic`?"),
        ),
        (
            "policy: acme",
            'policy: acme, edition: "2025"',
            ("error unknown-edition", "edition `2025` of policy `acme` is not known", "did you mean `2026`?"),
        ),
        (
            "users: 5",
            "user: 5",
            ("error unknown-fact", "fact `user` is not declared by policy `acme`", "did you mean `users`?"),
        ),
        (
            "users: 5",
            "users: -1",
            ("error wrong-value", "`users` must be at least 0, not -1", "write a number of at least 0, as in `20`"),
        ),
        (
            "contacts: [a@ada.example]",
            "contacts: [a@ada.example, b@ada.example, c@ada.example]",
            ("warning too-many-contacts", "contract `ada-1` names 3 contacts, but tier `basic` allows 2", ""),
        ),
        (
            "tier: basic",
            "tier: basic, timezone: Europe/Berln",
            ("error unknown-timezone", "time zone `Europe/Berln` is not known", "did you mean `Europe/Berlin`?"),
        ),
        (
            "tier: basic",
            "tier: basic, from: 2026-03-02, to: 2026-03-01",
            (
                "error wrong-date",
                "contract `ada-1` ends on 2026-03-01, before it starts on 2026-03-02",
                "write 2026-03-02 or a later day",
            ),
        ),
    ],
    ids=["policy", "tier", "edition", "fact", "value", "contacts", "zone", "dates"],
)
def test_one_thing_wrong(old, new, expected):
    assert [expected] == found(old, new)


def test_a_contract_given_twice_names_both_places():
    text = File("contracts.yaml", GOOD + GOOD.splitlines()[1] + "\n")
    message = "contract `ada-1` is given twice, first on line 2"
    assert [("error duplicate-contract", message)] == [one[:2] for one in complaints(ACME, text)]
