"""The hooks as pre-commit runs them: cloned from this repository, installed by pre-commit, on a repository of files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
# Without a day of review, which would be a warning once it has passed.
ACME = (ROOT / "tests/authoring/acme.yaml").read_text("utf-8").replace("review_by: 2027-01-01\n", "", 1)
CASES = """cases:
  - name: a question is normal
    request: {received: 2026-03-10T09:00:00+01:00, policy: acme, tier: basic,
              facts: {activity: question, environment: production, outage: none}}
    expect: {priority: P2}
"""

pytestmark = pytest.mark.extra


def git(folder, *arguments):
    name = ["-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "init.defaultBranch=main"]
    run = subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S607 - whichever git is installed
    return run.stdout.strip()


def configuration():
    """Return what docs/ci.md says to write, with this repository and its last commit as remit's."""
    page = (ROOT / "docs/ci.md").read_text("utf-8")
    (shown,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "repos:" in block)
    config = yaml.safe_load(shown)
    config["repos"][0] |= {"repo": str(ROOT), "rev": git(ROOT, "rev-parse", "HEAD")}
    return yaml.safe_dump(config)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return the folder in which pre-commit keeps what it installs, once for all tests."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def hooks(home, tmp_path):
    """Return a function that runs the hooks on a repository of these files: exit code and output."""

    def run(files):
        git(tmp_path, "init", "--quiet")
        for name, content in {".pre-commit-config.yaml": configuration(), **files}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, "utf-8")
        git(tmp_path, "add", ".")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "REMIT_"))}
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
            cwd=tmp_path,
            env=environment | {"PRE_COMMIT_HOME": str(home)},
            check=False,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def verdicts(output):
    return re.findall(r"^(remit \w+)\.+(\w+)$", output, re.MULTILINE)


def test_good_files_pass(hooks):
    code, output = hooks({"policies/acme.yaml": ACME, "policies/acme.cases.yaml": CASES})
    assert (0, [("remit check", "Passed"), ("remit test", "Passed")]) == (code, verdicts(output)), output


def test_a_broken_policy_fails_with_its_finding(hooks):
    broken = ACME.replace("then: P1", "then: P7", 1)
    code, output = hooks({"policies/acme.yaml": broken, "policies/acme.cases.yaml": CASES})
    assert (1, [("remit check", "Failed"), ("remit test", "Failed")]) == (code, verdicts(output)), output
    said = r"^policies/acme\.yaml:\d+:\d+: error: level `P7` is not declared \[unknown-level\]$"
    assert re.search(said, output, re.MULTILINE)


def test_a_case_that_no_longer_holds_fails(hooks):
    code, output = hooks({"policies/acme.yaml": ACME, "policies/acme.cases.yaml": CASES.replace("P2", "P1")})
    assert (1, [("remit check", "Passed"), ("remit test", "Failed")]) == (code, verdicts(output)), output
    assert "policies/acme.cases.yaml:2:5: failed: a question is normal\n  priority: expected P1, got P2" in output


def test_a_folder_that_is_not_there_is_no_pass(hooks):
    """A hook that silently checked nothing would be worse than none."""
    code, output = hooks({"terms/acme.yaml": ACME})
    assert (1, [("remit check", "Failed"), ("remit test", "Failed")]) == (code, verdicts(output)), output
    assert "policies: error: no such file [unreadable]" in output


def test_a_commit_that_only_deletes_runs_the_hooks(hooks, home, tmp_path):
    """pre-commit passes no file of it, and its cases may need the policy that is gone."""
    assert 0 == hooks({"policies/acme.yaml": ACME, "policies/acme.cases.yaml": CASES})[0]
    git(tmp_path, "commit", "--quiet", "--message", "terms")
    git(tmp_path, "rm", "--quiet", "policies/acme.yaml")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "REMIT_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color", "never"],
        cwd=tmp_path,
        env=environment | {"PRE_COMMIT_HOME": str(home)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (1, [("remit check", "Failed"), ("remit test", "Failed")]) == (done.returncode, verdicts(done.stdout))
    assert "policy `acme` is not known [unknown-policy]" in done.stdout


@pytest.fixture
def commit(home, tmp_path):
    """Return a function that commits what is staged in a repository with the hooks installed: exit code and output."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "REMIT_"))}
    environment |= {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    environment |= {
        f"GIT_{role}_{key}": "ada@acme.example" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")
    }

    def run(*command):
        return subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)

    git(tmp_path, "init", "--quiet")
    (tmp_path / ".pre-commit-config.yaml").write_text(configuration(), "utf-8")
    assert 0 == run(sys.executable, "-m", "pre_commit", "install").returncode

    def staged(message):
        run("git", "add", "--all")
        done = run("git", "commit", "--message", message)
        return done.returncode, done.stdout + done.stderr

    return staged


def test_commits_for_real(commit, tmp_path):
    """Good files are committed, a broken policy is not, nor is a deletion of what a case needs; that of both is."""
    policy, cases = tmp_path / "policies/acme.yaml", tmp_path / "policies/acme.cases.yaml"
    policy.parent.mkdir()
    policy.write_text(ACME, "utf-8")
    cases.write_text(CASES, "utf-8")
    code, output = commit("terms")
    assert (0, [("remit check", "Passed"), ("remit test", "Passed")]) == (code, verdicts(output)), output
    policy.write_text(ACME.replace("then: P1", "then: P7", 1), "utf-8")
    code, output = commit("worse terms")
    assert (1, [("remit check", "Failed"), ("remit test", "Failed")]) == (code, verdicts(output)), output
    policy.unlink()
    code, output = commit("no terms")
    assert (1, [("remit check", "Failed"), ("remit test", "Failed")]) == (code, verdicts(output)), output
    policy.write_text(ACME, "utf-8")
    other = tmp_path / "policies/other.yaml"
    other.write_text(ACME.replace("policy: acme", "policy: other", 1), "utf-8")
    assert 0 == commit("other terms")[0]
    other.unlink()
    code, output = commit("other terms no longer")
    assert (0, [("remit check", "Passed"), ("remit test", "Passed")]) == (code, verdicts(output)), output
    assert "terms\nother terms\nother terms no longer" == git(tmp_path, "log", "--reverse", "--format=%s")
