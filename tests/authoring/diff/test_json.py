"""Changes as JSON: the form that docs/diff.md describes."""

from __future__ import annotations

import json
from typing import Any

from remit.engine.authoring.diff import diff
from remit.engine.authoring.diff.diff_json import as_json, as_record

from ..verbs import edited
from .verbs import DAY, changed, policy

DEAD = {"activity": "fault", "environment": "production", "outage": "complete"}


def record(*edits: tuple[str, str]) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(as_json(changed(*edits)))
    return written


def test_a_whole_one() -> None:
    written = record(("basic: {P1: 8 business hours", "basic: {P1: 10 business hours"))
    digests = [written[which].pop("digest") for which in ("old", "new")]
    assert all(digest.startswith("sha256:") for digest in digests)
    assert digests[0] != digests[1]
    assert {
        "old": {"id": "acme", "title": "Acme Cloud support terms", "edition": "2026"},
        "new": {"id": "acme", "title": "Acme Cloud support terms", "edition": "2"},
        "proved": True,
        "situations": {"basic": 36, "gold": 36},
        "counts": {"looser": 1},
        "changes": [
            {
                "kind": "looser",
                "effect": "takes",
                "about": "promise",
                "name": "initial_response",
                "before": "8 business hours",
                "after": "10 business hours",
                "places": [{"tier": "basic", "level": ["P1", "P1"]}],
                "hours": ["office"],
                "by": {"seconds": 406800, "received": "2027-03-24T15:00:01+01:00", "depends_on_request": False},
                "situations": 14,
                "of": 36,
                "where": {},
                "where_is_exact": True,
                "witness": {
                    "received": "2027-03-24T15:00:01+01:00",
                    "policy": "acme",
                    "tier": "basic",
                    "facts": DEAD,
                },
            }
        ],
        "findings": [],
    } == written


def test_where_a_change_is() -> None:
    (change,) = record(
        ("when: {activity: [fault, question]}, then: support", "when: {activity: fault}, then: support")
    )["changes"]
    assert ({"activity": ["question"]}, True) == (change["where"], change["where_is_exact"])
    (change, *_) = record(("then: support, cite", "then: consulting, cite"))["changes"]
    assert {"activity": {"not": ["custom_work"]}} == change["where"]


def test_what_a_presumption_leads_to() -> None:
    (change,) = record(("minimum: 0, presume: 1", "minimum: 0, presume: 600"))["changes"]
    assert (
        {"about": "priority", "name": "", "before": "P2", "after": "P1"},
        {"activity": "fault", "outage": "none"},
    ) == (
        change["leads"],
        change["witness"]["facts"],
    )


def test_a_witness_that_the_old_policy_needs_put_otherwise() -> None:
    written = record(
        ("type: number, minimum: 0, presume: 1", "type: boolean, presume: false"),
        ("when: {users: {at_least: 500}}", "when: {users: true}"),
    )
    lowered = next(change for change in written["changes"] if change["kind"] == "lowered")
    assert {"activity": "fault", "outage": "none", "users": 500} == lowered["witness_old"]["facts"]
    assert {"activity": "fault", "outage": "none"} == lowered["witness"]["facts"]
    assert ["users", "users.old"] == sorted(lowered["where"])
    assert ["not-aligned"] == [finding["check"] for finding in written["findings"]]


def test_letters_of_all_languages_are_the_same_in_every_encoding_and_nothing_steers_a_terminal() -> None:
    new = policy(edited(("title: Gold", r'title: "Größe\u001b\u202e\x7f"')), "2")
    text = as_json(diff(policy(edited()), new, DAY))
    assert r"Gr\u00f6\u00dfe\u001b\u202e\u007f" in text
    assert "Größe\x1b\u202e\x7f" == json.loads(text)["changes"][0]["after"]


def test_the_record_is_the_text() -> None:
    changes = changed(("then: {require: phone}", "then: {allow: phone}"))
    assert as_record(changes) == json.loads(as_json(changes))
