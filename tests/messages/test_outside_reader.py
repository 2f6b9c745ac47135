"""An outside reader may only point at words that stand in the part that counts."""

from __future__ import annotations

import json
import sys

import pytest
from language.verbs import reads, whole

from remit.engine.findings import Findings
from remit.engine.messages import outside_reader
from remit.engine.messages.outside_reader import OutsideReader, parse_reader
from remit.engine.model.messages import Passage

POLICY = reads(whole(""), "policy")
PASSAGES = [
    Passage(kind="subject", text="Help"),
    Passage(kind="text", text="Hello,\nnothing\n  works here."),
    Passage(kind="quoted", text="> all is fine"),
]


def asked(program, passages=PASSAGES, seconds=30.0):
    """Return what a reader that runs this program points at, and what is said of it."""
    findings = Findings()
    hits = OutsideReader((sys.executable, "-c", program), seconds).hits(passages, POLICY, findings)
    said = [(finding.check, finding.message) for finding in findings]
    return [(hit.fact, hit.value, hit.words, hit.at) for hit in hits], said


def answering(*suggestions):
    return asked(f"print({json.dumps(json.dumps(list(suggestions)))})")


def test_a_quote_that_stands_there_is_evidence():
    """White space is folded in both."""
    hits, said = answering({"fact": "down", "value": "complete", "quote": "nothing works\n here"})
    assert [("down", "complete", "nothing works here", "text, line 2")] == hits
    assert [] == said


@pytest.mark.parametrize("quote", ["nothing ever works", "all is fine", "", " "])
def test_a_quote_that_does_not_is_refused(quote):
    """What is quoted history does not count."""
    hits, said = answering({"fact": "down", "value": "complete", "quote": quote})
    assert ([], ["reader-refused"]) == (hits, [check for check, _ in said])


@pytest.mark.parametrize(
    ("suggestion", "message"),
    [
        ({"fact": "down", "value": "total"}, "names a value outside the vocabulary: `total` is not a choice of `down`"),
        ({"fact": "dawn", "value": "total"}, "names no fact that is asked about, but `dawn`"),
        ("nothing", "names no fact that is asked about, but ``"),
    ],
)
def test_what_the_vocabulary_does_not_have_is_refused(suggestion, message):
    """Whatever is quoted for it."""
    assert ([], [("reader-refused", f"the reader {message}")]) == answering(suggestion)


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("raise SystemExit(3)", "the reader ended with exit code 3"),
        ("print('[')", "what the reader answers is no list in JSON"),
        ("print('{}')", "what the reader answers is no list in JSON"),
        ("pass", "what the reader answers is no list in JSON"),
        ("import os; os.write(1, b'\\xff')", "what the reader answers is no list in JSON"),
        ("print('[' * 100000)", "what the reader answers is no list in JSON"),
    ],
)
def test_a_reader_that_fails_is_a_warning(program, message):
    """The message is read without it."""
    assert ([], [("reader-failed", message)]) == asked(program)


def test_a_reader_that_is_late_is_ended():
    """With all that it started."""
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    assert ([], [("reader-failed", "the reader took longer than the limit of 0.5 seconds")]) == asked(
        program, seconds=0.5
    )


def test_a_reader_that_answers_without_end_is_ended(monkeypatch):
    """After as much as is looked at."""
    monkeypatch.setattr(outside_reader, "MOST_ANSWERED", 1024 * 1024)
    _, said = asked("while True: print('x' * 1000)")
    assert [("reader-failed", "the reader answered more than the limit of 1 MiB")] == said


def test_a_reader_that_is_not_there():
    """It is said why."""
    findings = Findings()
    assert () == OutsideReader(("/no/such/reader",)).hits(PASSAGES, POLICY, findings)
    assert ["the reader cannot be started: no such file or directory"] == [f.message for f in findings]


def test_what_a_reader_gets(tmp_path):
    """The part of the message that counts, and the facts that somebody can be asked about."""
    file = tmp_path / "question.json"
    asked(f"import sys; open({str(file)!r}, 'w').write(sys.stdin.read()); print([])")
    question = json.loads(file.read_text())
    assert [{"kind": "subject", "text": "Help"}, {"kind": "text", "text": PASSAGES[1].text}] == question["message"]
    assert {"down", "users", "known"} == set(question["vocabulary"])
    down = {"ask": "down?", "type": "choice", "choices": {"none": "", "partial": "", "complete": ""}}
    assert down == question["vocabulary"]["down"]


@pytest.mark.parametrize(("written", "message"), [("", "is no command"), ("a '", "is no command line")])
def test_a_command_line_that_names_none(written, message):
    """It is a mistake of usage."""
    with pytest.raises(ValueError, match=message):
        parse_reader(written)
