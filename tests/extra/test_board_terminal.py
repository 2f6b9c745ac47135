"""The board as a real terminal shows it, in tmux: no line is broken by its edge, and what burns is red."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REMIT = Path(sys.executable).parent / "remit"
ESCAPE = "\x1b["
BOARD = f"{REMIT} board --at 2026-03-10T13:30:00Z --contracts examples/contracts.yaml examples/board"

pytestmark = pytest.mark.extra


@pytest.fixture
def screen(tmp_path):
    """Return a function that types a command into a terminal of a width, and returns what is on it in the end."""
    assert shutil.which("tmux"), "tmux is not installed"
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]

    def shown(command, width, *capture, until="done-2"):
        subprocess.run([*tmux, "new-session", "-d", "-x", str(width), "-y", "60", "sh"], check=True, cwd=ROOT)
        subprocess.run(
            [*tmux, "send-keys", f"unset COLUMNS; clear; {command}; echo done-$((1+1))", "Enter"], check=True
        )
        for _ in range(300):
            pane = subprocess.run([*tmux, "capture-pane", "-p", *capture], check=True, capture_output=True, text=True)
            if until in pane.stdout:
                return pane.stdout.partition("done-2")[0]
            time.sleep(0.1)
        raise AssertionError(f"the command did not end: {pane.stdout}")

    yield shown
    subprocess.run([*tmux, "kill-server"], check=False)


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_of_a_board_is_broken_by_the_edge_of_the_screen(screen, width):
    command = f"COLUMNS={width} {BOARD}"
    piped = subprocess.run(command, shell=True, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S602 - a line of this file
    expected = piped.stdout.rstrip().split("\n")
    lines = [line.rstrip() for line in screen(BOARD, width).rstrip().split("\n")]
    assert expected == lines[-len(expected) :]


def test_what_burns_is_red_and_what_is_met_green(screen):
    lines = screen(BOARD, 80, "-e").split("\n")
    assert any("31moverdue" in line for line in lines)
    assert any("32mmet" in line for line in lines)


def test_a_board_without_colours_says_the_same(screen):
    shown = screen(f"NO_COLOR=1 {BOARD}", 80, "-e")
    assert ESCAPE not in shown
    assert "overdue  ██████" in shown


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_a_pager_pages_all_rows(screen):
    shown = screen(f"{BOARD} --limit 0 | LESS= less", 80, until="(END)")
    assert "board as of Tue 10 Mar 2026 13:30 UTC" in shown
    assert "ended" in shown
