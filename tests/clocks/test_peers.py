"""What other projects' own tests state of clocks, and cases at the boundaries that those leave out, as decisions."""

from __future__ import annotations

import pytest

from .recorded import RECORDS, decision_of, expected, outcome


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_recorded_case(record):
    assert expected(record) == outcome(record)


def test_records_are_all_there():
    assert len(RECORDS) == 803


@pytest.mark.parametrize("record", [r for r in RECORDS if "invalid" in r["want"]], ids=lambda record: record["id"])
def test_refused_case_says_why(record):
    problems = decision_of(record)
    assert isinstance(problems, list)
    assert any(problems)
