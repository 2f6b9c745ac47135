"""What a document consists of, whatever it is rendered as: sections of tables, entries, paragraphs and weeks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..findings import printable

Role = Literal["", "code", "dim", "strong", "good", "open", "bad"]
"""What a text is in its document; code stands as it is, and no line of it is broken but in a table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: the `#anchor` or address that it links to, a hint that a pointer on it shows, and its role."""

    text: str
    to: str = ""
    hint: str = ""
    role: Role = ""


Line = tuple[Piece, ...]
"""Pieces that stand one after the other, spaces included."""

Cell = tuple[Line, ...]
"""Lines, each of which starts anew."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, the citations of it, and the anchor by which links reach it."""

    cells: tuple[Cell, ...]
    cites: Line = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles; in a matrix the first column names the rows and the others are alike."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_matrix: bool = False
    is_numeric: bool = False
    """Whether all columns after the first hold numbers, which end below each other."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, where there is one, above a few texts, each beside its label where it has one."""

    name: Line = ()
    fields: tuple[tuple[str, Cell], ...] = ()
    anchor: str = ""
    label_role: Role = "dim"


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries one below the other."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text, mostly a sentence or two on one line."""

    lines: Cell


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part of a section."""

    title: Line
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week: its name, its openings as words, and its open stretches in minutes after midnight."""

    name: str
    openings: str
    stretches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days to be drawn to scale."""

    days: tuple[Weekday, ...]


Block = Table | Entries | Paragraph | Heading | Week


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, mostly with a title of its own."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A title with the lines below it, what the document is about as labelled texts, and its sections."""

    title: str = ""
    opening: Cell = ()
    about: tuple[tuple[str, Cell], ...] = ()
    sections: tuple[Section, ...] = ()


def line_of(text: str, *, to: str = "", hint: str = "", role: Role = "") -> Line:
    """Return a stranger's text as a line: one piece, without line breaks and control characters."""
    return (Piece(text=tidy(text), to=to, hint=tidy(hint), role=role),)


def cell(*texts: str) -> Cell:
    """Return texts as a cell, a line each, without the empty ones."""
    return tuple(line_of(text) for text in texts if text)


def code(*texts: str) -> Cell:
    """Return texts as lines that stand as they are, spaces included, but for what would steer a terminal."""
    return tuple((Piece(text=printable(text), role="code"),) for text in texts)


def paragraph(*texts: str) -> Paragraph:
    """Return texts as a paragraph, a line each."""
    return Paragraph(cell(*texts))


def table(columns: tuple[str, ...], rows: Sequence[Row], optional: tuple[str, ...] = ()) -> Table:
    """Return rows as a table, without the optional columns in which all cells are empty."""
    used = [n for n, title in enumerate(columns) if title not in optional or any(row.cells[n] for row in rows)]
    return Table(
        columns=tuple(columns[n] for n in used),
        rows=tuple(replace(row, cells=tuple(row.cells[n] for n in used)) for row in rows),
    )


def tidy(text: str) -> str:
    """Return a stranger's text on one line, with single spaces and nothing that would steer a terminal."""
    return " ".join(printable(text).split())


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join(piece.text for piece in line)


def joined(lines: list[Line], separator: str = ", ") -> Line:
    """Return lines as one, with something between them."""
    return tuple(piece for n, line in enumerate(lines) for piece in ((Piece(separator),) if n else ()) + line)
