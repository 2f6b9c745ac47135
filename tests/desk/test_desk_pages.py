"""From a message to a decision that is kept, by the forms of the pages alone."""

import json

import pytest

from remit.engine.serve.desk.answer_steps import NotSteps

from .verbs import MAIL


def decide(person, message=MAIL):
    """Answer all questions about a message."""
    person.paste(message)
    person.choose("fault")
    person.choose("none")
    person.press("confirm")


def test_a_message_is_pasted_asked_about_and_kept(person):
    decide(person)
    assert "IN SCOPE" in person.text(".sheet")
    person.save()
    decision = person.service.request("1@ada.example").latest
    assert ("decided", "P2", "ada", 1) == (decision.status, decision.level, decision.actor, decision.revision)
    assert decision.id in person.text("#range")
    assert f"/v1/decisions/{decision.id}" == person.one(".saved a").attributes["href"]


def test_the_decision_that_is_kept_says_what_the_sheet_said(person):
    decide(person)
    sheet = person.text(".sheet")
    person.save()
    kept = json.loads(person.service.answer(person.service.request("1@ada.example").latest.id).json)
    assert ["2026-03-11T08:00:00Z"] == [deadline["due"] for deadline in kept["deadlines"]]
    assert "Wed 11 Mar 09:00 Berlin" in sheet
    assert "Wed 11 Mar 09:00 Berlin" in person.text(".sheet")


def test_saving_twice_keeps_one_decision(person):
    decide(person)
    before = person.page
    person.save()
    first = person.location
    person.page = before
    person.save()
    assert first == person.location
    assert 1 == person.service.request("1@ada.example").latest.revision


def test_other_answers_about_the_same_message_are_the_next_revision(person):
    decide(person)
    person.save()
    person.take(person.desk.empty(person.viewer))
    person.paste(MAIL)
    assert "it is kept already: 1@ada.example" == person.text(".notice")
    person.choose("fault")
    person.choose("complete")
    person.save()
    assert (2, "P1") == (
        person.service.request("1@ada.example").latest.revision,
        person.service.request("1@ada.example").latest.level,
    )


def test_back_leads_to_the_question_before(person):
    person.paste(MAIL)
    person.choose("fault")
    person.press("back")
    assert "What is asked for?" == person.text("legend")
    person.choose("question")
    assert "question" == person.text(".answers dd")


def test_back_from_the_first_question_leads_to_a_new_message(person):
    person.paste(MAIL)
    assert ["/desk"] == [link.attributes["href"] for link in person.page.css(".asking .actions a")]


def test_an_answer_without_a_choice_is_asked_again(person):
    person.paste(MAIL)
    person.press("answer")
    assert "choose an answer, or say that it is not known" == person.text(".notice")
    assert "What is asked for?" == person.text("legend")


def test_an_answer_that_is_none_says_why(person):
    person.paste(MAIL)
    person.choose("fault")
    person.choose("none")
    person.press("look:users")
    assert "How many cannot work?" == person.text(".ask")
    person.press("answer", typed="many")
    assert person.text(".notice").startswith("`many` is not a number")
    person.press("answer", typed="-1")
    assert "How many cannot work?" == person.text(".ask")
    person.press("answer", typed="60")
    assert "P1 Critical" in person.text(".sheet")


def test_not_known_and_confirm_none(person):
    person.paste(MAIL)
    person.press("unknown")
    person.press("unknown")
    person.press("unknown")
    assert "What is asked for?" in person.text(".sheet")
    person.save()
    assert "needs_facts" == person.service.request("1@ada.example").latest.status


def test_what_cannot_be_read_is_said_beside_what_was_pasted(person):
    person.paste("Subject: a\nFrom: b\n\nhello", received="yesterday", contract="ada-1")
    assert 422 == person.status
    assert "`received` is not" in person.text(".findings")
    assert "Subject: a\nFrom: b\n\nhello" == person.one("#message").text()
    assert "yesterday" == person.one("#received").attributes["value"]
    assert "ada-1" == person.one("option[selected]").attributes["value"]


def test_a_text_of_a_customer_who_is_chosen(person):
    person.paste("nothing works\n", contract="ada-1")
    assert "What is asked for?" == person.text("legend")
    person.choose("question")
    person.choose("none")
    person.press("confirm")
    assert "Ada Ltd" in person.text(".sheet")


def test_a_stranger_is_asked_about(person):
    """Nobody knows whose contract it is: policy and tier are asked for."""
    person.paste(MAIL.replace("ada.example", "strangers.example"))
    assert "Which policy does the customer have?" == person.text("legend")


def test_the_customer_of_a_stranger_is_chosen(person):
    """The words of the message speak for choices under the terms of that customer."""
    person.paste(MAIL.replace("ada.example", "strangers.example"))
    person.send("form.customer", {"do": "customer", "contract": "ada-1"})
    assert "What is asked for?" == person.text("legend")
    assert [] == person.page.css("form.customer")
    person.choose("fault")
    assert "Since this morning nothing works any more." == person.text(".evidence q")


def test_a_customer_who_is_not_known_is_said(person):
    person.paste(MAIL.replace("ada.example", "strangers.example"))
    person.send("form.customer", {"do": "customer", "contract": "nobody-1"})
    assert "INVALID" in person.text(".sheet")
    assert "nobody-1" in person.text(".sheet")
    assert [] == person.page.css("button[data-enter]")
    person.send("form[action='/desk/decisions']", {})
    assert "the request cannot be decided" in person.text(".notice")


def test_every_finding_about_a_message_stands_beside_it(person):
    person.paste(MAIL.replace("dmarc=pass", "dmarc=fail"))
    assert "sender" in person.text(".message .findings")


def test_the_reply_stands_below_the_decision(person):
    decide(person)
    assert "Our initial response is due by" in person.text(".reply")


def test_a_form_that_no_page_wrote_is_refused(person):
    for fields in (
        {"do": "explode", "request": "{}"},
        {"do": "confirm", "confirms": "{"},
        {"answers": "nonsense"},
        {"page": "-1"},
        {"do": "answer", "choice": "[" * 9_999},
    ):
        with pytest.raises(NotSteps):
            person.desk.post(person.viewer, fields)


def test_a_form_whose_request_was_altered_into_none_says_so(person):
    person.take(person.desk.post(person.viewer, {"do": "show", "request": "[]", "answers": "[]"}))
    assert 422 == person.status
    person.take(person.desk.save(person.viewer, {"request": "[]", "answers": "[]"}))
    assert 422 == person.status


def test_saving_before_the_last_answer_goes_on_asking(person):
    person.paste(MAIL)
    fields = person.fields(person.one("form.question"))
    person.take(person.desk.save(person.viewer, fields))
    assert "What is asked for?" == person.text("legend")
