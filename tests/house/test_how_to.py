"""The guides show what is so: from an empty folder, every file they write and every command they run, in order.

A comment `file: NAME` has the block below it written to a file, `keys: 1 1 enter` has its command asked on a terminal.
Under `serves: 8080` a command runs in the background until the guide, or a block under `stops: 8080`, ends it; the port
is another one in the test.
"""

import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from interview.typing_person import typed

from benchmarks.service_process import free_port

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
NEEDS_MORE = {"service.md": pytest.mark.extra}
"""Guides that show commands which not everybody has, such as curl."""
LEFT_OUT = "…"
BLOCK = re.compile(r"(?:<!-- (file|keys|serves|stops): ([^\n]*) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


def environment(folder):
    """Return the environment of a shell in which `remit` is ours, in 80 columns and without colours."""
    command = folder / ".bin" / "remit"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m remit "$@"\n', "utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    path = f"{command.parent}{os.pathsep}{kept['PATH']}"
    return {**kept, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "XDG_CACHE_HOME": str(folder / ".cache")}


def parts(block):
    """Yield the commands of a console block, each with what it shows of its output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.rstrip()


def plain(text):
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def is_shown(output, shown):
    """Tell whether an output is what a guide shows, `…` standing for lines that it leaves out."""
    pieces = output.split(LEFT_OUT)
    if len(pieces) == 1:
        return output == shown
    position = 0
    for piece in pieces[1:-1]:
        position = shown.find(piece, position) + len(piece)
        if position < len(piece):
            return False
    return shown.startswith(pieces[0]) and shown.endswith(pieces[-1])


class Background:
    """A command that runs while the guide goes on."""

    def __init__(self, command, folder, shell):
        self.log = folder / ".server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S602 - the guide's own line, as a shell takes it
                f"exec {command}", shell=True, cwd=folder, env=shell, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self.process.terminate()
        assert 0 == self.process.wait(20), self.output()

    def output(self):
        return self.log.read_text("utf-8", "replace")

    def wait_until_shown(self, output):
        until = time.monotonic() + 60
        while not is_shown(plain(output), plain(self.output())):
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < until, self.output()
            time.sleep(0.05)


def run(command, folder, shell):
    """Return what a line of the guide prints."""
    done = subprocess.run(  # noqa: S602 - the guide's own lines, as a shell takes them
        command,
        shell=True,
        cwd=folder,
        env=shell,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    "guide", [pytest.param(guide, marks=NEEDS_MORE.get(guide.name, ()), id=guide.name) for guide in GUIDES]
)
def test_a_guide_can_be_followed_from_an_empty_folder(guide, tmp_path):
    shell = environment(tmp_path)
    text = guide.read_text("utf-8")
    for port in set(re.findall(r"<!-- serves: ([0-9]+) -->", text)):
        text = text.replace(port, str(free_port()))
    with ExitStack() as servers:
        for directive, value, _, block in BLOCK.findall(text):
            if directive == "file":
                file = tmp_path / value
                file.parent.mkdir(exist_ok=True)
                file.write_text(block, "utf-8")
                continue
            if directive == "stops":
                servers.close()
            for command, output in parts(block):
                if directive == "serves":
                    servers.enter_context(Background(command, tmp_path, shell)).wait_until_shown(output)
                    continue
                if directive == "keys":
                    _, shown = typed(command, value.split(), tmp_path, shell)
                else:
                    shown = run(command, tmp_path, shell)
                assert is_shown(plain(output), plain(shown)), f"{command}\n{plain(shown)}"


def test_there_are_guides():
    assert GUIDES
