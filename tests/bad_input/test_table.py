"""Every broken file of the tables, and the words that it gets."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from .rows import TABLES, Heard, hear, rows_of

ROWS = [row for table in TABLES for row in rows_of(table)]
FINDING = re.compile(r"(?P<place>.+?): (?P<severity>error|warning|note): (?P<message>.+) \[(?P<check>[a-z0-9-]+)\]")
NAMES = re.compile(r"`[^`]*`|\b(YAML|JSON|ISO|UTF-8|UTF-16|MiB|KiB)\b")
"""What stands in capitals for a reason: what a user wrote, and names of formats and units."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}: {row.name}")
def test_row(row, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    heard = hear(row, tmp_path)
    prints = heard.prints if row.prints is None else row.prints
    assert Heard(row.says, prints, row.exit) == heard
    if row.exit == 2:
        return
    findings = findings_of(heard.says)
    if row.run.startswith("check"):
        assert findings == sorted(findings, key=lambda found: place(found["place"]))
        assert summary(findings) == heard.prints.partition(": ")[2]


@pytest.mark.parametrize("table", TABLES)
def test_names_of_rows_are_given_once(table):
    names = Counter(row.name for row in rows_of(table))
    assert [] == [name for name, times in names.items() if times > 1]


@pytest.mark.parametrize(
    "run",
    [
        "check --strict policies contracts.yaml --policies policies --contracts contracts.yaml",
        "test policies --contracts contracts.yaml",
        "decide inbox/request.yaml inbox/request.json --policies policies --contracts contracts.yaml",
    ],
)
def test_base_is_sound(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    row = ROWS[0].of_base(run)
    heard = hear(row, tmp_path)
    assert ("", 0) == (heard.says, heard.exit)


def findings_of(said):
    """Return the findings of a text; every line is one, or the help of the one before it."""
    findings: list[re.Match[str]] = []
    for line in said.splitlines():
        if line.startswith("  help: "):
            assert findings
            assert is_worded(line.removeprefix("  help: "))
            continue
        if line == "  for example:" or line.startswith("    "):
            assert findings, "a request shows the finding before it"
            continue
        found = FINDING.fullmatch(line)
        assert found, f"`{line}` is no finding"
        assert is_worded(found["message"])
        findings.append(found)
    return findings


def is_worded(message):
    """Tell whether a message is in lower case, without a full stop, apart from what users and formats write so."""
    words = NAMES.sub("", message)
    return words == words.lower() and not words.endswith(".")


def place(written):
    """Return a place such as `a.yaml:3:7` as something that sorts by line and column."""
    file, *numbers = written.split(":")
    return file, [int(number) for number in numbers]


def summary(findings):
    """Return the counts with which `remit check` ends."""
    counts = Counter(found["severity"] for found in findings)
    said = [f"{n} {kind}{'s' * (n > 1)}" for kind in ("error", "warning", "note") if (n := counts[kind])]
    return (", ".join(said) or "nothing found") + "\n"
