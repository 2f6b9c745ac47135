"""Two policies by file and by name, in every form, and when the comparison fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from remit.engine import Policies
from remit.engine.authoring.diff import diff_paths
from remit.engine.forms import FORMS

from ..verbs import ACME, POLICIES, edited
from .verbs import DAY

if TYPE_CHECKING:
    from pathlib import Path

    from remit.engine.authoring.diff import DiffResult
    from remit.engine.forms import DiffForm

SHIPPED = Policies(str(POLICIES), is_named=False)
LATER = edited(
    ('edition: "2026"', 'edition: "2027"'),
    ("effective: {from: 2026-01-01}", "effective: {from: 2027-01-01}"),
    ("basic: {P1: 8 business hours", "basic: {P1: 10 business hours"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ended = ACME.replace("effective: {from: 2026-01-01}", "effective: {from: 2026-01-01, to: 2026-12-31}")
    (tmp_path / "acme-2026.yaml").write_text(ended, "utf-8")
    (tmp_path / "acme-2027.yaml").write_text(LATER, "utf-8")
    return tmp_path


def kinds(compared: DiffResult) -> list[str]:
    assert () == compared.findings
    assert compared.changes is not None
    return [change.kind for change in compared.changes.changes]


@pytest.mark.parametrize("old", ["acme@2026", "acme", "FOLDER/acme-2026.yaml"])
@pytest.mark.parametrize("new", ["acme@2027", "FOLDER/acme-2027.yaml"])
def test_by_name_and_by_file(folder: Path, old: str, new: str) -> None:
    before, after = (name.replace("FOLDER", str(folder)) for name in (old, new))
    assert ["looser", "changed"] == kinds(diff_paths(before, after, Policies(str(folder), is_named=True), DAY))


def test_what_is_not_there_is_said() -> None:
    result = diff_paths("jumpmind@9", "acme", SHIPPED, DAY)
    assert ("", True, False) == (result.render("text"), result.is_unusable, result.fails)
    assert ["edition `9` of policy `jumpmind` is not known", "policy `acme` is not known"] == sorted(
        finding.message for finding in result.findings
    )


def test_a_policy_with_errors_is_said(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(edited(("tier: gold, priority", "tier: golden, priority")), "utf-8")
    result = diff_paths(str(tmp_path / "bad.yaml"), "jams", SHIPPED, DAY)
    assert ["unknown-tier"] == [finding.check for finding in result.findings]
    assert result.changes is None


def test_it_fails_on_the_kinds_named(folder: Path) -> None:
    policies = Policies(str(folder), is_named=True)

    def fails(*words: str) -> bool:
        return diff_paths("acme@2026", "acme@2027", policies, DAY, fail_on=words).fails

    assert (True, True, False, False) == (fails("looser"), fails("narrower,looser"), fails("narrower"), fails())


def test_a_word_that_is_no_kind_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="`worse` is not a kind of change"):
        diff_paths("jams", "jams", SHIPPED, DAY, fail_on=["worse"])


@pytest.mark.parametrize("form", FORMS["diff"])
def test_every_form(folder: Path, form: DiffForm) -> None:
    compared = diff_paths("acme@2026", "acme@2027", Policies(str(folder), is_named=True), DAY)
    text = compared.render(form)
    assert "10 business hours" in text
    assert text.endswith("\n")
    if form == "json":
        assert {"looser": 1, "changed": 1} == json.loads(text)["counts"]
