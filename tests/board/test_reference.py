"""The reference of the board shows what is so: every command that it shows is run, and prints what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from house.test_readme import ran

from remit.engine.board.board_records import ROW_STATES
from remit.engine.board.board_text import STATE_WORDS

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/board.md").read_text("utf-8")
SHOWN = [
    part.partition("\n")
    for block in re.findall(r"```console\n(.*?)```", REFERENCE, re.DOTALL)
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("command", "output"), [(command, output.strip()) for command, _, output in SHOWN])
def test_a_command_prints_what_the_reference_shows(command, output):
    assert output == ran(command).replace("\r", "")


def test_every_state_is_explained():
    rows = re.findall(r"^\| ([a-z ]+) \| ", REFERENCE, re.MULTILINE)
    assert ["state", *(STATE_WORDS[state] for state in ROW_STATES)] == rows[:1] + sorted(
        rows[1:], key=list(STATE_WORDS.values()).index
    )


def test_every_link_leads_somewhere():
    for link in re.findall(r"\]\(([^)#]+)", REFERENCE):
        assert (ROOT / "docs/reference" / link).exists()
