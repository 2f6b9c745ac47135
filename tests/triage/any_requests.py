"""Requests of every kind for one policy, mixed: valid ones, and twins that only a type tells from them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from remit.engine.model import Fact, Policy

SPANS = """\
remit: 1
policy: spans
title: T
edition: "1"
timezone: Europe/Berlin
sources: {t: {title: T, clauses: {all: {at: p, says: x}}}}
readings: {r1: {clause: t.all, question: "q?", answer: "a"}}
facts:
  activity: {ask: a, choices: [fault, question, project]}
  outage: {ask: o, choices: [none, partial, complete], presume: none, cite: readings.r1}
  agreed: {ask: s, type: span, optional: true, presume: [{when: {tier: gold}, value: 2 hours}]}
  users: {ask: n, type: number, minimum: 0}
  urgent: {ask: u, type: boolean, presume: false}
  from_named_contact: {ask: c, type: boolean}
  zone: {ask: z, type: timezone, presume: [{when: {tier: gold}, value: Asia/Tokyo}]}
  land: {ask: l, type: country, optional: true}
hours:
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, holidays: {country: DE}}
  gulf: {timezone: Asia/Dubai, week: {mon-fri: "08:00-16:00"}, holidays: {country: AE}}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
  late: {timezone: {fact: zone}, week: {mon-fri: "12:00-20:00"}, holidays: [{fact: land, else: none}, {dates: 03-30}]}
tiers: {basic: {title: Basic}, gold: {title: Gold}}
scope:
  rules:
    - {id: support, when: {activity: [fault, question]}, then: support, cite: t.all}
    - {id: projects, when: {activity: project}, then: consulting, cite: t.all}
priorities:
  levels: {P1: Critical, P2: Normal, P3: Low}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: t.all}
    - {id: many, when: {users: {at_least: 50}, urgent: true}, then: P2, cite: t.all}
    - {id: rest, then: P3, cite: t.all}
coverage:
  rules:
    - {id: p1, when: {priority: P1}, then: always, cite: t.all}
    - {id: gold, when: {tier: gold, urgent: true}, then: gulf, cite: t.all}
    - {id: many-late, when: {users: {more_than: 10}}, then: late, cite: readings.r1}
    - {id: office, then: office, cite: t.all}
channels:
  ways: {phone: {contact: "1"}, email: {contact: e}}
  rules:
    - {id: p1-phone, when: {priority: P1}, then: {require: phone}, cite: t.all}
    - {id: p2-mail, when: {users: {at_least: 90}}, then: {require: email}, cite: t.all}
    - {id: email, when: {from_named_contact: true}, then: {prefer: email}, cite: t.all}
    - {id: email2, then: {allow: email}, cite: t.all}
promises:
  initial_response:
    within: {basic: {P1: 1 hour, P2: 4 hours, P3: 4 hours}, gold: {P1: 1 hour, P2: {fact: agreed}, P3: {fact: agreed}}}
    cite: t.all
  updates:
    repeats: true
    within: {basic: {P1: 1 hour, P2: 1 day}, gold: {P1: 30 minutes, P2: 2 hours, P3: 60 minutes}}
    cite: t.all
services:
  visit: {title: V, levels: [P1], activities: [fault], per_year: 1, cite: readings.r1}
intake:
  - {needs: name, given_by: [contract]}
  - {needs: words, given_by: [subject, body]}
  - {needs: addr, given_by: [from], when: {urgent: true}}
