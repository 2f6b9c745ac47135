"""docs/mutation.md: its samples are what comes out."""

from __future__ import annotations

import json
import re
from pathlib import Path

from remit.engine.authoring.mutation import as_record, as_text

from ..verbs import ACME, remit
from .verbs import TODAY, without_cases_once

PAGE = (Path(__file__).parents[3] / "docs" / "mutation.md").read_text("utf-8")


def test_the_commands_print_what_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_AT", TODAY)
    block = PAGE.partition("```console\n")[2].partition("```")[0]
    ran = [(line, remit(*line.split()[2:]).stdout) for line in block.splitlines() if line.startswith("$ remit ")]
    assert block == "".join(f"{line}\n{printed}" for line, printed in ran)


def test_the_survivors_are_among_those_that_come_out():
    blocks = as_text([without_cases_once(ACME)]).replace("small.yaml:", "acme.yaml:").split("\n\n")
    sample = PAGE.partition("```\nacme.yaml:")[2].partition("```")[0]
    assert [] == [block for block in f"acme.yaml:{sample}".rstrip("\n").split("\n\n") if block not in blocks]


def test_the_record_has_the_keys_that_come_out():
    (record,) = as_record([without_cases_once(ACME)])
    sample = re.search(r"```json\n(.*)\n```", PAGE)
    assert sample is not None
    assert list(record) == list(json.loads(sample[1]))
