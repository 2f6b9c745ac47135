"""Texts in columns: as wide as they need to be, and no wider than there is room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..findings import printable
from ..triage.layout import Look, columns

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, the texts of its rows, which may be a stranger's, and how wide it may be."""

    title: str
    texts: tuple[str, ...]
    is_right: bool = False
    longest: int | None = None

    @property
    def width(self) -> int:
        """How wide it is, 0 where all of its texts are empty."""
        return max(map(columns, (self.title if any(self.texts) else "", *self.texts)), default=0)

    def fitted(self, longest: int | None) -> "Column":
        """Return it with texts that are printable, and shortened where they are wider than that."""
        texts = tuple(shortened(printable(text), longest) for text in self.texts)
        return replace(self, texts=texts, longest=longest)


def table_lines(table: Sequence[Column], look: Look, roles: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
    """Yield the line of titles, and a line for each row; `roles` paint the cells of columns, by title and row."""
    used = [column for column in (column.fitted(column.longest) for column in table) if column.width]
    yield look.paint(_GAP.join(_padded(column.title, column) for column in used).rstrip(), "dim")
    count = len(used[0].texts) if used else 0
    for n in range(count):
        row_roles = {title: column_roles[n] for title, column_roles in (roles or {}).items()}
        cells = (_padded(column.texts[n], column, look, row_roles.get(column.title, "")) for column in used)
        yield _GAP.join(cells).rstrip()


def _padded(text: str, column: Column, look: Look | None = None, role: str = "") -> str:
    padding = " " * (column.width - columns(text))
    painted = look.paint(text, role) if look and role and text else text
    return f"{padding}{painted}" if column.is_right else f"{painted}{padding}"


def shortened(text: str, width: int | None) -> str:
    """Return a text in so many columns, less what is in its middle: names differ at their ends."""
    if width is None or columns(text) <= width:
        return text
    last = (width - 1) // 2
    start, end = text[:width], text[-last:] if last else ""
    while columns(end) > last:
        end = end[1:]
    while columns(start) + columns(end) + 1 > width:
        start = start[:-1]
    return f"{start}…{end}"
