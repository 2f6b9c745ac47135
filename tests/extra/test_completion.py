"""Completion as people use it: a real shell in a terminal, a few letters and the tab key."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile"], 'eval "$(_REMIT_COMPLETE=bash_source remit)"'),
    "zsh": (["zsh", "-f"], 'autoload -Uz compinit; compinit -D; eval "$(_REMIT_COMPLETE=zsh_source remit)"'),
    "fish": (["fish", "--no-config"], "env _REMIT_COMPLETE=fish_source remit | source"),
}

pytestmark = pytest.mark.extra


@pytest.fixture
def typing(tmp_path):
    """Return a function that types keys into a shell that completes, until its screen shows all of some words."""
    assert shutil.which("tmux"), "tmux is not installed"
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}

    def screen(expected):
        shown = ""
        for _ in range(300):
            shown = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout
            if all(word in shown for word in expected):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"{expected} did not appear: {shown}")

    def keys(*pressed):
        subprocess.run([*tmux, "send-keys", *pressed], check=True)

    def typed(shell, line, expected, tabs=1):
        program, setup = SHELLS[shell]
        assert shutil.which(program[0]), f"{shell} is not installed"
        subprocess.run(
            [*tmux, "new-session", "-d", "-x", "80", "-y", "30", *program], check=True, cwd=tmp_path, env=environment
        )
        keys(
            f"{setup}; clear; echo ready-$((1+1))" if shell != "fish" else f"{setup}; clear; echo ready-(math 1+1)",
            "Enter",
        )
        screen(["ready-2"])
        keys(line, *["Tab"] * tabs)
        return screen(expected)

    yield typed
    subprocess.run([*tmux, "kill-server"], check=False)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_command_is_completed(shell, typing):
    assert "remit check" in typing(shell, "remit ch", ["remit check"])


@pytest.mark.parametrize("shell", SHELLS)
def test_the_formats_of_check_are_offered(shell, typing):
    typing(shell, "remit check --format ", ["text", "json", "sarif", "github", "junit"], tabs=2)


@pytest.mark.parametrize("shell", SHELLS)
def test_files_are_offered_where_files_are_meant(shell, typing, tmp_path):
    (tmp_path / "policies-of-ours").mkdir()
    typing(shell, "remit check pol", ["remit check policies-of-ours"])


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_what_the_shell_needs(shell):
    def printed(*arguments, **variables):
        command = [str(BIN / "remit"), *arguments]
        return subprocess.run(command, env=os.environ | variables, check=True, capture_output=True, text=True).stdout

    script = printed("completion", shell)
    assert "_REMIT_COMPLETE" in script
    assert printed(_REMIT_COMPLETE=f"{shell}_source") == script
