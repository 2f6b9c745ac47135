"""What the header says: who sent it, when it came in, what sort of message it is; tricks are said."""

from __future__ import annotations

import pytest

from remit.engine.language.time_notation import parse_instant

from .mails import FROM, HOP, PASSED, checks, mail, read, rejected

RECEIPT = parse_instant("2026-03-06T16:30:00-05:00")


def top(*fields):
    return mail(top=fields)


def test_the_sender_is_from():
    assert "ada@acme.example" == read(mail("Reply-To: x@evil.example")).sender


@pytest.mark.parametrize(
    "field",
    [
        "From: a@a.example, b@b.example",
        "From: Team: a@a.example;",
        "From: undisclosed-recipients:;",
        "From: Ada",
        "From: ",
        f"{FROM}\n{FROM}",
        "X-From: a@a.example",
        f"From: {'(' * 2000}a@a.example",
        "From: =?utf-8?q?Ada=00=0D=0AX=3A_y?= <ada@acme.example>",
        f"From: {', '.join(f'n{n}@a.example' for n in range(10_000))}",
    ],
    ids=range(10),
)
def test_what_is_not_one_address_names_nobody(field):
    raw = top(PASSED, HOP, field)
    assert read(raw).sender is None
    assert ["unclear-sender", "sender-not-authenticated"] == checks(raw)


@pytest.mark.parametrize(
    "field",
    [
        'From: "boss@acme.example" <ada@evil.example>',
        "From: =?utf-8?q?boss=40acme=2Eexample?= <ada@evil.example>",
        "From: =?utf-8?q?Ada=E2=80=AE?= <ada@acme.example>",
    ],
)
def test_a_name_that_misleads_is_said(field):
    assert "misleading-sender" in checks(top(PASSED, HOP, field))


def test_who_sent_it_on_behalf_of_another_is_said():
    assert ["sent-on-behalf"] == checks(mail("Sender: list@acme.example"))


def test_the_receipt_is_that_of_the_top_server():
    lower = "Received: from x by y; Fri, 6 Mar 2026 10:00:00 -0500"
    assert RECEIPT == read(mail(lower)).received


def test_the_receipt_is_that_of_the_trusted_server():
    inner = "Received: from mx.vendor.example by inner.vendor.example; Fri, 6 Mar 2026 16:31:00 -0500"
    assert RECEIPT == read(top(inner, PASSED, HOP, FROM), trusted_hop=2).received
    assert [] == checks(top(inner, PASSED, HOP, FROM), trusted_hop=2)


def test_without_a_server_the_date_stands_in_and_that_is_said():
    raw = top(FROM, "Date: Fri, 6 Mar 2026 16:30:00 -0500")
    assert RECEIPT == read(raw).received
    assert ["receipt-by-sender", "sender-not-authenticated"] == checks(raw)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Fri, 32 Mar 2026 16:30:00", "1 Jan 9999 00:00:00 +9999", "1" * 5000]
)
def test_without_either_the_receipt_is_a_question(date):
    raw = top(FROM, f"Date: {date}")
    assert read(raw).received is None
    assert "unknown-receipt" in checks(raw)


def test_clocks_that_differ_by_more_than_five_minutes_are_said():
    assert [] == checks(mail("Date: Fri, 6 Mar 2026 16:25:00 -0500"))
    assert ["clocks-differ"] == checks(mail("Date: Fri, 6 Mar 2026 16:24:59 -0500"))


