"""docs/diff.md: its sample is what comes out, its table is that of the kinds, its keys are those of JSON."""

from __future__ import annotations

import re
from pathlib import Path

from remit.engine.authoring.diff import KINDS, diff
from remit.engine.authoring.diff import changes as records
from remit.engine.authoring.diff.diff_document import as_text
from remit.engine.authoring.diff.diff_json import as_record

from ..verbs import edited
from .test_kinds import DECIDED
from .verbs import DAY, JUMPMIND, changed, policy

PAGE = (Path(__file__).parents[3] / "docs" / "diff.md").read_text("utf-8")


def test_the_sample_is_what_comes_out() -> None:
    next_one = edited(
        ('edition: "1"', 'edition: "2"'),
        ("standard: {P1: 6 business hours", "standard: {P1: 8 business hours"),
        ("then: {require: phone}", "then: {allow: phone}"),
        ("version_age_months: {more_than: 12}", "version_age_months: {more_than: 6}"),
        content=JUMPMIND,
    )
    sample = PAGE.partition("$ remit diff jumpmind next.yaml\n")[2].partition("```")[0]
    assert as_text(diff(policy(JUMPMIND), policy(next_one), DAY)) == sample.removesuffix("\n")


def test_every_kind_is_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (takes|gives|neither) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [(kind.name, kind.effect, kind.meaning) for kind in KINDS.values()] == rows


def test_every_key_of_json_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", PAGE.partition("## JSON")[2]))
    keys: set[str] = set()
    for content, edits, _ in DECIDED.values():
        record = as_record(changed(*edits, content=content))
        changes = record["changes"]
        assert isinstance(changes, list)
        keys |= set(record).union(*changes)
    assert {"witness", "places", "by", "where"} <= keys
    assert keys <= described
    assert set(records._ABOUT) <= described  # noqa: SLF001 - the sections that a change can be about
