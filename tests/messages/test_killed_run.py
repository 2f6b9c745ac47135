"""A run over a folder of mails that is killed has reported what it was done with, in order."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .mails import mail

MAILS, REPORTED = 60, 7


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Return how to decide a folder of mails, each an answer of one line."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_CACHE", "off")
    for number in range(MAILS):
        (tmp_path / f"{number:03}.eml").write_bytes(mail(f"Message-ID: <{number}@acme.example>"))
    return [sys.executable, "-m", "remit", "decide", "--format", "json", "."]


def test_what_a_killed_run_has_reported_is_how_a_run_to_the_end_begins(command):
    whole = subprocess.run(command, check=False, capture_output=True).stdout
    assert MAILS == len(whole.splitlines())
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        reported = b"".join(run.stdout.readline() for _ in range(REPORTED))
        run.kill()  # while it waits for somebody to read on: a pipe does not hold all
        reported += run.stdout.read()
    assert REPORTED <= reported.count(b"\n") < MAILS
    assert whole.startswith(reported)
