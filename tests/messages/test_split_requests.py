"""Requests that a person has split from one mail: an answer to it answers all of them, unless it says not."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from remit.cli import main

REQUEST = """
id: {id}
received: 2026-03-06T10:00:00-05:00
policy: jumpmind
tier: enterprise
facts: {{activity: usage_question}}
"""


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_CACHE", "off")
    return tmp_path


def states(desk, *requests):
    """Return how the first answer of each request stands an hour after its receipt."""
    for number, (id_, events) in enumerate(requests):
        text = REQUEST.format(id=id_) + (f"events: [{events}]\n" if events else "")
        (desk / f"{number}.yaml").write_text(text, "utf-8")
    names = [f"{number}.yaml" for number in range(len(requests))]
    result = CliRunner().invoke(main, ["decide", "--format", "json", "--at", "2026-03-06T16:00:00Z", *names])
    decisions = [json.loads(line) for line in result.stdout.splitlines()]
    return [next(d["state"] for d in decision["deadlines"]) for decision in decisions]


REPLIED = "{at: 2026-03-06T10:30:00-05:00, is: replied}"


def test_an_answer_to_one_answers_all(desk):
    assert ["met", "met"] == states(desk, ("T-1/1", REPLIED), ("T-1/2", ""))


def test_an_answer_that_is_alone_answers_its_own(desk):
    alone = REPLIED.replace("}", ", alone: true}")
    assert ["met", "running"] == states(desk, ("T-1/1", alone), ("T-1/2", ""))


@pytest.mark.parametrize("ids", [("T-1/1", "T-2/1"), ("T-1", "T-1/1"), ("T-1/a", "T-1/b"), ("/1", "/2")])
def test_other_requests_are_answered_by_themselves(desk, ids):
    assert ["met", "running"] == states(desk, (ids[0], REPLIED), (ids[1], ""))


def test_what_both_say_counts_once(desk):
    assert ["met", "met"] == states(desk, ("T-1/1", REPLIED), ("T-1/2", REPLIED))


def test_the_board_knows_that_they_are_of_one_mail(desk):
    states(desk, ("T-1/1", REPLIED), ("T-1/2", ""))
    result = CliRunner().invoke(main, ["board", "--format", "json", "--at", "2026-03-06T16:00:00Z", "."])
    rows = json.loads(result.stdout)["promises"]
    assert {"met"} == {row["state"] for row in rows if row["promise"] == "initial_response"}
