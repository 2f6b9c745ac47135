"""The day that counts as today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .verbs import POLICIES, remit

if TYPE_CHECKING:
    from pathlib import Path


NAMES: dict[str, list[str | Path]] = {
    "check": [POLICIES],
    "test": [POLICIES],
    "show": ["jams"],
    "diff": ["jams", "jams"],
}
"""What each command is given."""


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("9999-12-31", "`9999-12-31` is outside 1970 to 2100"),
        ("1969-12-31", "`1969-12-31` is outside 1970 to 2100"),
        ("tomorrow", "`tomorrow` is neither a date such as `2026-03-06` nor an instant with an offset"),
    ],
)
@pytest.mark.parametrize("command", NAMES)
def test_a_day_that_no_request_is_received_on_is_refused(command, day, why):
    result = remit(command, *NAMES[command], "--at", day)
    assert 2 == result.exit_code
    assert why in " ".join(result.stderr.split())


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_looked_at_like_any_other(day):
    assert 0 == remit("check", POLICIES / "jams.yaml", "--at", day).exit_code
    assert 0 == remit("diff", "jams", "jams", "--at", day).exit_code
