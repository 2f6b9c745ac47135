"""A sheet as a page: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model import MINUTES_A_DAY
from .document import Entries, Heading, Paragraph, Table, plain
from .style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .document import Block, Cell, Entry, Line, Piece, Row, Section, Sheet, Weekday

_HOURS = (0, 6, 12, 18, 24)
_PAIR = 2
# Names and addresses are long, and best broken at their own joints.
_BREAKS = re.compile(r"(?<=[\w/][._/])(?=\w)")


def as_html(sheet: Sheet) -> str:
    """Return a sheet as the text of an HTML file; whatever comes from the policy is escaped."""
    title = escape(sheet.title)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            # Nothing is to be fetched, whatever a policy says.
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="color-scheme" content="light dark">',
            f"<title>{title}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            f"<header><h1>{title}</h1>",
            _list(sheet.about),
            "</header>",
            *_contents(sheet),
            "<main>",
            *(line for section in sheet.sections for line in _section(section)),
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    )


def _contents(sheet: Sheet) -> Iterator[str]:
    yield '<nav aria-label="Contents"><ol>'
    for section in sheet.sections:
        yield f'<li><a href="#{section.anchor}">{escape(section.title)}</a></li>'
    yield "</ol></nav>"


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{section.anchor}"><h2>{escape(section.title)}</h2>'
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"<p>{_line(block.line)}</p>"
    elif isinstance(block, Heading):
        yield f"<h3{_id(block.anchor)}>{_line(block.title)}</h3>"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Entries):
        for entry in block.entries:
            yield from _entry(entry)
    else:
        yield from _week(block.days)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<article{_id(entry.anchor)}><h3>{escape(plain(entry.name))}</h3>"
    yield _list(entry.fields)
    yield "</article>"


def _list(fields: Iterable[tuple[str, Cell]]) -> str:
    listed = "".join(f"<div><dt>{escape(label)}</dt><dd>{_cell(cell)}</dd></div>" for label, cell in fields)
    return f"<dl>{listed}</dl>"


def _table(table: Table) -> Iterator[str]:
    """Yield a table that scrolls by itself; on a phone, rows that are not alike become labelled lines."""
    is_cited = any(row.cites for row in table.rows)
    columns = [*table.columns, *(["by"] if is_cited else [])]
    kind = "matrix" if table.is_matrix else "rows" if len(columns) > _PAIR else "pairs"
    yield f'<div class="scroll"><table class="{kind}"><thead><tr>'
    yield "".join(f'<th scope="col">{escape(title)}</th>' for title in columns)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield _row(row, columns, is_cited=is_cited)
    yield "</tbody></table></div>"


def _row(row: Row, columns: list[str], *, is_cited: bool) -> str:
    cells = [_cell(cell) for cell in row.cells]
    cells += [f"<small>{_line(row.cites)}</small>" if row.cites else ""] if is_cited else []
    first = f'<th scope="row">{cells[0]}</th>'
    rest = (
        f'<td data-title="{escape(title)}"{"" if text else " class=empty"}><div>{text}</div></td>'
        for title, text in zip(columns[1:], cells[1:], strict=True)
    )
    return f"<tr{_id(row.anchor)}>{first}{''.join(rest)}</tr>"


def _cell(cell: Cell) -> str:
    return "<br>".join(_line(line) for line in cell)


def _line(line: Line) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    hint = f' title="{escape(piece.hint)}"' if piece.hint else ""
    kind = f' class="{piece.role}"' if piece.role else ""
    text = _BREAKS.sub("<wbr>", escape(piece.text))
    if piece.to:
        return f'<a href="{_address(piece.to)}"{kind}{hint}>{text}</a>'
    return f"<span{kind}{hint}>{text}</span>" if kind or hint else text


def _address(to: str) -> str:
    return f"#{quote(to[1:])}" if to.startswith("#") else escape(to)


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def _week(days: Iterable[Weekday]) -> Iterator[str]:
    """Yield a row for each day with a drawing of it; its words stand beside it for whoever cannot see it."""
    yield '<table class="week"><tbody>'
    for day in days:
        bars = "".join(
            f'<rect x="{_percent(start)}" width="{_percent(end - start)}" height="100%"/>'
            for start, end in day.stretches
        )
        ticks = "".join(f'<line x1="{at}" x2="{at}" y2="100%"/>' for at in map(_percent_of_hour, _HOURS))
        yield (
            f'<tr><th scope="row">{day.name}</th>'
            f'<td><svg aria-hidden="true" width="100%" height="18">{bars}{ticks}</svg></td>'
            f"<td>{day.openings}</td></tr>"
        )
    anchors = ("start", "middle", "middle", "middle", "end")
    labels = "".join(
        f'<text x="{_percent_of_hour(hour)}" y="12" text-anchor="{anchor}">{hour}</text>'
        for hour, anchor in zip(_HOURS, anchors, strict=True)
    )
    yield f'<tr aria-hidden="true"><td></td><td><svg width="100%" height="16">{labels}</svg></td><td></td></tr>'
    yield "</tbody></table>"


def _percent(minutes: int) -> str:
    return f"{100 * minutes / MINUTES_A_DAY:.4g}%"


def _percent_of_hour(hour: int) -> str:
    return _percent(hour * 60)
