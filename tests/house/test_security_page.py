"""SECURITY.md names tests for what it promises of the service; they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def threats():
    """Return the cells of each row of the table of threats."""
    table = PAGE.partition("| threat |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def test_every_threat_names_a_test_that_is_there():
    sources = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    tests = set(re.findall(r"def (test_\w+)", sources))
    rows = threats()
    assert rows
    named = {row[0]: re.findall(r"`(test_\w+)`", row[2]) for row in rows}
    assert [] == [threat for threat, names in named.items() if not names]
    assert [] == [name for names in named.values() for name in names if name not in tests]


def test_every_threat_says_what_holds_it_and_what_is_left():
    assert {4} == {len(row) for row in threats()}
    assert [] == [row[0] for row in threats() if not row[1]]