@pytest.mark.parametrize(
    ("fields", "is_sure"),
    [
        ((PASSED, HOP), True),
        ((HOP, PASSED), True),
        ((HOP,), False),
        (("Authentication-Results: mx.vendor.example; dmarc=fail header.from=acme.example", HOP), False),
        (("Authentication-Results: mx.vendor.example; spf=pass", HOP), False),
        (("Authentication-Results: mx.vendor.example; spf=pass (dmarc=pass); dkim=none", HOP), False),
        (("Authentication-Results: mx.vendor.example; dmarc=pass header.from=evil.example", HOP), False),
        ((HOP, "Authentication-Results: evil.example; dmarc=pass"), False),
        ((HOP, "Received: from z by y; Fri, 6 Mar 2026 16:29:00 -0500", PASSED), False),
        ((HOP, PASSED, "Authentication-Results: mx.vendor.example; dmarc=fail"), False),
        (("Authentication-Results: mx.vendor.example; dmarc=pass (p=none; sp=none)", HOP), True),
    ],
)
def test_a_sender_is_authenticated_by_the_trusted_server_alone(fields, is_sure):
    raw = top(*fields, FROM)
    assert is_sure == read(raw).is_authenticated
    assert is_sure == ("sender-not-authenticated" not in checks(raw))


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("Auto-Submitted: no", "new"),
        ("Auto-Submitted: auto-replied", "automatic"),
        ("Precedence: bulk", "automatic"),
        ("Precedence: list", "new"),
        ("X-Auto-Response-Suppress: All", "automatic"),
        ("X-Auto-Response-Suppress: DR, RN", "new"),
        ("Return-Path: <>", "automatic"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "bounce"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "automatic"),
        ("In-Reply-To: <1@acme.example>", "follow_up"),
        ("References: <0@acme.example> <1@acme.example>", "follow_up"),
    ],
)
def test_the_kind_comes_from_the_header_first(field, kind):
    assert kind == read(mail(field)).kind


@pytest.mark.parametrize(
    "text", ["Nobody answers!", "we are still waiting for a reply", "No response yet.", "Please escalate this."]
)
def test_words_that_say_that_nobody_answers_make_an_escalation(text):
    assert "escalation" == read(mail("In-Reply-To: <1@a>", body=text)).kind


@pytest.mark.parametrize("subject", ["Ref: order 7", "Rest: of it", "Release: broken", "Region: down"])
def test_a_subject_that_only_begins_alike_is_no_answer(subject):
    assert all(passage.is_evidence for passage in read(mail(f"Subject: {subject}")).passages)


def test_a_bug_of_privileges_is_no_escalation():
    assert "new" == read(mail(body="A privilege escalation was found in the agent.")).kind


def test_quoted_words_make_no_escalation():
    assert "new" == read(mail(body="It works now.\n\nBob wrote:\n> Nobody answers!\n")).kind


def test_a_mail_without_text_asks_for_nothing():
    assert "nothing" == read(mail(body="\n")).kind


def test_encoded_words_of_a_subject_are_decoded():
    (subject,) = [p.text for p in read(mail("Subject: =?iso-8859-1?q?gr=FC=DFe?= =?utf-8?B?w6Q=?=")).passages[:1]]
    assert "grüßeä" == subject


@pytest.mark.parametrize("value", ["=?utf-8?b?====?=", "=?x?q?=ff?=", "=?utf-8?q?" * 500, "=?" * 2000, "\x00\x07"])
def test_encoded_words_that_are_none_are_no_traceback(value):
    assert read(mail(f"Subject: {value}")).passages


def test_ten_thousand_recipients_are_no_hindrance():
    listed = ",\n ".join(f'"N {n}" <n{n}@acme.example>' for n in range(10_000))
    assert [] == checks(mail(f"To: {listed}"))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty-message"),
        (b"\r\n\r\n", "empty-message"),
        (b"PK\x03\x04", "no-message"),
        (b"hello\n", "no-message"),
        (mail("X: " + "y" * 1_100_000), "too-large-header"),
        (mail(*["X: y"] * 3000), "too-large-header"),
        (mail(body="x" * (25 * 1024 * 1024)), "too-large-message"),
        (mail("Content-Type: multipart/mixed; boundary=b", body="--b\n\n" * 300), "too-many-parts"),
    ],
    ids=range(8),
)
def test_what_goes_beyond_a_limit_is_rejected_by_name(raw, why):
    assert [why] == rejected(raw)


def test_parts_that_are_nested_too_deep_are_rejected():
    raw = mail()
    for n in range(25):
        raw = f"{FROM}\nContent-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() + raw
    assert ["too-many-parts"] == rejected(raw)
