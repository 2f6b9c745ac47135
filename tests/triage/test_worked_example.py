"""The worked example of the documentation: a stopped sync on the Friday before New York's clocks change."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from .verbs import POLICIES, record, request, shipped

SYNC_STOPPED = {
    "id": "T-1001",
    "received": "2026-03-06T16:30:00-05:00",
    "policy": "jumpmind",
    "tier": "standard",
    "channel": "email",
    "from_": "ops@acme.example",
    "claimed_priority": "P2",
    "subject": "Sync stopped",
    "body": "Nothing has been copied since noon.",
    "facts": {"activity": "problem_diagnosis", "environment": "production", "service_loss": "complete"},
}


def test_the_request_and_what_counts_for_it():
    found = record(request(**SYNC_STOPPED), shipped("auto"))
    assert {"id": "T-1001", "received": "2026-03-06T21:30:00Z"} == found["request"]
    assert ("decided", "standard", None) == (found["status"], found["tier"], found["contract"])
    assert ("jumpmind", "1") == (found["policy"]["id"], found["policy"]["edition"])


def test_the_digest_is_that_of_the_policy_files_bytes():
    digest = hashlib.sha256((POLICIES / "jumpmind.yaml").read_bytes()).hexdigest()
    assert f"sha256:{digest}" == record(request(**SYNC_STOPPED), shipped())["policy"]["digest"]


def test_it_is_support():
    assert record(request(**SYNC_STOPPED), shipped())["scope"] == {
        "outcome": "support",
        "rules": ["problem-diagnosis"],
        "cites": ["terms.scope_diagnosis", "terms.support_nature", "readings.requested_of_a_person"],
        "possible": ["support"],
    }


def test_its_priority_is_more_severe_than_the_customer_claims():
    found = record(request(**SYNC_STOPPED), shipped())
    assert found["priority"] == {
        "level": "P1",
        "title": "Urgent",
        "rules": ["production-loss"],
        "cites": ["terms.p1", "terms.p1_loss", "readings.may_be_assigned"],
        "possible": ["P1"],
        "claimed": "P2",
        "agrees": False,
    }
    assert [("warning", "claimed-priority-differs", "the customer claimed P2; the rules give P1")] == [
        (finding["severity"], finding["check"], finding["message"]) for finding in found["findings"]
    ]


def test_it_came_in_a_way_that_is_allowed():
    channel = record(request(**SYNC_STOPPED), shipped())["channel"]
    cites = channel.pop("cites")
    assert channel == {
        "required": None,
        "preferred": None,
        "allowed": ["email", "web"],
        "follow_up": [],
        "contacts": {"email": "support@jumpmind.com", "web": "https://support.jumpmind.com"},
        "notes": {},
        "arrived_by": "email",
        "met": True,
        "rules": ["web-or-email"],
    }
    assert {"terms.row_web_email", "readings.phone"} <= set(cites)


def test_the_answer_is_due_on_monday_after_the_clocks_have_changed():
    (deadline,) = record(request(**SYNC_STOPPED), shipped())["deadlines"]
    cites = deadline.pop("cites")
    assert deadline == {
        "promise": "initial_response",
        "due": "2026-03-09T17:30:00Z",
        "due_local": "2026-03-09T13:30:00-04:00",
        "within": "6 business hours",
        "hours": "office",
        "repeats": False,
        "kind": "guarantee",
        "periods": [
            ["2026-03-06T21:30:00Z", "2026-03-06T22:00:00Z"],
            ["2026-03-09T12:00:00Z", "2026-03-09T17:30:00Z"],
        ],
        "rules": ["office-hours"],
    }
    assert {"terms.standard_p1", "terms.row_p1", "readings.office_hours"} <= set(cites)


def test_nothing_is_missing_and_one_presumption_counts():
    """Had the age of the version not been presumed, it could have put the request out of scope."""
    found = record(request(**SYNC_STOPPED), shipped())
    (presumed,) = found["presumed"]
    assert ([], "version_age_months", 0) == (found["missing"], presumed["fact"], presumed["value"])
    assert {"value": 13, "scope": ["not_covered"], "level": [], "earliest": {"initial_response": None}} in presumed[
        "alternatives"
    ]


def test_every_reading_that_it_rests_on_is_named():
    found = record(request(**SYNC_STOPPED), shipped())
    parts = [found[key] for key in ("scope", "priority", "channel")]
    parts += [part for key in ("deadlines", "not_owed", "services", "intake", "escalation") for part in found[key]]
    cites = {cite for part in parts for cite in part["cites"]} | set(found["tier_cites"])
    cited = {cite.removeprefix("readings.") for cite in cites if cite.startswith("readings.")}
    assert sorted(cited) == sorted(found["readings"])


def test_it_says_what_made_it():
    made_by = record(request(**SYNC_STOPPED), shipped())["made_by"]
    expected = {"remit": "0.1.0", "rules": "builtin", "holidays": version("holidays"), "tzdata": version("tzdata")}
    assert expected == made_by
