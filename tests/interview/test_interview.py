"""An interview from a request to its decision, by sentences."""

from dataclasses import replace

import pytest

from remit.engine.interview.questions import NotAnAnswer

from .verbs import Hit, asked, confirmed, contract, decided, interview, stated


def test_a_missing_fact_is_asked_with_its_choices():
    question = asked(interview())
    assert ("fact", "activity", "What is asked for?") == (question.kind, question.about, question.ask)
    assert ["fault", "question", "project"] == [choice.value for choice in question.choices]


def test_likely_values_come_first_and_the_others_in_the_order_of_the_policy():
    question = asked(interview(likely={"activity": ["project", "no such choice"]}))
    assert ["project", "fault", "question"] == [choice.value for choice in question.choices]


def test_a_value_that_words_speak_for_comes_first_where_nothing_says_which_is_likely():
    question = asked(interview(hits=(Hit("activity", "question", "how do I"),)))
    assert [("question", ["how do I"]), ("fault", []), ("project", [])] == [
        (choice.value, [hit.words for hit in choice.evidence]) for choice in question.choices
    ]


def test_an_answer_states_the_fact_and_the_next_question_comes():
    after = interview().answer("fault")
    assert {"activity": "fault"} == stated(after)
    assert "presumptions" == asked(after).kind


def test_what_is_presumed_without_a_word_about_it_is_asked_about_at_once():
    question = asked(interview().answer("fault"))
    assert [
        ("outage", "none", "if partial: P1 or P2, asks users; if complete: P1"),
        ("users", 0, "if such as 50: P1"),
    ] == [(presumed.fact, presumed.value, presumed.changes) for presumed in question.presumptions]


def test_what_is_confirmed_at_once_is_confirmed_and_not_stated():
    end = interview().answer("fault").confirm()
    assert None is end.question
    assert ({"activity": "fault"}, {"outage": "none", "users": 0}) == (stated(end), confirmed(end))
    assert {"outage": "none", "users": 0} == dict(decided(end).confirmed)


def test_a_presumption_with_a_hit_is_asked_about_by_itself():
    question = asked(interview(hits=(Hit("outage", "complete"),)).answer("fault"))
    assert ("presumption", "outage", "none") == (question.kind, question.about, question.presumed)
    assert [("complete", "P1", False), ("none", "", True), ("partial", "P1 or P2, asks users", False)] == [
        (choice.value, choice.changes, choice.is_presumed) for choice in question.choices
    ]


def test_a_value_other_than_the_one_presumed_is_stated():
    after = interview(hits=(Hit("outage", "complete"),)).answer("fault").answer("complete")
    assert ({"activity": "fault", "outage": "complete"}, {}) == (stated(after), confirmed(after))
    assert "P1" == decided(after).priority.level


def test_the_value_that_is_presumed_is_confirmed():
    after = interview(hits=(Hit("outage", "complete"),)).answer("fault").answer("none")
    assert {"outage": "none"} == confirmed(after)
    assert ["users"] == [presumed.fact for presumed in asked(after).presumptions]


def test_one_of_several_presumptions_can_be_opened():
    opened = interview().answer("fault").look_at("outage")
    assert ("presumption", "outage") == (asked(opened).kind, asked(opened).about)
    assert {"activity": "fault", "outage": "partial"} == stated(opened.answer("partial"))


def test_a_fact_that_is_not_known_is_asked_once_and_stays_open():
    end = interview().not_known().confirm()
    assert {"activity": None} == stated(end)
    assert (None, "needs_facts") == (end.question, end.decision.status)


def test_a_presumption_that_nobody_can_settle_is_open_and_not_presumed():
    end = interview(hits=(Hit("outage", "complete"),)).answer("fault").not_known()
    assert ("fact", "users") == (asked(end).kind, asked(end).about)
    assert ["outage", "users"] == [missing.fact for missing in decided(end).missing]


def test_presumptions_that_nobody_confirms_stay_presumed():
    end = interview().answer("fault").not_known()
    assert ({"activity": "fault"}, {}) == (stated(end), confirmed(end))
    assert (None, "decided", ("outage", "users")) == (end.question, decided(end).status, decided(end).unconfirmed)


