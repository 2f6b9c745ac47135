"""Paths in reports for GitHub: those from the top of the repository, wherever the command is run."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from remit.cli import main


@pytest.mark.parametrize("known_by", ["git", "workspace"])
def test_paths_are_those_from_the_top_of_the_repository(tmp_path, monkeypatch, known_by):
    folder = tmp_path / "terms" / "policies"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("remit: 1\n", "utf-8")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    if known_by == "git":
        (tmp_path / ".git").mkdir()
    else:
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(folder)
    for path in ("a.yaml", "../policies/a.yaml", str(folder / "a.yaml")):
        annotations = CliRunner().invoke(main, ["check", "--format", "github", path]).stdout
        assert annotations.startswith("::error file=terms/policies/a.yaml,line=1,")
        run = json.loads(CliRunner().invoke(main, ["check", "--format", "sarif", path]).stdout)["runs"][0]
        places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
        assert {"terms/policies/a.yaml"} == set(places)
