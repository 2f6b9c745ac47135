"""What the tests of shown policies say: a policy as a sheet, and what stands where on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.engine.authoring.show import calendar_blocks
from remit.engine.authoring.show.policy_document import policy_document
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.render.document import Table, plain
from remit.engine.triage.policy_loader import load_evaluator
from remit.engine.worktime.public_holidays import holiday_names

if TYPE_CHECKING:
    from remit.engine.model import HolidayCalendar
    from remit.engine.render.document import Cell, Document, Section
    from remit.engine.rules.evaluator import Evaluator

TODAY = "2026-06-01"
SHIPPED = Path(__file__).parents[3] / "policies"
LIGHTHOUSE = Path(__file__).with_name("lighthouse.yaml").read_text("utf-8")
POLICIES = {
    "lighthouse": LIGHTHOUSE,
    **{name: SHIPPED.joinpath(f"{name}.yaml").read_text("utf-8") for name in ("jumpmind", "jams")},
}


@cache
def ready(content: str) -> Evaluator:
    """Return the judge of a policy that can be used."""
    findings = Findings()
    text = decode("policy.yaml", content.encode(), POLICY_BYTES, findings)
    assert text is not None
    evaluator = load_evaluator(text, "builtin", findings)
    assert [] == findings
    assert evaluator is not None
    return evaluator


@cache
def sheet(content: str = LIGHTHOUSE, day: str = TODAY) -> Document:
    """Return what is shown of a policy, whatever the holidays are called in the library's version."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calendar_blocks, "holiday_names", _holiday_names)
        return policy_document(ready(content), day)


def _holiday_names(calendar: HolidayCalendar, year: int) -> dict[str, str]:
    now = {"Whit Monday": "Pentecost Monday"}
    return {date: now.get(name, name) for date, name in holiday_names(calendar, year).items()}


def edited(*edits: tuple[str, str]) -> str:
    """Return the lighthouse's policy with each first text replaced by the second."""
    content = LIGHTHOUSE
    for old, new in edits:
        assert old in content, f"`{old}` is not there to be edited"
        content = content.replace(old, new, 1)
    return content


def section(title: str, document: Document | None = None) -> Section:
    """Return a section of a sheet by its title."""
    (titled,) = [one for one in (document or sheet()).sections if one.title == title]
    return titled


def first_table(title: str, document: Document | None = None) -> Table:
    """Return the table that a section begins with."""
    block = section(title, document).blocks[0]
    assert isinstance(block, Table)
    return block


def words(cell: Cell) -> str:
    """Return the text of a cell, its lines parted by slashes."""
    return " / ".join(plain(line) for line in cell)


def tables(title: str, document: Document | None = None) -> list[list[list[str]]]:
    """Return the tables of a section, cell by cell, with what each row cites at its end."""
    return [
        [
            list(block.columns),
            *([*map(words, row.cells), *([plain(row.cites)] if row.cites else [])] for row in block.rows),
        ]
        for block in section(title, document).blocks
        if isinstance(block, Table)
    ]
