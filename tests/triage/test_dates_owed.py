"""Dates that a promise is owed by, and cut-offs, in decisions: when they fall due, and how that is put."""

from __future__ import annotations

from datetime import datetime

import pytest

from remit.engine.triage.decide import decide
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import SMALL, answer, decision, policy, record, request, store

FAULT = {"activity": "fault", "outage": "none"}
HOLIDAYS = """
  office: {timezone: Africa/Cairo, week: {mon-fri: "08:00-16:00"}, holidays: {country: EG}, cite: terms.hours}
"""


def owing(entry: str, *keys: str, hours: str | None = None, **sections: str):
    """Return a desk that owes an answer so."""
    listed = ", ".join((f"within: {{basic: {entry}}}", *keys, "cite: terms.all"))
    changed = {} if hours is None else {"hours": hours, "coverage": COVERAGE}
    return store(policy(promises=f"{{initial_response: {{{listed}}}}}", **changed, **sections))


COVERAGE = """
  rules:
    - {id: office, then: office, cite: terms.all}
"""


def due(entry: str, received: str) -> object:
    """Return when an answer is due, on the clock of the desk."""
    return record(request(facts=FAULT, received=received), owing(entry))["deadlines"][0]["due_local"]


@pytest.mark.parametrize(
    ("entry", "received", "expected"),
    [
        ("{by: {business_days: 1, at: close}}", "2026-03-10T09:00:00+01:00", "2026-03-11T16:00:00+01:00"),
        ("{by: {business_days: 0, at: close}}", "2026-03-10T15:59:59+01:00", "2026-03-10T16:00:00+01:00"),
        ("{by: {business_days: 0, at: close}}", "2026-03-10T16:00:00+01:00", "2026-03-11T16:00:00+01:00"),
        ("{by: {business_days: 1, at: close}}", "2026-03-14T09:00:00+01:00", "2026-03-16T16:00:00+01:00"),
        (
            '{by: {business_days: 1, at: close}, cutoff: "24:00"}',
            "2026-03-14T09:00:00+01:00",
            "2026-03-17T16:00:00+01:00",
        ),
        ('{by: {days: 2, at: "12:00"}}', "2026-03-13T09:00:00+01:00", "2026-03-15T12:00:00+01:00"),
        ('{by: {days: 0, at: "12:00"}, cutoff: "11:00"}', "2026-03-13T11:00:00+01:00", "2026-03-14T12:00:00+01:00"),
        ('{within: 2 hours, cutoff: "12:00"}', "2026-03-10T11:59:59+01:00", "2026-03-10T13:59:59+01:00"),
        ('{within: 2 hours, cutoff: "12:00"}', "2026-03-10T12:00:00+01:00", "2026-03-11T10:00:00+01:00"),
        ("{within: 2 hours, cutoff: close}", "2026-03-13T16:00:00+01:00", "2026-03-16T10:00:00+01:00"),
    ],
)
def test_when_it_falls_due(entry, received, expected):
    assert expected == due(entry, received)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{by: {business_days: 0, at: close}}", "end of the same or next business day"),
        ("{by: {business_days: 1, at: close}}", "end of the next business day"),
        ('{by: {business_days: 2, at: "17:30"}}', "17:30 on the second business day"),
        ('{by: {business_days: 10, at: "24:00"}}', "24:00 on the tenth business day"),
        ('{by: {business_days: 11, at: "09:05"}}', "09:05 on the 11th business day"),
        ("{by: {business_days: 22, at: close}}", "end of the 22nd business day"),
        ('{by: {days: 0, at: "12:00"}}', "12:00 on the same or next day"),
        ('{by: {days: 1, at: "12:00"}, cutoff: "11:00"}', "12:00 on the next day, cut-off 11:00"),
        ("{by: {business_days: 3, at: close}, cutoff: close}", "end of the third business day, cut-off at close"),
        ('{within: 2 hours, cutoff: "12:00"}', "2 hours, cut-off 12:00"),
    ],
)
def test_what_is_owed_in_words(entry, words):
    deadline = record(request(facts=FAULT), owing(entry))["deadlines"][0]
    assert words == deadline["within"]
    sheet = as_text(answer(request(facts=FAULT), owing(entry)), Look(width=200))
    assert f"{words}, counted in office" in sheet


def test_of_a_date_no_open_time_is_counted():
    date = decision(request(facts=FAULT), owing("{by: {business_days: 1, at: close}}")).deadlines["initial_response"]
    assert (True, ()) == (date.is_date, date.periods)
    span = decision(request(facts=FAULT), owing("2 hours")).deadlines["initial_response"]
    assert (False, 1) == (span.is_date, len(span.periods))


