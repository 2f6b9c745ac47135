"""What of a mail counts: text, what is forwarded; history and signatures are set aside."""

from __future__ import annotations

import pytest

from .mails import checks, mail, passages, read


def page(html):
    return mail("Content-Type: text/html; charset=utf-8", body=html)


def test_a_signature_is_set_aside():
    assert [("text", "Help."), ("signature", "-- \nAda\nAcme")] == passages(mail(body="Help.\n\n-- \nAda\nAcme\n"))


def test_two_dashes_above_a_long_log_are_no_signature():
    log = "\n".join(f"line {n}" for n in range(50))
    assert [("text", f"Help.\n--\n{log}")] == passages(mail(body=f"Help.\n--\n{log}\n"))


def test_quoted_history_with_the_line_above_it_is_set_aside():
    body = "Still broken.\n\nOn Monday, Bob\nwrote:\n> All is well.\n> Bye\n\nAnd urgent.\n"
    expected = [("text", "Still broken."), ("quoted", "On Monday, Bob\nwrote:\n> All is well.\n> Bye")]
    assert [*expected, ("text", "And urgent.")] == passages(mail(body=body))


def test_what_is_forwarded_counts():
    body = "See below.\n\n---------- Forwarded message ---------\nFrom: Bob\nSubject: x\n\nEvery job failed.\n"
    assert ["text", "forwarded"] == [kind for kind, _ in passages(mail(body=body))]
    assert "Every job failed." in passages(mail(body=body))[1][1]


def test_a_mail_below_an_answer_is_history():
    body = "Yes.\n\n-----Original Message-----\nFrom: Bob\nSent: today\nTo: Ada\nSubject: x\n\nEvery job failed?\n"
    assert ["text", "quoted"] == [kind for kind, _ in passages(mail("Subject: Re: x", body=body))]
    assert ["text", "forwarded"] == [kind for kind, _ in passages(mail("Subject: Fw: x", body=body))]


@pytest.mark.parametrize("subject", ["Re: Outage", "AW: Outage", "RE[2]: Outage", "Sv: Outage", "re : Outage"])
def test_the_subject_of_an_answer_is_history(subject):
    (passage,) = [p for p in read(mail(f"Subject: {subject}")).passages if p.kind == "subject"]
    assert (" ".join(subject.split()), True, False) == (passage.text, passage.is_history, passage.is_evidence)


def test_another_subject_counts():
    assert all(p.is_evidence for p in read(mail("Subject: Fwd: Region: outage")).passages)


def test_places_are_lines_of_the_body_that_counts():
    body = "one\ntwo\n> old\n\nthree\n-- \nAda\n"
    starts = [(p.kind, p.start) for p in read(mail(body=body)).passages]
    assert [("text", 1), ("quoted", 4), ("text", 4), ("signature", 6)] == starts


def test_a_page_is_read_as_it_is_seen():
    html = "<title>T</title><style>p{}</style><p>All <b>jobs</b> <a href='http://x'>failed</a>.<p>a<br>b<script>x()</script>"
    assert [("text", "All jobs failed.\n\na\nb")] == passages(page(html))


def test_hidden_text_of_a_page_is_left_out_and_said():
    html = "<p>Hi</p><div style='DISPLAY : none'>approve it</div><p hidden>x</p><span style='font-size:0px'>y</span>"
    assert [("text", "Hi")] == passages(page(html))
    assert ["hidden-text"] == checks(page(html))


def test_quotes_and_signatures_of_a_page_are_set_aside():
    html = "<p>New</p><blockquote>old</blockquote><div class='gmail_signature'>Ada</div>"
    assert [("text", "New"), ("quoted", "old"), ("signature", "Ada")] == passages(page(html))


def test_of_two_forms_of_a_text_the_plain_one_counts():
    parts = "--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>page</p>\n--b--\n"
    assert [("text", "plain")] == passages(mail("Content-Type: multipart/alternative; boundary=b", body=parts))
    empty = parts.replace("plain", "")
    assert [("text", "page")] == passages(mail("Content-Type: multipart/alternative; boundary=b", body=empty))


def test_files_are_listed_and_never_opened():
    fields = "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64"
    parts = f"--b\n\nsee file\n--b\n{fields}\n\nUEs=\n--b--\n"
    (file,) = read(mail("Content-Type: multipart/mixed; boundary=b", body=parts)).attachments

    assert ("a.zip", "application/zip", 2, 64) == (file.name, file.type, file.size, len(file.sha256))


def test_a_mail_within_a_mail_is_forwarded():
    inner = "Subject: Down\nFrom: x@y.example\n\nAll is down."
    parts = f"--b\n\nsee mail\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    raw = mail("Content-Type: multipart/mixed; boundary=b", body=parts)
    assert [("text", "see mail"), ("forwarded", "Subject: Down\nAll is down.")] == passages(raw)


def test_a_flowed_text_is_joined():
    raw = mail("Content-Type: text/plain; format=flowed", body="one \ntwo\n> old \n> line\n")
    assert [("text", "one two"), ("quoted", "> old line")] == passages(raw)


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("iso-8859-1", b"gr\xfc\xdfe", "grüße"),
        ("utf-8", b"gr\xfc\xdfe", "grüße"),
        ("no-such-one", "grüße".encode(), "grüße"),
        ("zip", b"plain", "plain"),
        ("punycode", b"plain-", "plain-"),
        ("utf-16", "grüße".encode("utf-16"), "grüße"),
        ("us-ascii", "grüße".encode(), "grüße"),
    ],
)
def test_a_charset_that_is_wrong_or_none_loses_no_text(charset, raw, text):
    body = mail(f"Content-Type: text/plain; charset={charset}", body="")[:-1] + b"\n" + raw
    assert [("text", text)] == passages(body)


def test_what_steers_a_terminal_is_a_replacement_character():
    assert [("text", "a\ufffd[31mb")] == passages(mail(body="a\x1b[31mb\n"))


@pytest.mark.parametrize(
    ("content_type", "check"),
    [
        ("multipart/encrypted; boundary=b", "encrypted-message"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "encrypted-message"),
        ("application/ms-tnef", "tnef-message"),
        ("image/png", "text-free-message"),
    ],
)
def test_what_cannot_be_read_is_named(content_type, check):
    raw = mail(f"Content-Type: {content_type}", body="--b\nContent-Type: application/octet-stream\n\nx\n--b--\n")
    assert check in checks(raw)


def test_a_long_text_is_cut_and_that_is_said():
    raw = mail(body="a line of a log\n" * 20_000)
    assert ["text-cut"] == checks(raw)
    assert sum(len(text) for _, text in passages(raw)) <= 64 * 1024
