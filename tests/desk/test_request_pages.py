"""Requests that are kept: what people say of them on their page, and the board beside every page."""

import json
from dataclasses import replace

import pytest
from interview.verbs import FACTS, PRIORITIES
from triage.verbs import policy

from remit.engine.serve.desk.request_pages import plain_value

from .verbs import MAIL


@pytest.fixture
def kept(person):
    """Return somebody before the page of a request that was just kept."""
    person.paste(MAIL)
    person.choose("fault")
    person.choose("none")
    person.press("confirm")
    person.save()
    return person


def happens(person, **fields):
    person.send("form[action='/desk/events']", fields)


def test_an_event_is_kept_and_shown(kept):
    happens(kept, **{"is": "replied"})
    assert "met Tue 10 Mar 09:00 Berlin" in kept.text(".sheet")
    assert ("Tue 10 Mar 2026 09:00 Berlin", "replied (ada)") == (
        kept.text("section.answers dt"),
        kept.text("section.answers dd"),
    )


def test_an_event_at_an_instant(kept):
    happens(kept, **{"is": "replied", "at": "2026-03-10T09:00:00+01:00"})
    assert 303 != kept.status
    assert ["replied"] == [json.loads(event.event)["is"] for event in kept.service.request("1@ada.example").events]


def test_a_change_says_what_changed(kept):
    happens(kept, **{"is": "changed", "fact": "outage", "value": "complete"})
    assert "P1 Critical" in kept.text(".sheet")
    assert "changed: outage complete" in kept.text("section.answers")


def test_an_event_that_cannot_be_is_said_on_the_page(kept):
    happens(kept, **{"is": "replied", "at": "yesterday"})
    assert 422 == kept.status
    assert "the events cannot be read" == kept.text("main > .notice")
    assert "`at` is `yesterday`, which is not an instant" in kept.text(".findings")


def test_an_event_sent_twice_counts_once(kept):
    before = kept.page
    happens(kept, **{"is": "replied"})
    kept.page = before
    happens(kept, **{"is": "replied"})
    assert 1 == len(kept.service.request("1@ada.example").events)


def test_an_override_is_shown_and_changes_no_decision(kept):
    kept.send("form[action='/desk/overrides']", {"level": "P1", "why": "their shop is closed"})
    assert "Override: level P1, says ada on Tue 10 Mar 2026 09:00 Berlin: their shop is closed" in kept.text(
        "section.notice"
    )
    assert "P2 Normal" in kept.text(".sheet")
    assert "override: P1" in kept.text(".board")


def test_an_override_without_what_it_is_of_is_refused_in_words(kept):
    kept.send("form[action='/desk/overrides']", {"why": "because"})
    assert 422 == kept.status
    assert "an override is of a level" in kept.text(".findings")


def test_what_files_moved_is_shown_until_a_person_accepts_it(kept, tmp_path):
    priorities = PRIORITIES.replace("when: {outage: complete}, then: P1", "when: {outage: none}, then: P1")
    terms = policy(facts=FACTS, priorities=priorities)
    (tmp_path / "files/acme.yaml").write_text(terms, "utf-8")
    kept.service.reload()
    kept.take(kept.requests.show(kept.viewer, "1@ada.example"))
    assert "level P2 became P1" in kept.text("form.notice")
    assert "moved, to be accepted" in kept.text(".board")
    kept.send("form[action='/desk/accept']", {})
    assert [] == kept.page.css("form.notice")
    assert "moved" not in kept.text(".board")


def test_the_board_stands_beside_every_page(kept):
    assert "running" in kept.text(".board tbody")
    assert "/desk/request?id=1%40ada.example" == kept.one(".board a[href^='/desk/request']").attributes["href"]
    kept.take(kept.desk.empty(kept.viewer))
    assert "initial response" in kept.text(".board tbody")
    part = kept.requests.board_part(kept.viewer).html
    assert part.strip().startswith("<aside")


def test_a_board_on_which_nothing_is(person):
    assert "Nothing is open." in person.text(".board")


def test_a_request_that_is_not_known(person):
    for request_id, name in (("T-404", "T-404"), ("a\0b", "a\\x00b"), ("", "")):
        person.take(person.requests.show(person.viewer, request_id))
        assert 404 == person.status
        assert f"request `{name}` is not known" == person.text("h1")


def test_only_a_decision_of_the_request_is_said_to_be_saved(kept):
    kept.take(kept.requests.show(kept.viewer, "1@ada.example", saved="D-anything"))
    assert "" == kept.text("#range")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("yes", True),
        ("no", False),
        ("true", True),
        (" 20 ", 20),
        ("1.5", 1.5),
        ("complete", "complete"),
        ("[1]", "[1]"),
    ],
)
def test_values_as_somebody_types_them(typed, value):
    assert value == plain_value(typed)
    assert type(value) is type(plain_value(typed))


def test_a_reader_is_offered_nothing_to_keep(kept):
    reader = replace(kept.viewer, may_keep=False)
    kept.take(kept.requests.show(reader, "1@ada.example"))
    assert [] == kept.page.css("main form")
