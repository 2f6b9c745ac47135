"""Replies: what a customer is told, in which language, and what nobody is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.findings import Finding, Severity, printable
from remit.engine.model.messages import NOT_AUTHENTICATED, MessageReading
from remit.engine.model.reply import ENGLISH_SENTENCES, PLACEHOLDERS, placeholders_in
from remit.engine.triage.decision import Decision, Invalid
from remit.engine.triage.reply_text import as_replies, as_reply
from remit.engine.triage.reply_wording import Wording

from .verbs import answer, contract, policy, request, shipped, shipped_cases, store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.engine.model import Request

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
  users: {ask: "How many are hit?", type: number, presume: 1}
  remark: {ask: "What else?", type: text, optional: true}
  stays: {ask: "Does anything else matter?", type: boolean, presume: false}
"""
READINGS = """
  night: {clause: terms.hours, question: does the clock run at night?, answer: the clock stands at night, tell: true}
  weekend: {clause: terms.hours, question: and at weekends?, answer: our secret reading}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: [terms.all, readings.night, readings.weekend]}
    - {id: many, when: {users: {at_least: 100}}, then: P1, cite: terms.all}
    - {id: remarked, when: {remark: now, stays: true}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
MORE = """
intake:
  - {needs: the log, note: from the server, cite: terms.all}
  - {needs: a description, given_by: [subject, body], cite: terms.all}
"""
TERMS = policy(facts=FACTS, priorities=PRIORITIES, readings=READINGS) + MORE
DESK = store(TERMS)
DOWN = {"activity": "fault", "outage": "complete"}
NOON = 1_773_144_000
"""When the first answer is due: four hours after nine in Berlin, on Tuesday, 10 March 2026."""
GERMAN = (
    "Guten Tag,",
    "Ihre Anfrage {case} ist am {received} eingegangen.",
    "{support}Sie ist durch {plan} gedeckt. Stufe: {level}.",
    "Wir melden uns bis {due.initial_response}.",
    "Bitte melden Sie sich auch per {call}.",
    "{open}Bitte sagen Sie uns noch:",
    "{asks.outage}Wie viel steht still?",
    "{question}",
)


def reply(sentences: Mapping[str, Sequence[str]] | None = None, *contracts: dict[str, object], **keys: object) -> str:
    """Return the reply to a request from Ada, on one line."""
    decision = answer(request(**{"facts": DOWN, "id": "T-1", **keys}), DESK, *contracts)
    return " ".join(as_reply(decision, sentences).split())


def under_contract(sentences: Mapping[str, Sequence[str]] | None = None, **agreed: object) -> str:
    """Return the reply to a request under a contract."""
    return reply(sentences, contract(**agreed), policy=None, tier=None, contract="ada-1")


def moment(language: str, instant: int, zone: str) -> str:
    """Return an instant as a language writes it, with single blanks."""
    return " ".join(Wording(language).moment(instant, zone).split())


def unauthenticated(asked: Request) -> Request:
    """Return a request by mail behind whose sender nobody stands."""
    finding = Finding(Severity.warning, NOT_AUTHENTICATED, "nobody stands behind the sender")
    return replace(asked, reading=MessageReading(findings=(finding,)))


# ── what it says ──────────────────────────────────────────────────────────────


def test_it_says_what_was_understood_the_level_and_the_scope_with_their_clauses():
    text = reply()
    assert "We have understood: activity: fault; outage: complete." in text
    assert "It is covered by your plan, Basic. The terms say so at: Page 1." in text
    assert "Its level is P1 Critical. The terms say so at: Page 1." in text


def test_it_says_by_when_on_the_customers_clock():
    assert f"Our initial response is due by {moment('en', NOON, 'Europe/Berlin')}." in reply()
    tokyo = under_contract(timezone="Asia/Tokyo")
    assert f"due by {moment('en', NOON, 'Asia/Tokyo')}." in tokyo


def test_an_instant_has_its_day_its_time_and_its_zone():
    """How that is written is the language's own."""
    for language, zone, day, time in (("de", "Europe/Berlin", "10", "13:00"), ("en-GB", "Asia/Tokyo", "10", "21:00")):
        text = moment(language, NOON, zone)
        assert all(part in text for part in (day, "2026", time))
        assert text.endswith(")")


def test_it_says_what_to_do():
    assert "Please contact us by phone (+49 30 0000)" in reply(channel="email")
    assert "Please contact us" not in reply(channel="phone")
    elsewhere = reply(channel="phone", facts={"activity": "fault", "outage": "none"})
    assert "Please send requests like this by email (help@acme.example)." in elsewhere


