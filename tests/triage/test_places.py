"""Zones and countries that facts give: hours count in them, and they are missing wherever something owed does."""

# ruff: noqa: E501 - tables are read line by line

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import contract, decision, policy, record, refusal, request, store

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  zone: {ask: "Which zone?", type: timezone, from: contract}
  land: {ask: "Which country?", type: country, from: contract}
"""
HOURS = """
  office: {timezone: {fact: zone}, week: {mon-fri: "08:00-16:00"}, holidays: [{fact: land}, {dates: [12-24]}]}
  always: {timezone: {fact: zone}, week: 24x7}
"""
WEDNESDAY = "2026-12-23T15:00:00+01:00"
EARLY = "2026-03-10T07:30:00+01:00"
GIVEN = {"activity": "fault", "outage": "partial", "zone": "Europe/Berlin", "land": "DE"}


def placed(**sections: str):
    return store(policy(**{"facts": FACTS, "hours": HOURS, **sections}))


@pytest.mark.parametrize(
    ("zone", "land", "due"),
    [
        ("Europe/Berlin", "DE", "2026-12-28T15:00:00+01:00"),
        ("UTC", "DE", "2026-12-28T14:00:00+00:00"),
        ("America/New_York", "US", "2026-12-28T09:00:00-05:00"),
        ("Europe/Berlin", "AE", "2026-12-25T15:00:00+01:00"),
    ],
)
def test_a_deadline_counts_in_the_zone_and_on_the_holidays_that_facts_give(zone, land, due):
    found = decision(request(received=WEDNESDAY, facts={**GIVEN, "zone": zone, "land": land}), placed())
    deadline = found.deadlines["initial_response"]
    assert found.status == "decided"
    assert deadline.due is not None
    assert due == deadline.due.isoformat()
    assert zone == deadline.timezone == found.timezone(deadline)


def test_what_is_open_is_missing_where_something_counts_in_it():
    found = record(request(received=WEDNESDAY, facts={"activity": "fault", "outage": "partial"}), placed())
    assert ["zone", "land"] == [entry["fact"] for entry in found["missing"]]
    assert [["initial_response"]] * 2 == [entry["decides"] for entry in found["missing"]]
    deadline = found["deadlines"][0]
    assert (None, None, None, "office") == tuple(deadline[key] for key in ("due", "earliest", "latest", "hours"))


def test_it_is_not_missing_where_hours_never_close():
    found = record(request(tier="gold", facts={"activity": "fault", "outage": "complete"}), placed())
    assert ("decided", []) == (found["status"], found["missing"])


def test_hours_that_never_close_are_shown_in_the_zone_that_is_known():
    found = decision(request(tier="gold", facts={**GIVEN, "outage": "complete", "zone": "Asia/Tokyo"}), placed())
    assert "Asia/Tokyo" == found.deadlines["initial_response"].timezone


def test_the_contract_gives_them():
    agreed = contract(domains=["ada.example"], facts={"zone": "Asia/Tokyo", "land": "JP"})
    asked = request(received=WEDNESDAY, policy=None, tier=None, from_="a@ada.example", facts={**GIVEN, "zone": "UTC"})
    found = decision(asked, placed(), agreed)
    assert "2026-12-24T15:00:00+09:00" != str(found.deadlines["initial_response"].due)
    assert "Asia/Tokyo" == found.deadlines["initial_response"].timezone
    assert {"contradicts-contract"} == {finding.check for finding in found.findings if "zone" in finding.message}


@pytest.mark.parametrize(
    ("fact", "value", "message", "help_"),
    [
        ("zone", "CET", "`zone` is `CET`, which names no place", "name the place: `Europe/Berlin` or `Europe/Paris`"),
        ("zone", "Europe/Berln", "`zone` is `Europe/Berln`, which is not a known time zone", "did you mean `Europe/Berlin`?"),
        ("zone", 5, "`zone` must be a string, not `5`", "quote it"),
        ("land", "de-by", "`land` is `de-by`, which is not the code of a country", "write `DE-BY`"),
        ("land", "Germany", "`land` is `Germany`, which is not the code of a country", "write its ISO 3166 code, as in `DE` or, where holidays differ by region, `DE-BY`"),
        ("land", "UK", "`land` is `UK`, which is a country whose holidays are not known", "did you mean `GB`?"),
        ("land", "AU-NS", "`land` is `AU-NS`, which is a region whose holidays are not known in country `AU`", "did you mean `AU-NSW`?"),
    ],
)  # fmt: skip
def test_what_is_no_zone_or_country_is_refused(fact, value, message, help_):
    assert [("wrong-value", message, help_)] == refusal(request(facts={**GIVEN, fact: value}), placed())


def test_a_presumed_zone_is_unsafe_without_alternatives():
    facts = FACTS.replace("type: timezone,", "type: timezone, presume: Europe/Berlin,")
    found = record(request(received=WEDNESDAY, facts={**GIVEN, "zone": None, "land": "DE"}), placed(facts=facts))
    assert ["zone"] == [entry["fact"] for entry in found["missing"]]
    stated = {key: value for key, value in GIVEN.items() if key != "zone"}
    found = record(request(received=WEDNESDAY, facts=stated), placed(facts=facts))
    assert [("zone", "Europe/Berlin", True, [])] == [
        (entry["fact"], entry["value"], entry["unsafe"], entry["alternatives"]) for entry in found["presumed"]
    ]
    assert "2026-12-28T14:00:00Z" == found["deadlines"][0]["due"]


def test_presumptions_that_differ_ask_for_what_they_depend_on():
    facts = FACTS.replace(
        "type: timezone,",
        "type: timezone, presume: [{when: {site: east}, value: Asia/Tokyo}, {when: {site: west}, value: UTC}],",
    )
    facts += "  site: {choices: [east, west]}\n"
    stated = {key: value for key, value in GIVEN.items() if key != "zone"}
    found = record(request(received=WEDNESDAY, facts=stated), placed(facts=facts))
    assert ["site"] == [entry["fact"] for entry in found["missing"]]
    deadline = found["deadlines"][0]
    assert deadline["due"] is None
    assert ("2026-12-25T05:00:00Z", "2026-12-28T14:00:00Z") != (deadline["earliest"], deadline["latest"])
    assert deadline["earliest"] < deadline["latest"]


def test_an_absent_fact_counts_as_else_says():
    facts = FACTS.replace("from: contract}", "from: contract, optional: true}")
    hours = HOURS.replace("{fact: zone}", "{fact: zone, else: Asia/Tokyo}").replace(
        "{fact: land}", "{fact: land, else: none}"
    )
    stated = {"activity": "fault", "outage": "partial"}
    found = decision(request(received=WEDNESDAY, facts=stated), placed(facts=facts, hours=hours))
    assert ("decided", (), "Asia/Tokyo") == (found.status, found.missing, found.deadlines["initial_response"].timezone)


def test_why_names_the_days_that_are_skipped():
    found = decision(request(received=WEDNESDAY, facts=GIVEN), placed())
    text = as_text(found, Look(why=True))
    assert "closed on Thu 24 Dec (dates); Fri 25 Dec (Christmas Day)" in text


def test_no_template_is_taken_for_another_zone():
    shelf = placed()
    zones = ("Europe/Berlin", "Asia/Tokyo", "UTC", "America/New_York", "Europe/Berlin")
    dues = [
        found.deadlines["initial_response"].due_instant
        for found in (decision(request(received=EARLY, facts={**GIVEN, "zone": zone}), shelf) for zone in zones)
    ]
    assert 4 == len(set(dues))
    assert dues[0] == dues[-1]


def test_a_date_needs_the_zone_of_hours_that_never_close():
    """It matters which day it is."""
    promises = """
  initial_response: {within: {basic: {P2: {by: {days: 1, at: "12:00"}}}}, hours: always, cite: terms.all}
"""
    shelf = placed(promises=promises)
    stated = {"activity": "fault", "outage": "partial"}
    assert ["zone"] == [entry["fact"] for entry in record(request(facts=stated), shelf)["missing"]]
    found = decision(request(received=WEDNESDAY, facts={**stated, "zone": "Asia/Tokyo"}), shelf)
    assert "2026-12-24T12:00:00+09:00" == str(found.deadlines["initial_response"].due).replace(" ", "T")
