"""A disk that is full while `remit batch` writes: it says so, the input stays, and it goes on once there is room."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest
from bulk.batch_verbs import FORMS, POLICIES, rows, write_rows

pytestmark = pytest.mark.extra


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [40, 64])
def test_a_full_disk_stops_a_run_that_goes_on_later(form, size, tmp_path):
    requests = write_rows(tmp_path / "requests.csv", rows(600 if form != "parquet" else 200))
    before = requests.read_bytes()
    (tmp_path / "disk").mkdir()
    batch = f"{shlex.quote(sys.executable)} -m remit batch --policies={POLICIES} --part-rows=20 requests.csv -o"
    script = f"""
        mount -t tmpfs -o size={size}k tmpfs disk || exit 99
        {batch} whole.{form}
        {batch} disk/out.{form}
        echo "full: $?"
        test -e disk/out.{form} && exit 98
        mount -o remount,size=64m disk
        {batch} disk/out.{form} --resume
        echo "resumed: $?"
        ls disk
        diff -r disk/out.{form} whole.{form}
    """
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],  # noqa: S607 - whichever is installed
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 99, f"nothing can be mounted here: {done.stderr}"
    assert ["full: 1", "resumed: 4", f"out.{form}"] == done.stdout.splitlines(), done.stderr
    assert (
        "remit: cannot write: no space left on device\n  help: go on with the same command and `--resume`\n"
        in done.stderr
    )
    assert (0, before) == (done.returncode, requests.read_bytes()), done.stderr
