"""What other projects' own tests state of clocks, and cases at the boundaries that those leave out, as decisions."""

from __future__ import annotations

import json

import pytest

from remit.engine.language.schema import schema_text

from .recorded import RECORDS, Record, decision_of, expected, outcome

PROMISE_WORDS = json.loads(schema_text("policy"))["$defs"]


def not_sayable(record: Record) -> str:
    """Return the word that a policy lacks for a record, nothing where it has them all."""
    promise = json.dumps(record["promise"])
    known = {"rules": PROMISE_WORDS["promise"]["properties"], "by": PROMISE_WORDS["entry"]["properties"]}
    known["cutoff"] = known["by"]
    return next((word for word, words in known.items() if f'"{word}":' in promise and word not in words), "")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_recorded_case(record):
    word = not_sayable(record)
    if word:
        pytest.skip(f"no policy says `{word}` yet")
    assert expected(record) == outcome(record)


def test_records_are_all_there():
    assert len(RECORDS) == 803


@pytest.mark.parametrize("record", [r for r in RECORDS if "invalid" in r["want"]], ids=lambda record: record["id"])
def test_refused_case_says_why(record):
    problems = decision_of(record)
    assert isinstance(problems, list)
    assert any(problems)