def test_it_says_what_is_still_needed_and_only_that():
    assert "Please also send us: the log (from the server). Please also send us: a description." in reply()
    assert "a description" not in reply(body="It is down.")


def test_while_facts_are_open_it_asks_for_them_and_names_no_level():
    text = reply(facts={"activity": "fault"})
    assert "we need to know: - How much is down? (none, partial, or complete)" in text
    assert not any(word in text for word in ("P1", "P2", "Critical", "Normal", "Page 1", "covered"))


def test_what_is_not_support_says_so():
    assert "It is consulting, not support. The terms say so at: Page 1." in reply(facts={"activity": "project"})
    lapsed = under_contract(to="2026-01-01")
    assert "It is not covered." in lapsed
    assert "The terms say so" not in lapsed
    assert "send us" not in lapsed


def test_a_reading_is_told_only_where_it_says_so():
    text = reply()
    assert "the clock stands at night." in text
    assert not any(word in text for word in ("secret", "weekend", "reading", "night?"))


def test_a_promise_that_was_kept_or_is_overdue_is_not_promised_again():
    kept = reply(events=[{"at": "2026-03-10T09:30:00+01:00", "is": "replied"}])
    assert "is due by" not in kept


# ── sentences and languages ───────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_the_contracts_language_chooses_the_sentences_and_how_dates_are_written(language):
    expected = (
        f"Guten Tag, Ihre Anfrage T-1 ist am {moment(language, NOON - 4 * 3600, 'Europe/Berlin')} eingegangen. "
        f"Sie ist durch Basic gedeckt. Stufe: P1 Critical. "
        f"Wir melden uns bis {moment(language, NOON, 'Europe/Berlin')}. "
        f"Bitte melden Sie sich auch per phone (+49 30 0000)."
    )
    assert expected == under_contract({"de": GERMAN}, language=language)


def test_a_language_without_sentences_gets_english_ones_and_english_dates():
    assert moment("en", NOON, "Europe/Berlin") in under_contract({"de": GERMAN}, language="fr")
    assert "Own words" == under_contract({"de": GERMAN, "en": ["Own words"]}, language="fr")
    assert moment("en-GB", NOON, "Europe/Berlin") in under_contract({"de": GERMAN}, language="en-GB")


@pytest.mark.parametrize("language", ["en", "de", "fr", "he", "ar", "fa", "km", "ja", "ru", "hi", "zh-Hant"])
def test_no_date_of_any_language_needs_to_be_escaped(language):
    """Some have marks of direction in them, or blanks of their own."""
    wording = Wording(language)
    for text in (wording.moment(NOON, "Asia/Tokyo"), wording.both(["a", "b", "c"]), wording.either(["a", "b"])):
        assert text == printable(text)
        assert not any(character.isspace() and character != " " for character in text)


def test_a_question_with_a_sentence_of_its_own_is_not_asked_twice():
    facts = {"activity": "fault"}
    text = reply({"en": GERMAN}, facts=facts)
    assert "Bitte sagen Sie uns noch: Wie viel steht still?" in text
    assert "How much is down?" not in text
    assert "What is asked for? (fault, question, or project)" in reply({"en": GERMAN}, facts={})


def test_a_sentence_of_which_a_placeholder_stands_for_nothing_is_left_out():
    assert "Dear" not in reply({"en": ["Dear {customer},", "yours"]})
    assert "Dear Ada Ltd, yours" == under_contract({"en": ["Dear {customer},", "yours"]}, customer="Ada Ltd")


@pytest.mark.parametrize("sentence", ENGLISH_SENTENCES)
def test_every_english_sentence_names_what_there_is(sentence):
    assert {use.name for use in placeholders_in(sentence)} <= PLACEHOLDERS.keys()


def test_every_placeholder_stands_for_something_in_some_reply():
    """But for what only says when a sentence counts, which prints nothing."""
    asked = {"facts": {**DOWN, "users": None}, "channel": "email"}
    for name, placeholder in PLACEHOLDERS.items():
        if placeholder.kind != "only_if":
            sentences = {"en": [f"{name}: {{{name}}}"]}
            agreed = contract(customer="Ada Ltd")
            texts = [
                reply(sentences, agreed, policy=None, tier=None, contract="ada-1", channel="email"),
                reply(sentences, facts={"activity": "fault"}),
                reply(sentences, facts={"activity": "question", "outage": "none"}, channel="phone"),
                reply(sentences, **asked),
            ]
            assert any(text.startswith(f"{name}: ") for text in texts), name


