"""Whatever bytes come, a mail is read or rejected by name, and what is read makes a request that can be read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from remit.engine.findings import Findings
from remit.engine.language.files import REQUEST_BYTES, SourceFile
from remit.engine.language.request_files import read_request
from remit.engine.language.yaml_writer import request_as_yaml
from remit.engine.messages.message_reader import request_of
from remit.engine.messages.message_record import message_record
from remit.engine.messages.read_message import read_message
from remit.engine.model.messages import MessageReading

NAMES = ["From", "To", "Subject", "Date", "Received", "Message-ID", "References", "In-Reply-To", "Return-Path"]
NAMES += ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Authentication-Results", "Sender"]
WORDS = ["multipart/mixed; boundary=b", "text/html", "text/plain; charset=utf-7", "message/rfc822", "base64"]
WORDS += [
    "quoted-printable",
    "a@b.example",
    "=?utf-8?q?=e4?=",
    "Re: ",
    "<1@a>",
    "Fri, 6 Mar 2026 16:30:00 -0500",
    "--b",
]
WORDS += [
    "> ",
    "-- ",
    "<p>",
    "::error::",
    "##[",
    "wrote:",
    "\x85",
    "\u202e",
    "\ud7ff",
    '"',
    "(",
    ":",
    ";",
    "#",
    "- a: b",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=6).map(" ".join)
FIELDS = st.builds("{}: {}".format, st.sampled_from(NAMES), TEXTS)
BODIES = st.lists(TEXTS, max_size=8).map("\n".join)
MAILS = st.builds(lambda fields, body: "\n".join([*fields, "", body]), st.lists(FIELDS, min_size=1, max_size=9), BODIES)
RAWS = st.one_of(st.binary(max_size=300), MAILS.map(lambda mail: mail.encode("utf-8", "replace")))


@given(RAWS)
def test_any_bytes_are_read_or_rejected_by_name(raw):
    findings = Findings()
    message = read_message(raw, "m.eml", findings)
    assert (message is None) == findings.has_errors
    assert len(findings) == (message is None)


@given(MAILS)
def test_what_is_read_can_be_written_and_read_again(mail):
    message = read_message(mail.encode("utf-8", "replace"), "m.eml", Findings())
    if message is None or message.received is None:
        return
    request = request_of(message, None)
    record = message_record(message, request)
    text = request_as_yaml(record)
    assert len(text.encode()) <= REQUEST_BYTES
    findings = Findings()
    _, again = read_request(SourceFile(file="r.yaml", raw=text.encode(), text=text), findings)
    assert [] == findings
    assert again is not None
    expected = (request.received, request.sender, request.subject, request.body)
    assert expected == (again.received, again.sender, again.subject, again.body)
    assert isinstance(again.reading, MessageReading)
    assert [f.check for f in message.findings] == [f.check for f in again.reading.findings]
