"""Folders of policies with one thing wrong, each beside the exact report of `remit check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.engine import Policies, check_paths
from remit.engine.authoring.reports import report

from .test_check_samples import ALWAYS, SETTABLE
from .verbs import TODAY

BAD = Path(__file__).parents[1] / "policies" / "bad"
FOLDERS = sorted(folder.name for folder in BAD.iterdir())


def test_there_is_one_for_each_check():
    assert sorted(SETTABLE | ALWAYS) == FOLDERS


@pytest.mark.parametrize("check", FOLDERS)
def test_the_report(check, monkeypatch):
    folder = BAD / check
    monkeypatch.chdir(folder)
    files = sorted(file.name for file in folder.glob("*.yaml"))
    checked = check_paths(files, Policies(".", is_named=True), None, TODAY)
    assert (folder / "report.txt").read_text("utf-8") == report(checked, "text", "0.1.0")
    assert check in {finding.check for finding in checked.findings}