def test_a_sentence_can_name_several_promises_and_is_left_out_where_one_is_not_owed():
    assert "by" in reply({"en": ["{promise} by {due.initial_response}"]})
    assert "" == reply({"en": ["{due.initial_response} {due.status_update}"]})


def test_several_replies_stand_below_the_ids_of_their_requests():
    decisions = [answer(request(id=id_, facts=DOWN), DESK) for id_ in ("T-1", "T-2")]
    text = as_replies([*decisions, Invalid("T-3", ())])
    assert ["==> T-1 <==", "==> T-2 <==", "==> T-3 <=="] == [line for line in text.splitlines() if "==>" in line]


# ── what nobody is told ───────────────────────────────────────────────────────

TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip())


@laws(150)
@given(st.fixed_dictionaries({"subject": TEXTS, "body": TEXTS, "remark": TEXTS, "from": TEXTS}))
def test_nothing_that_the_customer_wrote_is_repeated(texts):
    """Whatever it is, the reply is the same."""
    written = texts | {"remark": f"{texts['remark']}!"}  # the one that a rule names may change what is decided
    facts = {**DOWN, "remark": written["remark"]}
    keys: dict[str, Any] = {"subject": written["subject"], "body": written["body"], "from": written["from"]}
    plain: dict[str, Any] = {"subject": "s", "body": "b", "from": "f"}
    assert reply(None, facts={**DOWN, "remark": "r"}, **plain) == reply(None, facts=facts, **keys)


@laws(100)
@given(st.text(min_size=1, max_size=60))
def test_an_id_is_repeated_only_where_it_is_a_desks_number(id_):
    texts = (as_reply(answer(replace(request(facts=DOWN), id=name), DESK)) for name in (id_, None))
    text, anonymous = texts
    assert text == anonymous or (
        id_.replace("-", "").replace("_", "").replace("/", "").replace("#", "").isalnum() and id_.isascii()
    )


@pytest.mark.parametrize(
    "id_", ["T-1\nBcc: a@b.example", "<a@b.example>", "evil.example/x", "a b", "x" * 41, "http://a"]
)
def test_an_id_that_could_be_more_than_a_number_is_not_repeated(id_):
    assert reply(id=None) == reply(id=id_)


STRANGERS_REPLY = (
    "Hello, Its number is T-1. We cannot tell which contract your request falls under. "
    "Please tell us the number of your contract, or write from an address that it names. Kind regards"
)


def test_a_sender_without_a_contract_is_told_what_is_needed_alone():
    decision = answer(request(id="T-1", policy=None, tier=None, from_="who@elsewhere.example"), DESK, contract())
    assert STRANGERS_REPLY == " ".join(as_reply(decision).split())


def test_whom_nobody_stands_behind_is_told_no_plan_level_or_candidate():
    agreed = contract(language="de", customer="Ada Ltd")
    asked = unauthenticated(request(id="T-1", facts=DOWN, policy=None, tier=None, contract="ada-1", channel="email"))
    decision = answer(asked, DESK, agreed)
    assert isinstance(decision, Decision)
    assert STRANGERS_REPLY == " ".join(as_reply(decision).split())
    assert STRANGERS_REPLY == " ".join(as_reply(decision, {"de": GERMAN}).split())


def test_strangers_are_told_the_same_whatever_the_policy_decides():
    """No plan, level, deadline, question or need of any case of the shipped policies is told."""
    texts = set()
    for case in shipped_cases():
        if case.request is not None:
            decision = answer(unauthenticated(replace(case.request, id=None)), shipped("builtin"))
            if isinstance(decision, Decision):
                texts.add(as_reply(decision))
    assert 1 == len(texts)
    (text,) = texts
    assert not any(word in text for word in ("P1", "S1", "Standard", "Premium", "Urgent", "Critical"))


@pytest.mark.parametrize(
    ("kind", "is_answered"),
    [
        ("new", True),
        ("follow_up", True),
        ("escalation", True),
        ("nothing", True),
        ("automatic", False),
        ("bounce", False),
    ],
)
def test_what_a_machine_sent_has_no_reply(kind, is_answered):
    """It could answer in turn, without end."""
    asked = replace(request(facts=DOWN), reading=MessageReading(kind=kind))
    assert is_answered is bool(as_reply(answer(asked, DESK)))


def test_an_invalid_request_has_no_reply():
    decision = answer(request(facts={"activity": "unheard of"}), DESK)
    assert "" == as_reply(decision)


def test_every_placeholder_is_documented():
    text = (Path(__file__).parents[2] / "docs/language.md").read_text("utf-8")
    for name, placeholder in PLACEHOLDERS.items():
        assert any(f"`{{{name}" in line and placeholder.says in line for line in text.splitlines()), name
