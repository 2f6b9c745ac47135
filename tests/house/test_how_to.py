"""The guides show what is so: from an empty folder, every file they write and every command they run, in order.

A comment `file: NAME` has the block below it written to a file, `keys: 1 1 enter` has its command asked on a terminal.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from interview.typing_person import typed

ROOT = Path(__file__).parents[2]
GUIDES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
LEFT_OUT = "…"
BLOCK = re.compile(r"(?:<!-- (file|keys): ([^\n]*) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


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


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_guide_can_be_followed_from_an_empty_folder(guide, tmp_path):
    shell = environment(tmp_path)
    for directive, value, _, block in BLOCK.findall(guide.read_text("utf-8")):
        if directive == "file":
            file = tmp_path / value
            file.parent.mkdir(exist_ok=True)
            file.write_text(block, "utf-8")
            continue
        for command, output in parts(block):
            if directive == "keys":
                _, shown = typed(command, value.split(), tmp_path, shell)
            else:
                run = subprocess.run(  # noqa: S602 - the guide's own lines, as a shell takes them
                    command,
                    shell=True,
                    cwd=tmp_path,
                    env=shell,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
                shown = run.stdout.decode()
            assert is_shown(plain(output), plain(shown)), f"{command}\n{plain(shown)}"


def test_there_are_guides():
    assert GUIDES
