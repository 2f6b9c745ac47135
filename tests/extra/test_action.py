"""The GitHub action: its file and the workflows that docs/ci.md shows, by their schemas, and its steps, run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
ACME = (ROOT / "tests/authoring/acme.yaml").read_text("utf-8").replace("review_by: 2027-01-01\n", "", 1)
BROKEN = ACME.replace("then: P1", "then: P7", 1)
CASES = """cases:
  - name: a question is normal
    request: {received: 2026-03-10T09:00:00+01:00, policy: acme, tier: basic,
              facts: {activity: question, environment: production, outage: none}}
    expect: {priority: P2}
"""
CONTRACTS = "contracts: [{id: ada-1, customer: Ada, policy: acme, tier: silver}]\n"

pytestmark = pytest.mark.extra


def valid(schema, *files):
    """Validate files by a schema that check-jsonschema brings along."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    return run.returncode, run.stdout.strip()


def test_the_action_is_one_as_github_defines_it():
    assert (0, "ok -- validation done") == valid("github-actions", ROOT / "action.yml")


def test_the_workflows_shown_are_ones_as_github_defines_them(tmp_path):
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    shown = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "runs-on:" in block]
    for number, block in enumerate(shown):
        (tmp_path / f"{number}.yml").write_text(block, "utf-8")
    assert 2 == len(shown)
    assert (0, "ok -- validation done") == valid("github-workflows", *tmp_path.iterdir())
    used = [
        step["with"]
        for block in shown
        for step in yaml.safe_load(block)["jobs"]["policies"]["steps"]
        if "example/remit" in step.get("uses", "")
    ]
    assert 2 == len(used)
    assert set() == {key for inputs in used for key in inputs} - ACTION["inputs"].keys()


def test_the_pipeline_shown_is_one_as_gitlab_defines_it(tmp_path):
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    (shown,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "script:" in block)
    (tmp_path / ".gitlab-ci.yml").write_text(shown, "utf-8")
    assert (0, "ok -- validation done") == valid("gitlab-ci", tmp_path / ".gitlab-ci.yml")


