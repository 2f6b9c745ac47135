"""Sentences of replies: what their placeholders may be."""

from __future__ import annotations

import pytest

from remit.engine.findings import Findings
from remit.engine.language.nodes import read_plain
from remit.engine.language.reply_sentences import parse_reply


def read(*sentences: str, language: str = "de") -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str, str]]]:
    """Return the sentences of one language, and what is wrong with them."""
    findings = Findings()
    root = read_plain({"reply": {language: list(sentences)}}, findings)
    assert root is not None
    replies = parse_reply(root, {"promise": ["initial_response"], "fact": ["outage"]}, findings)
    return replies, [(finding.check, finding.message, finding.help) for finding in findings]


def test_sentences_keep_their_order():
    sentences = ("Guten Tag,", "wir melden uns bis {due.initial_response}.", "{asks.outage}Wie viel steht?")
    assert ({"de": sentences}, []) == read(*sentences)


@pytest.mark.parametrize(
    ("sentence", "message", "help_"),
    [
        ("bis {duo}", "`{duo}` is not a placeholder", "did you mean `due`?"),
        ("bis {}", "`{}` is not a placeholder", ""),
        ("bis {due", "a brace of the sentence belongs to no placeholder", "write a placeholder as in `{due}`"),
        ("bis {{due}}", "a brace of the sentence belongs to no placeholder", "write a placeholder as in `{due}`"),
        (
            "{question} {needed}",
            "`{question}` and `{needed}` in one sentence stand for items of different lists",
            "write a sentence for each",
        ),
        ("{level.P1}", "`{level}` takes nothing behind a point", "write `{level}`"),
        ("{asks}Was?", "`{asks}` lacks the fact that it is about", "write it as in `{asks.NAME}`"),
        (
            "{due.initial_respons}",
            "promise `initial_respons` of `{due.initial_respons}` is not declared by the policy",
            "did you mean `initial_response`?",
        ),
    ],
)
def test_a_placeholder_that_stands_for_nothing_is_named(sentence, message, help_):
    _, findings = read(sentence)
    check, said, help_said = findings[0]
    assert ("unknown-placeholder", message) == (check, said)
    assert help_said.startswith(help_)


def test_a_language_is_written_as_its_tag():
    for language in ("de", "de-AT", "zh-Hans-CN"):
        assert [] == read("Guten Tag", language=language)[1]
    for language in ("german!", "deutsch", "xx", "DE", "de-XYZ", "de_AT"):
        message = f"`{language}` is not a language"
        assert [("unknown-language", message, "write it as in `de` or `de-AT`")] == read("Hallo", language=language)[1]


def test_a_sentence_of_many_braces_is_read_in_linear_time():
    """A long one is as good as a short one."""
    assert "unknown-placeholder" == read("{" * 50_000)[1][0][0]
