"""The README shows what is so: every command it shows is run, and prints what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from remit.cli import ExitCode

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def shown():
    """Yield each remit command that the README shows, with what it shows of its output."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith("remit "):
                yield command, output.strip()


def ran(command):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_")}
    environment |= {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
    run = subprocess.run(  # noqa: S602 - the README's own lines, as a shell takes them
        command, shell=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return run.stdout.decode().strip()


@pytest.mark.parametrize(("command", "output"), list(shown()), ids=[command for command, _ in shown()])
def test_a_command_prints_what_the_readme_shows(command, output):
    assert output == ran(command)


def test_the_request_shown_is_the_one_in_the_examples():
    file = ROOT / "examples/requests/1-sync-stopped.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert "\n".join(lines) in README


def test_every_command_and_every_file_named_is_there():
    listed = ran("remit --help").partition("Commands:")[2].split("\n")
    commands = {line.split()[0] for line in listed if line.strip()}
    documented = (
        "batch board check completion contracts decide diff explain forget new read schema serve show store test token"
        " why-not words"
    )
    assert set(documented.split()) == commands
    assert set() == {command for command in commands if f"remit {command}" not in README}
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert [] == [link for link in links if not (ROOT / link).exists()]


def test_every_exit_code_is_explained():
    rows = re.findall(r"^\| ([0-9]) \|", README, re.MULTILINE)
    assert [str(code.value) for code in ExitCode] == rows
