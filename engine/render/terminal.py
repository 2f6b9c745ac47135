"""A document as text for a terminal, no line wider than it but those of code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby, zip_longest

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from .document import (
    Block,
    Cell,
    Document,
    Entries,
    Entry,
    Heading,
    Line,
    Paragraph,
    Piece,
    Role,
    Row,
    Table,
    Week,
    cell,
    line_of,
    plain,
)
from .week import draw_week

NARROWEST, WIDEST = 40, 120
"""The columns that a terminal is taken for at least and at most."""

_INDENT = _GAP = 2
_LABEL = 10
"""The columns of a label at least; at most it has a third of the width."""
_BROKEN = 3
"""A column may be narrower than its longest word only where that word takes this part of the width."""
_WORD = re.compile(r"\S+")
_CHARACTERS = 8
"""The characters that take one column at most; where they are more, rich breaks the word."""
_JOINT = re.compile(r"[_.-](?=\w|$)")
"""What joins the parts of a name."""
# Texts are given to rich as they are, never as its markup: `[red]` is an author's word.
_STYLES: dict[Role, str] = {"dim": "dim", "strong": "bold", "good": "bold green", "open": "yellow", "bad": "bold red"}


def as_terminal(document: Document, width: int = 80, *, colours: bool = False) -> str:
    """Return a document as lines of text of at most `width` columns, with codes of colours where they are asked for."""
    width = min(max(width, NARROWEST), WIDEST)
    file = StringIO()
    # Nothing is read from the environment: with a height, rich does not ask a terminal for its size.
    console = Console(
        file=file,
        width=width,
        height=1,
        color_system="standard" if colours else None,
        force_terminal=colours,
        no_color=not colours,
        legacy_windows=False,
        force_jupyter=False,
    )
    lines = list(_document(document, width))
    for line in lines:
        line.rstrip()
    console.print(Text("\n").join(lines), soft_wrap=True, highlight=False)
    return file.getvalue().lstrip("\n")


def wrapped(line: Line, width: int, role: Role = "") -> list[Text]:
    """Return a line broken at spaces into texts of at most `width` columns; a longer word is broken up.

    Pieces without a role of their own have the one given.
    """
    text = _styled(line, role)
    breaks = [word.start() + n for word in _WORD.finditer(text.plain) for n in _breaks(word[0], width)]
    lines = Text("\n").join(text.divide(breaks)).wrap(_UNSEEN, width, overflow="fold")
    for part in lines:
        part.rstrip()
    return list(lines)


_UNSEEN = Console(file=StringIO(), width=WIDEST, height=1)
"""rich wants a console even for what it can wrap without one."""


def _styled(line: Line, role: Role) -> Text:
    runs = groupby(line, lambda piece: _STYLES.get(piece.role or role, ""))
    return Text.assemble(*(("".join(piece.text for piece in run), style) for style, run in runs))


def _breaks(word: str, width: int) -> Iterator[int]:
    """Yield where a word is broken that is too wide: after a joint of a name where there is one."""
    start = 0
    # A line's worth of characters is measured at a time, with all marks that any letter has: a word can be very long.
    while cell_len(ahead := word[start : start + _CHARACTERS * width]) > width:
        end = start + (len(chop_cells(ahead, width)[0]) or 1)
        joints = [joint.end() for joint in _JOINT.finditer(word, start, end)]
        start = joints[-1] if joints else end
        yield start


def _fitted(lines: Cell, width: int, role: Role = "") -> list[Text]:
    return [part for line in lines for part in wrapped(line, width, role)]


def _beside(
    columns: Sequence[list[Text]], widths: Sequence[int], indent: int, *, is_numeric: bool = False
) -> Iterator[Text]:
    """Yield the lines of columns side by side; numbers end below each other."""
    for parts in zip_longest(*columns):
        line = Text(" " * indent)
        for n, (part, width) in enumerate(zip(parts, widths, strict=True)):
            text = part or Text()
            text.align("right" if n and is_numeric else "left", width)
            line.append_text(text).append(" " * _GAP)
        yield line


def _document(document: Document, width: int) -> Iterator[Text]:
    if document.title:
        yield from _indented(cell(document.title), 0, width, "strong")
    if document.opening:
        yield from _indented(document.opening, 0, width)
    if document.about:
        yield Text()
        yield from _entries([Entry(fields=document.about)], _INDENT, width)
    for section in document.sections:
        if section.title:
            line = "─" * (width - cell_len(section.title) - 1)
            yield from (Text(), Text())
            yield Text.assemble((section.title, _STYLES["strong"]), " ", (line, _STYLES["dim"]))
        for block in section.blocks:
            yield Text()
            yield from _block(block, _INDENT if section.title else 0, width)


def _block(block: Block, indent: int, width: int) -> Iterator[Text]:
    match block:
        case Paragraph(lines):
            yield from _indented(lines, indent, width, "dim")
        case Heading(title):
            yield from _indented((title,), 0, width, "strong")
        case Table():
            yield from _table(block, indent, width)
        case Entries(entries):
            yield from _entries(entries, indent, width)
        case Week(days):
            yield from map(Text, draw_week(days, width - indent, indent))


def _indented(lines: Cell, indent: int, width: int, role: Role = "") -> Iterator[Text]:
    """Yield lines below each other, broken to the width but for code."""
    for line in lines:
        is_code = any(piece.role == "code" for piece in line)
        for text in [_styled(line, role)] if is_code else wrapped(line, width - indent, role):
            yield Text(" " * indent).append_text(text)


def _entries(entries: Sequence[Entry], indent: int, width: int) -> Iterator[Text]:
    """Yield entries one below the other, their texts beside labels that are all as wide."""
    labels = [cell_len(label) for entry in entries for label, _ in entry.fields]
    for n, entry in enumerate(entries):
        yield from [Text()] if n else []
        yield from _indented((entry.name,), indent, width) if entry.name else []
        start = indent + _INDENT if entry.name else indent
        label_width = min(max(_LABEL, *labels), width // _BROKEN) if any(labels) else 0
        text_width = width - start - label_width - _GAP
        for label, lines in entry.fields:
            if any(labels):
                columns = [_fitted(cell(label), label_width, entry.label_role), _fitted(lines, text_width)]
                yield from _beside(columns, (label_width, text_width), start)
            else:
                yield from _indented(lines, start, width)


def _table(table: Table, indent: int, width: int) -> Iterator[Text]:
    widths = _column_widths(table, width - indent - _GAP * (len(table.columns) - 1))
    if widths is None:
        yield from _stacked(table, indent, width)
        return
    titles = [_fitted((line_of(title, role="dim"),), room) for title, room in zip(table.columns, widths, strict=True)]
    yield from _beside(titles, widths, indent, is_numeric=table.is_numeric)
    texts = [[_fitted(lines, room) for lines, room in zip(row.cells, widths, strict=True)] for row in table.rows]
    is_airy = any(row.cites for row in table.rows) or any(len(lines) > 1 for row in texts for lines in row)
    is_airy = is_airy and not table.is_numeric
    for n, (row, row_texts) in enumerate(zip(table.rows, texts, strict=True)):
        yield from [Text()] if n and is_airy else []
        yield from _beside(row_texts, widths, indent, is_numeric=table.is_numeric)
        yield from _cites(row, indent + _GAP, width)


def _stacked(table: Table, indent: int, width: int) -> Iterator[Text]:
    """Yield each row as labelled lines, for a width that has no room for the columns."""
    for n, row in enumerate(table.rows):
        yield from [Text()] if n else []
        fields = tuple((title, lines) for title, lines in zip(table.columns, row.cells, strict=True) if title and lines)
        name = () if table.columns[0] else row.cells[0][0]
        yield from _entries([Entry(name=name, fields=fields)], indent, width)
        yield from _cites(row, indent, width)


def _cites(row: Row, indent: int, width: int) -> Iterator[Text]:
    if row.cites:
        yield from _indented(((Piece("by "), *row.cites),), indent, width, "dim")


def _column_widths(table: Table, available: int) -> list[int] | None:
    """Return the widths of columns that share what is available, None where words would be broken for it.

    A column takes what it needs; where that is too much for all, the widest give way.
    """
    columns = [
        [title, *(plain(line) for row in table.rows for line in row.cells[n])] for n, title in enumerate(table.columns)
    ]
    needed = [max(map(cell_len, texts)) for texts in columns]
    widths = [min(max(available // _BROKEN, _LABEL), _longest_word(texts)) for texts in columns]
    if sum(widths) > available:
        return None
    spare = available - sum(widths)
    while spare > 0 and (short := [n for n, width in enumerate(widths) if width < needed[n]]):
        widths[min(short, key=lambda n: widths[n])] += 1
        spare -= 1
    return widths


def _longest_word(texts: Iterable[str]) -> int:
    return max((cell_len(word) for text in texts for word in text.split()), default=0)
