"""A request as its file would write it: what it says is read back as it was."""

from dataclasses import replace

from triage.verbs import request

from remit.engine.findings import NOWHERE, Findings
from remit.engine.interview.request_record import request_yaml
from remit.engine.language.files import REQUEST_BYTES, decode
from remit.engine.language.request_files import read_request

EVENTS = [
    {"at": "2026-03-10T10:00:00+01:00", "is": "replied"},
    {"at": "2026-03-10T11:00:00+01:00", "is": "changed", "facts": {"outage": "none"}, "claimed_priority": "P1"},
]
WHOLE = {
    "id": "T-1",
    "from": "Ada <ada@ada.example>",
    "channel": ["email", "phone"],
    "claimed_priority": "P2",
    "subject": 'It says: "nothing works"',
    "body": "Hello,\n\n  nothing works.\n\u2028 - not a list\n",
    "facts": {"activity": "fault", "outage": None, "users": 1.5, "urgent": True},
    "confirmed": {"paid": False},
    "events": EVENTS,
    "kind": "escalation",
    "likely": {"activity": ["fault", "question"]},
    "hits": [{"fact": "outage", "value": "complete", "words": "nothing: works", "at": "text, line 3"}],
    "findings": [{"severity": "warning", "check": "sender-not-authenticated", "message": "nobody stands behind it"}],
}


def read_back(asked):
    findings = Findings()
    source = decode("saved.yaml", request_yaml(asked).encode(), REQUEST_BYTES, findings)
    assert source is not None
    _, read = read_request(source, findings)
    assert (read is not None, []) == (True, findings)
    return read


def test_a_request_reads_back_equal():
    asked = request(**WHOLE)
    assert unmarked(asked) == unmarked(read_back(asked))


def unmarked(asked):
    """Return a request whose findings stand nowhere: their places are those of the file."""
    findings = tuple(replace(finding, mark=NOWHERE) for finding in asked.reading.findings)
    return replace(asked, reading=replace(asked.reading, findings=findings))


def test_a_list_of_what_is_confirmed_stays_one():
    asked = request(confirmed=["paid", "urgent"])
    assert "confirmed: [paid, urgent]" in request_yaml(asked)
    assert asked == read_back(asked)


def test_a_sender_whom_nobody_stands_behind_stays_doubtful():
    reading = read_back(request(**WHOLE)).reading
    assert reading is not None
    assert reading.has_doubtful_sender
