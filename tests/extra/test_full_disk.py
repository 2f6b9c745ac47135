"""A disk that is full, for real: a file system of a few pages, mounted in a namespace of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ACME = (ROOT / "tests/authoring/acme.yaml").read_text("utf-8")
GAP = ACME.replace("    - {id: the-rest, then: P2, cite: terms.p1}\n", "", 1)
"""A policy in which a finding has a request that shows it, which can be written as a case."""
FULL = "no space left on device"

pytestmark = pytest.mark.extra


@pytest.fixture
def disk(tmp_path):
    """Return a function that runs a command of a shell on a disk of so many KiB: exit code, errors, files afterwards.

    The disk is mounted at `disk` in the working folder, and holds `before` at first.
    """
    (tmp_path / "disk").mkdir()
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/acme.yaml").write_text(GAP, "utf-8")

    def run(size, command, before="", **environment):
        (tmp_path / "before").write_text(before, "utf-8")
        script = f"""
            mount -t tmpfs -o size={size}k tmpfs disk || exit 99
            cp before disk/acme.cases.yaml
            remit() {{ {shlex.quote(sys.executable)} -m remit "$@"; }}
            {command}
            code=$?
            cp -r disk after
            exit $code
        """
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],  # noqa: S607 - whichever is installed
            cwd=tmp_path,
            env={k: v for k, v in os.environ.items() if not k.startswith("REMIT_")} | environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode != 99, f"nothing can be mounted here: {done.stderr}"
        files = {path.name: path.read_text("utf-8") for path in (tmp_path / "after").iterdir()}
        return done.returncode, done.stderr, files

    return run


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["schema policy", "show jams --format html", "check policies --format sarif"])
def test_a_report_that_does_not_fit_is_no_success(disk, command, unbuffered):
    """What is there is cut off, and the code says so."""
    code, said, files = disk(4, f"remit {command} > disk/report", PYTHONUNBUFFERED=unbuffered)
    assert (1, f"remit: cannot write: {FULL}") == (code, said.splitlines()[-1]), said
    assert len(files["report"]) <= 4 * 1024


def test_a_report_that_fits_is_written_whole(disk):
    code, said, files = disk(400, "remit schema policy > disk/report")
    assert (0, "") == (code, said)
    assert (ROOT / "schemas/policy.schema.json").read_text("utf-8") == files["report"]


def test_cases_that_do_not_fit_leave_those_that_were_there(disk):
    """An author's work is not half overwritten, and nothing stands beside it."""
    before = "cases: []\n" + "# what an author has written\n" * 130
    code, said, files = disk(8, "remit check policies --write-cases disk/acme.cases.yaml", before)
    assert {"acme.cases.yaml": before} == files
    assert (2, True) == (code, FULL in said), said


def test_cases_that_fit_are_appended(disk):
    code, said, files = disk(64, "remit check policies --write-cases disk/acme.cases.yaml")
    assert (1, ["acme.cases.yaml"]) == (code, list(files)), said
    assert files["acme.cases.yaml"].startswith("cases:\n")


@pytest.mark.parametrize(("taken", "file"), [(4096, "acme.cases.yaml"), (8192, "acme.yaml")])
def test_a_policy_to_start_from_that_does_not_fit_is_removed(disk, taken, file):
    """Half of a policy, or one without its cases, would be taken for what was asked for."""
    script = f"rm disk/*; head -c {taken} /dev/zero > disk/other; remit new acme --into disk"
    code, said, files = disk(12, script)
    assert (2, ["other"]) == (code, list(files))
    assert said.endswith(f"Error: `disk/{file}` cannot be written: {FULL}\n")
