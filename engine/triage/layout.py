"""How a decision is laid out as text: labels in a column, beside them texts that are wrapped and painted."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..findings import printable
from ..model import Span, Value

Paint = Callable[[str, str], str]
"""Takes a text and the role it plays, and returns it coloured."""

INDENT = "  "
_LABEL = 21
_WORD = re.compile(r" +|[^ ]+")
_NARROW = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2264\u2265\u2588-\u2591]*")
"""Letters, signs and bars of one column each, which most texts have alone."""
_CHARACTERS = 8
"""The characters that take one column at most; where they are more, the word is broken."""


def plain(text: str, _role: str) -> str:
    """Leave a text unpainted."""
    return text


class Look(NamedTuple):
    """How a decision is to look: the reader's time zone and present instant, what is told of why, colours, width.

    `why` names rules and what they cite; `explain` spells out what that says, too.
    """

    reader: str | None = None
    now: int | None = None
    why: bool = False
    explain: bool = False
    paint: Paint = plain
    width: int = 80

    @property
    def shows_why(self) -> bool:
        """Whether anything is told of why."""
        return self.why or self.explain

    def row(self, label: str, text: str, role: str = "", label_role: str = "dim") -> Iterator[str]:
        """Lay a text out beside its label, wrapped to the width; both may be a stranger's."""
        label = no_command(printable(label))
        if columns(label) >= _LABEL:
            yield f"{INDENT}{self.paint(label, label_role)}"
            label = ""
        for n, line in enumerate(self.wrapped(text) or [""]):
            start = label if n == 0 else ""
            gap = " " * (_LABEL - columns(start)) if line else ""
            painted = self.paint(start, label_role) if start else ""
            yield f"{INDENT}{painted}{gap}{self.paint(line, role) if line else ''}"

    def wrapped(self, text: str) -> list[str]:
        """Return the lines of a text as they stand beside a label."""
        return wrap(text, self.width - _LABEL - len(INDENT))


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a stranger's text, broken at blanks, and within a word that is wider than a line.

    None begins as a command does that GitHub obeys.
    """
    text = printable(text)
    measure = len if _NARROW.fullmatch(text) else columns
    lines: list[list[str]] = [[]]
    used = 0
    for word in _WORD.findall(text):
        is_long = len(word) > _CHARACTERS * width or measure(word) > width
        for part in _parts(word, width, width - used) if is_long else (word,):
            taken = measure(part)
            if used + taken > width:
                lines.append([])
                used = 0
            if used or len(lines) == 1 or not part.startswith(" "):
                lines[-1].append(part)
                used += taken
    return [no_command(line) for line in ("".join(parts).rstrip(" ") for parts in lines) if line]


def no_command(text: str) -> str:
    """Return a text that a line begins with, so that it is no command of a workflow, which begins with two colons."""
    return f"\\{text}" if "::" in text and text.lstrip().startswith("::") else text


def _parts(word: str, width: int, room: int) -> Iterator[str]:
    """Yield the parts of a word that is wider than a line; the first fills what room there is."""
    size = _CHARACTERS * width
    first = _chopped(word[:size], room)[0] if room else ""
    yield first
    start = len(first)
    # A few lines' worth of characters is measured at a time: a word can be very long.
    while start < len(word):
        parts = _chopped(word[start : start + size], width)
        for part in parts if start + size >= len(word) or len(parts) == 1 else parts[:-1]:
            yield part
            start += len(part)


def columns(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - few texts have wide letters

    return cell_len(text)


def _chopped(text: str, width: int) -> list[str]:
    """Return a text in parts of at most so many columns; the first is empty where a letter is wider."""
    if _NARROW.fullmatch(text):
        return [text[start : start + width] for start in range(0, len(text), width)]
    from rich.cells import chop_cells  # noqa: PLC0415 - few texts have wide letters

    return chop_cells(text, width) or [text]


def value_text(value: Value) -> str:
    """Return a value of a fact in words."""
    text = value.text if isinstance(value, Span) else str(value)
    return (text.lower() if isinstance(value, bool) else text).replace("_", " ")
