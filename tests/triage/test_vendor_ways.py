"""Two vendors in the language's own words: a case is followed by a call, and an emergency is escalated by time.

Red Hat: cases come by web or phone, and the two severest should be followed by a call. GitLab: emergencies come by a
form of their own, on-call acknowledges within five minutes or the second level is paged, and what lasts over an hour is
documented for the next shift.
"""

from __future__ import annotations

from typing import Any

import pytest

from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision

from .verbs import decision, policy, request, store

RED_HAT = store(
    policy(
        facts="""
  activity: {choices: [fault, question]}
  use: {ask: "How far can it be used?", choices: [not_at_all, severely_reduced, partly, fully]}
""",
        scope="{rules: [{id: all, then: support, cite: terms.all}]}",
        tiers="{standard: {title: Standard}, premium: {title: Premium}}",
        priorities="""
  levels: {S1: Urgent, S2: High, S3: Medium, S4: Low}
  rules:
    - {id: unusable, when: {use: not_at_all}, then: S1, cite: terms.all}
    - {id: reduced, when: {use: severely_reduced}, then: S2, cite: terms.all}
    - {id: partly, when: {use: partly}, then: S3, cite: terms.all}
    - {id: fully, when: {use: fully}, then: S4, cite: terms.all}
""",
        coverage="""
  rules:
    - {id: round-the-clock, when: {tier: premium, priority: [S1, S2]}, then: always, cite: terms.hours}
    - {id: business, then: office, cite: terms.hours}
""",
        channels="""
  ways: {web: {contact: "https://access.example"}, phone: {contact: "+1 888 555 0100"}}
  rules:
    - {id: any-way, then: {allow: [web, phone]}, cite: terms.all}
    - {id: then-call, when: {priority: [S1, S2]}, then: {follow_up: phone}, cite: terms.all}
""",
        promises="""
  initial_response:
    within:
      standard: {S1: 1 hour, S2: 4 hours, S3: 1 day, S4: 2 days}
      premium: {S1: 1 hour, S2: 2 hours, S3: 4 hours, S4: 8 hours}
    cite: terms.all
""",
    )
)

GITLAB = store(
    policy(
        facts="""
  activity: {choices: [fault, question]}
  impact: {choices: [emergency, high, medium, low]}
""",
        scope="{rules: [{id: all, then: support, cite: terms.all}]}",
        tiers="{premium: {title: Premium}}",
        priorities="""
  levels: {S1: Emergency, S2: Highly degraded, S3: Medium, S4: Low}
  rules:
    - {id: emergency, when: {impact: emergency}, then: S1, cite: terms.all}
    - {id: high, when: {impact: high}, then: S2, cite: terms.all}
    - {id: medium, when: {impact: medium}, then: S3, cite: terms.all}
    - {id: low, when: {impact: low}, then: S4, cite: terms.all}
""",
        coverage="{rules: [{id: always, then: always, cite: terms.hours}]}",
        channels="""
  ways: {emergency_form: {contact: "https://support.example/911"}, form: {contact: "https://support.example"}}
  rules:
    - {id: emergencies, when: {priority: S1}, then: {require: emergency_form}, cite: terms.all}
    - {id: all-else, when: {not: {priority: S1}}, then: {require: form}, cite: terms.all}
""",
        events="{acknowledged: {title: On-call has acknowledged it}}",
        promises="""
  initial_response: {within: {premium: {S1: 30 minutes, S2: 4 hours, S3: 8 hours, S4: 24 hours}}, cite: terms.all}
  acknowledgement: {until: acknowledged, within: {premium: {S1: 5 minutes}}, cite: terms.all}
""",
        escalation="""
  - {to: second level, when: {priority: S1}, when_any: [{overdue: acknowledgement}], cite: terms.all}
  - {to: next shift, when: {priority: S1}, after: 1 hour, cite: terms.all}
""",
    )
)


@pytest.mark.parametrize(
    ("use", "ways", "met"),
    [
        ("not_at_all", ["web"], False),
        ("severely_reduced", ["web", "phone"], True),
        ("not_at_all", ["phone"], True),
        ("partly", ["web"], True),
        ("fully", ["phone"], True),
    ],
)
def test_the_two_severest_are_followed_by_a_call(use: str, ways: list[str], met: bool) -> None:
    """Whoever phones at once has called."""
    found = decision(request(tier="premium", channel=ways, facts={"use": use}), RED_HAT)
    assert met is found.channel.met
    assert (("phone",) if use in ("not_at_all", "severely_reduced") else ()) == found.channel.follow_up


@pytest.mark.parametrize(
    ("impact", "minutes", "acknowledged", "expected"),
    [
        ("emergency", 5, None, []),
        ("emergency", 6, None, ["second level"]),
        ("emergency", 6, 5, []),
        ("emergency", 7, 6, ["second level"]),
        ("emergency", 59, 3, []),
        ("emergency", 60, 3, ["next shift"]),
        ("emergency", 61, None, ["second level", "next shift"]),
        ("high", 600, None, []),
    ],
)
def test_an_emergency_is_escalated_by_time(
    impact: str, minutes: int, acknowledged: int | None, expected: list[str]
) -> None:
    """At five minutes nobody is late yet, and at an hour the next shift is told."""
    events: dict[str, Any] = {}
    if acknowledged is not None:
        events = {"events": [{"at": f"2026-03-10T09:{acknowledged:02}:00+01:00", "is": "acknowledged"}]}
    asked = request(tier="premium", facts={"impact": impact}, **events)
    found = decide(asked, GITLAB, (), "0.1.0", asked.received + 60 * minutes)
    assert isinstance(found, Decision), found
    assert expected == [step.escalation.to for step in found.escalation if step.applies]
