"""Messages that somebody pastes or drops on the desk."""

from desk.verbs import MAIL, NOW, vendor
from remit.engine.serve.desk.incoming import IncomingMessage, is_mail_source, read_incoming


def read(triage, message, **keys):
    raw = message if isinstance(message, bytes) else message.encode()
    return read_incoming(triage, IncomingMessage(raw=raw, **keys), NOW)


def checks(draft):
    return [finding.check for finding in draft.findings]


def test_a_mail_with_its_header(tmp_path):
    request = read(vendor(tmp_path), MAIL).request
    assert ("1@ada.example", "ada@ada.example", "Help", "email") == (
        request.id,
        request.sender,
        request.subject,
        request.channel,
    )
    assert NOW == request.received


def test_a_text_without_header_came_in_now_and_nobody_knows_how(tmp_path):
    request = read(vendor(tmp_path), "Hello\n\nnothing works", contract="ada-1").request
    assert ("ada-1", NOW, None, None) == (request.contract, request.received, request.channel, request.sender)
    assert "Hello\n\nnothing works" == request.body


def test_a_text_is_not_found_to_lack_what_only_a_mail_has(tmp_path):
    reading = read(vendor(tmp_path), "nothing works", contract="ada-1").request.reading
    assert () == reading.findings


def test_the_same_text_at_the_same_time_has_the_same_id(tmp_path):
    triage = vendor(tmp_path)
    first, again, later = (
        read(triage, "nothing works", received=at).request.id
        for at in ("2026-03-10T09:00:00Z", "2026-03-10T09:00:00Z", "2026-03-10T09:00:01Z")
    )
    assert first == again
    assert first != later


def test_a_customer_who_was_chosen_comes_before_what_the_sender_says(tmp_path):
    request = read(vendor(tmp_path), MAIL.replace("ada.example", "strangers.example"), contract="ada-1").request
    assert "ada-1" == request.contract
    assert ["outage"] == [hit.fact for hit in request.reading.hits]


def test_when_it_was_received_can_be_said(tmp_path):
    request = read(vendor(tmp_path), MAIL, received="2026-03-10T10:00:00+01:00").request
    assert NOW + 3600 == request.received


def test_what_cannot_be_a_message_is_said(tmp_path):
    triage = vendor(tmp_path)
    assert ["empty-message"] == checks(read(triage, " \n "))
    assert ["unknown-contract"] == checks(read(triage, MAIL, contract="nobody-1"))
    assert ["wrong-instant"] == checks(read(triage, MAIL, received="yesterday"))
    assert ["too-large-message"] == checks(read(triage, b"a" * (25 * 1024 * 1024 + 1)))


def test_a_text_whose_first_line_looks_like_a_field_is_no_mail():
    assert not is_mail_source(b"Priority: high\n\nnothing works")
    assert not is_mail_source(b"Hello: the subject: is\nfrom: nowhere")
    assert is_mail_source(b"\r\nFrom: ada@ada.example\r\nSubject: Help\r\n\r\nnothing works")
    assert is_mail_source(b"\xef\xbb\xbfSubject: a\nFrom: b\n\nc")
    assert is_mail_source(b"From ada Tue Mar 10\nSubject: a\nFrom: b\n\nc")


def test_bytes_that_are_no_text_are_read_as_far_as_they_can_be(tmp_path):
    assert read(vendor(tmp_path), b"\xff\x00\xfe nothing works", contract="ada-1").request is not None


def test_a_mail_whose_id_no_store_keeps_has_another(tmp_path):
    triage = vendor(tmp_path)
    for name in ("<" + "x" * 300 + "@ada.example>", "<a\x07b@ada.example>"):
        assert "R-" == read(triage, MAIL.replace("<1@ada.example>", name)).request.id[:2]
