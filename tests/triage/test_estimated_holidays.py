"""Deadlines that depend on estimated holidays say so, in a note and in JSON."""

from __future__ import annotations

import json
import pickle

from jsonschema import Draft202012Validator

from remit.engine.language.schema import schema_text
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import answer, decision, policy, record, request, store

FAULT = {"activity": "fault", "outage": "complete"}
HOURS = """
  office: {timezone: Asia/Dubai, week: {mon-fri: "09:00-17:00"}, holidays: {country: AE}, cite: terms.hours}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
"""
PROMISES = """
  initial_response: {within: {basic: 2 hours}, cite: terms.all}
  status_update: {repeats: true, within: {basic: {P1: 2 business days, P2: 3 business days}}, cite: terms.all}
  call_back: {within: {basic: 1 hour}, hours: always, cite: terms.all}
"""
BEFORE_EID, ON_SUNDAY = "2070-10-31T15:00:00+04:00", "2070-11-02T12:00:00+04:00"
"""On Friday afternoon and on Sunday; Eid al-Fitr is estimated from Tuesday 4 to Thursday 6 November 2070."""
EID = ["2070-11-04", "2070-11-05", "2070-11-06"]


def test_a_receipt_on_an_estimated_holiday_may_turn_out_within_other_hours():
    channels = """
  ways: {phone: {contact: "1"}, email: {contact: e}}
  rules:
    - {id: phone, when: {not: {received: {within: office}}}, then: {require: phone}, cite: terms.hours}
    - {id: email, then: {allow: email}, cite: terms.all}
"""
    at = store(policy(hours=HOURS, promises=None, channels=channels))

    def notes(received):
        return decision(request(facts=FAULT, received=received), at).notes

    (on_eid,) = notes("2070-11-04T12:00:00+04:00")
    assert on_eid.startswith("it may turn out to be received within office: 2070-11-04 ")
    assert on_eid.endswith(" may move by a day")
    (before,) = notes("2070-11-03T12:00:00+04:00")
    assert before.startswith("it may turn out to be received outside office: 2070-11-04 ")
    assert () == notes("2070-10-30T12:00:00+04:00") == notes("2070-11-04T18:00:00+04:00")


def desk(hours=HOURS):
    return store(policy(hours=hours, promises=PROMISES))


def estimated(received, facts=FAULT, at=None):
    """Return what each deadline says of estimated days."""
    plain = record(request(facts=facts, received=received), at or desk())
    assert [] == [*Draft202012Validator(json.loads(schema_text("decision"))).iter_errors(plain)]
    return {deadline["promise"]: deadline.get("estimated") for deadline in plain["deadlines"]}


def test_each_deadline_names_the_days_that_it_depends_on():
    """What is due on Friday depends on none; two days later Eid was skipped; `always` knows no holidays."""
    assert {"initial_response": None, "status_update": EID, "call_back": None} == estimated(BEFORE_EID)


def test_a_deadline_just_before_an_estimated_day_names_it():
    """It is due on Monday, which could be the first day of Eid."""
    assert EID[:1] == estimated(ON_SUNDAY)["initial_response"]


def test_deadlines_far_from_estimated_days_name_none():
    assert {None} == {*estimated("2070-11-10T09:00:00+04:00").values()}
    plain = record(request(facts=FAULT, received="2070-11-10T09:00:00+04:00"), desk())
    assert [] == plain["notes"]


def test_a_note_names_days_and_what_depends_on_them():
    notes = [
        ("initial response may fall due earlier or later: 2070-11-04 Eid al-Fitr (estimated) may move by a day"),
        (
            "status update may fall due earlier or later: 2070-11-04 Eid al-Fitr (estimated), "
            "2070-11-05 Eid al-Fitr Holiday (estimated) and 2070-11-06 Eid al-Fitr Holiday (estimated) "
            "may move by a day"
        ),
    ]
    asked = request(facts=FAULT, received=ON_SUNDAY)
    assert notes == record(asked, desk())["notes"]
    text = " ".join(as_text(answer(asked, desk()), Look()).split())
    assert all(f"note {note}" in text for note in notes)


def test_promises_that_depend_on_the_same_days_share_a_note():
    """At noon on Wednesday both wait for Friday."""
    (note,) = record(request(facts=FAULT, received="2070-11-05T12:00:00+04:00"), desk())["notes"]
    assert note.startswith("initial response and status update may fall due earlier or later: 2070-11-05 Eid al-Fitr")


def test_an_open_deadline_names_the_days_of_each_way_in_which_it_can_fall_due():
    at = store(
        policy(
            hours=HOURS,
            promises="{initial_response: {within: {basic: {P1: 1 hour, P2: 2 business days}}, cite: terms.all}}",
        )
    )
    plain = record(request(facts={"activity": "fault"}, received=BEFORE_EID), at)["deadlines"][0]
    assert (None, EID) == (plain["due"], plain["estimated"])
    assert {"initial_response": None} == estimated(BEFORE_EID, at=at)


def test_days_that_dates_write_are_no_estimates():
    announced = HOURS.replace(
        "holidays: {country: AE}",
        'holidays: {country: AE}, dates: {2070-11-04: "09:00-17:00", 2070-11-05: closed, 2070-11-06: closed}',
    )
    assert {None} == {*estimated(BEFORE_EID, at=desk(announced)).values()}


def test_a_calendar_without_estimates():
    assert {None} == {*estimated(BEFORE_EID, at=desk(HOURS.replace("AE", "DE"))).values()}


def test_a_decision_from_a_pickle_has_them_by_name():
    made = decision(request(facts=FAULT, received=ON_SUNDAY), desk())
    again = pickle.loads(pickle.dumps(made))
    assert {"2070-11-04": "Eid al-Fitr (estimated)"} == again.deadlines["initial_response"].estimated
    assert made == again
