"""What the services of the tests decide by, and their clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

POLICY = """\
remit: 1
policy: care
title: Care
edition: "1"
timezone: Europe/Berlin
sources: {t: {title: T, clauses: {all: {at: p, says: x}}}}
facts:
  outage: {ask: What is down?, choices: [none, partial, complete], presume: none, cite: t.all}
  users: {ask: How many?, type: number, minimum: 0, optional: true}
  note: {ask: What else?, type: text, optional: true}
  from_named_contact: {ask: From a contact?, type: boolean, optional: true}
hours: {office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}}}
tiers: {basic: {title: Basic}, gold: {title: Gold}}
scope: {rules: [{id: all, then: support, cite: t.all}]}
priorities:
  levels: {P1: {title: Critical, also: [urgent]}, P2: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: t.all}
    - {id: rest, then: P2, cite: t.all}
coverage: {rules: [{id: office, then: office, cite: t.all}]}
channels:
  ways: {phone: {contact: "1"}, email: {contact: e}}
  rules: [{id: mail, then: {allow: [email, phone]}, cite: t.all}]
promises:
  initial_response: {within: {basic: {P1: 2 hours, P2: 6 hours}, gold: {P1: 1 hour, P2: 4 hours}}, cite: t.all}
  resolution:
    within: {basic: {P1: 8 hours, P2: none}, gold: {P1: 4 hours, P2: 16 hours}}
    pauses: waiting
    cite: t.all
"""
WORDS = "remit: 1\nwords: care\nfacts: {outage: {complete: {watch: ['nothing works']}}}\n"
CONTRACTS = """\
contracts:
  - {id: ada, customer: Ada, policy: care, tier: gold, domains: [ada.example], contacts: [ann@ada.example]}
  - {id: bob, customer: Bob, policy: care, tier: basic, domains: [bob.example]}
"""
NOW = "2026-03-04T10:00:00+01:00"


def ms(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp()) * 1000


@dataclass
class Clock:
    """A clock that stands until a test sets it."""

    written: str

    def __call__(self) -> int:
        return ms(self.written)


def request(name: str | None = "T-1", **keys: Any) -> dict[str, Any]:
    """Return a request under the policy."""
    written = {"id": name, "received": "2026-03-04T09:00:00+01:00", "policy": "care", "tier": "gold"} | keys
    return {key: value for key, value in written.items() if value is not None}


def body(written: Any) -> bytes:
    return json.dumps(written).encode()


def happened(*events: tuple[str, str, str], **keys: Any) -> bytes:
    """Return events such as `("1", "replied", "09:30")`, of the day."""
    listed = [{"id": id_, "is": name, "at": f"2026-03-04T{at}:00+01:00", **keys} for id_, name, at in events]
    return body({"events": listed})
