"""What a message says that bears on facts: hits of patterns, and the likeliest values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from language.verbs import reads, whole

from remit.engine.messages.evidence import find_hits, likely_values
from remit.engine.model import Fact
from remit.engine.model.messages import Passage
from remit.engine.model.words import ChoiceWords, Words

WORDS = Words(
    policy="small",
    facts={
        "down": {
            "partial": ChoiceWords(watch=("half of (it|them)",)),
            "complete": ChoiceWords(watch=("nothing (at all )?works", "all is down")),
        },
        "known": {True: ChoiceWords(watch=("as before",))},
    },
)


def text(body, kind="text", start=1):
    return Passage(kind=kind, text=body, start=start)


def said(*passages):
    return [(hit.fact, hit.value, hit.words, hit.at) for hit in find_hits(WORDS, passages)]


def test_a_hit_is_the_sentence_and_its_place():
    """Its white space is folded, whatever letters it is written in."""
    body = "Hello.\n\nSince noon NOTHING\n  works here. Thanks!\n"
    assert [("down", "complete", "Since noon NOTHING works here.", "text, line 3")] == said(text(body))


def test_the_line_is_that_of_the_body():
    """A passage knows on which line it starts."""
    assert "forwarded, line 12" == said(text("> x\nall is down\n", "forwarded", 11))[0][3]
    assert "subject" == said(text("all is down", "subject"))[0][3]


def test_history_and_signatures_are_no_evidence():
    """Nor is the subject of an answer."""
    quoted = [text("all is down", kind) for kind in ("quoted", "signature")]
    assert [] == said(*quoted, Passage(kind="subject", text="Re: all is down", is_history=True))


def test_a_value_has_one_hit_in_the_order_of_the_file():
    """The first sentence that matches, in whichever passage."""
    hits = said(text("as before, all is down", "subject"), text("Half of them. Nothing works."))
    assert [("down", "partial"), ("down", "complete"), ("known", True)] == [hit[:2] for hit in hits]
    assert ["Half of them.", "as before, all is down", "as before, all is down"] == [hit[2] for hit in hits]


@pytest.mark.parametrize(
    ("body", "matches"),
    [
        ("nothing. works", False),
        ("- nothing\n- works", False),
        ("nothing\n\nworks", False),
        ("nothing\nworks", True),
        ("nothing\u00a0at\u3000all works", True),
        ("version 3.15 and nothing works", True),
    ],
)
def test_a_pattern_matches_within_a_sentence(body, matches):
    """A full stop, an empty line or the next item of a list ends it; a line that is wrapped does not."""
    assert matches == bool(said(text(body)))


def test_marks_are_plain():
    """Patterns are written as one types."""
    words = Words(policy="small", facts={"known": {True: ChoiceWords(watch=("can't - ever",))}})
    assert 1 == len(find_hits(words, [text("we can\u2019t \u2014 ever")]))


def test_a_long_sentence_is_cut_around_the_match():
    """It is shown on a few lines."""
    (hit,) = find_hits(WORDS, [text("x " * 500 + "all is down" + " y" * 500)])
    assert len(hit.words) <= 202
    assert "all is down" in hit.words
    assert hit.words.startswith("…") is hit.words.endswith("…") is True


def test_patterns_with_groups_of_one_name_stand_side_by_side():
    """Whoever writes them need not know of each other."""
    words = Words(policy="small", facts={"known": {True: ChoiceWords(watch=("(?P<a>x1)", "(?P<a>x2)"))}})
    assert 1 == len(find_hits(words, [text("x2")]))


POLICY = reads(
    whole("facts: {activity: {choices: {fault: it is broken, question: how it works}}, known: {type: boolean}}"),
    "policy",
)
EXAMPLES = {
    "fault": ChoiceWords(examples=("it crashes every night", "an error on the screen")),
    "question": ChoiceWords(examples=("where do I find the setting", "how can I do that")),
}


def first(body, words=EXAMPLES):
    likely = likely_values(Words(policy="small", facts={"activity": words}), POLICY, [text(body)])
    return likely["activity"][0]


def test_the_likeliest_choice_is_first():
    """By what a message has in common with the examples, endings and slips aside."""
    assert "fault" == first("The server chrashes since two nights")
    assert "question" == first("Could you tell me where I can find a setting?")


def test_explanations_and_other_words_count():
    """So a choice without examples can be first as well."""
    words = {"fault": ChoiceWords(also=("outage",)), "question": ChoiceWords(examples=("where is it",))}
    assert "fault" == first("outages!", words)
    assert "fault" == first("broken", words)


def test_nothing_in_common_leaves_the_order_of_the_policy():
    """Ranking is the same every time."""
    assert "fault" == first("zzz")


def test_facts_without_examples_are_not_ordered():
    """Unless they have more choices than keys."""
    assert {} == likely_values(Words(policy="small"), POLICY, [text("how")])
    many = Fact(name="f", ask="?", type="choice", choices={f"c{n}": f"thing{n}x" for n in range(12)})
    assert "c11" == likely_values(Words(policy="small"), _with(many), [text("thing11x")])["f"][0]
    assert 9 == len(likely_values(Words(policy="small"), _with(many), [text("thing11x")])["f"])


def _with(fact):
    return replace(POLICY, facts={fact.name: fact})
