"""A decision as a page shows it: the lines of the command line's sheet, word for word, as labelled rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...findings import printable
from ...triage.decision_text import as_text
from ...triage.layout import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...triage.decision import Decision, Invalid

_ROLE, _TEXT, _END, _LABEL, _BESIDE = "\x01", "\x02", "\x03", "\x04", "\x05"
"""What parts a line: none can come from anybody's text, which is printable."""
_WIDE = 1_000_000
"""Columns of a page: the browser breaks lines."""


class PageLook(Look):
    """A look whose rows keep label and text apart, unbroken, and whose colours are names of roles."""

    __slots__ = ()

    @classmethod
    def as_of(cls, now: int, *, why: bool = False) -> PageLook:
        """Return the look of a page that is read at an instant."""
        return cls(now=now, why=why, paint=_painted, width=_WIDE)

    def row(self, label: str, text: str, role: str = "", label_role: str = "dim") -> Iterator[str]:
        """Yield one line: a label, and the text beside it; both may be a stranger's."""
        label, text = printable(label), printable(text)
        yield f"{_LABEL}{self.paint(label, label_role)}{_BESIDE}{self.paint(text, role)}"


def _painted(text: str, role: str) -> str:
    return f"{_ROLE}{role}{_TEXT}{text}{_END}" if role else text


@dataclass(frozen=True, slots=True)
class PageText:
    """A stretch of text, and the role by which it has its colour."""

    text: str
    role: str = ""


@dataclass(slots=True)
class SheetRow:
    """A label, and the lines beside it; without a label they go on from the row before."""

    label: PageText
    lines: list[tuple[PageText, ...]] = field(default_factory=list)


@dataclass(slots=True)
class SheetBlock:
    """Rows below a heading, which the first and most others lack; `lines` stand above the rows by themselves."""

    heading: str = ""
    lines: list[tuple[PageText, ...]] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)


def sheet_of(decision: Decision | Invalid, now: int, *, why: bool = False) -> list[SheetBlock]:
    """Return the sheet of a decision, read at an instant."""
    return blocks_of(as_text(decision, PageLook.as_of(now, why=why)).split("\n"))


def blocks_of(lines: list[str]) -> list[SheetBlock]:
    """Return lines that a `PageLook` laid out as blocks."""
    blocks = [SheetBlock()]
    for line in lines:
        if not line:
            blocks.append(SheetBlock())
        elif line.startswith(_LABEL):
            _add_row(blocks[-1], line)
        else:
            _add_line(blocks[-1], parts_of(line.strip()))
    return [block for block in blocks if block.heading or block.lines or block.rows]


def _add_row(block: SheetBlock, line: str) -> None:
    label, _, text = line[1:].partition(_BESIDE)
    (about,) = parts_of(label) or (PageText(""),)
    if about.text or not block.rows:
        block.rows.append(SheetRow(about))
    if text:
        block.rows[-1].lines.append(parts_of(text))


def _add_line(block: SheetBlock, parts: tuple[PageText, ...]) -> None:
    """Add a line that is no row: alone and strong it is the heading of what follows, such as `confirm`."""
    is_heading = len(parts) == 1 and parts[0].role == "strong" and not (block.rows or block.lines or block.heading)
    if is_heading:
        block.heading = parts[0].text
    else:
        block.lines.append(parts)


def parts_of(line: str) -> tuple[PageText, ...]:
    """Return a painted line as its stretches of text."""
    parts = []
    for number, part in enumerate(line.split(_ROLE)):
        if number == 0:
            parts.append(PageText(part))
            continue
        role, _, text = part.partition(_TEXT)
        painted, _, plain = text.partition(_END)
        parts += [PageText(painted, role), PageText(plain)]
    return tuple(part for part in parts if part.text)
