"""A run that is interrupted goes on to the bytes that an undisturbed one writes; what changed meanwhile is told."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from remit.engine.bulk.batch import run_folder

from .batch_verbs import FORMS, POLICIES, files, rows, run, write_rows

ROWS, PART_ROWS = 120, 20
COMMAND = (sys.executable, "-m", "remit", "batch", "--quiet", f"--part-rows={PART_ROWS}", f"--policies={POLICIES}")
REJECTED = {"id": "x", "policy": "nobody"}


class Interrupted(KeyboardInterrupt):
    """What a test ends a run with."""


def some_rejected(number):
    return [{**row, **(REJECTED if n % 11 == 5 else {})} for n, row in enumerate(rows(number))]


@pytest.fixture(scope="module", params=FORMS)
def undisturbed(request, tmp_path_factory):
    """Return the requests of a form, a place for output, and what an undisturbed run writes there."""
    folder = tmp_path_factory.mktemp(request.param)
    requests = write_rows(folder / f"requests.{request.param}", some_rejected(ROWS))
    place = folder / f"whole.{request.param}"
    result = run(requests, place, folder / "whole-rejects.csv", part_rows=PART_ROWS)
    assert ("done", ROWS) == (result.end, result.totals.rows)
    return requests, folder / f"decisions.{request.param}", files(place), files(folder / "whole-rejects.csv")


def clear(output, rejects):
    """Remove what a run has written."""
    for file in (output, rejects):
        if file.is_dir():
            for part in file.iterdir():
                part.unlink()
            file.rmdir()
        file.unlink(missing_ok=True)


def interrupted_at(monkeypatch, point):
    """Interrupt a run at its point of that number at which something reaches the disk, or gets its name."""
    points = 0

    def counting(function):
        def call(*arguments, **options):
            nonlocal points
            points += 1
            if points == point:
                raise Interrupted
            return function(*arguments, **options)

        return call

    for place, name in ((os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "rmdir")):
        monkeypatch.setattr(place, name, counting(getattr(place, name)))


def test_interrupted_at_any_point_nothing_is_lost_or_doubled(undisturbed, monkeypatch):
    """At each point, also at those of the end, where names are given and the folder is removed."""
    requests, output, whole, whole_rejects = undisturbed
    rejects = output.with_name("rejects.csv")
    ended = 0
    for point in range(1, 60, 2):
        with pytest.MonkeyPatch.context() as patch:
            interrupted_at(patch, point)
            try:
                run(requests, output, rejects, part_rows=PART_ROWS)
            except Interrupted:
                pass
            else:
                ended += 1
        if Path(f"{output}.parts").exists():
            result = run(requests, output, rejects, part_rows=PART_ROWS, resumes=True)
            assert "done" == result.end or output.exists(), result
        assert (whole, whole_rejects) == (files(output), files(rejects)), point
        assert not Path(f"{output}.parts").exists()
        clear(output, rejects)
    assert 0 < ended < 25


def test_killed_at_random_points_nothing_is_lost_or_doubled(undisturbed):
    """By the system, twenty times over the three forms; runs go on with one another's work."""
    requests, output, whole, whole_rejects = undisturbed
    rejects = output.with_name("killed-rejects.csv")
    generator = random.Random(requests.suffix)  # noqa: S311 - any times will do
    command = [*COMMAND, "--resume", f"--rejects={rejects}", "-o", str(output), str(requests)]
    kills = 0
    while kills < 7:
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            while process.poll() is None and not Path(f"{output}.parts").exists():
                time.sleep(0.005)
            time.sleep(generator.uniform(0, 0.2))
            process.kill()
            process.wait()
        kills += process.returncode == -signal.SIGKILL
        if output.exists() and not Path(f"{output}.parts").exists():
            assert (whole, whole_rejects) == (files(output), files(rejects))
            clear(output, rejects)
    if Path(f"{output}.parts").exists():
        run(requests, output, rejects, part_rows=PART_ROWS, resumes=True)
        assert (whole, whole_rejects) == (files(output), files(rejects))
        clear(output, rejects)


@pytest.fixture
def interrupted(tmp_path):
    """Return the requests and the output of a run that was interrupted after some parts."""
    requests = write_rows(tmp_path / "requests.csv", rows(100))
    interrupt(requests, tmp_path / "decisions.csv")
    return requests, tmp_path / "decisions.csv"


def interrupt(requests, output):
    """Run until some parts are written."""

    def report(progress):
        if progress.rows >= 30:
            raise Interrupted

    with pytest.raises(Interrupted):
        run(requests, output, part_rows=10, report=report)


def problem_of(result):
    assert "refused" == result.end, result
    return result.problem


def test_a_run_without_resume_leaves_what_was_interrupted(interrupted):
    requests, output = interrupted
    result = run(requests, output, part_rows=10)
    assert f"`{output}.parts` holds a run that was interrupted" == problem_of(result)
    assert "go on with `--resume`, or remove the folder" == result.help
    assert "done" == run(requests, output, part_rows=10, resumes=True).end


