"""Recorded cases that state whether hours are open, decided by policies that read the receipt within them."""

from __future__ import annotations

import json

import pytest

from remit import Policy

from .recorded import CITE, RECORDS, Record, policy_of

ASKED = [record for record in RECORDS if "open" in record["want"]]


def received_within(record: Record) -> Policy:
    """Return a policy of which a request is P1 that is received while the hours of a record are open, and else P2."""
    written = policy_of(record)
    within = {"received": {"within": written["coverage"]["rules"][0]["then"]}}
    rules = [
        {"id": "open", "when": within, "then": "P1", **CITE},
        {"id": "closed", "when": {"not": within}, "then": "P2", **CITE},
    ]
    written["priorities"] = {"levels": {"P1": "open", "P2": "closed"}, "rules": rules}
    return Policy.from_text(json.dumps(written | {"facts": {}, "promises": {}} | {"timezone": "UTC"}))


@pytest.mark.parametrize("record", ASKED, ids=lambda record: record["id"])
def test_a_request_received_while_the_hours_are_open_is_within_them(record: Record) -> None:
    decision = received_within(record).decide({"tier": "gold", "received": record["received"], "facts": {}})
    assert ("P1" if record["want"]["open"] else "P2") == decision.priority.level
    (was_open,) = decision.to_dict()["request"]["within"].values()
    assert record["want"]["open"] == was_open


def test_there_are_enough_of_them_on_both_sides():
    assert {True, False} == {record["want"]["open"] for record in ASKED}
    assert len(ASKED) > 100
