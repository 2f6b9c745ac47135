"""Calendars and unions of hours in decisions: what is counted, what is cited, and what the sheet says of it."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import decision, policy, record, request, store

CALENDARS = """
  company: {country: DE, region: BE, except: [03-08, 2027-05-17], dates: [12-24, 12-27..12-30], cite: terms.all}
  works: {dates: [12-30..01-02, 12-31, 12-31]}
"""
OFFICE = 'office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, holidays: %s, cite: terms.hours}'
DENVER = 'denver: {timezone: America/Denver, week: {mon-fri: "08:00-16:00"}, holidays: {country: US}}'
BEFORE_CHRISTMAS = "2026-12-23T15:00:00+01:00"
FAULT = {"activity": "fault", "outage": "none"}


def having(holidays: str, more: str = "", **sections: str):
    hours = f"\n  {OFFICE % holidays}\n  {DENVER}\n  always: {{timezone: UTC, week: 24x7}}\n{more}"
    return store(policy(**{"calendars": CALENDARS, "hours": hours, **sections}))


def due(shelf, received: str = BEFORE_CHRISTMAS) -> str:
    return str(record(request(received=received, facts=FAULT), shelf)["deadlines"][0]["due_local"])


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ("{country: DE, region: BE}", "2026-12-24T15:00:00+01:00"),
        ("company", "2026-12-31T15:00:00+01:00"),
        ("works", "2026-12-24T15:00:00+01:00"),
        ("[company, works]", "2027-01-04T15:00:00+01:00"),
        ("[works, {country: DE, region: BE}, {dates: 2026-12-24}]", "2026-12-28T15:00:00+01:00"),
        ("{country: DE, region: BE, dates: 12-24}", "2026-12-28T15:00:00+01:00"),
    ],
)
def test_hours_close_on_the_days_of_all_their_calendars(holidays, expected):
    assert expected == due(having(holidays))


def test_a_day_that_is_left_out_is_open():
    """The eighth of March is a holiday in Berlin."""
    assert "2027-03-09T15:00:00+01:00" == due(having("{country: DE, region: BE}"), "2027-03-05T15:00:00+01:00")
    assert "2027-03-08T15:00:00+01:00" == due(having("company"), "2027-03-05T15:00:00+01:00")


def test_a_deadline_cites_its_calendars_after_its_hours():
    deadline = record(request(facts=FAULT), having("[works, company]"))["deadlines"][0]
    assert ["terms.all", "terms.hours"] == deadline["cites"]
    other = CALENDARS.replace("cite: terms.all", "cite: terms.days")
    clauses = "{all: {at: p, says: x}, hours: {at: q, says: y}, days: {at: r, says: z}}"
    shelf = having("company", calendars=other, sources=f"\n  terms: {{title: T, clauses: {clauses}}}\n")
    assert ["terms.all", "terms.hours", "terms.days"] == record(request(facts=FAULT), shelf)["deadlines"][0]["cites"]


def test_the_sheet_names_the_days_that_were_skipped():
    found = decision(request(received=BEFORE_CHRISTMAS, facts=FAULT), having("[company, works]"))
    text = " ".join(as_text(found, Look(why=True)).split())
    assert (
        "closed on Thu 24 Dec (company); Fri 25 Dec (Christmas Day); Mon 28 Dec (company); Tue 29 Dec (company); "
        "Wed 30 Dec (company); Thu 31 Dec (works); 1 more"
    ) in text


UNION = "  both: {any_of: [office, denver], timezone: Asia/Tokyo, day: 8 hours, cite: terms.all}\n"
COVERAGE = "\n  rules:\n    - {id: sun, then: both, cite: terms.all}\n"


def test_a_union_is_open_whenever_a_part_is_and_shown_in_its_own_zone():
    """While both are open, for an hour from three in Berlin, time counts once."""
    shelf = having("company", UNION, coverage=COVERAGE)
    found = decision(request(received="2026-03-10T15:00:00+01:00", facts=FAULT), shelf)
    deadline = found.deadlines["initial_response"]
    assert "2026-03-11T07:00:00+09:00" == str(deadline.due).replace(" ", "T")
    assert [8 * 3600] == [closes - opens for opens, closes in deadline.period_instants]
    assert ("terms.all", "terms.hours") == deadline.cites


def test_of_a_union_each_part_is_named_that_skips_a_day():
    shelf = having("company", UNION, coverage=COVERAGE)
    found = decision(request(received="2026-12-24T23:30:00+01:00", facts=FAULT), shelf)
    text = " ".join(as_text(found, Look(why=True)).split())
    assert "Fri 25 Dec (office: Christmas Day, denver: Christmas Day)" in text


def test_a_union_needs_the_length_of_a_day():
    shelf = having("company", UNION.replace("day: 8 hours, ", ""), coverage=COVERAGE)
    _, problems = shelf.editions("acme")
    assert [("day-length", "write how long a business day is meant to be, as in `day: 8 hours`")] == [
        (problem.check, problem.help) for problem in problems
    ]
