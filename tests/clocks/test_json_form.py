"""A decision as of an instant in JSON is what its schema says, and survives a pickle."""

from __future__ import annotations

import json
import pickle

import pytest
from jsonschema import Draft202012Validator

from remit.engine.language.schema import schema_text

from .verbs import at, deadline, decide

VALIDATOR = Draft202012Validator(json.loads(schema_text("decision")))
PROMISES = (
    "p: {until: replied}\nq: {repeats: true, pauses: waiting, on_resume: restart}\n"
    "r: {from: acknowledged, until: workaround, pauses: waiting, on_change: restart}"
)


@pytest.mark.parametrize(
    "happened",
    [
        (),
        ("mon 10:00 acknowledged", "mon 11:00 updated", "mon 12:00 waiting"),
        ("mon 10:00 acknowledged", "mon 15:00 changed outage=complete", "mon 20:00 replied"),
        ("mon 10:00 workaround", "mon 11:00 closed"),
    ],
)
@pytest.mark.parametrize("now", [None, "mon 12:30", "fri 12:00"])
def test_a_decision_is_what_the_schema_says(happened, now):
    decision = decide(PROMISES, *happened, now=now)
    assert [] == [error.message for error in VALIDATOR.iter_errors(decision.to_dict())]
    assert decision == pickle.loads(pickle.dumps(decision))


def test_the_keys_of_a_deadline_whose_state_is_known():
    record = deadline("p: {repeats: true}", "mon 10:00 updated", now="mon 12:00")
    assert ("running", None, 7200) == (record["state"], record["met_at"], record["left"])
    met = {"due": at("mon 13:00"), "state": "met", "met_at": at("mon 10:00")}
    assert [met] == record["occurrences"]


def test_a_decision_says_as_of_when_it_is():
    assert at("mon 12:00") == decide(PROMISES, now="mon 12:00").to_dict()["now"]
    assert at("mon 10:00") == decide(PROMISES, "mon 10:00 replied").to_dict()["now"]


def test_instants_of_a_deadline_are_on_the_clock_of_its_hours():
    decision = decide("p: {repeats: true}", "mon 10:00 updated", now="mon 12:00")
    past = decision.deadlines["p"].occurrences
    assert past is not None
    assert ("2026-03-02T13:00:00+00:00", "2026-03-02T10:00:00+00:00") == tuple(
        instant.isoformat() for instant in (past[0].due, past[0].met_at) if instant
    )
    assert decision.now is not None


def test_a_deadline_says_how_much_time_there_is_in_all_and_when_little_is_left_of_it():
    allowed = {
        now: [deadline("p: {until: replied}", now=now)[key] for key in ("left", "allowed", "at_risk")]
        for now in ("mon 12:00", "mon 12:01", "mon 13:00", "mon 14:00")
    }
    assert {
        "mon 12:00": [3600, 14_400, False],
        "mon 12:01": [3540, 14_400, True],
        "mon 13:00": [0, 14_400, True],
        "mon 14:00": [-3600, 14_400, False],
    } == allowed


def test_what_stands_or_is_over_is_not_at_risk():
    paused = deadline("p: {pauses: waiting}", "mon 12:30 waiting", now="mon 15:00")
    assert ("paused", 1800, 14_400, False) == tuple(paused[key] for key in ("state", "left", "allowed", "at_risk"))
    met = deadline("p: {until: replied}", "mon 12:59 replied")
    assert ("met", None, None, False) == tuple(met[key] for key in ("state", "left", "allowed", "at_risk"))


def test_of_a_date_the_time_on_the_wall_clock_counts():
    """It is due on Tuesday at 09:00, a day after the receipt: six hours before it, a quarter is left."""
    by_date = "p: {rules: [{id: dated, then: {by: {days: 1, at: '09:00'}}, cite: terms.all}]"
    at_risk = {now: deadline(by_date, now=now)["at_risk"] for now in ("tue 03:00", "tue 03:01")}
    assert {"tue 03:00": False, "tue 03:01": True} == at_risk
    assert deadline(by_date, now="tue 03:00")["allowed"] == 86_400


def test_a_decision_says_whether_the_request_is_closed():
    assert [False, True, False] == [
        decide("p: {repeats: false}", *happened, now="mon 12:00").to_dict()["closed"]
        for happened in ((), ("mon 11:00 closed",), ("mon 11:00 closed", "mon 11:30 reopened"))
    ]
    assert "closed" not in decide("p: {repeats: false}").to_dict()
