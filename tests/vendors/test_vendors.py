"""Terms of real vendors, encoded from the facts alone: nothing is found in them, and their cases tell every mutant."""

from __future__ import annotations

from pathlib import Path

import pytest
from authoring.verbs import remit

HERE = Path(__file__).parent
DAY = "2026-06-01"
VENDORS = sorted(path.stem for path in HERE.glob("*.yaml") if not path.name.endswith(".cases.yaml"))


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_is_found_in_the_policy_of_a_vendor(vendor: str) -> None:
    assert 0 == remit("check", "--strict", HERE / f"{vendor}.yaml", "--at", DAY).exit_code


@pytest.mark.parametrize("vendor", VENDORS)
def test_its_cases_cover_everything_and_no_mutant_survives(vendor: str) -> None:
    result = remit("test", HERE / f"{vendor}.cases.yaml", "--fail-under", "100", "--mutate", "--at", DAY)
    assert 0 == result.exit_code, result.stdout
    assert " 0 survived" in result.stdout
