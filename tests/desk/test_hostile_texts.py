"""What strangers write never reaches a page as it is, and costs little."""

import pytest

from .verbs import MAIL

BIDI = "\u202e\u2066\u200f"
CONTROL = "\x00\x07\x1b\x7f\x9b"
SCRIPT = "</pre></div><script>alert(1)</script><img src=x onerror=alert(1)>"


def hostile(body="nothing works", subject="Help"):
    return MAIL.replace("Since this morning nothing works any more.", body).replace(
        "Subject: Help", f"Subject: {subject}"
    )


def walk(person, message):
    """Yield every page from a message to its decision that is kept."""
    person.paste(message)
    yield person.html
    for label in ("fault", "none"):
        person.choose(label)
        yield person.html
    person.press("confirm")
    yield person.html
    person.save()
    yield person.html


def test_markup_is_text(person):
    for html in walk(person, hostile(f"{SCRIPT} nothing works", SCRIPT)):
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 1 == html.count("<script")


@pytest.mark.parametrize("odd", [BIDI, CONTROL, "\ud800"])
def test_what_would_turn_or_hide_text_is_seen(person, odd):
    for html in walk(person, hostile(f"a{odd}b nothing works", f"a{odd}b".replace("\x00", ""))):
        assert not set(odd) & set(html)


def test_quotes_end_no_attribute(person):
    for html in walk(person, hostile('" autofocus onfocus="alert(1) nothing works')):
        assert ' onfocus="' not in html


def test_ten_thousand_lines(person):
    pages = list(walk(person, hostile("\n".join(["nothing works"] * 10_000))))
    assert max(map(len, pages)) < 400_000


def test_a_very_long_line(person):
    for html in walk(person, hostile("nothing works " * 4_000 + "x" * 50_000)):
        assert len(html) < 600_000


def test_words_in_an_answer_of_a_form_are_no_markup(person):
    person.paste(MAIL)
    person.press("answer", choice='"<script>alert(1)</script>"')
    assert "<script>alert" not in person.html


def test_names_in_an_address_are_no_markup(person):
    person.take(person.requests.show(person.viewer, "<script>alert(1)</script>", saved="<b>"))
    assert 404 == person.status
    assert "<script>alert" not in person.html
    assert "<b>" not in person.html
