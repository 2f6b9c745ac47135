"""What recorded cases state of hours alone: whether they are open, and how much open time has passed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.policy_file import parse_draft
from remit.engine.worktime import elapsed, is_open

from .recorded import RECORDS, Record, policy_of

if TYPE_CHECKING:
    from remit.engine.model import Hours

ASKED = [
    record
    for record in RECORDS
    if "open" in record["want"] or ("elapsed" in record["want"] and record["now"] and not record["events"])
]


def desk(record: Record) -> Hours:
    """Return the hours of a record as a policy has them."""
    policy, findings = policy_of(record), Findings()
    text = decode("recorded.yaml", json.dumps(policy).encode(), POLICY_BYTES, findings)
    assert text is not None
    draft = parse_draft(text, findings)
    assert draft is not None
    return draft.hours[policy["coverage"]["rules"][0]["then"]]


def instant(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp())


@pytest.mark.parametrize("record", ASKED, ids=lambda record: record["id"])
def test_hours_of_a_recorded_case(record):
    hours, received = desk(record), instant(record["received"])
    if "open" in record["want"]:
        assert record["want"]["open"] == is_open(hours, received)
    if "elapsed" in record["want"]:
        assert record["want"]["elapsed"] == elapsed(hours, received, instant(record["now"]))


def test_unions_and_calendars_are_among_them():
    kinds = {record["kind"] for record in ASKED}
    assert len(ASKED) > 200
    assert {"union", "calendar"} <= kinds