def test_back_is_the_interview_before_the_answer():
    first = interview()
    assert first is first.answer("fault").back()
    assert first is first.back()


def test_a_number_is_typed_and_a_value_that_it_cannot_be_is_refused():
    question = interview().answer("fault").look_at("outage").answer("partial")
    assert (True, "number") == (asked(question).is_typed, asked(question).type)
    with pytest.raises(NotAnAnswer, match="`users` must be at least 0, not -1"):
        question.answer(-1)
    assert 60 == stated(question.answer(60))["users"]


def test_a_value_that_is_no_choice_is_refused():
    with pytest.raises(NotAnAnswer, match="`failure` is not a choice of `activity`"):
        interview().answer("failure")


def test_what_somebody_confirmed_stays_so_where_it_is_no_longer_presumed():
    """Nobody is presumed to be idle only where nothing is down."""
    both = interview(hits=(Hit("users", 60), Hit("outage", "partial"))).answer("fault")
    users = both if asked(both).about == "users" else both.answer("none")
    after = users.answer(0)
    assert 0 == confirmed(after)["users"]


def test_a_policy_and_a_tier_are_asked_where_no_contract_gives_them():
    first = interview(policy=None, tier=None)
    assert ("policy", ["acme"]) == (asked(first).kind, [choice.value for choice in asked(first).choices])
    second = first.answer("acme")
    assert ("tier", ["basic", "gold"]) == (asked(second).kind, [choice.value for choice in asked(second).choices])
    assert "activity" == asked(second.answer("gold")).about


def test_which_of_the_senders_contracts_it_is_is_asked():
    two = (contract(domains=["ada.example"]), contract(id="ada-2", tier="gold", domains=["ada.example"]))
    first = interview(*two, policy=None, tier=None, from_="ops@ada.example")
    by_domain = "by the sender's domain"
    assert [("ada-1", "Ada Ltd, acme basic", by_domain), ("ada-2", "Ada Ltd, acme gold", by_domain)] == [
        (choice.value, choice.explanation, choice.changes) for choice in asked(first).choices
    ]
    agreed = decided(first.answer("ada-2")).contract
    assert agreed is not None
    assert "ada-2" == agreed.id


def test_policy_and_tier_are_not_asked_where_it_is_open_which_of_several_contracts_it_is():
    two = (contract(domains=["ada.example"]), contract(id="ada-2", tier="gold", domains=["ada.example"]))
    end = interview(*two, policy=None, tier=None, from_="ops@ada.example").not_known()
    assert (None, "needs_facts") == (end.question, end.decision.status)


def test_when_it_was_received_is_typed_where_a_message_does_not_say_it():
    undated = replace(interview().request, is_dated=False, received=0)
    first = replace(interview(), request=undated)
    assert ("received", True) == (asked(first).kind, asked(first).is_typed)
    with pytest.raises(NotAnAnswer, match="`yesterday`"):
        first.answer("yesterday")
    assert "activity" == asked(first.answer("2026-03-10T09:00:00+01:00")).about


def test_a_contract_without_evidence_is_no_candidate():
    of_another = contract(domains=["bob.example"], contacts=["bob@web.example"])
    assert "policy" == asked(interview(of_another, policy=None, tier=None, from_="ops@ada.example")).kind


def test_nothing_can_be_asked_once_policy_and_tier_are_not_known():
    end = interview(policy=None, tier=None).not_known()
    assert (None, "needs_facts") == (end.question, end.decision.status)


def test_what_can_still_come_out_narrows_to_what_is_decided():
    first = interview()
    assert (("support", "P1"), ("support", "P2"), ("consulting", None)) == first.outlook.verdicts
    end = first.answer("fault").confirm()
    assert (("support", "P2"),) == end.outlook.verdicts
    due = decided(end).deadlines["initial_response"].due_instant
    assert (due, due, True) == (end.outlook.earliest, end.outlook.latest, end.outlook.certain)
