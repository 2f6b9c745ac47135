"""Reports as workflow commands, by the rules of escaping that GitHub documents."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from remit.engine.findings import Mark, printable

from .verbs import (
    ERROR,
    FAILED,
    MISSPELT,
    NOTE,
    PASSED,
    ROOT,
    UNSOUND,
    WARNING,
    anything,
    anything_checked,
    checked,
    reported,
    tried,
)

_COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>.*?)::(?P<message>.*)")
_ESCAPED = {"%0A": "\n", "%0D": "\r", "%3A": ":", "%2C": ",", "%25": "%"}


def command(line):
    """Return what the runner understands: the command, its properties and its message."""
    match = _COMMAND.fullmatch(line)
    assert match is not None
    pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
    properties = {key: re.sub("%(0A|0D|3A|2C|25)", lambda m: _ESCAPED[m[0]], value) for key, value in pairs}
    return match["name"], properties, re.sub("%(0A|0D|25)", lambda m: _ESCAPED[m[0]], match["message"])


def test_a_finding_annotates_its_line():
    assert (
        "::error file=policies/acme.yaml,line=12,col=7,title=remit%3A unknown-tier::"
        "tier `goold` is not declared%0Ahelp: did you mean `gold`?\n"
    ) == reported(checked(ERROR), "github")


def test_a_request_that_shows_it_can_be_copied_from_the_annotation():
    _, _, message = command(reported(checked(WARNING), "github").rstrip("\n"))
    assert (
        "`p2` never wins\n"
        "for example:\n"
        "received: 2026-03-10T09:00:00+01:00\n"
        "policy: acme\n"
        "tier: gold\n"
        "facts: {activity: fault, users: 500}"
    ) == message


def test_a_note_is_a_notice_and_a_whole_file_has_no_line():
    assert "::notice file=policies/acme.yaml,title=remit%3A accepted::`gap` is accepted\n" == reported(
        checked(NOTE), "github"
    )


def test_without_a_file_the_title_stands_alone():
    finding = replace(NOTE, mark=Mark())
    assert "::notice title=remit%3A accepted::`gap` is accepted\n" == reported(checked(finding), "github")


def test_failed_cases_are_annotated_and_counted():
    """What makes a case unsound has its own annotation, and of those GitHub shows only ten."""
    assert (
        "::error file=policies/acme.cases.yaml,line=2,col=5,title=remit%3A case-failed::"
        "failed: a question is critical%0A  priority: expected P1, got P2%0A  scope: expected none, got support"
        "%0A  rules that decided: faults, email\n"
        "::error file=policies/acme.cases.yaml,line=11,col=9,title=remit%3A unknown-rule::"
        "rule `emial` is not declared%0Ahelp: known: `email`\n"
        "1 passed, 2 failed\n"
    ) == reported(tried(FAILED, UNSOUND, PASSED, findings=(MISSPELT,)), "github")


@pytest.mark.parametrize(
    ("file", "escaped"),
    [
        ("a,b:c=d%.yaml", "a%2Cb%3Ac=d%25.yaml"),
        ("a%2C.yaml", "a%252C.yaml"),
        (f"{ROOT}/a.yaml", "a.yaml"),
        ("line\r\nbreak", "line  break"),
        ("::error::", "%3A%3Aerror%3A%3A"),
    ],
)
def test_a_path_cannot_end_its_property(file, escaped):
    finding = replace(NOTE, mark=Mark(file))
    assert reported(checked(finding), "github").startswith(f"::notice file={escaped},title=")


def test_a_message_cannot_start_a_command_of_its_own():
    finding = replace(ERROR, message="100%\n::stop-commands::x\r\n##[add-path]/tmp", help="%0A")
    shown = reported(checked(finding), "github")
    assert 1 == shown.count("\n")
    assert shown.endswith("::100%25 ::stop-commands::x  ##[add-path]/tmp%0Ahelp: %250A\n")


@given(anything_checked)
def test_the_runner_reads_what_was_found(result):
    shown = reported(result, "github", root="").splitlines()
    names = {"error": "error", "warning": "warning", "note": "notice"}
    assert len(result.findings) == len(shown)
    for finding, line in zip(result.findings, shown, strict=True):
        name, properties, message = command(line)
        assert names[finding.severity.name] == name
        assert f"remit: {printable(finding.check)}" == properties["title"]
        assert printable(finding.message) == message.split("\n")[0]
        assert str(finding.mark.line or "") == properties.get("line", "")
        assert {"title", "file", "line", "col"} >= properties.keys()


@given(anything)
def test_every_line_is_a_command_or_the_count(result):
    for line in reported(result, "github").splitlines():
        assert _COMMAND.fullmatch(line) or re.fullmatch("[0-9]+ passed, [0-9]+ failed", line)
