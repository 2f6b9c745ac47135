"""Zones and countries that facts give count as the same hours with that zone and country written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision_json import as_record

from .verbs import policy, request, store

if TYPE_CHECKING:
    from remit.engine.triage.policy_store import PolicyStore

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca")
COUNTRIES = ("DE", "DE-BY", "US", "GB-ENG", "EG")
SPANS = ("0 hours", "90 minutes", "1 day", "3 business days", "{by: {business_days: 1, at: close}}")
FACTS = """
  activity: {ask: "What?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
"""
GIVEN = "  zone: {type: timezone, %s}\n  land: {type: country, %s}\n"
HOURS = """
  office: {timezone: %(zone)s, week: {mon-fri: "08:00-12:00, 13:00-16:00"}, holidays: [%(land)s, {dates: [12-24]}]}
  nights: {timezone: %(zone)s, week: {mon-sat: "22:00-06:00"}, dates: {2027-01-01: "10:00-12:00"}}
  always: {timezone: %(zone)s, week: 24x7, holidays: %(land)s, day: 24 hours}
  either: {any_of: [office, nights], timezone: %(zone)s, day: 8 hours}
"""
law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def shelf(hours: str, facts: str, chosen: str, span: str) -> PolicyStore:
    """Return a policy whose only hours that count are those chosen, and whose promise has a span."""
    coverage = f"\n  rules:\n    - {{id: desk, then: {chosen}, cite: terms.all}}\n"
    promises = f"\n  initial_response: {{within: {{basic: {{P2: {span}}}}}, cite: terms.all}}\n"
    sections = {"hours": hours, "facts": FACTS + facts, "coverage": coverage, "promises": promises}
    return store(policy(**sections))


def visible(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown of a decision that does not name the facts or the policy."""
    hidden = ("policy", "facts", "presumed", "unconfirmed", "confirmed", "derived")
    return {key: value for key, value in found.items() if key not in hidden}


@st.composite
def situations(draw: st.DrawFn) -> tuple[str, str, str, str, str]:
    chosen, span = draw(st.sampled_from(("office", "nights", "always", "either"))), draw(st.sampled_from(SPANS))
    if chosen == "either" and span.startswith("{"):
        span = SPANS[1]
    received = datetime(2026, 12, 20, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 40_000)))
    return draw(st.sampled_from(ZONES)), draw(st.sampled_from(COUNTRIES)), chosen, span, received.isoformat()


@law
@given(situations(), st.sampled_from(["stated", "presumed", "absent"]))
def test_a_place_that_a_fact_gives_counts_as_if_it_were_written(situation: tuple[str, str, str, str, str], how: str):
    zone, land, chosen, span, received = situation
    country, _, region = land.partition("-")
    written_land = f"{{country: {country}{f', region: {region}' if region else ''}}}"
    by_fact = {"zone": "{fact: zone}", "land": "{fact: land}"}
    facts = GIVEN % (("from: contract",) * 2)
    stated: dict[str, Any] = {"activity": "fault", "outage": "none"}
    placed = {**stated, "zone": zone, "land": land} if how == "stated" else stated
    if how == "presumed":
        facts = GIVEN % (f"presume: {zone}", f"presume: {land}")
    if how == "absent":
        facts = GIVEN % (("optional: true",) * 2)
        by_fact = {"zone": f"{{fact: zone, else: {zone}}}", "land": f"{{fact: land, else: {land}}}"}
    given_by_facts = shelf(HOURS % by_fact, facts, chosen, span)
    written = shelf(HOURS % {"zone": zone, "land": written_land}, "", chosen, span)
    asked = request(received=received, facts=placed)
    found = as_record(decide(asked, given_by_facts, (), "0"))
    assert found["status"] == "decided", found
    assert found == as_record(decide_anew(asked, given_by_facts, (), "0"))
    assert visible(found) == visible(as_record(decide(request(received=received, facts=stated), written, (), "0")))
