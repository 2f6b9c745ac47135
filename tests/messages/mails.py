"""Mails for tests, and what is read of them."""

from __future__ import annotations

from remit.engine.findings import Findings
from remit.engine.messages.read_message import read_message

HOP = "Received: from a.example by mx.vendor.example; Fri, 6 Mar 2026 16:30:00 -0500"
PASSED = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acme.example"
FROM = "From: Ada <ada@acme.example>"


def mail(*fields, body="It does not work.\n", top=(PASSED, HOP, FROM)):
    """Return the bytes of a mail."""
    return "\n".join([*top, *fields, "", body]).encode()


def read(raw, **options):
    """Return the message that bytes hold."""
    findings = Findings()
    message = read_message(raw, "m.eml", findings, **options)
    assert [] == findings
    assert message is not None
    return message


def rejected(raw):
    """Return why bytes are rejected."""
    findings = Findings()
    assert read_message(raw, "m.eml", findings) is None
    return [finding.check for finding in findings]


def checks(raw, **options):
    """Return the ids of what is to be said about a message."""
    return [finding.check for finding in read(raw, **options).findings]


def passages(raw):
    """Return the kinds and texts of a message's passages, its subject aside."""
    return [(p.kind, p.text) for p in read(raw).passages if p.kind != "subject"]
