"""How far words files carry: intervals, labels, and what is measured of a message."""

from __future__ import annotations

import json

import pytest

from remit import engine
from remit.engine.authoring.accuracy.intervals import mean, median, share


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763), (60, 62, 0.890, 0.991)],
)
def test_a_share_has_the_interval_of_wilson(hits, count, low, high):
    """Figures as textbooks print them."""
    interval = share(hits, count)
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3), interval.count) == (low, high, count)
    assert interval.low <= interval.value == hits / count <= interval.high


@pytest.mark.parametrize(("count", "first"), [(1, 0), (5, 0), (6, 0), (9, 1), (25, 7), (62, 22)])
def test_a_median_lies_between_two_values(count, first):
    """Their ranks are those of the binomial table: with 25 values, the 8th and the 18th."""
    interval = median(list(range(count)))
    assert interval is not None
    assert (interval.low, interval.high) == (first, count - 1 - first)


def test_of_nothing_there_is_no_figure():
    """Not a zero."""
    assert (None, None, None) == (share(0, 0), median([]), mean([]))


MAIL = """\
From: a@b.example
To: support@c.example
Subject: {subject}
Date: Tue, 14 Apr 2026 09:12:00 -0400
Content-Type: text/plain; charset="utf-8"

{body}
"""
POLICY = """\
remit: 1
policy: small
title: Small support terms
edition: "1"
sources: {terms: {title: Terms, clauses: {all: {at: Page 1, says: everything}}}}
facts:
  activity: {choices: {fault: it is broken, question: how it works}}
  down: {choices: [none, complete], presume: none}
hours: {office: {timezone: UTC, week: {mon-fri: "09:00-17:00"}}}
tiers: {base: {title: Base}}
scope:
  rules:
    - {id: s1, when: {activity: fault}, then: support, cite: terms.all}
    - {id: s2, when: {activity: question}, then: consulting, cite: terms.all}
priorities:
  levels: {P1: Urgent, P2: Normal}
  rules:
    - {id: p1, when: {activity: fault, down: complete}, then: P1, cite: terms.all}
    - {id: p2, then: P2, cite: terms.all}
coverage: {rules: [{id: c1, then: office, cite: terms.all}]}
channels: {ways: {email: {}}, rules: [{id: w1, then: {allow: email}, cite: terms.all}]}
"""
WORDS = """\
remit: 1
words: small
facts:
  activity: {fault: {examples: [it crashes]}, question: {examples: [how do I do that]}}
  down: {complete: {watch: [nothing works]}}
"""


@pytest.fixture
def measured(tmp_path):
    """Measure one message with a label, with words beside the policy or without."""

    def measure(subject, body, words=WORDS, **label):
        (tmp_path / "small.yaml").write_text(POLICY)
        (tmp_path / "small.words.yaml").write_text(words)
        (tmp_path / "1.eml").write_text(MAIL.format(subject=subject, body=body))
        terms = {"file": "1.eml", "policy": "small", "tier": "base", "received": "2026-04-14T09:12:00-04:00"}
        (tmp_path / "labels.jsonl").write_text(json.dumps(terms | label) + "\n")
        policies = engine.Policies(str(tmp_path), is_named=True)
        accuracy = engine.measure_words(str(tmp_path), policies, "0")
        assert [] == list(accuracy.findings)
        return accuracy

    return measure


DOWN = {"facts": {"activity": "fault", "down": "complete"}, "accept": [["support", "P1"]], "raises": ["down"]}


def test_a_hit_has_somebody_look(measured):
    """So the presumption is settled by what the message tells."""
    (message,) = measured("Help", "It crashed, nothing works", **DOWN).measured
    assert (1, ("down",), (), False) == (message.rank, message.caught, message.needless, message.is_wrong)
    assert ("activity", "down") == message.interviewed.asked
    assert (2, 2) == (message.interviewed.questions, message.interviewed.keys)


def test_without_a_hit_the_presumption_is_confirmed_blind(measured):
    """What is wrong then is counted, and said."""
    accuracy = measured("Help", "it crashed, all is dark", **DOWN)
    (message,) = accuracy.measured
    assert (("support", "P2"), True, ()) == (message.outcome, message.is_wrong, message.caught)
    assert "1.eml: comes to support P2, not support P1; asked: activity, presumptions" in accuracy.to_text(why=True)
    assert "1.eml: no hit on down" in accuracy.to_text(why=True)


def test_a_hit_that_the_message_does_not_bear_out_is_needless(measured):
    """It takes a look, and changes nothing."""
    label = {"facts": {"activity": "fault"}, "accept": [["support", "P2"]], "raises": []}
    accuracy = measured("Help", "it crashed, not that nothing works", **label)
    assert ("down",) == accuracy.measured[0].needless
    assert "1.eml: needless hit on down: complete: it crashed, not that nothing works" in accuracy.to_text(why=True)
    figures = {figure.key: figure for figure in accuracy.figures}
    assert (1, False) == (figures["needless"].interval.value, figures["needless"].is_reached)


def test_a_fact_that_the_message_does_not_tell_is_not_known(measured):
    """Then questions may stay open, and rightly."""
    (message,) = measured("Hello", "please call", facts={}, accept=[["needs", None]]).measured
    assert (("needs", None), False, False) == (message.outcome, message.is_wrong, message.is_open)


def test_json_has_the_figures_and_each_message(measured):
    """With their intervals."""
    record = json.loads(measured("Help", "It crashed, nothing works", **DOWN).to_json())
    assert {"figure": "wrong", "value": 0, "low": 0, "high": 0.7935, "count": 1, "at_most": 0.02} == {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in next(f for f in record["figures"] if f["figure"] == "wrong").items()
    }
    assert [("1.eml", "support P1", ["down"])] == [(m["file"], m["outcome"], m["caught"]) for m in record["messages"]]


def label_of(**changes):
    terms = {"file": "x", "policy": "p", "tier": "t", "received": "2026-04-14T09:12:00Z", "facts": {}, "accept": []}
    return json.dumps(terms | changes)


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("{", "json"),
        ("{}", "missing-key"),
        (label_of(file="../x"), "wrong-value"),
        (label_of(received="now"), "wrong-instant"),
        (label_of(), "unreadable"),
    ],
)
def test_a_label_that_cannot_be_used_is_a_finding(line, check, tmp_path):
    """With its line."""
    (tmp_path / "labels.jsonl").write_text(f"\n{line}\n")
    accuracy = engine.measure_words(str(tmp_path), engine.Policies.at(None), "0")
    assert [(check, 2)] == [(finding.check, finding.line) for finding in accuracy.findings]
    assert not accuracy.is_usable
