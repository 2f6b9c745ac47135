"""Where the output of `remit batch` cannot be written, that is told before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from .batch_verbs import rows, run, write_rows

HERE = Path("/proc/self")

pytestmark = pytest.mark.skipif(not HERE.is_dir(), reason="asks Linux for folders that nobody can write, root neither")


@pytest.mark.parametrize("folder", ["/proc/self", "/proc", "/sys"])
def test_a_folder_that_cannot_be_written(folder, tmp_path):
    requests = write_rows(tmp_path / "requests.csv", rows(3))
    before = requests.read_bytes()
    result = run(requests, Path(folder) / "decisions.csv")
    assert ("refused", "") == (result.end, result.help)
    assert result.problem.startswith(f"folder `{folder}` cannot be written")
    assert before == requests.read_bytes()


def test_a_folder_of_rejects_that_cannot_be_written(tmp_path):
    requests = write_rows(tmp_path / "requests.csv", rows(3))
    result = run(requests, tmp_path / "decisions.csv", HERE / "rejects.csv")
    assert ("refused", f"folder `{HERE}` cannot be written") == (result.end, result.problem)
    assert [requests] == [*tmp_path.iterdir()]