def test_after_a_cut_off_open_time_counts_from_the_next_business_day():
    received = "2026-03-10T12:00:00+01:00"
    deadline = record(request(facts=FAULT, received=received), owing('{within: 2 hours, cutoff: "12:00"}'))
    assert [["2026-03-11T07:00:00Z", "2026-03-11T09:00:00Z"]] == deadline["deadlines"][0]["periods"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{by: {business_days: 1, at: close}}", "then by the end of the next business day"),
        ('{by: {days: 1, at: "12:00"}}', "then by 12:00 on the next day"),
        ('{within: 2 hours, cutoff: "12:00"}', "then every 2 hours, cut-off 12:00"),
    ],
)
def test_a_date_that_repeats_counts_from_the_last_update(entry, words):
    desk = owing(entry, "repeats: true")
    told = request(facts=FAULT, received="2026-03-10T09:00:00+01:00", last_update="2026-03-12T09:00:00+01:00")
    sheet = as_text(answer(told, desk), Look(width=200))
    assert words in sheet
    assert "2026-03-1" in str(decision(told, desk).deadlines["initial_response"].due)


def test_a_date_that_cannot_be_counted_is_refused_by_name():
    findings = answer(request(facts=FAULT), owing("{by: {business_days: 4000, at: close}}")).findings
    message = "promise `initial_response` by the end of the 4000th business day: 4000 business days in hours `office`"
    assert [finding.message.partition(" take ")[0] for finding in findings] == [message]


def test_the_reasons_name_the_days_off_that_a_date_skips_and_none_where_every_day_counts():
    hours = HOLIDAYS.replace("Africa/Cairo", "Europe/Berlin").replace("country: EG", "country: DE")
    received = "2026-04-02T10:00:00+02:00"  # before Good Friday
    sheets = [
        as_text(answer(request(facts=FAULT, received=received), owing(entry, hours=hours)), Look(why=True, width=200))
        for entry in ("{by: {business_days: 1, at: close}}", '{by: {days: 7, at: "12:00"}}')
    ]
    assert ["Good Friday" in sheet for sheet in sheets] == [True, False]


def test_holidays_that_are_estimated_are_named_for_business_days_alone():
    received = "2026-05-25T10:00:00+02:00"  # before the Feast of Sacrifice
    estimated = [
        record(request(facts=FAULT, received=received), owing(entry, hours=HOLIDAYS))["deadlines"][0].get("estimated")
        for entry in ("{by: {business_days: 1, at: close}}", '{by: {days: 1, at: "12:00"}}')
    ]
    assert estimated[0]
    assert estimated[1] is None


SPAN_FACT = {"facts": SMALL["facts"] + "  agreed: {type: span, optional: true}\n"}
AGREED = '{within: {fact: agreed, else: 1 hour}, cutoff: "12:00"}'


@pytest.mark.parametrize(
    ("agreed", "words", "expected"),
    [
        ("2 hours", "2 hours, cut-off 12:00", "2026-03-11T10:00:00+01:00"),
        (None, "1 hour, cut-off 12:00", "2026-03-11T09:00:00+01:00"),
    ],
)
def test_a_span_that_a_fact_gives_has_a_cut_off_too(agreed, words, expected):
    desk = owing(AGREED, **SPAN_FACT)
    facts = {**FAULT, **({"agreed": agreed} if agreed else {})}
    deadline = record(request(facts=facts, received="2026-03-10T12:00:00+01:00"), desk)["deadlines"][0]
    assert (words, expected) == (deadline["within"], deadline["due_local"])


def test_ways_that_differ_in_their_cut_off_alone_bound_the_deadline():
    """Which level it is decides; where that is open, so is the deadline, between the two."""
    row = '{P1: {within: 2 hours, cutoff: "12:00"}, P2: {by: {business_days: 1, at: close}}}'
    (deadline,) = record(request(facts={"activity": "fault"}, received="2026-03-10T13:00:00+01:00"), owing(row))[
        "deadlines"
    ]
    assert (None, None, []) == (deadline["due"], deadline["within"], deadline["periods"])
    assert ("2026-03-11T09:00:00Z", "2026-03-11T15:00:00Z") == (deadline["earliest"], deadline["latest"])


def test_with_events_what_remains_of_a_span_is_what_counts_after_its_cut_off():
    """At one o'clock nothing counts yet: the open time of the afternoon does not."""
    desk = owing('{within: 2 hours, cutoff: "12:00"}')
    asked = request(facts=FAULT, received="2026-03-10T12:00:00+01:00")
    for now, remaining in (("13:00", 7200), ("15:59", 7200)):
        instant = int(datetime.fromisoformat(f"2026-03-10T{now}:00+01:00").timestamp())
        assert remaining == as_record(decide(asked, desk, (), "0", instant))["deadlines"][0]["left"]