def test_every_input_is_documented():
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|(?: `([^`]*)`)? \|", page, re.MULTILINE))
    assert {name: given["default"] for name, given in ACTION["inputs"].items()} == rows


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    """Return a folder as the runner's for temporary files, in which the action has installed remit."""
    folder = tmp_path_factory.mktemp("runner")
    # The checkout that the runner makes of the action; a build would leave its traces in this one.
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "action")], check=True)  # noqa: S607 - whichever git is installed
    assert (0, "") == run_step("install", folder, folder, {})[:2]
    return folder


@pytest.fixture
def act(runner, tmp_path):
    """Return a function that runs a step of the action on files: exit code, log and report."""

    def run(step, files, **inputs):
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, "utf-8")
        return run_step(step, runner, tmp_path, inputs)

    return run


def run_step(step, runner, folder, inputs):
    """Run the script of a step as the runner does, with these inputs and the defaults of the others."""
    (found,) = (each for each in ACTION["runs"]["steps"] if each.get("id") == step)
    assert "${{" not in found["run"], "an expression in a script is a way in for strangers"
    known = {f"inputs.{name}": inputs.get(name, given["default"]) for name, given in ACTION["inputs"].items()}
    known["github.action_path"] = str(runner / "action")
    variables = {k: re.sub(r"\$\{\{ (.*?) \}\}", lambda m: known[m[1]], v) for k, v in found["env"].items()}
    outputs = folder / "outputs"
    outputs.write_text("", "utf-8")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_")}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],  # noqa: S607 - as the runner calls it
        cwd=folder,
        env=clean
        | variables
        | {"RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(outputs), "GITHUB_WORKSPACE": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )
    report = re.fullmatch("report=(.*)\n", outputs.read_text("utf-8"))
    return done.returncode, done.stdout, Path(report[1]) if report else None


GOOD = {"policies/acme.yaml": ACME, "policies/acme.cases.yaml": CASES}


def test_good_files_pass(act):
    code, log, report = act("check", GOOD)
    assert (0, None) == (code, report)
    assert set() == {line.split(" ")[0] for line in log.splitlines()} - {"::notice"}
    assert (0, "1 passed, 0 failed\n", None) == act("test", GOOD)


def test_a_broken_policy_fails_and_is_annotated(act):
    code, log, _ = act("check", GOOD | {"policies/acme.yaml": BROKEN})
    assert 1 == code
    assert re.fullmatch(
        r"::error file=policies/acme\.yaml,line=\d+,col=\d+,title=remit%3A unknown-level::level `P7`.*\n", log
    )
    assert 3 == act("test", GOOD | {"policies/acme.yaml": BROKEN})[0]


def test_all_steps_in_order_on_a_commit_that_only_deletes(act):
    """The cases are run where the check has failed, and name the policy that is gone."""
    (condition,) = (step["if"] for step in ACTION["runs"]["steps"] if step.get("id") == "test")
    assert "${{ !cancelled() && steps.install.outcome == 'success' }}" == condition
    files = {"policies/acme.cases.yaml": CASES, "policies/other.yaml": ACME.replace("policy: acme", "policy: other", 1)}
    for step in ("check", "test"):
        code, log, _ = act(step, files)
        assert (1, True) == (code, log.startswith("::error file=policies/acme.cases.yaml,line=3,")), log
        assert "policy `acme` is not known" in log


@pytest.mark.parametrize(("strict", "expected"), [("false", 0), ("true", 1)])
def test_warnings_fail_where_it_is_strict(act, strict, expected):
    overdue = ACME.replace("remit: 1\n", "remit: 1\nreview_by: 2020-01-01\n", 1)
    code, log, _ = act("check", {"policies/acme.yaml": overdue}, strict=strict)
    assert expected == code
    assert log.startswith("::warning file=policies/acme.yaml,line=")


def test_contracts_stand_where_they_like(act):
    code, log, _ = act("check", GOOD | {"deals/contracts.yaml": CONTRACTS}, contracts="deals/contracts.yaml")
    assert 1 == code
    assert log.startswith("::error file=deals/contracts.yaml,line=1,")


def test_cases_know_the_contracts(act):
    files = {
        "policies/acme.yaml": ACME,
        "policies/acme.cases.yaml": CASES.replace("policy: acme, tier: basic", "contract: ada-1"),
        "deals/contracts.yaml": CONTRACTS.replace("silver", "gold"),
    }
    assert (0, "1 passed, 0 failed\n", None) == act("test", files, contracts="deals/contracts.yaml")
    assert 1 == act("test", files)[0]


def test_paths_stand_on_lines_of_their_own_and_may_hold_spaces(act):
    code, log, _ = act(
        "check",
        {"our terms/a.yaml": BROKEN, "b/b.yaml": BROKEN.replace("policy: acme", "policy: b")},
        paths="our terms\n\nb\n",
    )
    assert (1, 2) == (code, len(log.splitlines()))
    assert log.startswith("::error file=b/b.yaml,")
    assert "\n::error file=our terms/a.yaml," in log


@pytest.mark.parametrize("step", ["check", "test"])
@pytest.mark.parametrize(
    ("form", "ending", "start"), [("sarif", "sarif", "{"), ("junit", "xml", "<?xml"), ("json", "json", "")]
)
def test_reports_for_machines_go_to_files(act, step, form, ending, start):
    files = {"policies/acme.yaml": ACME, "policies/acme.cases.yaml": CASES.replace("P2", "P7")}
    code, log, report = act(step, files, format=form)
    assert (1, "", f"remit-{step}.{ending}") == (code, log, report.name)
    assert report.read_text("utf-8").startswith(start)
    assert "unknown-level" in report.read_text("utf-8")


def test_naming_nothing_is_no_pass(runner, tmp_path):
    """Without a path, remit would check the policies that it ships."""
    assert (2, "::error::remit: the input paths names nothing\n", None) == run_step(
        "install", runner, tmp_path, {"paths": "\n"}
    )
