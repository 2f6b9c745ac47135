"""A sheet as text for a terminal, no line wider than it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import Entries, Heading, Paragraph, Piece, Table, said
from ...render.week import drawn
from ...triage.layout import plain as unpainted
from .columns import longest_word, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...render.document import Block, Cell, Line, Row, Section, Sheet
    from ...triage.layout import Paint

WIDTHS = (40, 120)
"""The narrowest and the widest a terminal is taken for."""

_INDENT = 2
_GAP = 2
_LABEL = 12
_BROKEN = 3
"""A column may be narrower than its longest word only where that word takes this part of the width."""


def as_terminal(sheet: Sheet, width: int = 80, paint: Paint = unpainted) -> str:
    """Return a sheet as lines of text of at most `width` columns."""
    layout = _Layout(min(max(width, WIDTHS[0]), WIDTHS[1]), paint)
    lines = [*layout.title(sheet), *(line for section in sheet.sections for line in layout.section(section))]
    return "".join(f"{line.rstrip()}\n" for line in lines)


class _Layout:
    """The lines of a sheet at one width."""

    def __init__(self, width: int, paint: Paint) -> None:
        self.width = width
        self.paint = paint

    def painted(self, line: Line, role: str = "") -> str:
        """Paint a line, in one go what has one role."""
        runs: list[tuple[str, str]] = []
        for piece in line:
            its = runs[-1][0] if runs and piece.text == " " else piece.role or role
            if runs and runs[-1][0] == its:
                runs[-1] = (its, runs[-1][1] + piece.text)
            else:
                runs.append((its, piece.text))
        return "".join(self.paint(text, its) for its, text in runs)

    def paragraph(self, line: Line, indent: int = _INDENT, role: str = "") -> Iterator[str]:
        for part in wrapped(line, self.width - indent):
            yield " " * indent + self.painted(part, role)

    def labelled(self, label: str, cell: Cell, indent: int, role: str = "") -> Iterator[str]:
        """Lay the lines of a cell out beside a label."""
        shown = said(label, role="dim")
        beside = max(_LABEL, width_of(shown) + _GAP)
        start = indent + beside
        lines = [part for line in cell for part in wrapped(line, self.width - start)] or [()]
        for n, line in enumerate(lines):
            before = self.painted(shown) + " " * (beside - width_of(shown)) if n == 0 else " " * beside
            yield " " * indent + before + self.painted(line, role)

    def title(self, sheet: Sheet) -> Iterator[str]:
        for line in wrapped(said(sheet.title, role="strong"), self.width):
            yield self.painted(line)
        yield ""
        for label, cell in sheet.about:
            yield from self.labelled(label, cell, _INDENT)

    def section(self, section: Section) -> Iterator[str]:
        yield ""
        yield ""
        yield f"{self.paint(section.title, 'strong')} {self.paint('─' * (self.width - len(section.title) - 1), 'dim')}"
        for block in section.blocks:
            yield ""
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            yield from self.paragraph(block.line, role="dim")
        elif isinstance(block, Heading):
            yield from self.paragraph(block.title, 0, "strong")
        elif isinstance(block, Table):
            yield from self.table(block)
        elif isinstance(block, Entries):
            for n, entry in enumerate(block.entries):
                yield from [""] if n else []
                yield from self.paragraph(entry.name)
                for label, cell in entry.fields:
                    yield from self.labelled(label, cell, 2 * _INDENT)
        else:
            yield from drawn(block.days, self.width - _INDENT, _INDENT)

    def table(self, table: Table) -> Iterator[str]:
        widths = _shared(table, self.width - _INDENT - _GAP * (len(table.columns) - 1))
        if widths is None:
            yield from self.stacked(table)
            return
        titles = tuple((said(title, role="dim"),) for title in table.columns)
        yield from self.row(titles, widths)
        rows = [self.row_with_cites(row, widths) for row in table.rows]
        is_airy = any(len(lines) > 1 for lines in rows)
        for n, lines in enumerate(rows):
            yield from [""] if n and is_airy else []
            yield from lines

    def row_with_cites(self, row: Row, widths: Sequence[int]) -> list[str]:
        return [*self.row(row.cells, widths), *self.cites(row, _INDENT + _GAP)]

    def row(self, cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[str]:
        laid = [
            [part for line in cell for part in wrapped(line, width)] for cell, width in zip(cells, widths, strict=True)
        ]
        for n in range(max(len(lines) for lines in laid)):
            shown = [lines[n] if n < len(lines) else () for lines in laid]
            padded = [
                self.painted(line) + " " * (width - width_of(line)) for line, width in zip(shown, widths, strict=True)
            ]
            yield " " * _INDENT + (" " * _GAP).join(padded)

    def cites(self, row: Row, indent: int) -> Iterator[str]:
        if row.cites:
            yield from self.paragraph((Piece("by "), *row.cites), indent, "dim")

    def stacked(self, table: Table) -> Iterator[str]:
        """Lay each row out as labelled lines, for a width that has no room for the columns."""
        for n, row in enumerate(table.rows):
            yield from [""] if n else []
            for title, cell in zip(table.columns, row.cells, strict=True):
                if cell:
                    yield from self.labelled(title, cell, _INDENT)
            yield from self.cites(row, _INDENT)


def _shared(table: Table, available: int) -> list[int] | None:
    """Return the widths of columns that share what is available, None where words would be broken for it.

    A column takes what it needs; where that is too much for all, the widest give way.
    """
    cells = [[title, *(row.cells[n] for row in table.rows)] for n, title in enumerate(_titles(table))]
    needed = [max(width_of(line) for cell in column for line in cell or ((),)) for column in cells]
    least = [
        min(available // _BROKEN, max(longest_word(line) for cell in column for line in cell or ((),)))
        for column in cells
    ]
    if sum(least) > available:
        return None
    widths = list(least)
    left = available - sum(widths)
    while left > 0 and (short := [n for n, width in enumerate(widths) if width < needed[n]]):
        narrowest = min(short, key=lambda n: widths[n])
        widths[narrowest] += 1
        left -= 1
    return widths


def _titles(table: Table) -> list[Cell]:
    return [(said(title),) for title in table.columns]
