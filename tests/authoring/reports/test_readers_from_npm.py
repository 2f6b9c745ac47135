"""Reports as read by what others publish on npm: SARIF's own validator, and a reader of workflow commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from remit.engine.findings import Mark

from .verbs import ERROR, FAILED, MISSPELT, NOTE, PASSED, POLICY, UNSOUND, WARNING, checked, reported, tried

pytestmark = pytest.mark.extra

READ_COMMANDS = """
const {parseStdoutCommand} = require("github-action-ts-run-api/dist/stdout/parseStdoutCommand");
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter((line) => line);
console.log(JSON.stringify(lines.map((line) => parseStdoutCommand(line) ?? null)));
"""


def installed(folder, package):
    """Install a package from npm into a folder, running none of its scripts."""
    npm = shutil.which("npm")
    assert npm, "npm is not installed"
    quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([npm, "install", *quiet, "--prefix", str(folder), package], check=True)
    return folder / "node_modules"


@pytest.fixture(scope="module")
def validator(tmp_path_factory):
    """Return a function that validates a SARIF log as the standard wants it and as GitHub does."""
    folder = tmp_path_factory.mktemp("multitool")
    tool = (
        installed(folder, "@microsoft/sarif-multitool-linux@5.7.0") / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
    )
    tool.chmod(0o755)
    # It brings its own runtime, which otherwise wants a library for languages.
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}

    def complaints(log):
        file = folder / "remit.sarif"
        file.write_text(log, "ascii")
        run = subprocess.run(
            [str(tool), "validate", str(file), "--rule-kind", "Sarif;Ghas"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        assert "Analysis completed successfully." in run.stdout
        return re.findall(r": (error|warning) ([A-Z0-9]+):", run.stdout)

    return complaints


NO_SITE = ("warning", "SARIF2005")
"""The tool has no `informationUri`: remit has no page on the web that it could name."""


@pytest.mark.parametrize(
    "result",
    [
        checked(),
        checked(ERROR, WARNING, replace(ERROR, mark=Mark("a b/ä:1,%.yaml", 3, 4), message="{0} [x](y) 100%")),
        tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)),
    ],
    ids=["nothing", "findings", "cases"],
)
def test_the_standards_own_validator_has_nothing_to_say(validator, result):
    assert [NO_SITE] == validator(reported(result, "sarif"))


def test_it_would_say_so(validator):
    log = json.loads(reported(checked(ERROR), "sarif"))
    del log["runs"][0]["results"][0]["locations"]
    assert ("error", "GH1015") in validator(json.dumps(log))


def test_a_reader_of_workflow_commands_reads_the_annotations(tmp_path):
    modules = installed(tmp_path, "github-action-ts-run-api@3.1.0")
    odd = replace(NOTE, mark=Mark("a,b:c%.yaml", 3, 4), message="100% of a, b: c")
    written = reported(checked(ERROR, odd), "github") + reported(tried(PASSED), "github")
    node = shutil.which("node")
    assert node, "node is not installed"
    run = subprocess.run(
        [node, "-e", READ_COMMANDS],
        cwd=modules.parent,
        input=written,
        check=True,
        capture_output=True,
        text=True,
    )
    assert [
        {
            "command": "error",
            "properties": {"file": POLICY, "line": "12", "col": "7", "title": "remit: unknown-tier"},
            "message": "tier `goold` is not declared\nhelp: did you mean `gold`?",
        },
        {
            "command": "notice",
            "properties": {"file": "a,b:c%.yaml", "line": "3", "col": "4", "title": "remit: accepted"},
            "message": "100% of a, b: c",
        },
        None,
    ] == json.loads(run.stdout)
