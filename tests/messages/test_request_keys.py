"""What a request file says of the message that it was read from: it states nothing, and a decision repeats findings."""

from __future__ import annotations

from remit.engine.findings import Findings
from remit.engine.language.files import SourceFile
from remit.engine.language.request_files import read_request
from remit.engine.model.words import Hit

REQUEST = """
received: 2026-03-06T16:30:00-05:00
policy: jumpmind
tier: standard
subject: Sync
body: Every job failed.
kind: escalation
likely: {service_loss: [complete, moderate]}
hits: [{fact: service_loss, value: complete, words: Every job failed, at: "text, line 1"}]
findings: [{severity: warning, check: sender-not-authenticated, message: nobody stands behind it}]
message: {id: <1@acme.example>}
"""


def read(text):
    findings = Findings()
    _, request = read_request(SourceFile(file="request.yaml", raw=text.encode(), text=text), findings)
    return request, [finding.check for finding in findings]


def test_a_reading_is_of_the_request_and_no_fact():
    request, checks = read(REQUEST)
    assert ([], {}) == (checks, request.facts)
    reading = request.reading
    assert ("escalation", {"service_loss": ("complete", "moderate")}) == (reading.kind, dict(reading.likely))
    assert (Hit(fact="service_loss", value="complete", words="Every job failed", at="text, line 1"),) == reading.hits
    assert reading.has_doubtful_sender


def test_a_request_that_no_message_was_read_for_has_no_reading():
    request, _ = read("received: 2026-03-06T16:30:00-05:00\npolicy: jumpmind\ntier: standard\n")
    assert request.reading is None


def test_another_kind_and_a_tenth_value_are_refused():
    tenth = ", ".join(f"v{n}" for n in range(10))
    assert ["wrong-value"] == read(REQUEST.replace("kind: escalation", "kind: rant"))[1]
    assert ["wrong-shape"] == read(REQUEST.replace("[complete, moderate]", f"[{tenth}]"))[1]
