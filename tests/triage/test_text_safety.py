"""What strangers write never steers a terminal: it is shown on one line, without what cannot be printed."""

from __future__ import annotations

import unicodedata

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.cli import main

from .sheets import call, contract, sheet

DOWN = {"activity": "fault", "outage": "complete"}
EVIL = {
    "colour": "\x1b[31mred",
    "title": "\x1b]0;owned\x07",
    "one-byte escape": "\x9b31mred",
    "new line": "one\ntwo",
    "carriage return": "one\rtwo",
    "line separator": "one\u2028two",
    "backspace": "one\x08two",
    "bell": "\x07",
    "null": "one\x00two",
    "right-to-left override": "abc\u202edef",
    "isolate": "abc\u2066def",
    "zero width": "abc\u200bdef",
}


def steering(text):
    """Return the characters of a text that are neither printable nor the ends of its lines."""
    return {f"U+{ord(character):04X}" for character in text if character != "\n" and not character.isprintable()}


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_in_the_requests_own_words(evil):
    """A new line is a blank, and what else steers a terminal is seen."""

    def written(words):
        keys = dict.fromkeys(("id", "channel", "from_", "claimed_priority", "subject", "body"), words)
        return sheet(call(**keys, facts=DOWN))

    assert set() == steering(written(evil))
    assert written("".join(c if c.isprintable() else " " if c.isspace() else ascii(c)[1:-1] for c in evil)) == written(
        evil
    )


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_in_a_contracts_customer(evil):
    asked = call(facts=DOWN, policy=None, tier=None, contract="ada-1")
    assert set() == steering(sheet(asked, contract(customer=evil)))


@pytest.mark.parametrize("evil", EVIL.values(), ids=EVIL)
def test_in_what_makes_a_request_invalid(evil):
    for asked in (
        call(id=evil, policy=evil),
        call(id=evil, tier=evil),
        call(id=evil, contract=evil),
        call(id=evil, facts={evil: 1}),
        call(id=evil, facts={"outage": evil}),
    ):
        assert set() == steering(sheet(asked))
        assert 2 == len(sheet(asked).splitlines())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=30))
def test_whatever_it_is(written):
    asked = call(id=written, channel=written, from_=written, claimed_priority=written, facts=DOWN)
    assert set() == steering(sheet(asked))


def test_letters_of_all_scripts_stay():
    assert sheet(call(id="Ünïcødé-工单-№7", facts=DOWN)).startswith("Ünïcødé-工单-№7   ")


@pytest.mark.parametrize(
    "content",
    [
        'policy: "jump\\e[31mmind"\ntier: standard\n',
        'policy: jumpmind\ntier: "\\u202edradnats"\n',
        'policy: jumpmind\ntier: standard\nfacts: {"activity\\e[5m": fault}\n',
        'policy: jumpmind\ntier: standard\nfacts: {activity: "\\e]0;owned\\a"}\n',
        'policy: jumpmind\ntier: standard\n"key\\e[5m": 1\n',
    ],
    ids=["policy", "tier", "fact", "value", "key"],
)
def test_on_the_command_line_too_findings_included(tmp_path, content):
    """A terminal that shows colours shows what is written to it, whatever click strips for pipes."""
    file = tmp_path / "request.yaml"
    file.write_text("received: 2026-03-06T16:30:00-05:00\n" + content, "utf-8")
    found = CliRunner().invoke(main, ["decide", str(file)], color=True)
    assert 3 == found.exit_code
    assert set() == steering(found.stdout)
    assert set() == steering(found.stderr)


def test_json_escapes_what_steers_a_terminal(tmp_path):
    """All of it is legal in JSON strings, and none of it is safe on a screen."""
    file = tmp_path / "request.yaml"
    file.write_text('id: "a\\e[31m\\x9b5m"\nreceived: 2026-03-06T16:30:00-05:00\npolicy: none\ntier: none\n', "utf-8")
    found = CliRunner().invoke(main, ["decide", "--format", "json", str(file)], color=True)
    assert set() == {c for c in found.stdout if unicodedata.category(c) == "Cc" and c != "\n"}
