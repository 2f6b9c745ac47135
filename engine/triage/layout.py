"""How a decision is laid out as text: labels in a column, beside them texts that are wrapped and painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Paint = Callable[[str, str], str]
"""Takes a text and the role it plays, and returns it coloured."""

INDENT = "  "
_LABEL = 21


def plain(text: str, _role: str) -> str:
    """Leave a text unpainted."""
    return text


@dataclass(frozen=True, slots=True)
class Look:
    """How a decision is to look: the reader's time zone, whether clauses are spelled out, colours, width."""

    reader: str | None = None
    explain: bool = False
    paint: Paint = plain
    width: int = 80

    def row(self, label: str, text: str, role: str = "", label_role: str = "dim") -> Iterator[str]:
        """Lay a text out beside its label, wrapped to the width."""
        if len(label) >= _LABEL:
            yield f"{INDENT}{self.paint(label, label_role)}"
            label = ""
        for n, line in enumerate(self.wrapped(text) or [""]):
            start = label if n == 0 else ""
            gap = " " * (_LABEL - len(start)) if line else ""
            painted = self.paint(start, label_role) if start else ""
            yield f"{INDENT}{painted}{gap}{self.paint(line, role) if line else ''}"

    def wrapped(self, text: str) -> list[str]:
        """Return the lines of a text as they stand beside a label."""
        return wrap(text, self.width - _LABEL - len(INDENT), break_on_hyphens=False)
