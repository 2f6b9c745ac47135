"""The page of the checks: each has its section, and each of its samples gives what it is said to give."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from language.verbs import mapping_of

from remit.engine import Policies, check_paths
from remit.engine.authoring.check import CHECKS
from remit.engine.language.schema import schema_text

from .verbs import TODAY, File, written

TEXT = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
_BLOCK = re.compile(r"<!-- (?P<note>[^>\n]+) -->\n```yaml\n(?P<text>.*?)```", re.DOTALL)
SETTABLE = {check.id for check in CHECKS if check.can_be_set}
ALWAYS = {"accepts-nothing", "duplicate-edition", "uncited-rule", "unknown-country", "unknown-region"}
"""Ids of this page that no policy can weigh or accept."""


def section_of(place: int) -> str:
    """Return the heading over a place in the page."""
    return re.findall(r"^## (.+)$", TEXT[:place], re.MULTILINE)[-1:][0] if "\n## " in TEXT[:place] else ""


def samples() -> list[tuple[int, str, str, str]]:
    """Return line, section, note and text of each sample."""
    return [
        (TEXT.count("\n", 0, block.start("text")) + 1, section_of(block.start()), block["note"], block["text"])
        for block in _BLOCK.finditer(TEXT)
    ]


SAMPLES = samples()
(WHOLE,) = (text for _, _, note, text in SAMPLES if note == "policy")


def merged(fragment: str) -> str:
    """Return the whole policy with a fragment's entries added or put in their place, section by section."""
    policy, own = mapping_of(WHOLE), mapping_of(fragment)
    for section, value in own.items():
        is_table = isinstance(value, dict) and isinstance(policy.get(section), dict)
        policy[section] = {**policy[section], **value} if is_table else value
    return json.dumps(policy)


def found(fragment: str) -> set[tuple[str, str]]:
    """Return the ids found in the policies that fragments make, and at what."""
    parts = fragment.split("---\n")
    with TemporaryDirectory() as folder:
        files = [File(f"lumen-{n}.yaml", merged(part)) for n, part in enumerate(parts)]
        paths = written(folder, *files)
        return {(f.check, f.at) for f in check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings}


def test_the_page_has_its_samples():
    """The pattern that finds them finds all."""
    assert TEXT.count("```yaml\n") == len(SAMPLES) == TEXT.count("<!--")


def test_nothing_is_found_in_the_whole_policy():
    assert set() == found(WHOLE)


@pytest.mark.parametrize(("note", "text"), [s[2:] for s in SAMPLES], ids=[f"line-{s[0]}" for s in SAMPLES])
def test_a_sample_gives_what_it_is_said_to_give(note, text):
    ids, _, at = note.removeprefix("found: ").partition(" at ")
    expected = set() if ids in ("nothing", "policy") else {(one, at) for one in ids.split(", ")}
    assert expected == found(text)


def test_every_check_has_its_section_in_the_order_of_the_alphabet():
    headings = re.findall(r"^## ([a-z-]+)$", TEXT, re.MULTILINE)
    assert sorted(SETTABLE | ALWAYS) == headings


@pytest.mark.parametrize("check", sorted(SETTABLE | ALWAYS))
def test_every_section_has_a_sample_that_fails_and_one_that_passes(check):
    notes = [note for _, section, note, _ in SAMPLES if section == check]
    assert ["found: nothing"] == notes[1:]
    assert check in notes[0].removeprefix("found: ").partition(" at ")[0].split(", ")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_usual_weight_is_said(check):
    section = TEXT.partition(f"\n## {check.id}\n")[2].partition("\n## ")[0]
    assert f"\nWeight: {check.severity.name}" in section


def test_the_schema_names_the_checks_that_can_be_set():
    schema = json.loads(schema_text("policy"))
    assert SETTABLE == set(schema["properties"]["checks"]["properties"])
    assert sorted(SETTABLE) == schema["$defs"]["acceptance"]["properties"]["check"]["enum"]


def test_links_lead_to_headings():
    headings = {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([a-z-]+)\)", TEXT)) <= headings
    other = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
    theirs = {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", other, re.MULTILINE)}
    assert set(re.findall(r"\]\(language\.md#([a-z-]+)\)", TEXT)) <= theirs


def test_nothing_on_the_page_is_wider_than_a_page():
    assert [] == [line for line in TEXT.splitlines() if len(line) > 119]
