"""What the tests of clocks say: a policy with one promise, what happened, and how the promise stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import remit

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TERMS = """\
remit: 1
policy: small
title: Small support terms
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: everything}}}}
facts:
  outage: {choices: [none, partial, complete], presume: none}
  paid: {type: boolean, presume: true}
hours:
  office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}
  always: {timezone: UTC, week: 24x7}
tiers: {gold: {title: Gold}}
scope:
  rules:
    - {id: support, when: {paid: true}, then: support, cite: terms.all}
    - {id: unpaid, when: {paid: false}, then: consulting, cite: terms.all}
priorities:
  levels: {P1: Urgent, P2: Normal, P3: Low}
  rules:
    - {id: dead, when: {outage: complete}, then: P1, cite: terms.all}
    - {id: slow, when: {outage: partial}, then: P2, cite: terms.all}
    - {id: fine, when: {outage: none}, then: P3, cite: terms.all}
coverage:
  rules:
    - {id: urgent, when: {priority: P1}, then: always, cite: terms.all}
    - {id: desk, then: office, cite: terms.all}
channels:
  ways: {phone: {}, email: {}}
  rules:
    - {id: urgent-by-phone, when: {priority: P1}, then: {require: phone}, cite: terms.all}
    - {id: written, then: {allow: email}, cite: terms.all}
events: {acknowledged: {title: Taken up}, workaround: {title: A way around}}
promises:
"""
WITHIN = "{gold: {P1: 2 hours, P2: 4 hours, P3: 4 hours}}"


def terms(*promises: str) -> remit.Policy:
    """Return the policy with promises such as `p: {until: replied}`, of which each has the same table."""
    written = [f"  {promise.removesuffix('}')}, within: {WITHIN}, cite: terms.all}}\n" for promise in promises]
    return remit.Policy.from_text(TERMS + "".join(written), rules="builtin")


def at(written: str) -> str:
    """Return the instant of `tue 10:00`, in UTC and in the week of Monday 2 March 2026."""
    day, _, clock = written.partition(" ")
    hours, minutes, *seconds = map(int, clock.split(":"))
    moment = MONDAY + timedelta(days=DAYS.index(day), hours=hours, minutes=minutes, seconds=sum(seconds))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def events(*happened: str) -> list[dict[str, Any]]:
    """Return events from texts such as `mon 10:00 replied` and `mon 11:00 changed outage=complete`."""
    listed = []
    for text in happened:
        day, clock, name, *changes = text.split()
        event: dict[str, Any] = {"at": at(f"{day} {clock}"), "is": name}
        facts: dict[str, Any] = dict(change.split("=") for change in changes)
        facts |= {name: value == "true" for name, value in facts.items() if value in ("true", "false")}
        claimed = facts.pop("claimed_priority", None)
        listed.append(event | ({"facts": facts} if facts else {}) | ({"claimed_priority": claimed} if claimed else {}))
    return listed


def decide(promise: str, *happened: str, now: str | None = None, **request: Any) -> remit.Decision:
    """Return the decision of a request received on Monday at 09:00 to which so much has happened."""
    policy = terms(*promise.split("\n"))
    written = {"tier": "gold", "received": at("mon 09:00"), "facts": {"outage": "partial"}} | request
    written |= {"events": events(*happened)} if happened else {}
    return policy.decide(written, now=datetime.fromisoformat(at(now)) if now else None)


def deadline(promise: str, *happened: str, now: str | None = None, **request: Any) -> dict[str, Any]:
    """Return the JSON form of the deadline of the first promise, empty where nothing is owed."""
    deadlines = decide(promise, *happened, now=now, **request).to_dict()["deadlines"]
    return deadlines[0] if deadlines else {}


def stands(promise: str, *happened: str, now: str | None = None, **request: Any) -> tuple[Any, ...]:
    """Return state, due and what is left of the first promise, in minutes, instants as `mon 10:00`."""
    record = deadline(promise, *happened, now=now, **request)
    if not record:
        return ("nothing owed",)
    remaining = record["left"]
    return record["state"], clock(record["due"]), None if remaining is None else remaining / 60


def clock(instant: str | None) -> str | None:
    """Return an instant as `mon 10:00`."""
    if instant is None:
        return None
    moment = datetime.fromisoformat(instant)
    return f"{DAYS[moment.weekday()]} {moment:%H:%M}"


def earlier(promise: str, *happened: str, now: str | None = None, **request: Any) -> list[tuple[Any, ...]]:
    """Return due, state and when it was met of the earlier occurrences."""
    record = deadline(promise, *happened, now=now, **request)
    return [(clock(past["due"]), past["state"], clock(past["met_at"])) for past in record["occurrences"]]


def refusals(promise: str, *happened: str, now: str | None = None, **request: Any) -> list[str]:
    """Return why a request is invalid."""
    try:
        decide(promise, *happened, now=now, **request)
    except remit.RequestError as problem:
        return [f"{finding.check}: {finding.message}" for finding in problem.findings]
    return []
