"""Characters that nobody sees: where a file may not hold them, and that they end no line."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.findings import Findings
from remit.engine.language.hidden_characters import Masked
from remit.engine.language.request_files import FREE_TEXT
from remit.engine.language.yaml_reader import read_yaml

from .verbs import as_json, as_yaml, complains, found, node_at, reads, said, text_of, whole

LINE_ENDS = "\x85\u2028\u2029"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
AT = "2026-03-06T16:30:00-05:00"


def helps_of(text, kind="yaml"):
    return [finding.help for finding in found(text, kind)[1]]


def number(character):
    return f"U+{ord(character):04X}"


def refused(place, character, check="yaml"):
    return f"{place} {check} hidden character `{number(character)}` is not allowed"


@pytest.mark.parametrize("character", LINE_ENDS + BIDI, ids=number)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# a%c\nb: 1", "1:4"),
        ("a: 1 # b%c c: 2", "1:9"),
        ("a: x%cy", "1:5"),
        ("a: x%c", "1:5"),
        ("a:\n  x\n  y%c z\nb: 1", "3:4"),
        ("a: 'x%cy'", "1:6"),
        ('a: "x%cy"', "1:6"),
        ("a: |\n  x\n  y%cz\n", "3:4"),
        ("a: >-\n  x\n  y%cz\n\n", "3:4"),
        ("a%cb: 1", "1:2"),
        ("'a%c': 1", "1:3"),
        ("{a: [1, x%cy], b: 1}", "1:10"),
        ("a: [\n  1,\n  2 # %c\n]", "3:7"),
        ("a: 1\n%c", "2:1"),
        ("a: 1\n# %c", "2:3"),
        ("a: 1\r\n# %c", "2:3"),
        ("a: 1\r# %c", "2:3"),
    ],
)
def test_wherever_it_stands_in_yaml(text, place, character):
    written = text.replace("%c", character)
    expected = refused(place, character)
    assert expected in complains(written)
    assert f"write it as an escape in a double-quoted string, `\\u{ord(character):04x}`" in helps_of(written)


@pytest.mark.parametrize("character", LINE_ENDS + BIDI, ids=number)
@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a": "x%cy"}', "1:9"), ('{"a%c": 1}', "1:4"), ('{%c"a": 1}', "1:2"), ('{"a": 1}\n%c', "2:1")],
)
def test_wherever_it_stands_in_json(text, place, character):
    assert [refused(place, character, "json")] == complains(text.replace("%c", character), "json")


@pytest.mark.parametrize("character", LINE_ENDS + BIDI, ids=number)
def test_an_escape_in_quotes_is_seen_and_so_allowed(character):
    escape = f"\\u{ord(character):04x}"
    assert {"a": f"x{character}y"} == reads(f'a: "x{escape}y"')
    assert {"a": f"x{character}y"} == reads(f'{{"a": "x{escape}y"}}', "json")


@pytest.mark.parametrize("end", LINE_ENDS, ids=number)
def test_a_comment_does_not_end_there(end):
    """Else what a reviewer takes for a comment would be a rule."""
    text = f"a: 1 # nothing{end}b: 2\nc: 3\n"
    findings = Findings()
    assert {"a": 1, "c": 3} == node_at(read_yaml(text, "f.yaml", findings)).plain()
    assert [refused("1:15", end)] == said(findings)


@pytest.mark.parametrize("end", LINE_ENDS, ids=number)
def test_a_finding_on_a_later_line_is_at_the_line_that_editors_show(end):
    repeated = "3:1 duplicate-key key `b` is given twice, first on line 2"
    assert [repeated, refused("1:4", end)] == complains(f"# a{end}\nb: 1\nb: 2\n")
    assert [repeated, refused("1:8", end, "json")] == complains(f'{{"a": "{end}",\n"b": 1,\r"b": 2}}', "json")


def test_a_rule_behind_a_comment_is_none():
    hidden = "scope:\n  rules:\n  - {id: s1, then: support, cite: terms.all} # as ever@  - {id: s2, then: consulting}\n"
    assert [refused("3:55", "\u2028")] == complains(whole(hidden).replace("@", "\u2028"), "policy")


def test_a_file_of_nothing_else_is_told_a_hundred_times():
    assert 100 == len(complains(f"a: '{BIDI * 1000}'"))


@pytest.mark.parametrize("key", ["subject", "body", "from"])
@pytest.mark.parametrize("character", LINE_ENDS + BIDI, ids=number)
@pytest.mark.parametrize("style", ["'x%cy'", '"x%cy"', "|-\n  x%cy", ">-\n  x%cy", "x%cy"])
def test_a_strangers_words_may_hold_it_raw(style, character, key):
    """A request is decided all the same, and the words are read as they were written."""
    written = style.replace("%c", character)
    (_, request), problems = found(f"id: T-1\nreceived: {AT}\n{key}: {written}\ntier: t\n", "request")
    assert [] == said(problems)
    assert request is not None
    assert f"x{character}y" == {"subject": request.subject, "body": request.body, "from": request.sender}[key]


@pytest.mark.parametrize("character", LINE_ENDS + BIDI, ids=number)
def test_a_strangers_words_in_json_may_hold_it_raw(character):
    text = json.dumps({"id": "T-1", "received": AT, "body": f"x{character}y"}, ensure_ascii=False)
    (_, request), problems = found(text, "request", "r.json")
    assert [] == said(problems)
    assert request is not None
    assert f"x{character}y" == request.body


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("body: 'x' # \u202e\n", "1:13"),
        ("body: |\n  x\u202e\n# \u202e\n", "3:3"),
        ("id: 'T\u202e'\n", "1:7"),
        ("body: 'x\u202e'\nchannel: \u202e\n", "2:10"),
    ],
)
def test_elsewhere_in_a_request_it_is_refused(text, place):
    _, problems = found(f"{text}received: {AT}\n", "request")
    assert [refused(place, "\u202e")] == [line for line in said(problems) if "hidden" in line]


def test_what_stands_in_for_an_end_of_line_is_no_letter_of_the_text():
    text = "\U000f0000\U000f0001\u2028\u2029\x85\U000f0003"
    masked = Masked(text)
    assert len(text) == len(masked.text)
    assert not set(LINE_ENDS) & set(masked.text)
    assert text == masked.restore(masked.text)


lines = some.lists(
    some.sampled_from(
        [
            *("a", "# b", "- x", "k: v", "'q'", '"d"', "{f: [1, 2]}", "|", "  in", "", " ", ",", "]"),
            *LINE_ENDS,
            *("x\u2028y: 1", "# z\x85w: 2", "'q\u2029r'", "\u202e"),
        ]
    )
)
newlines = some.sampled_from(["\n", "\r\n", "\r"])


@given(lines, newlines)
def test_lines_are_those_that_git_and_editors_count(parts, newline):
    """Whatever the parser makes of a text, each hidden character is where it is counted."""
    text = newline.join(parts)
    counted = re.split(r"\r\n|\r|\n", text)
    for read, check in ((as_yaml, "yaml"), (as_json, "json")):
        findings = Findings()
        read(text_of(text, "f.yaml"), findings)
        hidden = [
            refused(f"{line}:{column}", character, check)
            for line, characters in enumerate(counted, 1)
            for column, character in enumerate(characters, 1)
            if character in LINE_ENDS + BIDI
        ]
        assert hidden == [finding for finding in said(findings) if "hidden character" in finding]
        assert all(finding.line <= len(counted) + 1 for finding in findings)  # the parser looks past the end


@given(lines, newlines, some.lists(some.sampled_from("\x85\u2028\u2029"), max_size=3))
def test_the_place_of_a_key_is_where_an_editor_shows_it(parts, newline, ends):
    """Comments of any content before it move it by their lines alone."""
    comments = [f"# {part}{''.join(ends)}" for part in parts]
    root = read_yaml(newline.join([*comments, "key: value"]), "f.yaml", Findings(), FREE_TEXT)
    assert len(comments) + 1 == node_at(root).keys["key"].line