"""
"""A policy in which facts give a span, a zone and a country, hours are open, deadlines can coincide and a fact depends
on the sender."""

_READING_RECEIPTS = {
    "boolean, presume: false}": "boolean, presume: [{when: {received: {within: gulf}}, value: true}, {value: false}]}",
    "{users: {at_least: 50}, urgent: true}": "{users: {at_least: 50}, not: {received: {within: [office, gulf]}}}",
    "{tier: gold, urgent: true}": "{tier: gold, received: {within: office}}",
    "{from_named_contact: true}": "{not: {received: {within: gulf}}}",
    "when: {urgent: true}}": "when: {received: {within: office}}}",
}
RECEIPTS = reduce(lambda text, written: text.replace(written, _READING_RECEIPTS[written]), _READING_RECEIPTS, SPANS)
"""That policy, in which presumptions, rules of all groups and what to bring read the receipt."""


DERIVED = (
    SPANS.replace("policy: spans", "policy: derived")
    .replace(
        "  from_named_contact:",
        """\
  weight:
    choices: [heavy, light]
    derive:
      - {id: many-users, when: {users: {at_least: 50}}, value: heavy, cite: t.all}
      - grid: {down: outage, across: tier}
        id: by-tier
        cells: {none: {basic: light, gold: light}, partial: {basic: light, gold: heavy},
                complete: {basic: heavy, gold: heavy}}
        cite: readings.r1
  agreed_or_usual:
    type: span
    derive:
      - {id: urgently, when: {urgent: true, weight: heavy}, value: 30 minutes, cite: readings.r1}
      - {id: usually, value: 3 hours, cite: t.all}
  from_named_contact:""",
    )
    .replace("when: {users: {at_least: 50}, urgent: true}, then: P2", "when: {weight: heavy}, then: P2")
    .replace("basic: {P1: 1 hour, P2: 4 hours,", "basic: {P1: 1 hour, P2: {fact: agreed_or_usual},")
)
"""The same with facts that are derived, one of which gives a span."""


DATED = (
    SPANS.replace("policy: spans", "policy: dated")
    .replace(
        "  from_named_contact:",
        """\
  made: {ask: m, type: date, optional: true}
  bought: {ask: b, type: date, presume: 2026-03-29, cite: readings.r1}
  from_named_contact:""",
    )
    .replace(
        "    - {id: down, when:",
        """\
    - {id: aged, when: {made: {older_than: 1 month}, urgent: true}, then: P2, cite: t.all}
    - {id: newly, when: {bought: {from: 2026-03-30}}, then: P1, cite: t.all}
    - {id: down, when:""",
    )
    .replace(
        "    - {id: email2,",
        """\
    - {id: ring, when: {made: {at_most_old: 12 months}}, then: {follow_up: phone}, cite: readings.r1}
    - {id: email2,""",
    )
    .replace("activities: [fault], per_year: 1", "when: {made: {older_than: 12 months}}, per_year: 1")
    + """\
escalation:
  - {to: chief, when: {priority: P1}, after: 1 hour, when_any: [{overdue: updates}], cite: readings.r1}
  - {to: boss, when: {made: {at_most_old: 1 month}}, when_any: [handling]}
"""
)
"""The same with dates, one of which is compared by its age, a follow-up, and escalation under conditions."""


def edition(name: str, effective: str) -> str:
    """Return it as an edition in force over a range of days."""
    return SPANS.replace('edition: "1"', f'edition: "{name}"\neffective: {effective}')


def contracts(policy: str, tier: str) -> list[dict[str, Any]]:
    """Return two contracts of a policy: one with contacts that ends, one in another zone."""
    return [
        {
            "id": "ada",
            "customer": "Ada",
            "policy": policy,
            "tier": tier,
            "from": "2026-03-01",
            "to": "2026-03-30",
            "domains": ["ada.example"],
            "contacts": ["ann@ada.example"],
        },
        {"id": "bob", "customer": "Bob", "policy": policy, "tier": tier, "timezone": "Asia/Tokyo"},
    ]


INSTANTS = st.builds(
    lambda day, hour, minute, offset: f"{day}T{hour:02}:{minute:02}:00{offset}",
    st.sampled_from(["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-05-26", "1970-01-01", "2100-12-31"]),
    st.integers(0, 23),
    st.sampled_from([0, 30, 59]),
    st.sampled_from(["Z", "+01:00", "-05:00"]),
)
"""Around a clock change, at the edges of editions, in a holiday that is estimated, and at the ends of time."""
TWINS = st.sampled_from([1, 0, 1.0, True, False, None, "true", "nope", -1, 2.5])
"""Values that equal valid ones and are none, or are of another type."""


def value(fact: Fact) -> st.SearchStrategy[Any]:
    """Return values of a fact, seldom what is no value of it."""
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "choice": st.sampled_from(list(fact.choices) or ["x"]),
        "boolean": st.booleans(),
        "number": st.sampled_from([0, 1, 1.0, 10, 10.5, 49, 50, 50.0, 90, 100]),
        "span": st.sampled_from(
            ["4 hours", "240 minutes", "30 minutes", "2 hours", "120 minutes", "1 day", "99999 days"]
        ),
        "text": st.sampled_from(["x", "y"]),
        "date": st.sampled_from(
            ["2026-02-28", "2026-02-27", "2025-03-29", "2025-03-30", "2026-03-30", "2026-03-29", "2026-02-30"]
        ),
        "timezone": st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "CET"]),
        "country": st.sampled_from(["DE-BY", "AE", "US", "XX"]),
    }
    return st.one_of(*[kinds[fact.type]] * 9, TWINS)


@st.composite
def requests(draw: st.DrawFn, policy: Policy, agreed: bool = False) -> dict[str, Any]:
    """Return a request of a policy, under a contract now and then where some are `agreed`."""
    facts = {name: draw(value(fact)) for name, fact in policy.facts.items() if draw(st.booleans())}
    keys: dict[str, st.SearchStrategy[Any]] = {
        "id": st.sampled_from(["T-1", 7, "\u00e9\x7f"]),
        "channel": st.one_of(
            st.sampled_from([*policy.ways, "fax"]), st.lists(st.sampled_from([*policy.ways, "fax"]), max_size=3)
        ),
        "from": st.sampled_from(["ann@ada.example", "Eve <eve@ada.example>", "someone@nowhere.example"]),
        "claimed_priority": st.sampled_from([*policy.levels, "urgent", " p1 "]),
        "subject": st.sampled_from(["", "broken", "claimed_priority"]),
        "body": st.just("br\u00f6k"),
        "last_update": st.just("2100-12-31T12:00:00Z"),
        "confirmed": st.one_of(
            st.lists(st.sampled_from(list(policy.facts)), max_size=2),
            st.sampled_from(list(policy.facts.values())).flatmap(lambda f: value(f).map(lambda v: {f.name: v})),
        ),
    }
    request = {name: draw(values) for name, values in keys.items() if draw(st.integers(0, 2)) == 0}
    request |= {"received": draw(INSTANTS), "tier": draw(st.sampled_from(list(policy.tiers))), "facts": facts}
    if agreed and draw(st.booleans()):
        request |= {"contract": draw(st.sampled_from(["ada", "bob"]))}
        del request["tier"]
    return request
