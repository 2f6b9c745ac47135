"""A sheet as Markdown, in the dialect that has tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Entries, Heading, Paragraph, Table, plain
from .week import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Block, Cell, Line, Section, Sheet

# An underscore inside a word marks nothing up.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&#$]|(?<![^\W_])_|_(?![^\W_])")
_FIRST_NUMBER = re.compile(r"\d{1,9}[.)]")
_DRAWN = 72


def as_markdown(sheet: Sheet) -> str:
    """Return a sheet as the text of a Markdown file."""
    blocks = [f"# {escaped(sheet.title)}", _list(sheet.about)]
    for section in sheet.sections:
        blocks.append(f"## {escaped(section.title)}")
        blocks += _section(section)
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> Iterator[str]:
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _line(block.line)
    elif isinstance(block, Heading):
        yield f"### {_line(block.title)}"
    elif isinstance(block, Table):
        yield _table(block)
    elif isinstance(block, Entries):
        for entry in block.entries:
            yield f"### {_line(entry.name)}"
            yield _list(entry.fields)
    else:
        yield "\n".join(["```text", *(line.rstrip() for line in drawn(block.days, _DRAWN, 0)), "```"])


def _list(fields: tuple[tuple[str, Cell], ...]) -> str:
    return "\n".join(f"- {escaped(label)}: {_cell(cell)}" for label, cell in fields)


def _table(table: Table) -> str:
    is_cited = any(row.cites for row in table.rows)
    columns = [*table.columns, *(["by"] if is_cited else [])]
    rows = [[_cell(cell) for cell in row.cells] + ([_line(row.cites)] if is_cited else []) for row in table.rows]
    lines = [[escaped(title) for title in columns], ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: Cell) -> str:
    return "<br>".join(_line(line) for line in cell)


def _line(line: Line) -> str:
    """Return a line's text without regard to where its pieces lead, which Markdown has no common way to say."""
    return escaped(plain(line))


def escaped(text: str) -> str:
    """Return a text in which nothing is markup, wherever it stands."""
    inside = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    if number := _FIRST_NUMBER.match(inside):
        return f"{inside[: number.end() - 1]}\\{inside[number.end() - 1 :]}"
    return f"\\{inside}" if inside.startswith(("-", "+", "=")) else inside
