"""Invariants: each thing that can be expected, true and just false, with the exact words and a request that shows it."""

# ruff: noqa: E501 - tables are read line by line

from __future__ import annotations

import re
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest

from remit.engine import Policies, check_paths
from remit.engine.rules import diagrams
from remit.engine.triage.clock import duration
from remit.engine.triage.decide import decide
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.policy_store import PolicyStore

from .generated import as_text, request_of
from .verbs import TODAY, edited, written

WAYS = (
    "    - {id: email, then: {allow: email}",
    "    - {id: web, when: {tier: gold}, then: {prefer: web}, cite: terms.phone}\n    - {id: email, then: {allow: email}",
)
POLICY = edited(
    (
        "    email: {contact: help@acme.example}",
        "    email: {contact: help@acme.example}\n    web: {contact: acme.example}",
    ),
    WAYS,
)


def policy(*invariants: str) -> str:
    """Return the good policy, with a way preferred for Gold, and these invariants."""
    return edited(
        ("\naccept:", "\nalways:\n" + "".join(f"  - {{id: law, {one}}}\n" for one in invariants) + "accept:"),
        content=POLICY,
    )


def found(*invariants: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return check, message and request of each finding."""
    with TemporaryDirectory() as folder:
        paths = written(folder, policy(*invariants))
        findings = check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings
    return [(f.check, f.message, dict(f.witness or {})) for f in findings]


def decided(request: dict[str, Any]) -> dict[str, Any]:
    """Return the decision of a request, as its record."""
    return as_record(decide(request_of(request), PolicyStore([as_text(POLICY, "acme.yaml")], "builtin"), (), "0"))


FAULT = "activity: fault"
DOWN = {"environment": "production", "outage": "complete"}
SO = [
    "expect: {scope: [support, consulting]}",
    "when: {activity: custom_work}, expect: {scope: consulting, priority: null, coverage: null}",
    "when: {outage: complete, environment: production, scope: support}, expect: {priority: P1}",
    "when: {tier: gold, priority: P1}, expect: {coverage: always}",
    "when: {priority: P1}, expect: {required: phone, allowed: phone, forbids: [email, web]}",
    "when: {not: {priority: P1}}, expect: {required: null, allows: email}",
    "when: {tier: basic}, expect: {preferred: null}",
    "when: {tier: gold, priority: P2}, expect: {preferred: web, allowed: [email, web]}",
    "when: {scope: consulting}, expect: {within: {initial_response: none}}",
    "when: {tier: gold, scope: support}, expect: {within: {initial_response: 1 business day}}",
    "when: {scope: support, tier: basic}, expect: {within: {initial_response: 2 days}}",
    "between: {tier: [basic, gold]}, expect: {scope: same, priority: same, required: same, allowed: no_fewer}",
    "between: {tier: [basic, gold]}, expect: {due: {initial_response: no_later}}",
    "between: {tier: [gold, basic]}, expect: {due: {initial_response: no_earlier}, allowed: no_more}",
    "between: {users: [1, 499, 500, 501]}, expect: {priority: no_lower, scope: no_narrower}",
    "between: {outage: [none, partial, complete]}, expect: {priority: no_lower}",
    "between: {environment: [production, development]}, expect: {priority: no_higher}",
    "between: {outage: [none, partial]}, expect: {priority: same, due: {initial_response: same}, preferred: same}",
    "between: {activity: [fault, question]}, expect: {scope: same, priority: same, due: {initial_response: same}}",
]


@pytest.mark.parametrize("invariant", SO)
def test_what_is_always_so(invariant):
    assert [] == found(invariant)


BASIC = {"received": "2026-06-01T10:00:00+02:00", "policy": "acme", "tier": "basic"}
GOLD = {**BASIC, "tier": "gold"}
WORK = {"activity": "custom_work"}
NOT_SO = [
    ("expect: {scope: support}", "scope is consulting, not support", BASIC, WORK),
    ("when: {scope: support}, expect: {scope: consulting}", "scope is support, not consulting", BASIC, {"activity": "fault"}),
    ("expect: {priority: [P1, P2]}", "priority is none, not P1 or P2, where scope is consulting", BASIC, WORK),
    ("when: {scope: support}, expect: {priority: P2}", "priority is P1, not P2", BASIC, {"activity": "fault", **DOWN}),
    ("when: {scope: support}, expect: {priority: null}", "priority is P1, not none", BASIC, {"activity": "fault", **DOWN}),
    ("when: {priority: P1}, expect: {coverage: always}", "coverage is office, not always", BASIC, {"activity": "fault", **DOWN}),
    ("when: {scope: support}, expect: {coverage: null}", "coverage is office, not none", BASIC, {"activity": "fault"}),
    ("when: {priority: P1}, expect: {required: [email, web]}", "required is phone, not email or web", BASIC, {"activity": "fault", **DOWN}),
    ("when: {tier: gold}, expect: {required: phone}", "required is none, not phone", GOLD, {"outage": "none"}),
    ("expect: {preferred: null}", "preferred is web, not none", GOLD, {}),
    ("when: {tier: gold, priority: P2}, expect: {allowed: email}", "allowed is email, web, not email", GOLD, {"activity": "fault", "outage": "none"}),
    ("when: {scope: support}, expect: {allows: email}", "allowed is phone, without email", BASIC, {"activity": "fault", **DOWN}),
    ("when: {tier: basic}, expect: {forbids: [phone, web]}", "allowed is phone, and phone is forbidden", BASIC, {"activity": "fault", **DOWN}),
    ("when: {scope: support}, expect: {within: {initial_response: none}}", "initial_response is owed within 8 business hours, not none", BASIC, {"activity": "fault", **DOWN}),
    ("expect: {within: {initial_response: 2 days}}", "no initial_response is owed, let alone within 2 days, where scope is consulting", BASIC, WORK),
    ("when: {priority: P1}, expect: {within: {initial_response: 7 hours 59 minutes}}", "initial_response is owed within 8 business hours, not within 7 hours 59 minutes", BASIC, {"activity": "fault", **DOWN}),
    ("when: {priority: P2, tier: basic}, expect: {within: {initial_response: 15 hours 59 minutes}}", "initial_response is owed within 2 business days, not within 15 hours 59 minutes", BASIC, {"activity": "fault", "outage": "none"}),
]  # fmt: skip


@pytest.mark.parametrize(("invariant", "why", "who", "facts"), NOT_SO, ids=[one[0] for one in NOT_SO])
def test_what_is_not_always_so(invariant, why, who, facts):
    ((check, message, request),) = found(invariant)
    assert ("not-always", f"invariant `law` is violated: {why}") == (check, message)
    assert who == {key: value for key, value in request.items() if key != "facts"}
    assert facts == request.get("facts", {})
    assert_shown(why, decided(request))


def assert_shown(why: str, record: dict[str, Any]) -> None:
    """The decision has what the words say."""
    channel, owed = record["channel"], {one["promise"]: one for one in record["deadlines"]}
    why, _, scope = why.partition(", where scope is ")
    assert scope in ("", record["scope"]["outcome"])
    so = re.split(", not |, let alone |, without |, and ", why)[0]
    what, _, value = so.removesuffix(" is owed").partition(" is ")
    shown = {
        "scope": record["scope"]["outcome"],
        "priority": record["priority"]["level"] or "none",
        "coverage": owed.get("initial_response", {}).get("hours"),
        "required": channel["required"] or "none",
        "preferred": channel["preferred"] or "none",
        "allowed": ", ".join(channel["allowed"]),
        "initial_response": f"owed within {owed.get('initial_response', {}).get('within')}",
        "no initial_response": "" if not owed else "owed",
    }
    assert value == shown[what]


BETWEEN = [
    ("between: {tier: [basic, gold]}, expect: {allowed: same}", "allowed is email, web, not email when `tier` goes from basic to gold", GOLD, {"outage": "none"}),
    ("between: {tier: [gold, basic]}, expect: {allowed: no_fewer}", "allowed is email, not email, web when `tier` goes from gold to basic", BASIC, {"outage": "none"}),
    ("between: {tier: [basic, gold]}, expect: {preferred: same}", "preferred is web, not none when `tier` goes from basic to gold", GOLD, {}),
    ("between: {activity: [fault, question, custom_work]}, expect: {scope: same}", "scope is consulting, not support when `activity` goes from question to custom_work", BASIC, WORK),
    ("between: {activity: [fault, custom_work]}, expect: {scope: no_narrower}", "scope is consulting, not support when `activity` goes from fault to custom_work", BASIC, WORK),
    ("between: {activity: [custom_work, fault]}, expect: {scope: no_wider}", "scope is support, not consulting when `activity` goes from custom_work to fault", BASIC, {"activity": "fault"}),
    ("between: {outage: [complete, partial]}, when: {scope: support}, expect: {priority: no_lower}", "priority is P2, not P1 when `outage` goes from complete to partial", BASIC, {"activity": "fault", "environment": "production", "outage": "partial"}),
    ("between: {users: [1, 499, 500]}, when: {scope: support}, expect: {priority: same}", "priority is P1, not P2 when `users` goes from 499 to 500", BASIC, {"activity": "fault", "outage": "none", "users": 500}),
    ("between: {users: [1, 500]}, when: {scope: support}, expect: {required: same}", "required is phone, not none when `users` goes from 1 to 500", BASIC, {"activity": "fault", "outage": "none", "users": 500}),
    ("between: {activity: [fault, custom_work]}, expect: {due: {initial_response: same}}", "initial_response is owed no more when `activity` goes from fault to custom_work", BASIC, WORK),
]  # fmt: skip


@pytest.mark.parametrize(("invariant", "why", "who", "facts"), BETWEEN, ids=[one[0] for one in BETWEEN])
def test_what_is_not_so_between_two_situations(invariant, why, who, facts):
    ((check, message, request),) = found(invariant)
    assert ("not-always", f"invariant `law` is violated: {why}") == (check, message)
    assert (who, facts) == ({key: value for key, value in request.items() if key != "facts"}, request.get("facts", {}))


DUE = [
    ("between: {tier: [gold, basic]}, when: {priority: P1}, expect: {due: {initial_response: no_later}}", "later by up to 4 d 22 h when `tier` goes from gold to basic", {"tier": "gold"}),
    ("between: {tier: [basic, gold]}, expect: {due: {initial_response: same}}", "earlier by up to 4 d 22 h when `tier` goes from basic to gold", {"tier": "basic"}),
    ("between: {outage: [partial, complete]}, when: {tier: basic, scope: support}, expect: {due: {initial_response: same}}", "earlier by up to 4 d 23 h when `outage` goes from partial to complete", {"outage": "partial"}),
    ("between: {outage: [partial, complete]}, when: {scope: support}, expect: {due: {initial_response: no_earlier}}", "earlier by up to 4 d 23 h when `outage` goes from partial to complete", {"outage": "partial"}),
]  # fmt: skip


@pytest.mark.parametrize(("invariant", "how", "instead"), DUE, ids=[one[0] for one in DUE])
def test_a_deadline_that_moves_is_shown_by_the_request_that_it_moves_most_for(invariant, how, instead):
    """Also where the two count in different hours: both requests, decided, are so far apart."""
    ((check, message, request),) = found(invariant)
    assert ("not-always", f"invariant `law` is violated: initial_response falls due {how}") == (check, message)
    facts = {**request["facts"], **{key: value for key, value in instead.items() if key != "tier"}}
    other = {**request, "facts": facts, "tier": instead.get("tier", request["tier"])}
    after, before = (datetime.fromisoformat(due_of(decided(one))).timestamp() for one in (request, other))
    apart = duration(int(abs(after - before)))
    assert how.startswith(f"{'later' if after > before else 'earlier'} by up to {apart} when")


def due_of(record: dict[str, Any]) -> str:
    instants: list[str] = [one["due"] for one in record["deadlines"] if one["promise"] == "initial_response"]
    (due,) = instants
    return due


def test_what_comes_to_be_owed():
    ((_, message, _),) = found(
        "between: {activity: [custom_work, fault]}, expect: {due: {initial_response: no_earlier}}"
    )
    change = "when `activity` goes from custom_work to fault"
    assert f"invariant `law` is violated: initial_response comes to be owed {change}" == message


def test_each_thing_expected_is_found_by_itself():
    laws = found("when: {scope: support}, expect: {priority: P2, required: null, scope: support}")
    assert ["priority is P1, not P2", "required is phone, not none"] == [
        message.partition(": ")[2] for _, message, _ in laws
    ]


def test_an_invariant_about_nothing():
    ((check, message, _),) = found("when: {scope: consulting, priority: P1}, expect: {required: phone}")
    assert ("unreachable", "invariant `law` is about no situation: its condition never holds") == (check, message)


BOTH_SIDES = "its condition never holds on both sides of what is compared"


@pytest.mark.parametrize(
    "invariant",
    [
        "when: {tier: gold}, between: {tier: [basic, gold]}, expect: {scope: same}",
        "when: {outage: none}, between: {outage: [none, partial, complete]}, expect: {priority: no_lower}",
        "when: {priority: P1, users: 1}, between: {outage: [none, complete]}, expect: {due: {initial_response: same}}",
    ],
    ids=["tier", "fact", "outcome"],
)
def test_an_invariant_that_compares_nothing(invariant):
    ((check, message, _),) = found(invariant)
    assert ("unreachable", f"invariant `law` is about no situation: {BOTH_SIDES}") == (check, message)


def test_an_invariant_that_compares_two_values_of_several():
    assert [] == found("when: {users: {at_most: 7}}, between: {users: [1, 7, 9]}, expect: {priority: same}")


def helped(*invariants: str, edits: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str, str]]:
    """Return check, message and help of each finding in the good policy, edited."""
    with TemporaryDirectory() as folder:
        paths = written(folder, edited(*edits, content=policy(*invariants)))
        findings = check_paths(paths, Policies(folder, is_named=True), None, TODAY).findings
    return [(finding.check, finding.message, finding.help) for finding in findings]


SCOPED = [
    ("expect: {priority: [P1, P2]}", "add `scope: support` to `when`"),
    ("when: {outage: complete}, expect: {within: {initial_response: 2 days}}", "add `scope: support` to `when`"),
    ("when: {environment: production, outage: complete}, expect: {required: phone}", "add `scope: support` to `when`"),
    ("when: {scope: [support, consulting]}, expect: {priority: [P1, P2]}", ""),
    ("when: {tier: gold}, expect: {required: phone}", ""),
    ("expect: {scope: support}", ""),
]


@pytest.mark.parametrize(("invariant", "help_"), SCOPED, ids=[one[0] for one in SCOPED])
def test_a_scope_is_proposed_where_it_alone_is_lacking(invariant, help_):
    """It is not where support breaks the invariant too, or the invariant says of which scopes it speaks."""
    ((_, message, said),) = helped(invariant)
    assert (help_, bool(help_)) == (said, ", where scope is consulting" in message)
    mended = invariant.replace("when: {", "when: {scope: support, ", 1)
    mended = mended if mended != invariant else f"when: {{scope: support}}, {invariant}"
    assert not help_ or helped(mended) == []


def test_the_scope_that_a_promise_is_for_is_proposed():
    edits = (
        (
            "\npromises:\n",
            "\npromises:\n  offer: {scope: consulting, within: {basic: 2 days, gold: 2 days}, cite: terms.plans}\n",
        ),
    )
    message = "invariant `law` is violated: no offer is owed, let alone within 2 days, where scope is support"
    found = helped("expect: {within: {offer: 2 days}}", edits=edits)
    assert [("not-always", message, "add `scope: consulting` to `when`")] == found


NO_HOURS = (("{id: office, then: office", "{id: office, when: {priority: P2}, then: office"),)


def test_what_fails_for_a_gap_alone_is_said_by_the_gap():
    laws = [
        "when: {priority: P1}, expect: {coverage: [always, office], within: {initial_response: 1 day}}",
        "between: {tier: [basic, gold]}, expect: {due: {initial_response: no_later}}",
    ]
    assert ["gap"] == [check for check, *_ in helped(laws[0], edits=NO_HOURS)]
    assert ["gap"] == [check for check, *_ in helped(laws[1], edits=NO_HOURS)]


def test_where_no_gap_is_looked_for_it_breaks_an_invariant():
    off = (*NO_HOURS, ("\naccept:", "\nchecks: {gap: off}\naccept:"))
    law = "when: {priority: P1}, expect: {coverage: [always, office], within: {initial_response: 1 day}}"
    said = ["coverage is undecided, not always or office", "no hours are chosen for initial_response"]
    expected = [("not-always", f"invariant `law` is violated: {one}", "") for one in said]
    assert expected == helped(law, edits=off)


def test_an_invariant_broken_beside_a_gap_is_found():
    found = helped("when: {scope: support}, expect: {coverage: always}", edits=NO_HOURS)
    message = "invariant `law` is violated: coverage is office, not always"
    assert [("not-always", message)] == [one[:2] for one in found if one[0] != "gap"]


def test_what_fails_for_a_conflict_alone_is_said_by_the_conflict():
    edits = (("{id: email, then: {allow: email}", "{id: email, then: {require: email}"),)
    found = helped("when: {priority: P1}, expect: {required: phone}", edits=edits)
    assert ["conflicting-ways"] == [check for check, *_ in found]


@pytest.mark.parametrize("group", ["scope", "priority"])
def test_what_fails_for_a_gap_before_it_is_said_by_the_gap(group):
    edit = {
        "scope": ("activity: [fault, question]", "activity: fault"),
        "priority": ("{id: the-rest, then: P2", "{id: the-rest, when: {outage: partial}, then: P2"),
    }[group]
    law = "when: {activity: question}, expect: {priority: [P1, P2], within: {initial_response: 2 days}}"
    assert ["gap"] == [check for check, *_ in helped(law, edits=(edit,))]


ARRIVING = (("{id: the-rest", "{id: by-web, when: {arrived_by: web}, then: P1, cite: terms.p1}\n    - {id: the-rest"),)


def test_ways_of_arriving_that_no_rule_reads_are_compared():
    assert [] == found("between: {arrived_by: [phone, email]}, expect: {priority: same}")
    nothing = found("when: {arrived_by: web}, between: {arrived_by: [phone, email]}, expect: {priority: same}")
    message = f"invariant `law` is about no situation: {BOTH_SIDES}"
    assert [("unreachable", message)] == [one[:2] for one in nothing]


@pytest.mark.parametrize("limit", [5_000_000, 140], ids=["bit by bit", "in diagrams"])
def test_ways_of_arriving_that_a_rule_reads_are_compared(limit):
    message = "invariant `law` is violated: priority is P1, not P2 when `arrived_by` goes from email to web"
    with patch.object(diagrams, "ENUMERABLE", limit):
        said = helped("between: {arrived_by: [phone, email, web]}, expect: {priority: same}", edits=ARRIVING)
    assert [("not-always", message, "")] == said


HINTED = (
    ("\nhours:\n", "\n  night: {ask: Is it night?, type: boolean}\nhours:\n"),
    (
        "\nhours:\n",
        "\n  urgent: {ask: Urgent?, type: boolean, optional: true, presume: [{when: {night: true}, value: true}]}\nhours:\n",
    ),
    ("\nchannels:", "\nintake: [{needs: a name, when: {urgent: true}, cite: terms.phone}]\nchannels:"),
)


@pytest.mark.parametrize(
    "invariant",
    [
        "when: {urgent: true}, expect: {scope: [support, consulting]}",
        "when: {not: {urgent: true}}, expect: {scope: [support, consulting]}",
        "between: {urgent: [true, false]}, expect: {priority: same}",
    ],
    ids=["holding", "absent", "compared"],
)
def test_a_fact_that_only_intake_reads_is_presumed_from_one_that_nothing_else_reads(invariant):
    assert [] == helped(invariant, edits=HINTED)


def test_where_a_value_is_presumed_none_is_absent():
    """At night `urgent` is true or stated to be false, whether or not a rule reads either."""
    law = "when: {night: true, not: {urgent: [true, false]}}, expect: {scope: support}"
    assert ["unreachable"] == [check for check, *_ in helped(law, edits=HINTED)]
    ((check, message, _),) = helped("when: {not: {urgent: [true, false]}}, expect: {scope: support}", edits=HINTED)
    assert ("not-always", "invariant `law` is violated: scope is consulting, not support") == (check, message)


def test_values_are_written_as_a_policy_has_them():
    """`true` and `false` are."""
    edits = (
        ("\nhours:\n", "\n  urgent: {ask: Urgent?, type: boolean}\nhours:\n"),
        ("{id: the-rest", "{id: urgent, when: {urgent: true}, then: P1, cite: terms.p1}\n    - {id: the-rest"),
    )
    found = helped("between: {urgent: [false, true]}, expect: {priority: same}", edits=edits)
    message = "invariant `law` is violated: priority is P1, not P2 when `urgent` goes from false to true"
    assert [("not-always", message, "")] == found
