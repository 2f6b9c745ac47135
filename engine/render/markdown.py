"""A document as Markdown, in the dialect that has tables."""

import re
from collections.abc import Iterator

from .document import Block, Cell, Document, Entries, Heading, Line, Paragraph, Table, Week, plain
from .week import draw_week

# An underscore inside a word marks nothing up.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&#$]|(?<![^\W_])_|_(?![^\W_])")
# What begins an item of a list, or underlines a heading.
_FIRST = re.compile(r"^(?:\d{1,9}(?=[.)])|(?=[-+=]))")
_WEEK_WIDTH = 72


def as_markdown(document: Document) -> str:
    """Return a document as the text of a Markdown file."""
    parts = [f"# {escaped(document.title)}", _lines(document.opening), _list(document.about)]
    for section in document.sections:
        parts.append(f"## {escaped(section.title)}")
        parts += (part for block in section.blocks for part in _block(block))
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(lines):
            yield _lines(lines)
        case Heading(title):
            yield f"### {_line(title)}"
        case Table():
            yield _table(block)
        case Entries(entries):
            for entry in entries:
                yield f"### {_line(entry.name)}" if entry.name else ""
                yield _list(entry.fields)
        case Week(days):
            yield "\n".join(["```text", *(line.rstrip() for line in draw_week(days, _WEEK_WIDTH, 0)), "```"])


def _lines(lines: Cell) -> str:
    return "\\\n".join(map(_line, lines))


def _list(fields: tuple[tuple[str, Cell], ...]) -> str:
    return "\n".join(f"- {escaped(label)}{': ' if label else ''}{_cell(cell)}" for label, cell in fields)


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
    return _FIRST.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text))
