"""What surrounds a command: where its output goes, its environment, words that are no text."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli import main
from remit.engine.rules import durable

from .rows import HERE

REMIT = Path(sys.executable).with_name("remit")
REQUEST = HERE / "base/inbox/request.yaml"
POLICIES = HERE / "base/policies"
NO_TEXT = b"\xff".decode("utf-8", "surrogateescape")


def ends(*arguments, **how):
    """Return how the command ends in a process of its own, and what it says on standard error."""
    process = subprocess.run(
        [str(REMIT), *map(str, arguments)], stderr=subprocess.PIPE, text=True, timeout=60, check=False, **how
    )
    return process.returncode, process.stderr


def remit(*arguments, **environment):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment)


# ── where output goes ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "run",
    [
        ["decide", REQUEST, "--policies", POLICIES],
        ["check", "nowhere.yaml", "--policies", POLICIES],
        ["test", POLICIES, "--format", "json"],
        ["show", "jams"],
        ["schema", "policy"],
        ["--help"],
    ],
    ids=lambda run: run[0],
)
def test_output_to_a_place_that_is_closed(run):
    assert (1, "remit: cannot write: standard output is closed\n") == ends(*run, preexec_fn=lambda: os.close(1))


def test_nothing_to_write_to_a_place_that_is_closed(tmp_path):
    """What is said on standard error is all that there is."""
    shipped = "the shipped policies: 6 files checked: nothing found\n"
    assert (0, shipped) == ends("check", "--at", "2026-06-01", cwd=tmp_path, preexec_fn=lambda: os.close(1))


def test_a_policy_to_start_from_is_written_whole_though_nobody_can_be_told(tmp_path):
    assert 1 == ends("new", "acme", cwd=tmp_path, preexec_fn=lambda: os.close(1))[0]
    assert ["acme.cases.yaml", "acme.yaml"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_reader_that_has_seen_enough():
    """A pipe whose other end is closed, as `head` leaves it, is no finding: a command ends as it would have."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert (0, "") == ends("schema", "policy", stdout=writing)
        assert (0, "") == ends("--help", stdout=writing)
        assert 3 == ends("decide", "nowhere.yaml", stdout=writing)[0]
    finally:
        os.close(writing)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_place_that_is_full(unbuffered):
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        ended = ends("schema", "policy", stdout=full, env=environment)
    assert (1, "remit: cannot write: no space left on device\n") == ended


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("run", [["schema", "policy"], ["decide", REQUEST, "--policies", POLICIES]])
def test_a_place_that_takes_only_a_part(tmp_path, run, unbuffered):
    """Half a record is no success, whatever the system took of it."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"}
    with (tmp_path / "output").open("w") as file:
        ended = ends(*run, stdout=file, env=environment, preexec_fn=limit)
    assert (1, "remit: cannot write: file too large\n") == ended


# ── the environment ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "markdown", "html"])
def test_a_form_that_only_other_commands_have_is_not_meant(form):
    run = "decide", REQUEST, "--policies", POLICIES
    assert (0, remit(*run).stdout) == ((found := remit(*run, REMIT_FORMAT=form)).exit_code, found.stdout)


@pytest.mark.parametrize(
    ("run", "form", "start"),
    [
        (["decide", REQUEST, "--policies", POLICIES], "json", "{\n"),
        (["check", POLICIES, "--at", "2026-06-01"], "sarif", "{\n"),
        (["test", POLICIES], "junit", "<?xml"),
        (["show", "jams"], "html", "<!DOCTYPE html>"),
        (["show", "jams"], "markdown", "# JAMS"),
    ],
)
def test_a_form_that_the_command_has(run, form, start):
    assert remit(*run, REMIT_FORMAT=form).stdout.startswith(start)


def test_the_command_line_counts_before_the_environment():
    assert remit("show", "jams", "--format", "markdown", REMIT_FORMAT="html").stdout.startswith("# JAMS")


@pytest.mark.parametrize("command", ["decide", "check", "test", "show"])
def test_a_form_that_no_command_has(command):
    found = remit(command, "jams", REMIT_FORMAT="jsn")
    assert 2 == found.exit_code
    assert "Invalid value for '--format': 'jsn' is not one of 'text', " in found.stderr


def test_a_form_of_another_command_that_somebody_asks_for():
    assert 2 == remit("decide", REQUEST, "--format", "sarif").exit_code


def test_an_engine_that_cannot_be_imported(monkeypatch):
    monkeypatch.setattr(durable, "is_available", lambda: False)
    result = remit("decide", REQUEST, "--policies", POLICIES, "--rules", "durable")
    message = "Invalid value for '--rules': durable-rules cannot be imported here; use auto or builtin"
    assert (2, message) == (result.exit_code, result.stderr.splitlines()[-1].removeprefix("Error: "))


# ── words that are no text ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "option"), [(["acme", "--title", f"Acme{NO_TEXT}"], "--title"), ([f"acme{NO_TEXT}"], "NAME")]
)
def test_a_name_or_title_that_is_no_text(tmp_path, words, option):
    exit_code, said = ends("new", *words, "--into", tmp_path)
    assert (2, []) == (exit_code, list(tmp_path.iterdir()))
    assert said.endswith(f"Error: Invalid value for '{option}': it is not UTF-8\n")


def test_a_policy_is_never_written_over_anything(tmp_path):
    """A link that leads nowhere is something, too: whoever made it would find a file where it points."""
    link = tmp_path / "acme.cases.yaml"
    link.symlink_to(tmp_path / "elsewhere")
    refused = remit("new", "acme", "--into", tmp_path)
    assert (2, f"Error: `{link}` is there already") == (refused.exit_code, refused.stderr.splitlines()[-1])
    assert [link] == list(tmp_path.iterdir())


def test_a_policy_that_cannot_be_finished_is_removed(tmp_path):
    """Its cases do not fit, and the policy without them would be half of what was asked for."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_700, 3_700))

    exit_code, said = ends("new", "acme", "--into", tmp_path, stdout=subprocess.DEVNULL, preexec_fn=limit)
    assert (2, []) == (exit_code, list(tmp_path.iterdir()))
    assert said.endswith("cannot be written: file too large\n")


def test_a_policy_that_cannot_be_written_is_named():
    found = remit("new", "acme", "--into", "/proc")
    assert 2 == found.exit_code
    assert found.stderr.endswith("Error: `/proc/acme.yaml` cannot be written: no such file or directory\n")
