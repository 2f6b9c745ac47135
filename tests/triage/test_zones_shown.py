"""On whose clock a sheet shows times, and that hours which never close are the same in every zone."""

from __future__ import annotations

import pytest

from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import SMALL, contract, decision, policy, record, request, store

FACTS = SMALL["facts"] + "  site: {choices: [london, tokyo]}\n  cover: {choices: [day, night, shift]}\n"
HOURS = """
  day_london: {timezone: Europe/London, week: {mon-fri: "08:00-16:00"}}
  day_tokyo: {timezone: Asia/Tokyo, week: {mon-fri: "08:00-16:00"}}
  night_london: {timezone: Europe/London, week: {mon-sun: "00:00-24:00"}, cite: terms.hours}
  night_tokyo: {timezone: Asia/Tokyo, week: {mon-sun: "00:00-24:00"}}
  shift_london: {timezone: Europe/London, week: {mon-sun: "00:00-24:00"}}
  shift_tokyo: {timezone: Asia/Tokyo, week: {mon-sun: "00:00-24:00"}, day: 8 hours}
"""
COVERAGE = "\n  rules:\n" + "".join(
    f"    - {{id: {hours}, when: {{cover: {hours[:-7]}, site: london}}, then: {hours}, cite: terms.all}}\n"
    if "london" in hours
    else f"    - {{id: {hours}, when: {{cover: {hours[:-6]}, site: tokyo}}, then: {hours}, cite: terms.hours}}\n"
    for hours in ("day_london", "day_tokyo", "night_london", "night_tokyo", "shift_london", "shift_tokyo")
)
TWO_SITES = store(policy(facts=FACTS, hours=HOURS, coverage=COVERAGE))
DOWN = {"activity": "fault", "outage": "complete"}


def received(facts, *contracts, **keys):
    """Return the row of a sheet that says when the request was received."""
    shown = as_text(decision(request(facts=facts, **keys), TWO_SITES, *contracts), Look())
    return next(line.split("received")[1].strip() for line in shown.splitlines() if "received" in line)


def test_a_fact_that_only_chooses_among_hours_that_never_close_is_not_asked_for():
    found = record(request(facts={**DOWN, "cover": "night"}), TWO_SITES)
    (deadline,) = found["deadlines"]
    assert ("decided", []) == (found["status"], found["missing"])
    assert ("2026-03-10T12:00:00Z", "4 business hours", None) == tuple(
        deadline[key] for key in ("due", "within", "hours")
    )
    assert [["2026-03-10T08:00:00Z", "2026-03-10T12:00:00Z"]] == deadline["periods"]
    assert ["terms.all", "terms.hours"] == deadline["cites"]


@pytest.mark.parametrize("cover", ["day", "shift"])
def test_it_is_asked_for_where_hours_close_or_count_days_otherwise(cover):
    found = record(request(facts={**DOWN, "cover": cover}), TWO_SITES)
    assert ["site"] == [missing["fact"] for missing in found["missing"]]


@pytest.mark.parametrize(("site", "shown"), [("london", "08:00 London"), ("tokyo", "17:00 Tokyo")])
@pytest.mark.parametrize("facts", [{**DOWN, "cover": "day"}, {**DOWN, "cover": "night"}, {"activity": "project"}])
def test_times_are_those_of_the_hours_that_count_or_would(facts, site, shown):
    """Nothing is due for a project, yet its customer is at home in some hours."""
    assert f"Tue 10 Mar 2026 {shown}" == received({"cover": "day", **facts, "site": site})


def test_times_are_those_of_one_zone_while_the_hours_in_it_are_open():
    assert "Tue 10 Mar 2026 17:00 Tokyo" == received({**DOWN, "site": "tokyo"})


@pytest.mark.parametrize("facts", [{**DOWN, "cover": "night"}, {"activity": "project"}])
def test_times_are_those_of_the_policy_where_the_zone_is_open(facts):
    assert "Tue 10 Mar 2026 09:00 Berlin" == received(facts)


@pytest.mark.parametrize("facts", [{**DOWN, "cover": "day", "site": "tokyo"}, {"activity": "project"}])
def test_times_are_those_of_the_contract_where_it_has_a_zone(facts):
    ada = contract(timezone="America/New_York")
    assert "Tue 10 Mar 2026 04:00 New York" == received(facts, ada, contract="ada-1")


def test_a_deadline_is_shown_on_the_clock_of_the_contract():
    ada = contract(timezone="America/New_York")
    asked = request(facts={**DOWN, "cover": "day", "site": "london"}, contract="ada-1")
    shown = as_text(decision(asked, TWO_SITES, ada), Look())
    assert "  initial response     Tue 10 Mar 08:00 New York   4 h after receipt" in shown.splitlines()
