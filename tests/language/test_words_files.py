"""`NAME.words.yaml`: what is read of it, where it is found, and what it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.language.policy_file import parse_draft
from remit.engine.language.watch_patterns import check_pattern, compile_union
from remit.engine.language.words_files import MOST_OF_A_VALUE, MOST_PATTERNS, parse_words, words_of
from remit.engine.model.words import NO_WORDS, ChoiceWords

from .verbs import reads, text_of, whole

POLICIES = Path(__file__).parents[2] / "policies"
POLICY = reads(whole(""), "policy")


def parsed(text):
    findings = Findings()
    return parse_words(text_of(text), [POLICY], findings), [(f.check, f.line, f.message) for f in findings]


def test_what_a_words_file_holds():
    """By fact and value; those of a boolean are true and false."""
    words, findings = parsed(
        "remit: 1\nwords: small\nfacts:\n"
        "  down: {complete: {examples: [all is dark], also: [total], watch: ['nothing (runs|works)']}}\n"
        "  known: {'true': {watch: [as before]}, 'false': {watch: [never seen]}}\n"
        "reply: {en: ['Thank you.'], de-AT: ['Danke.', 'Grüße']}\n"
    )
    assert [("no-examples", 4, "2 choices of `down` without examples: `none`, `partial`")] == findings
    complete = ChoiceWords(examples=("all is dark",), also=("total",), watch=("nothing (runs|works)",))
    assert {"down": {"complete": complete}, "known": {
        True: ChoiceWords(watch=("as before",)), False: ChoiceWords(watch=("never seen",)),
    }} == words.facts  # fmt: skip
    assert {"en": ("Thank you.",), "de-AT": ("Danke.", "Grüße")} == words.reply
    assert words.digest.startswith("sha256:")


def test_limits():
    """Of texts of a value, and of patterns of a file."""
    many = ", ".join(f"w{number}" for number in range(MOST_OF_A_VALUE + 1))
    text = f"remit: 1\nwords: small\nfacts: {{down: {{complete: {{also: [{many}]}}}}}}\n"
    assert [("too-many-words", 3, "`complete` has 201 `also`, more than the limit of 200")] == parsed(text)[1]
    long = "x" * 2001
    text = f"remit: 1\nwords: small\nfacts: {{down: {{complete: {{watch: [{long}]}}}}}}\n"
    (finding,) = parsed(text)[1]
    assert ("too-many-words", "an item of `watch` is longer than the limit of 2000 characters") == finding[::2]


def test_patterns_of_a_file_are_limited(monkeypatch):
    """Together, too."""
    assert MOST_PATTERNS == 2000
    monkeypatch.setattr("remit.engine.language.words_files.MOST_PATTERNS", 2)
    watch = "{watch: [a1, a2]}"
    text = f"remit: 1\nwords: small\nfacts: {{down: {{none: {watch}, complete: {{watch: [a1, b1]}}}}}}\n"
    assert [("too-many-words", 3, "the file has 3 patterns, more than the limit of 2")] == parsed(text)[1]


@pytest.mark.parametrize(("number", "refused"), [(3, []), (60, ["the patterns of the file are too large together"])])
def test_patterns_of_a_file_are_not_too_large_together(monkeypatch, number, refused):
    monkeypatch.setattr("remit.engine.language.watch_patterns._UNION_MEMORY", 1 << 22)
    monkeypatch.setattr("remit.engine.language.watch_patterns._SMALL_UNION", 0)
    watch = ", ".join(f"'{n} \\pL{{6}}'" for n in range(number))
    _, findings = parsed(f"remit: 1\nwords: small\nfacts: {{down: {{complete: {{watch: [{watch}]}}}}}}\n")
    assert [("too-many-words", 3, message) for message in refused] == findings


@pytest.mark.parametrize("file", sorted(POLICIES.glob("*.words.yaml")), ids=lambda file: file.name)
def test_a_union_is_no_larger_than_its_patterns(file):
    """By that, few patterns are one union without trying."""
    source = read_text(str(file), POLICY_BYTES, Findings())
    assert source is not None
    facts = parse_words(source, (), Findings()).facts
    patterns = tuple(dict.fromkeys(p for values in facts.values() for words in values.values() for p in words.watch))
    assert patterns
    assert compile_union(patterns).programsize <= sum(map(check_pattern, patterns))


@pytest.fixture
def beside(tmp_path):
    """Return the words that a policy finds beside its file."""

    def find(name, text="remit: 1\nwords: small\n", policy="small.yaml"):
        (tmp_path / policy).write_text(whole(""))
        if name:
            (tmp_path / name).write_text(text)
        findings = Findings()
        source = read_text(str(tmp_path / policy), POLICY_BYTES, findings)
        assert source is not None
        draft = parse_draft(source, findings)
        assert draft is not None
        return words_of(draft, findings), [(f.check, f.message) for f in findings]

    return find


@pytest.mark.parametrize(
    ("policy", "name"),
    [
        ("small.yaml", "small.words.yaml"),
        ("small.yaml", "SMALL.Words.YAML"),
        ("small.yml", "small.words.yaml"),
        ("2026.yaml", "2026.words.yaml"),
        ("2026.yaml", "small.words.yml"),
    ],
)
def test_a_policy_finds_its_words(beside, policy, name):
    """By the name of its file, or its own."""
    words, findings = beside(name, policy=policy)
    assert ("small", []) == (words.policy, findings)


def test_a_policy_without_words(beside):
    """It has none, and nothing is wrong."""
    assert (NO_WORDS, []) == beside(None)
    assert (NO_WORDS, []) == beside("other.words.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("remit: 1\nwords: other\n", "words of `other` stand beside policy `small`"),
        ("remit: 1\nwords: small\nfact: {}\n", "unknown key `fact` in the file"),
        ("", "file is empty"),
    ],
)
def test_words_that_cannot_be_used_are_a_warning(beside, text, message):
    """Nobody waits for a request to be decided until they can."""
    warning = f"the words of policy `small` cannot be used: {message}"
    assert (NO_WORDS, [("unusable-words", warning)]) == beside("small.words.yaml", text)


def test_words_of_another_edition_are_no_mistake(beside):
    """Its facts are passed over."""
    text = "remit: 1\nwords: small\nfacts: {users_hit: {many: {also: [all]}}, down: {half: {also: [so-so]}}}\n"
    words, findings = beside("small.words.yaml", text)
    assert ({}, []) == (words.facts, findings)


def test_shipped_words_are_of_their_policies():
    """Each has an example of every activity."""
    for file in sorted((Path(__file__).parents[2] / "policies").glob("*.words.yaml")):
        findings = Findings()
        source = read_text(str(file).replace(".words", ""), POLICY_BYTES, findings)
        assert source is not None
        policy = parse_draft(source, findings)
        assert policy is not None
        words = words_of(policy, findings)
        assert [] == findings
        assert all(words.facts["activity"][choice].examples for choice in policy.facts["activity"].choices)
