"""The pages of the checks: each is written as its module says, and each sample gives what it is said to give."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from language.verbs import mapping_of

from remit.engine import Policies, check_paths
from remit.engine.authoring.check import CHECKS

from .check_pages import INDEX, ROOT, pages
from .verbs import TODAY, File, written

PAGES = pages()
TEXT = PAGES[INDEX]
SETTABLE = {check.id for check in CHECKS if check.can_be_set}
ALWAYS = {"uncited-rule"} | {check.id for check in CHECKS if not check.can_be_set}
"""Ids that no policy can weigh or accept; one is found where files are read, as many are."""
_SAMPLE = re.compile(
    r"^(?P<result>Fails|Passes)(?:, at `(?P<at>.+)`)?:\n\n```yaml\n(?P<text>.*?)```", re.DOTALL | re.MULTILINE
)
SAMPLES = [
    (check, {(check.id, sample["at"] or "")} if sample["result"] == "Fails" else set(), sample["text"])
    for check in CHECKS
    for sample in _SAMPLE.finditer(check.details)
]
GOOD = re.findall(r"<!-- [a-z: ]+ -->\n```yaml\n(.*?)```", TEXT, re.DOTALL)
WHOLE = GOOD[-1]


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


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_what_is_written_from_the_checks_is_as_they_say(path):
    """Otherwise `make pages` was forgotten."""
    assert PAGES[path] == (ROOT / path).read_text("utf-8")


def test_there_is_no_page_of_a_check_that_is_not_there():
    assert {path.name for path in (ROOT / "docs/checks").iterdir()} == {f"{check.id}.md" for check in CHECKS}


@pytest.mark.parametrize("text", GOOD, ids=["severities", "policy"])
def test_nothing_is_found_in_the_samples_of_the_index(text):
    assert set() == found(text)


@pytest.mark.parametrize(
    ("expected", "text"), [s[1:] for s in SAMPLES], ids=[f"{c.id}-{len(ids)}" for c, ids, _ in SAMPLES]
)
def test_a_sample_gives_what_it_is_said_to_give(expected, text):
    assert expected == found(text)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_a_sample_that_fails_and_one_that_passes(check):
    samples = [expected for of, expected, _ in SAMPLES if of is check]
    assert len(samples) == 2 == check.details.count("```yaml\n")
    assert {check.id} == {id_ for id_, _ in samples[0]}
    assert set() == samples[1]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_page_begins_with_a_sentence_and_says_where_the_finding_is(check):
    assert re.fullmatch(r"[A-Z].*[^.]\.", check.summary)
    assert ("\n\nFound at " in check.details) == check.can_be_set


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_stands_in_the_module_of_its_name(check):
    assert check.find.__module__.rpartition(".")[2] == check.id.replace("-", "_")


def headings(text: str) -> set[str]:
    return {h.lower().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("path", [path for path in PAGES if path != Path("docs/language.md")], ids=str)
def test_links_lead_to_headings(path):
    for target, heading in re.findall(r"\]\(([a-z./-]+\.md)(?:#([a-z-]+))?\)", PAGES[path]):
        page = (ROOT / path).parent / target
        assert page.is_file()
        assert not heading or heading in headings(page.read_text("utf-8"))


@pytest.mark.parametrize("path", [path for path in PAGES if path.match("docs/checks/*")], ids=str)
def test_nothing_on_a_page_is_wider_than_a_page(path):
    assert [] == [line for line in PAGES[path].splitlines() if len(line) > 119]
