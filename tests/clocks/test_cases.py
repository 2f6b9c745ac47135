"""Cases say how clocks stand, and are told where they do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from remit.engine import Policies, try_paths

from .verbs import TERMS

REFERENCE = Path(__file__).parents[2] / "docs" / "language.md"
PROMISES = """\
  answer: {until: replied, pauses: waiting, within: {gold: 4 hours}, cite: terms.all}
  word: {repeats: true, within: {gold: 4 hours}, cite: terms.all}
  relief: {from: acknowledged, until: workaround, within: {gold: 4 hours}, cite: terms.all}
"""
REQUEST = """\
request:
      received: 2026-03-02T09:00:00Z
      policy: small
      tier: gold
      facts: {outage: partial}
      events:
        - {at: 2026-03-02T10:00:00Z, is: updated}
        - {at: 2026-03-02T11:00:00Z, is: waiting}
"""


def differences(tmp_path, expect: str, now: str = "2026-03-02T12:00:00Z") -> list[str]:
    """Return what a case finds otherwise than it expects, or what is wrong with it."""
    (tmp_path / "small.yaml").write_text(TERMS + PROMISES)
    case = f"cases:\n  - name: a case\n    now: {now}\n    {REQUEST}    expect: {expect}\n"
    (tmp_path / "small.cases.yaml").write_text(case)
    result = try_paths([str(tmp_path)], Policies.at(str(tmp_path)), None, "0")
    return [*(text for case in result.cases for text in case.differences), *map(str, result.findings)]


@pytest.mark.parametrize(
    "expect",
    [
        "{state: {answer: paused, word: running, relief: not_started}}",
        "{left: {answer: 2 hours, word: 7200, relief: none}}",
        "{met_at: {answer: none, word: none}}",
        "{occurrences: {answer: [], word: [{due: 2026-03-02T13:00:00Z, state: met, met_at: 2026-03-02T10:00:00Z}]}}",
        "{occurrences: {word: [{state: met}]}}",
        "{due: {word: 2026-03-02T14:00:00Z}}",
    ],
)
def test_case_expects_state_left_met_at_and_occurrences(tmp_path, expect):
    assert [] == differences(tmp_path, expect)


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("{state: {answer: running}}", "state answer: expected running, got paused"),
        ("{left: {answer: 3 hours}}", "left answer: expected 10800, got 7200"),
        ("{left: {answer: none}}", "left answer: expected none, got 7200"),
        ("{met_at: {answer: 2026-03-02T10:00:00Z}}", "met_at answer: expected 2026-03-02T10:00:00Z, got none"),
        ("{occurrences: {word: []}}", "due 2026-03-02T13:00:00Z, state met, met_at 2026-03-02T10:00:00Z"),
        ("{occurrences: {word: [{state: late}]}}", "occurrences word: expected state late, got state met"),
        ("{due: {relief: none}}", "due relief: expected none, got not started"),
        ("{due: {answer: 2026-03-02T14:00:00Z}}", "due answer: expected 2026-03-02T14:00:00Z, got paused"),
    ],
)
def test_case_is_told_what_is_otherwise(tmp_path, expect, told):
    assert any(told in text for text in differences(tmp_path, expect))


@pytest.mark.parametrize(
    ("expect", "check"),
    [
        ("{state: {reply: met}}", "unknown-promise"),
        ("{state: {answer: done}}", "wrong-value"),
        ("{left: {answer: 1 day}}", "wrong-span"),
        ("{left: {answer: soon}}", "wrong-span"),
        ("{met_at: {answer: today}}", "wrong-instant"),
        ("{occurrences: {word: [{due: today}]}}", "wrong-instant"),
        ("{occurrences: {word: [{left: 1}]}}", "unknown-key"),
        ("{occurrences: {word: met}}", "wrong-type"),
    ],
)
def test_case_that_is_wrong_itself_is_an_error(tmp_path, expect, check):
    assert any(f"[{check}]" in text for text in differences(tmp_path, expect))


def test_clock_case_of_the_reference_passes(tmp_path):
    blocks = re.findall(r"<!-- (policy|cases) -->\n```yaml\n(.*?)```", REFERENCE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "northlight.yaml").write_text(next(text for kind, text in blocks if kind == "policy"))
    (tmp_path / "northlight.cases.yaml").write_text(next(text for kind, text in blocks if "occurrences:" in text))
    result = try_paths([str(tmp_path)], Policies.at(str(tmp_path)), None, "0")
    assert [()] == [case.differences for case in result.cases]
