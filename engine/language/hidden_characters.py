"""Characters that nobody sees in a file: some turn text round, and some end a line for YAML 1.1 and for no editor.

Raw, they would let a file mean something else than a reviewer reads. As escapes in quotes they are seen.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from ..findings import Findings, Mark

_LINE_ENDS = "\x85\u2028\u2029"
HIDDEN = f"{_LINE_ENDS}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""They as a class of a regular expression has them, without its brackets."""

_HIDDEN = f"[{HIDDEN}]"
"""Compiled when it is first needed: start-up is felt, and most texts are of ASCII alone."""
_NEWLINE = re.compile(r"\r\n?|\n")
"""What ends a line for git and editors."""
_MOST = 100
"""A file of nothing else would otherwise become as many findings."""
_STAND_INS = range(0xF0000, 0x10FFFE)
"""For private use: YAML takes them for letters."""

Span = tuple[int, int]
"""The offsets at which a part of a text begins and ends."""


class Masked:
    """A text for a parser that ends lines at other characters than editors do: they are letters in it."""

    def __init__(self, text: str) -> None:
        """Choose letters that do not occur in the text; one character stands for one, so that marks stay."""
        self.text = text
        self._restored: dict[int, str] = {}
        if any(character in text for character in _LINE_ENDS):
            used = set(text)
            letters = (letter for number in _STAND_INS if (letter := chr(number)) not in used)
            masks = {ord(end): next(letters, "\ufffd") for end in _LINE_ENDS}
            self.text = text.translate(masks)
            self._restored = {ord(letter): chr(end) for end, letter in masks.items()}

    def restore(self, part: str) -> str:
        """Return a part of the text as its author wrote it."""
        return part.translate(self._restored) if self._restored else part


def has_hidden(text: str) -> bool:
    """Tell whether a text has hidden characters, wherever they stand."""
    return not text.isascii() and re.search(_HIDDEN, text) is not None


def refuse_hidden(text: str, file: str, check: str, free_texts: Collection[Span], findings: Findings) -> None:
    """Add a finding for each hidden character, except in those spans of a text in which strangers write."""
    if not has_hidden(text):
        return
    offsets = _outside((match.start() for match in re.finditer(_HIDDEN, text)), free_texts)
    for _, (character, mark) in zip(range(_MOST), marked_characters(text, offsets, file), strict=False):
        number = f"{ord(character):04x}"
        findings.error(
            check,
            f"hidden character `U+{number.upper()}` is not allowed",
            mark,
            f"write it as an escape in a double-quoted string, `\\u{number}`",
        )


def marked_characters(text: str, offsets: Iterable[int], file: str) -> Iterator[tuple[str, Mark]]:
    """Yield the characters at ascending offsets with their places, in lines as git and editors count them."""
    line, start, done = 1, 0, 0
    for offset in offsets:
        for newline in _NEWLINE.finditer(text, done, offset):
            line, start = line + 1, newline.end()
        done = offset
        yield text[offset], Mark(file, line, offset - start + 1)


def line_starts(text: str) -> list[int]:
    """Return the offsets at which the lines of a text begin."""
    return [0, *(newline.end() for newline in _NEWLINE.finditer(text))]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    return _NEWLINE.split(text)


def _outside(offsets: Iterable[int], spans: Collection[Span]) -> Iterator[int]:
    """Return those offsets that lie in none of the spans, which do not overlap."""
    begins, ends = sorted(begin for begin, _ in spans), sorted(end for _, end in spans)
    return (offset for offset in offsets if bisect_right(begins, offset) == bisect_right(ends, offset))
