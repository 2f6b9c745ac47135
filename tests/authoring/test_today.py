"""Which day it is: that of each policy's own time zone."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from remit.cli import main
from remit.engine.authoring.new_policy import new_policy

INSTANT = "2026-06-01T03:00:00Z"
"""The first of June in Auckland, and still the last of May in Los Angeles."""


def checked(folder, at):
    """Return the names of the policies that are overdue for review, of two that differ in their zone."""
    for name, zone in (("east", "Pacific/Auckland"), ("west", "America/Los_Angeles")):
        policy, _ = new_policy(name, name, "2025-06-01").values()
        text = policy.replace("timezone: America/New_York", f"timezone: {zone}")
        assert "review_by: 2026-06-01" in text
        (folder / f"{name}.yaml").write_text(text.replace("review_by: 2026-06-01", "review_by: 2026-05-31"), "utf-8")
    result = CliRunner().invoke(main, ["check", "--format", "json", "--at", at, str(folder)])
    findings = json.loads(result.stdout)
    return {finding["file"].rpartition("/")[2] for finding in findings if finding["check"] == "review-overdue"}


@pytest.mark.parametrize(
    ("at", "overdue"),
    [
        (INSTANT, {"east.yaml"}),
        ("2026-06-01T10:00:00+12:00", {"east.yaml"}),
        ("2026-05-31", set()),
        ("2026-06-01", {"east.yaml", "west.yaml"}),
    ],
)
def test_a_review_is_overdue_once_its_day_has_passed_where_the_policy_counts_days(tmp_path, at, overdue):
    assert overdue == checked(tmp_path, at)


def test_a_diff_of_what_cannot_be_used_is_an_object_in_json(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    policy, _ = new_policy("acme", "Acme", "2026-01-01").values()
    good.write_text(policy, "utf-8")
    bad.write_text(policy.replace("then: P1\n", "then: P9\n"), "utf-8")
    result = CliRunner().invoke(main, ["diff", "--format", "json", str(bad), str(good)])
    assert 3 == result.exit_code
    record = json.loads(result.stdout)
    assert (None, None, False, []) == tuple(record[key] for key in ("old", "new", "proved", "changes"))
    assert [("unknown-level", str(bad))] == [(finding["check"], finding["file"]) for finding in record["findings"]]
