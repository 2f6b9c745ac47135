"""Answers that a form carries, and the question after them: the server remembers nothing."""

import json

import pytest
from interview.verbs import FACTS, PRIORITIES
from triage.verbs import policy

from desk.verbs import answered, form_about, question, step, vendor
from remit.engine.serve.desk.answer_steps import MOST_STEPS, NotSteps, parse_steps, steps_text
from remit.engine.serve.desk.desk_form import DeskForm
from remit.engine.serve.desk.desk_view import STALE, desk_step
from remit.engine.triage.decision import Invalid

MANY = ", ".join(f"c{n}" for n in range(12))


def test_the_whole_interview(tmp_path):
    """The words of the message have the outage asked about by itself; what is left is confirmed together."""
    triage = vendor(tmp_path)
    form = form_about(triage)
    assert "What is asked for?" == question(triage, form).ask
    form = answered(form, ("activity", "is", "fault"))
    assert ["complete", "none", "partial"] == [choice.label for choice in question(triage, form).choices]
    form = answered(form, ("outage", "is", "none"))
    assert "presumptions" == question(triage, form).form
    form = answered(form, ("presumptions", "confirm", {"users": 0}))
    done = step(triage, form)
    assert done.question is None
    assert done.decision is not None
    assert "decided" == done.decision.status
    assert [
        ("What is asked for?", "fault"),
        ("How much is down?", "none"),
        ("Is all of this as presumed?", "as presumed"),
    ] == done.answers


def test_evidence_stands_beside_its_choice(tmp_path):
    triage = vendor(tmp_path)
    choice = question(triage, answered(form_about(triage), ("activity", "is", "fault"))).choices[0]
    assert ["Since this morning nothing works any more."] == [hit.words for hit in choice.evidence]
    assert ("1", '"complete"', "P1") == (choice.key, choice.value, choice.changes)


def test_what_is_still_possible_is_said_at_each_step(tmp_path):
    triage = vendor(tmp_path)
    first = step(triage, form_about(triage)).outlook
    last = step(triage, answered(form_about(triage), ("activity", "is", "fault"), ("outage", "is", "complete"))).outlook
    assert first.startswith("P1, P2 or consulting; answer due between")
    assert last.startswith("P1; answer due")


def test_why_a_question_is_asked(tmp_path):
    triage = vendor(tmp_path)
    (block,) = question(triage, form_about(triage)).why
    assert "rule support; Page 1" == block.rows[0].lines[0][0].text


def test_a_typed_answer(tmp_path):
    triage = vendor(tmp_path)
    form = answered(form_about(triage), ("activity", "is", "fault"), ("outage", "is", "none"))
    form = answered(form, ("presumptions", "look", "users"))
    asked = question(triage, form)
    assert ("typed", "0", "a number") == (asked.form, asked.presumed, asked.typed_form)
    assert "P1" in step(triage, answered(form, ("users", "typed", "60"))).outlook
    assert step(triage, answered(form, ("users", "confirm", {"users": 0}))).question is None


def test_a_request_of_which_nobody_knows_when_it_came_in(tmp_path):
    """What is typed is a text, though `b` and `0` alone are keys of the command line."""
    triage = vendor(tmp_path)
    form = DeskForm(request='{"id": "T-1", "contract": "ada-1", "facts": {}}')
    assert "When was it received?" == question(triage, form).ask
    for text in ("b", "0", "q", "yesterday"):
        assert () == step(triage, answered(form, ("received", "typed", text))).form.steps
    form = answered(form, ("received", "typed", "2026-03-10T09:00:00+01:00"))
    assert "What is asked for?" == question(triage, form).ask


def test_not_known(tmp_path):
    triage = vendor(tmp_path)
    done = step(triage, answered(form_about(triage), ("activity", "unknown"), ("outage", "unknown")))
    assert "not known" in dict(done.answers).values()


def test_more_choices_than_keys(tmp_path):
    facts = FACTS.replace("question, project]", f"question, project, {MANY}]")
    triage = vendor(tmp_path, policy(facts=facts, priorities=PRIORITIES))
    form = form_about(triage)
    first = question(triage, form)
    second = question(triage, form.turned(1))
    assert (9, 6) == (len(first.choices), first.beyond)
    assert (6, 9) == (len(second.choices), second.beyond)
    assert ["1", "2"] == [choice.key for choice in second.choices[:2]]
    assert first == question(triage, form.turned(2))
    last = json.loads(second.choices[-1].value)
    assert last in dict(step(triage, answered(form, ("activity", "is", last))).answers).values()


def test_answers_that_answer_nothing_any_more_are_dropped_and_that_is_said(tmp_path):
    form = form_about(vendor(tmp_path))
    form = answered(form, ("activity", "is", "fault"), ("outage", "is", "none"))
    facts = FACTS
    for written in ("none: all runs", "presume: none", "outage: none"):
        facts = facts.replace(written, written.replace("none", "little"))
    after = step(vendor(tmp_path, policy(facts=facts, priorities=PRIORITIES)), form)
    assert STALE == after.notice
    assert ["activity"] == [answer.about for answer in after.form.steps]


def test_what_was_confirmed_with_another_value_is_asked_again(tmp_path):
    form = answered(
        form_about(vendor(tmp_path)),
        ("activity", "is", "fault"),
        ("outage", "is", "none"),
        ("presumptions", "confirm", {"users": 1}),
    )
    assert STALE == step(vendor(tmp_path), form).notice


@pytest.mark.parametrize(
    "answers",
    [
        "[",
        "{}",
        '["activity"]',
        '[["activity", "guess", 1]]',
        '[[1, "is", 1]]',
        json.dumps([["activity", "unknown", None]] * (MOST_STEPS + 1)),
        "[" * 100_000,
    ],
)
def test_answers_that_no_page_wrote_are_refused(answers):
    with pytest.raises(NotSteps):
        parse_steps(answers)


def test_answers_travel_as_text(tmp_path):
    steps = answered(form_about(vendor(tmp_path)), ("activity", "is", "fault"), ("users", "typed", "ä\u202e")).steps
    assert steps == parse_steps(steps_text(steps))
    assert steps_text(steps).isascii()


def test_a_request_that_was_altered_into_none_is_invalid(tmp_path):
    triage = vendor(tmp_path)
    for request in (
        "",
        "[]",
        "{",
        '{"received": 1}',
        '{"received": "2026-03-10T09:00:00Z", "facts": 1}',
        "x" * 300_000,
    ):
        assert isinstance(desk_step(DeskForm(request=request), triage, 0), Invalid)
