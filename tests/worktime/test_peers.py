"""Cases that other projects' own tests state; `source` in each names the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from remit.engine.model import Hours
from remit.engine.worktime import due, elapsed, is_open, next_open

from .verbs import WEEKDAYS, at, opened

Case = dict[str, Any]

CASES: list[Case] = [json.loads(line) for line in Path(__file__).with_name("oracle.jsonl").read_text().splitlines()]


def _openings(written: list[list[str]]) -> str:
    return ", ".join(f"{start}-{end.removesuffix('+1')}" for start, end in written) or "closed"


def _hours(case: Case) -> Hours:
    """Return the hours of a case; one of its holidays is a date on which nothing opens."""
    dates = dict.fromkeys(case["holidays"], ()) | {day: opened(_openings(w)) for day, w in case["dates"].items()}
    week = tuple(opened(_openings(case["week"].get(weekday, []))) for weekday in WEEKDAYS)
    return Hours(case["id"], case["timezone"], week, (), dates)


def _actual(case: Case) -> int | bool:
    hours, start = _hours(case), at(case["start"])
    match case["op"]:
        case "due":
            return due(hours, start, case["seconds"])
        case "elapsed":
            return elapsed(hours, start, at(case["end"]))
        case "is_open":
            return is_open(hours, start)
    return next_open(hours, start)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_peers_case(case: Case):
    """It comes out as the other project says."""
    expected = at(case["expected"]) if isinstance(case["expected"], str) else case["expected"]
    assert expected == _actual(case)


def test_all_cases_are_read():
    """None is lost, and every operation has some."""
    assert len(CASES) == 236
    assert {case["op"] for case in CASES} == {"due", "elapsed", "is_open", "next_open"}
