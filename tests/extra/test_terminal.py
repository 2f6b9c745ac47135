"""A decision as a real terminal shows it, in tmux, 80 columns wide."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REMIT = Path(sys.executable).parent / "remit"
ESCAPE = "\x1b["

pytestmark = pytest.mark.extra


@pytest.fixture
def terminal(tmp_path):
    """Return a function that types a command into a terminal and returns its screen once it is done."""
    assert shutil.which("tmux"), "tmux is not installed"
    socket = str(tmp_path / "tmux")
    tmux = ["tmux", "-S", socket, "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "60", "sh"], check=True, cwd=ROOT)

    def screen(command, *capture):
        subprocess.run([*tmux, "send-keys", f"clear; {command}; echo done-$((1+1))", "Enter"], check=True)
        for _ in range(300):
            shown = subprocess.run([*tmux, "capture-pane", "-p", *capture], check=True, capture_output=True, text=True)
            if "done-2" in shown.stdout:
                return shown.stdout.partition("done-2")[0]
            time.sleep(0.1)
        raise AssertionError(f"the command did not end: {shown.stdout}")

    yield screen
    subprocess.run([*tmux, "kill-server"], check=False)


def decide(*options):
    return f"{REMIT} decide {' '.join(options)} --contracts examples/contracts.yaml examples/requests/2-data-lost.yaml"


def test_no_line_is_broken_by_the_edge_of_the_screen(terminal):
    piped = subprocess.run(decide(), shell=True, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S602 - a line of this file
    lines = [line.rstrip() for line in terminal(decide()).rstrip().split("\n")]
    assert piped.stdout.rstrip().split("\n") == lines[-len(piped.stdout.rstrip().split("\n")) :]


def test_the_verdict_is_in_colour(terminal):
    shown = terminal(decide(), "-e")
    assert f"{ESCAPE}1m{ESCAPE}32mIN SCOPE" in shown.replace(f"{ESCAPE}1;32m", f"{ESCAPE}1m{ESCAPE}32m")


def test_no_color_is_honoured(terminal):
    shown = terminal(f"NO_COLOR=1 {decide()}", "-e")
    assert "IN SCOPE" in shown
    assert ESCAPE not in shown