@pytest.mark.parametrize("form", FORMS)
def test_an_input_that_changed_is_told(form, tmp_path):
    requests, output = write_rows(tmp_path / f"requests.{form}", rows(100)), tmp_path / "decisions.csv"
    interrupt(requests, output)
    before = requests.read_bytes()
    changes = [before + b"\n", before[:-1]]
    if form != "parquet":
        changes.append(before.replace(b"T-7", b"U-7", 1))
    for changed in changes:
        requests.write_bytes(changed)
        result = run(requests, output, part_rows=10, resumes=True)
        if result.end != "invalid":  # half a file of Parquet is none
            assert "the input changed since the run began" == problem_of(result)
        assert changed == requests.read_bytes()
    requests.write_bytes(before)
    assert "done" == run(requests, output, part_rows=10, resumes=True).end


def test_whatever_else_changed_is_told(interrupted, monkeypatch):
    requests, output = interrupted
    assert "`--part-rows` changed since the run began" == problem_of(run(requests, output, part_rows=9, resumes=True))
    fewer = run(requests, output, part_rows=10, resumes=True, presumptions=False)
    assert "`--no-presumptions` changed since the run began" == problem_of(fewer)
    now = run(requests, output, part_rows=10, resumes=True, now=1_772_000_000)
    assert "`--at` changed since the run began" == problem_of(now)
    rejects = run(requests, output, output.with_name("rejects.csv"), part_rows=10, resumes=True)
    assert "the form of the rejects changed since the run began" == problem_of(rejects)
    with monkeypatch.context() as patch:
        patch.setattr("bulk.batch_verbs.__version__", "9.9")
        versions = run(requests, output, part_rows=10, resumes=True)
    assert "the version of remit changed since the run began" == problem_of(versions)
    acme = requests.with_name("acme.yaml")
    acme.write_text(POLICIES.read_text("utf-8").replace("8 business hours", "7 business hours"), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("bulk.batch_verbs.POLICIES", acme)
        policies = run(requests, output, part_rows=10, resumes=True)
    assert "the policies changed since the run began" == problem_of(policies)
    assert "remove the folder, and run it again without `--resume`" == policies.help
    assert "done" == run(requests, output, part_rows=10, resumes=True).end


@pytest.mark.parametrize("end", [b"", b"{", b'{"rows": 3}\n', b"\xff\n", b"[]\n"])
def test_half_a_line_of_the_journal_is_a_part_that_was_not_written(end, interrupted, tmp_path):
    requests, output = interrupted
    with Path(f"{output}.parts/journal.jsonl").open("ab") as journal:
        journal.write(end)
    with Path(f"{output}.parts/output").open("ab") as text:
        text.write(b"half a part")
    run(requests, output, part_rows=10, resumes=True)
    run(requests, tmp_path / "whole.csv", part_rows=10)
    assert files(tmp_path / "whole.csv") == files(output)


def test_parts_that_changed_are_told(interrupted):
    requests, output = interrupted
    staged = Path(f"{output}.parts/output")
    staged.write_bytes(staged.read_bytes()[:100])
    assert f"`{staged}` changed since it was written" == problem_of(run(requests, output, part_rows=10, resumes=True))


def test_files_of_parquet_that_are_gone_are_told(tmp_path):
    requests, output = write_rows(tmp_path / "requests.csv", rows(100)), tmp_path / "decisions.parquet"
    interrupt(requests, output)
    (Path(f"{output}.parts") / "output/part-00000.parquet").unlink()
    result = run(requests, output, part_rows=10, resumes=True)
    assert f"parts in `{output}.parts/output` changed since they were written" == problem_of(result)


def test_resume_without_anything_to_go_on_with_begins(tmp_path):
    requests = write_rows(tmp_path / "requests.csv", rows(3))
    assert "done" == run(requests, tmp_path / "decisions.csv", resumes=True).end


def test_two_runs_do_not_write_one_output(interrupted):
    requests, output = interrupted
    folder = run_folder.RunFolder(str(output), None, is_folder=False)
    with folder.opened({}, resumes=True):
        second = run(requests, output, part_rows=10, resumes=True)
    assert f"another run writes in `{output}.parts`" == problem_of(second)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_says_how_to_go_on(name, tmp_path):
    requests, output = write_rows(tmp_path / "requests.csv", rows(6000)), tmp_path / "decisions.csv"
    command = [*COMMAND, "-o", str(output), str(requests)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        journal = Path(f"{output}.parts/journal.jsonl")
        while process.poll() is None and not journal.exists():
            time.sleep(0.005)
        process.send_signal(getattr(signal, name))
        _, said = process.communicate()
    assert 1 == process.returncode, said
    first, help_ = said.splitlines()
    assert first.startswith("interrupted after ")
    assert "  help: go on with the same command and `--resume`" == help_
    assert "done" == run(requests, output, part_rows=PART_ROWS, resumes=True).end
