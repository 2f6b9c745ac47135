"""What holds of an interview whatever is pressed: nothing unsaid is stated, the outlook narrows, back undoes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage.verbs import request, shipped, store

from remit.engine.findings import Findings
from remit.engine.interview.dialogue import ENTER, Dialogue
from remit.engine.interview.interview import Interview
from remit.engine.interview.questions import Choice
from remit.engine.interview.request_record import request_yaml
from remit.engine.language.files import REQUEST_BYTES, decode
from remit.engine.language.request_files import read_request
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record

from .verbs import PRESUMING

RECEIVED = "2026-03-06T16:30:00-05:00"
TERMS = {"acme": ("basic", store(PRESUMING)), "jumpmind": ("enterprise", shipped()), "jams": ("premium", shipped())}
KEYS = st.lists(st.sampled_from([*"01234567890123", *"bmwx", ENTER, ENTER, ENTER]), max_size=14)
LINES = st.sampled_from(["", "0", "3", "60", "-1", "b", "w", '"b"', "Europe/Berlin", "many"])


@st.composite
def first_interviews(draw):
    """Draw an interview about a request of one of the policies, with facts, clues and terms that may lack."""
    name = draw(st.sampled_from(list(TERMS)))
    tier, at = TERMS[name]
    policy = at.editions(name)[0][0].compiled.policy
    values: dict[str, list[str | bool]] = {
        fact.name: list(fact.choices) or [True, False] for fact in policy.facts.values() if not fact.derive
    }
    chosen = {fact: values[fact] for fact in values if policy.facts[fact].type in ("choice", "boolean")}
    names = st.lists(st.sampled_from(list(chosen)), max_size=3, unique=True)
    facts = {fact: draw(st.sampled_from(chosen[fact])) for fact in draw(names)}
    hits = [{"fact": fact, "value": draw(st.sampled_from(chosen[fact]))} for fact in draw(names)]
    hits = [{**hit, "words": "so it says", "at": "body:1:1"} for hit in hits]
    lacking = draw(st.sampled_from([{}, {"tier": None}, {"tier": None, "policy": None}]))
    asked = request(**{"policy": name, "tier": tier, "received": RECEIVED, "facts": facts, "hits": hits, **lacking})
    return Interview.about(asked, at, (), "1")


def pressed(dialogue: Dialogue, key: str, line: str) -> Dialogue:
    """Return the dialogue after a key, or a line where an answer is typed."""
    question = dialogue.interview.question
    return dialogue.type(line) if question is not None and question.is_typed else dialogue.press(key)


def choices_of(dialogue: Dialogue, key: str, line: str) -> list[tuple[str, str]]:
    """Return the facts with the values that somebody chooses by a key, or by a line where an answer is typed."""
    question, listed = dialogue.interview.question, dialogue.listed
    if question is None:
        return []
    presumed = [(entry.fact, str(entry.value)) for entry in question.presumptions]
    if question.is_typed:
        return [(question.about, line.strip().strip('"')), *(presumed if not line else [])]
    if key.isdecimal() and 0 < int(key) <= len(listed):
        entry = listed[int(key) - 1]
        return [(question.about, str(entry.value))] if isinstance(entry, Choice) else []
    return presumed if key == ENTER and question.kind == "presumptions" else []


@given(first_interviews(), KEYS, st.data())
def test_no_keys_state_a_fact_that_nobody_chose(first, keys, data):
    dialogue, chosen = Dialogue(interview=first), []
    for key in keys:
        line = data.draw(LINES)
        chosen += choices_of(dialogue, key, line)
        dialogue = pressed(dialogue, key, line)
    asked = dialogue.interview.request
    known = {**asked.facts, **asked.confirmed}
    added = {fact: stated for fact, stated in known.items() if stated != first.request.facts.get(fact)}
    assert {(fact, str(stated.value)) for fact, stated in added.items() if stated.value is not None} <= set(chosen)


@given(first_interviews(), KEYS, st.data())
def test_what_can_come_out_only_narrows(first, keys, data):
    dialogue = Dialogue(interview=first)
    for key in keys:
        after = pressed(dialogue, key, data.draw(LINES))
        if after.interview.before is dialogue.interview and isinstance(dialogue.interview.decision, Decision):
            before, now = dialogue.interview.outlook, after.interview.outlook
            assert set(now.verdicts) <= set(before.verdicts)
            if before.is_bounded and now.is_bounded and now.earliest is not None:
                assert before.earliest is not None
                assert before.earliest <= now.earliest <= (now.latest or 0) <= (before.latest or 0)
            assert now.certain or not before.certain
        dialogue = after


@given(first_interviews(), KEYS, st.data())
def test_back_undoes_exactly_one_answer(first, keys, data):
    dialogue = Dialogue(interview=first)
    for key in keys:
        after = pressed(dialogue, key, data.draw(LINES))
        if after.interview.before is dialogue.interview:
            assert after.interview.back() is dialogue.interview
        dialogue = after


@given(first_interviews(), KEYS, st.data())
def test_the_saved_request_is_decided_as_the_interview_is(first, keys, data):
    dialogue = Dialogue(interview=first)
    for key in keys:
        dialogue = pressed(dialogue, key, data.draw(LINES))
    findings = Findings()
    source = decode("saved.yaml", request_yaml(dialogue.interview.request).encode(), REQUEST_BYTES, findings)
    assert source is not None
    _, read = read_request(source, findings)
    assert read is not None, findings
    again = Interview.about(read, first.store, (), "1")
    decisions = [as_record(interview.decision) for interview in (dialogue.interview, again)]
    for record in decisions:
        for finding in record["findings"]:
            finding.pop("line", None), finding.pop("column", None), finding.pop("file", None)
    assert decisions[0] == decisions[1]


@pytest.mark.parametrize("name", TERMS)
def test_one_key_for_each_question_ends_every_interview(name):
    tier, at = TERMS[name]
    for key in "01":
        dialogue = Dialogue(interview=Interview.about(request(policy=name, tier=tier, received=RECEIVED), at, (), "1"))
        for _ in range(40):
            dialogue = pressed(dialogue, ENTER if dialogue.notice else key, "")
        assert "done" == dialogue.ending
