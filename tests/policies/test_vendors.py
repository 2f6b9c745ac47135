"""The vendors of `examples/vendors`: nothing is found in their policies, and their cases tell every mutant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from authoring.verbs import remit

FOLDER = Path(__file__).parents[2] / "examples/vendors"
DAY = "2026-06-01"

by_vendor = pytest.mark.parametrize(
    "vendor", sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.name.endswith(".cases.yaml"))
)


@cache
def report_of(vendor):
    """Return what `remit test` says of a vendor's cases: how they run, what they cover, which mutants they tell."""
    options = ("--coverage", "--fail-under", "100", "--mutate", "--format", "json", "--at", DAY)
    result = remit("test", *options, FOLDER / f"{vendor}.yaml")
    return result.exit_code, json.loads(result.stdout)


@by_vendor
def test_nothing_is_found_in_policy_and_cases(vendor):
    result = remit("check", "--strict", "--at", DAY, FOLDER / f"{vendor}.yaml", FOLDER / f"{vendor}.cases.yaml")
    assert (0, "") == (result.exit_code, result.stdout)


@by_vendor
def test_every_case_is_read_and_passes(vendor):
    _, report = report_of(vendor)
    counts = report["counts"]
    assert counts["passed"] == len(report["trials"]) > 0
    assert (0, 0, 0) == (counts["failed"], counts["unsound"], counts["unread"])


@by_vendor
def test_the_cases_cover_everything(vendor):
    exit_code, report = report_of(vendor)
    (edition,) = report["coverage"]["policies"]
    assert (0, "100%", True, []) == (exit_code, edition["percent"], edition["proved"], edition["uncovered"])


@by_vendor
def test_no_mutant_survives(vendor):
    _, report = report_of(vendor)
    (mutants,) = report["mutants"]
    assert mutants["killed"] > 0
    assert (0, 0) == (mutants["survived"], mutants["not_proved"])


@by_vendor
def test_the_readme_lists_it(vendor):
    assert f"[`{vendor}`]({vendor}.yaml)" in (FOLDER / "README.md").read_text("utf-8")
