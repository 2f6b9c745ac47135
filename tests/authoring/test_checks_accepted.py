"""What a policy accepts, and is told where there is nothing to accept."""

from __future__ import annotations

import pytest

from .verbs import ACME, File, complaints, edited

BECAUSE = "because: it is meant so"
MANY = "".join(f"      extra{n}: {{at: Page {n}, says: more}}\n" for n in range(5))
WITH_CLAUSES = ("      faults: {at: What we fix", f"{MANY}      faults: {{at: What we fix")


def accepting(*entries: str, edits: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the good policy, edited, which accepts these findings too."""
    lines = "".join(f"  - {{{entry}, {BECAUSE}}}\n" for entry in entries)
    return edited(("\naccept:\n", f"\naccept:\n{lines}"), *edits)


def idle(*policies: str) -> list[tuple[str, str]]:
    """Return message and help of each entry that accepts nothing."""
    found = complaints(*(File(f"acme-{n}.yaml", policy) for n, policy in enumerate(policies)))
    return [(message, help_) for check, message, help_, _ in found if check == "warning accepts-nothing"]


def test_what_is_found_nowhere_is_to_be_dropped():
    policy = accepting("check: unused-way, at: phone")
    assert [("nothing is accepted: `unused-way` is not found at `phone`", "drop it")] == idle(policy)


def test_what_is_found_under_another_name_is_named():
    policy = accepting("check: unused-clause, at: terms.extra", edits=(WITH_CLAUSES,))
    found = "it is found at `terms.extra0`, `terms.extra1`, `terms.extra2`, …"
    assert [("nothing is accepted: `unused-clause` is not found at `terms.extra`", found)] == idle(policy)


def test_up_to_three_names_are_all():
    others = [f"check: unused-clause, at: terms.extra{n}" for n in (0, 2)]
    policy = accepting(*others, "check: unused-clause, at: terms.extra", edits=(WITH_CLAUSES,))
    found = "it is found at `terms.extra1`, `terms.extra3`, `terms.extra4`"
    assert [("nothing is accepted: `unused-clause` is not found at `terms.extra`", found)] == idle(policy)


def test_what_is_accepted_already_is_not_offered():
    others = [f"check: unused-clause, at: terms.extra{n}" for n in range(5)]
    policy = accepting(*others, "check: unused-clause, at: terms.extra", edits=(WITH_CLAUSES,))
    assert [("nothing is accepted: `unused-clause` is not found at `terms.extra`", "drop it")] == idle(policy)


@pytest.mark.parametrize("check", ["edition-gap", "edition-overlap", "expired-edition"])
def test_how_editions_follow_one_another_is_not_known_of_one_alone(check):
    assert [] == idle(accepting(f"check: {check}, at: '2026'"))


def test_editions_that_are_checked_together_are_known():
    """The second begins with a gap that it accepts, and the first accepts one that is not there."""
    first = accepting("check: edition-gap, at: '2026'", edits=(("{from: 2026-01-01}", "{to: 2026-06-30}"),))
    later = (('edition: "2026"', 'edition: "2027"'), ("{from: 2026-01-01}", "{from: 2026-08-01}"))
    second = accepting("check: edition-gap, at: '2027'", edits=later)
    assert [("nothing is accepted: `edition-gap` is not found at `2026`", "drop it")] == idle(first, second)
    assert [] == idle(second)


def test_the_good_policy_accepts_what_is_found():
    assert "accept:" in ACME
    assert [] == idle(ACME)
