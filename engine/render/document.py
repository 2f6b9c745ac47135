"""What a shown policy consists of, whatever it is rendered to: sections of tables, entries and weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..findings import printable

Role = Literal["", "dim", "strong", "good", "open", "bad"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: what it plays, what it leads to (`#anchor` or an address), and what to say of it on asking."""

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
    """A row of a table, what it cites, and the anchor that links to it use."""

    cells: tuple[Cell, ...]
    cites: Line = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles; in a matrix the first column names the rows and the others are alike."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_matrix: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a name and a few labelled texts."""

    name: Line
    fields: tuple[tuple[str, Cell], ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries one below the other."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two."""

    line: Line


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
    """A part of the sheet with a title of its own."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A policy as it is shown: its title, what it is as labelled texts, and its sections."""

    title: str
    about: tuple[tuple[str, Cell], ...]
    sections: tuple[Section, ...]


def said(text: str, *, to: str = "", hint: str = "", role: Role = "") -> Line:
    """Return a text of the policy as a line: one piece, without line breaks and control characters."""
    return (Piece(tidy(text), to, tidy(hint), role),)


def cell(*texts: str) -> Cell:
    """Return texts as a cell, a line each; empty ones are left out."""
    return tuple(said(text) for text in texts if text)


def tidy(text: str) -> str:
    """Return a stranger's text on one line, with single spaces and nothing that would steer a terminal."""
    return " ".join(printable(text).split())


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join(piece.text for piece in line)


def joined(lines: list[Line], separator: str = ", ") -> Line:
    """Return lines as one, with something between them."""
    pieces: list[Piece] = []
    for line in lines:
        pieces += [*([Piece(separator)] if pieces else []), *line]
    return tuple(pieces)
